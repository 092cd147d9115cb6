"""What can be done when nobody pays: files handed over, doubtful debts and losses, the payment order."""

from crm.billing.agreements.use_cases import NothingDue, NotIssued
from crm.billing.recovery.use_cases.doubting import (
    AlreadyDoubtful,
    NoDayOfProof,
    NoReason,
    NoShare,
    NotDoubtful,
    NothingToChange,
    clear_doubt,
    mark_doubtful,
    revise_allowance,
    write_off_receivable,
)
from crm.billing.recovery.use_cases.handing_over import (
    AlreadyHandedOver,
    DoneAlready,
    NotThatDay,
    NotYet,
    do_payment_order_step,
    hand_over_receivable,
)

__all__ = [
    "AlreadyDoubtful",
    "AlreadyHandedOver",
    "DoneAlready",
    "NoDayOfProof",
    "NoReason",
    "NoShare",
    "NotDoubtful",
    "NotIssued",
    "NotThatDay",
    "NotYet",
    "NothingDue",
    "NothingToChange",
    "clear_doubt",
    "do_payment_order_step",
    "hand_over_receivable",
    "mark_doubtful",
    "revise_allowance",
    "write_off_receivable",
]
