"""What can be done with an order on its way: change, split, give up what lacks, tell the customer that it is late."""

from crm.selling.amendments.use_cases.changing import (
    NoBackorder,
    NothingChanged,
    ReasonMissing,
    TooLate,
    cancel_backorder,
    change_order,
)
from crm.selling.amendments.use_cases.delaying import NoDelay, NotAwaited, NothingSaid, announce_delay, notice_delay
from crm.selling.amendments.use_cases.splitting import MoreThanRemains, NothingToSplit, split_order

__all__ = [
    "MoreThanRemains",
    "NoBackorder",
    "NoDelay",
    "NotAwaited",
    "NothingChanged",
    "NothingSaid",
    "NothingToSplit",
    "ReasonMissing",
    "TooLate",
    "announce_delay",
    "cancel_backorder",
    "change_order",
    "notice_delay",
    "split_order",
]
