"""What can be done with orders to suppliers: prepare, send, follow up, cancel; what suppliers answer."""

from crm.selling.supply.use_cases.following import (
    NothingExpected,
    NothingWritten,
    ReasonMissing,
    UnknownLanguage,
    announce_delay,
    cancel_supply_order,
    confirm_supply_order,
    follow_up_supplier,
    give_up,
    note_promise,
)
from crm.selling.supply.use_cases.ordering import (
    SUPPLY_ORDERS,
    NothingOrdered,
    NotOffered,
    PastDay,
    Wishes,
    draft_supply_order,
    send_supply_order,
    wants_of,
)

__all__ = [
    "SUPPLY_ORDERS",
    "NotOffered",
    "NothingExpected",
    "NothingOrdered",
    "NothingWritten",
    "PastDay",
    "ReasonMissing",
    "UnknownLanguage",
    "Wishes",
    "announce_delay",
    "cancel_supply_order",
    "confirm_supply_order",
    "draft_supply_order",
    "follow_up_supplier",
    "give_up",
    "note_promise",
    "send_supply_order",
    "wants_of",
]
