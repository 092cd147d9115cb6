"""What can be done with orders: check, record, confirm, hand over, cancel."""

from crm.selling.orders.use_cases.handling import (
    AddresseeMissing,
    NothingToHandOver,
    PastPromise,
    ReasonMissing,
    cancel_order,
    check_order_stock,
    confirm_order,
    give_back,
    hand_over_order,
    mark_invoiced,
    own_up,
    set_aside,
)
from crm.selling.orders.use_cases.recording import (
    SERIES,
    AlreadyOrdered,
    DecisionMissing,
    EmptyOrder,
    NotOffered,
    check_order,
    order_from_purchase_order,
    order_from_quote,
)

__all__ = [
    "SERIES",
    "AddresseeMissing",
    "AlreadyOrdered",
    "DecisionMissing",
    "EmptyOrder",
    "NotOffered",
    "NothingToHandOver",
    "PastPromise",
    "ReasonMissing",
    "cancel_order",
    "check_order",
    "check_order_stock",
    "confirm_order",
    "give_back",
    "hand_over_order",
    "mark_invoiced",
    "order_from_purchase_order",
    "order_from_quote",
    "own_up",
    "set_aside",
]
