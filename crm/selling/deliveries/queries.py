"""What can be asked about deliveries and returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.prospecting.companies.models import Company, searchable
from crm.selling.deliveries.models import DeliveryNote, ReturnNote
from crm.selling.orders.models import Order
from crm.store.base import db
from crm.store.paging import Slice, keyset

ON_THE_WAY, DELIVERED = "on_the_way", "delivered"
TABS = (ON_THE_WAY, DELIVERED)


@dataclass(frozen=True)
class DeliveryFilter:
    """What the list of deliveries is narrowed to; `tab` is one of TABS or empty for all; it lives in the URL."""

    tab: str = ON_THE_WAY
    search: str = ""
    with_reservations: bool = False


def delivery_note_by_id(note_id: int) -> DeliveryNote | None:
    """Return a delivery note with its order and company."""
    return db.session.scalar(_notes().where(DeliveryNote.id == note_id))


def delivery_note_of(order: Order) -> DeliveryNote | None:
    """Return the newest delivery note of an order, with order and company, or None while nothing has left."""
    statement = _notes().where(DeliveryNote.order_id == order.id).order_by(DeliveryNote.id.desc())
    return db.session.scalar(statement.limit(1))


def notes_of(order: Order) -> list[DeliveryNote]:
    """Return the delivery notes of an order, oldest first."""
    return list(db.session.scalars(_notes().where(DeliveryNote.order_id == order.id).order_by(DeliveryNote.id)))


def is_on_the_way(order: Order) -> bool:
    """Tell whether goods of an order have left and not arrived; what is sent again free of charge does not count."""
    waiting = (DeliveryNote.delivered_on.is_(None), DeliveryNote.replaces_id.is_(None))
    statement = select(DeliveryNote.id).where(DeliveryNote.order_id == order.id, *waiting)
    return db.session.scalar(statement.limit(1)) is not None


def notes_on_the_way() -> list[DeliveryNote]:
    """Return the delivery notes whose goods have not been received, oldest first."""
    return list(db.session.scalars(_notes().where(DeliveryNote.delivered_on.is_(None)).order_by(DeliveryNote.id)))


def deliveries(wanted: DeliveryFilter, *, cursor: str | None = None) -> Slice[DeliveryNote]:
    """Return a page of delivery notes with their orders and companies, newest first."""
    statement = select(DeliveryNote).options(contains_eager(DeliveryNote.order).contains_eager(Order.company))
    statement = _matching(statement, wanted)
    return keyset(statement, column=DeliveryNote.id, tie=DeliveryNote.id, cursor=cursor, descending=True)


def delivery_count(wanted: DeliveryFilter) -> int:
    """Return how many delivery notes match."""
    return db.session.scalar(_matching(select(func.count()).select_from(DeliveryNote), wanted)) or 0


def undispatched_count(*, before: date | None = None) -> int:
    """Return how many delivery notes no carrier took yet and nobody received, or those issued before a day."""
    statement = select(func.count()).select_from(DeliveryNote)
    statement = statement.where(DeliveryNote.dispatched_on.is_(None), DeliveryNote.delivered_on.is_(None))
    return db.session.scalar(statement if before is None else statement.where(DeliveryNote.issued_on < before)) or 0


def return_note_by_id(return_id: int) -> ReturnNote | None:
    """Return a return note with its delivery note, order and company."""
    return db.session.scalar(_returns().where(ReturnNote.id == return_id))


def returns_of(note: DeliveryNote) -> list[ReturnNote]:
    """Return what came back of a delivery, oldest first."""
    return list(db.session.scalars(_returns().where(ReturnNote.delivery_note_id == note.id).order_by(ReturnNote.id)))


def _notes() -> Select[DeliveryNote]:
    """Select delivery notes with their orders and companies."""
    return select(DeliveryNote).options(joinedload(DeliveryNote.order).joinedload(Order.company))


def _returns() -> Select[ReturnNote]:
    """Select return notes with all above them."""
    above = joinedload(ReturnNote.delivery_note).joinedload(DeliveryNote.order).joinedload(Order.company)
    return select(ReturnNote).options(above)


def _matching(statement: Select, wanted: DeliveryFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over delivery notes, their orders and companies beside them."""
    statement = statement.join(DeliveryNote.order).join(Order.company)
    for word in searchable(wanted.search).split():
        number = func.lower(DeliveryNote.number).contains(word, autoescape=True)
        theirs = func.lower(Order.number).contains(word, autoescape=True)
        statement = statement.where(or_(number, theirs, Company.search_text.contains(word, autoescape=True)))
    if wanted.with_reservations:
        statement = statement.where(DeliveryNote.reservations != "")
    if wanted.tab:
        arrived = DeliveryNote.delivered_on.is_not(None)
        statement = statement.where(arrived if wanted.tab == DELIVERED else ~arrived)
    return statement
