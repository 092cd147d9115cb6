"""What can be done with goods that come in: announce, count and enter them, protest, claim."""

from crm.selling.receipts.use_cases.entering import (
    RECEIPTS,
    AlreadyEntered,
    NothingCounted,
    WrongCount,
    announce_receipt,
    record_receipt,
)
from crm.selling.receipts.use_cases.protesting import (
    AlreadyProtested,
    NoCarrier,
    NothingReceived,
    claim_from_supplier,
    send_carrier_reservations,
)

__all__ = [
    "RECEIPTS",
    "AlreadyEntered",
    "AlreadyProtested",
    "NoCarrier",
    "NothingCounted",
    "NothingReceived",
    "WrongCount",
    "announce_receipt",
    "claim_from_supplier",
    "record_receipt",
    "send_carrier_reservations",
]
