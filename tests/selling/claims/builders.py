"""Claims built through the use cases."""

from __future__ import annotations

from decimal import Decimal

from crm.activity.door import Work
from crm.prospecting.companies.models import Company
from crm.selling.claims.models import Claim, ClaimCause
from crm.selling.claims.use_cases import receive_claim
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.queries import delivery_note_of
from crm.selling.lines import LineData
from tests.selling.orders.builders import a_delivered_order


def a_delivery(work: Work, company: Company, *lines: LineData) -> DeliveryNote:
    """Let the goods of an order arrive; return their delivery note."""
    note = delivery_note_of(a_delivered_order(work, company, *lines))
    assert note is not None
    return note


def a_claim(work: Work, company: Company, *lines: LineData, damaged: str = "2") -> Claim:
    """Let a customer complain of damaged goods of the first line."""
    note = a_delivery(work, company, *lines)
    return receive_claim(
        work,
        note,
        cause=ClaimCause.DAMAGED,
        text="Deux cartons sont arrivés écrasés.",
        quantities={note.lines[0].id: Decimal(damaged)},
    )
