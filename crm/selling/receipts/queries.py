"""What can be asked about goods that come in."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from crm.kernel import wording
from crm.selling.receipts import rules
from crm.selling.receipts.models import Arrival, CarrierReservations, Grievance, Receipt, Remedy, SupplierClaim
from crm.selling.supply.models import SupplyOrder
from crm.selling.supply.rules import Letter, letter, listed, said
from crm.store.base import db


def arrival_by_id(arrival_id: int) -> Arrival | None:
    """Return goods at the dock, with order, supplier and carrier."""
    return db.session.scalar(_arrivals().where(Arrival.id == arrival_id))


def at_the_dock(order: SupplyOrder | None = None) -> list[Arrival]:
    """Return the goods that nobody has entered yet, oldest first; of one order or of all."""
    statement = _arrivals().where(Arrival.receipt_id.is_(None)).order_by(Arrival.id)
    return list(db.session.scalars(statement if order is None else statement.where(Arrival.order_id == order.id)))


def dock_count() -> int:
    """Return how many arrivals nobody has entered yet."""
    return db.session.scalar(select(func.count()).select_from(Arrival).where(Arrival.receipt_id.is_(None))) or 0


def arrivals_of(order: SupplyOrder) -> list[Arrival]:
    """Return everything that came for an order, oldest first."""
    return list(db.session.scalars(_arrivals().where(Arrival.order_id == order.id).order_by(Arrival.id)))


def receipt_by_id(receipt_id: int) -> Receipt | None:
    """Return a receipt with its order, supplier and carrier."""
    return db.session.scalar(_receipts().where(Receipt.id == receipt_id))


def receipt_protested_about(protest_id: int) -> Receipt | None:
    """Return the receipt of which a protest to the carrier is, with its order, supplier and carrier."""
    return db.session.scalar(_receipts().where(Receipt.protests.any(CarrierReservations.id == protest_id)))


def receipts_of(order: SupplyOrder) -> list[Receipt]:
    """Return the receipts of an order, latest first."""
    return list(db.session.scalars(_receipts().where(Receipt.order_id == order.id).order_by(Receipt.id.desc())))


def last_receipt_of(order: SupplyOrder) -> Receipt | None:
    """Return the latest receipt of an order, or None."""
    return next(iter(receipts_of(order)), None)


def to_protest_about() -> list[Receipt]:
    """Return the receipts with trouble for which no protest went to the carrier, oldest first."""
    return [
        receipt
        for receipt in db.session.scalars(_receipts().where(~Receipt.protests.any()).order_by(Receipt.id))
        if receipt.has_trouble and receipt.carrier_id is not None
    ]


def claim_by_id(claim_id: int) -> SupplierClaim | None:
    """Return a claim with its order and supplier."""
    return db.session.scalar(_claims().where(SupplierClaim.id == claim_id))


def claims_of(order: SupplyOrder) -> list[SupplierClaim]:
    """Return the claims about an order, latest first."""
    statement = _claims().where(SupplierClaim.order_id == order.id).order_by(SupplierClaim.id.desc())
    return list(db.session.scalars(statement))


def claim_letter(order: SupplyOrder, language: str, *, grievance: Grievance, remedy: Remedy, signature: str) -> Letter:
    """Return the letter that one would write to a supplier."""
    receipt = last_receipt_of(order)
    troubled = [
        (line.reference, line.wording, line.expected - line.accepted)
        for line in (receipt.lines if receipt else [])
        if line.expected > line.accepted
    ]
    waited = [(line.supplier_reference, line.wording, line.remaining) for line in order.remaining]
    return letter(
        "claim" if receipt else "overdue_claim",
        language,
        number=order.number,
        due=said(order.due_on, language),
        received=said(receipt.received_on if receipt else None, language),
        grievance=rules.in_words(grievance.value, language),
        remedy=rules.in_words(remedy.value, language),
        lines=listed(troubled or waited, language),
        signature=signature,
    )


def reservations_letter(receipt: Receipt, *, signature: str) -> Letter:
    """Return the registered letter that one would write to the carrier, in French as its law is."""
    told = [
        f"- {line.reference} {line.wording} : {wording.number(line.announced or line.expected)} annoncés, "
        f"{wording.number(line.counted)} comptés, {wording.number(line.damaged)} abîmés"
        for line in receipt.lines
        if line.has_trouble
    ]
    return letter(
        "reservations",
        "fr",
        received=said(receipt.received_on, "fr"),
        number=receipt.note_number or receipt.number,
        order=receipt.order.number,
        reservations=receipt.reservations or "[aucune réserve n’a été portée à la livraison]",
        lines="\n".join(told),
        signature=signature,
    )


def _arrivals() -> Select[Arrival]:
    order = joinedload(Arrival.order)
    return select(Arrival).options(
        order.joinedload(SupplyOrder.supplier), order.joinedload(SupplyOrder.carrier), joinedload(Arrival.carrier)
    )


def _receipts() -> Select[Receipt]:
    order = joinedload(Receipt.order)
    return select(Receipt).options(
        order.joinedload(SupplyOrder.supplier), order.joinedload(SupplyOrder.carrier), joinedload(Receipt.carrier)
    )


def _claims() -> Select[SupplierClaim]:
    order = joinedload(SupplierClaim.order)
    return select(SupplierClaim).options(order.joinedload(SupplyOrder.supplier), order.joinedload(SupplyOrder.carrier))
