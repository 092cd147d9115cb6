"""What can be asked about claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.prospecting.companies.models import Company, searchable
from crm.selling.claims.models import Claim
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.orders.models import Order
from crm.store.base import db
from crm.store.paging import Slice, keyset

OPEN, SETTLED = "open", "settled"
TABS = (OPEN, SETTLED)


@dataclass(frozen=True)
class ClaimFilter:
    """What the list of claims is narrowed to; `tab` is one of TABS; it lives in the URL."""

    tab: str = OPEN
    search: str = ""


def claim_by_id(claim_id: int) -> Claim | None:
    """Return a claim with its delivery, order and company."""
    return db.session.scalar(_claims().where(Claim.id == claim_id))


def claims_of(note: DeliveryNote) -> list[Claim]:
    """Return the claims on a delivery, oldest first."""
    return list(db.session.scalars(_claims().where(Claim.delivery_note_id == note.id).order_by(Claim.id)))


def claims_of_company(company: Company) -> list[Claim]:
    """Return a company's claims, newest first."""
    statement = _joined(select(Claim)).options(_above()).where(Order.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Claim.id.desc())))


def claims(wanted: ClaimFilter, *, cursor: str | None = None) -> Slice[Claim]:
    """Return a page of claims with all above them, newest first."""
    statement = _matching(select(Claim), wanted).options(_above())
    return keyset(statement, column=Claim.id, tie=Claim.id, cursor=cursor, descending=True)


def claim_count(wanted: ClaimFilter) -> int:
    """Return how many claims match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Claim), wanted)) or 0


def open_count(*, before: date | None = None) -> int:
    """Return how many claims wait for an answer, or those received before a day."""
    statement = select(func.count()).select_from(Claim).where(Claim.settled_on.is_(None))
    return db.session.scalar(statement if before is None else statement.where(Claim.received_on < before)) or 0


def _claims() -> Select[Claim]:
    """Select claims with all above them."""
    above = joinedload(Claim.delivery_note).joinedload(DeliveryNote.order).joinedload(Order.company)
    return select(Claim).options(above)


def _joined(statement: Select) -> Select:  # type: ignore[type-arg]
    """Put deliveries, orders and companies beside claims."""
    return statement.join(Claim.delivery_note).join(DeliveryNote.order).join(Order.company)


def _above() -> contains_eager:  # type: ignore[valid-type]
    """Load what a statement has joined."""
    return contains_eager(Claim.delivery_note).contains_eager(DeliveryNote.order).contains_eager(Order.company)


def _matching(statement: Select, wanted: ClaimFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over claims, all above them beside them."""
    statement = _joined(statement)
    for word in searchable(wanted.search).split():
        numbers = [
            func.lower(column).contains(word, autoescape=True)
            for column in (Claim.number, DeliveryNote.number, Order.number)
        ]
        statement = statement.where(or_(*numbers, Company.search_text.contains(word, autoescape=True)))
    is_open = Claim.settled_on.is_(None)
    return statement.where(is_open if wanted.tab == OPEN else ~is_open)
