"""What invoices come from: delivered orders, delivery notes, deposits, and what credit notes gave back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from crm.billing.invoices import rules
from crm.billing.invoices.models import DepositDeduction, Invoice, InvoicedNote, InvoiceState, InvoiceType
from crm.kernel.money import NO_RATE, ZERO, Money, total
from crm.papers.views import Operation
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product, ProductNature
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.lines import LineData
from crm.selling.orders import queries as orders
from crm.selling.orders.models import Order, OrderState
from crm.store.base import db

CHARGES = (InvoiceType.INVOICE, InvoiceType.FINAL, InvoiceType.CORRECTIVE)


def invoice_of_order(order_id: int) -> Invoice | None:
    """Return the invoice that an order already has, a draft or an issued one; deposits do not count."""
    statement = select(Invoice).where(Invoice.order_id == order_id, Invoice.type.in_(CHARGES))
    statement = statement.where(Invoice.state != InvoiceState.REPLACED).options(joinedload(Invoice.company))
    return db.session.scalar(statement.order_by(Invoice.id).limit(1))


def notes_to_invoice(
    *, order: Order | None = None, company: Company | None = None, among: Iterable[DeliveryNote] | None = None
) -> list[DeliveryNote]:
    """Return the delivery notes whose goods arrived and that no invoice charges, not even a draft; oldest first."""
    charged = select(InvoicedNote.delivery_note_id)
    statement = select(DeliveryNote).join(DeliveryNote.order)
    statement = statement.options(contains_eager(DeliveryNote.order).joinedload(Order.company))
    statement = statement.where(DeliveryNote.delivered_on.is_not(None), DeliveryNote.id.not_in(charged))
    statement = statement.where(DeliveryNote.replaces_id.is_(None))
    statement = statement.where(Order.state.not_in([OrderState.CANCELLED, OrderState.INVOICED]))
    if order is not None:
        statement = statement.where(DeliveryNote.order_id == order.id)
    if company is not None:
        statement = statement.where(Order.company_id == company.id)
    if among is not None:
        statement = statement.where(DeliveryNote.id.in_([note.id for note in among]))
    return [note for note in db.session.scalars(statement.order_by(DeliveryNote.id)) if note.goods]


def lines_of(note: DeliveryNote) -> list[LineData]:
    """Return what a delivery note delivered, at the prices of its order."""
    return note.goods


def is_complete(order: Order) -> bool:
    """Tell whether all of an order has been delivered and charged, by this invoice too."""
    return order.state in {OrderState.DELIVERED, OrderState.INVOICED} and not notes_to_invoice(order=order)


def matches_delivery(invoice: Invoice, notes: Sequence[DeliveryNote] | None = None) -> bool:
    """Tell whether an invoice charges what its delivery notes delivered; a deposit is no matter of delivery.

    Whoever holds its `notes` already gives them.
    """
    if invoice.type is InvoiceType.DEPOSIT:
        return True
    delivered = [line for note in (notes_of(invoice) if notes is None else notes) for line in lines_of(note)]
    charged = [line if invoice.regime.bears_vat else replace(line, vat_rate=NO_RATE) for line in delivered]
    return bool(delivered) and rules.agrees((line.data for line in invoice.lines), charged)


def is_replaceable(invoice: Invoice) -> bool:
    """Tell whether a corrective invoice may replace an invoice: nothing was paid, credited or taken off of it."""
    touched = select(Invoice.id).where(
        Invoice.corrects_id == invoice.id, Invoice.type == InvoiceType.CREDIT_NOTE, Invoice.number != ""
    )
    taken = select(DepositDeduction.id).where(DepositDeduction.deposit_invoice_id == invoice.id)
    return (
        invoice.state is InvoiceState.ISSUED
        and not invoice.is_credit_note
        and not invoice.paid
        and db.session.scalar(touched.limit(1)) is None
        and db.session.scalar(taken.limit(1)) is None
    )


def orders_to_invoice() -> list[tuple[Order, date | None]]:
    """Return the orders of which something was delivered and not invoiced, with the last day, the oldest first."""
    found: dict[int, tuple[Order, date | None]] = {}
    for note in notes_to_invoice():
        found[note.order_id] = (note.order, note.delivered_on)
    return list(found.values())


def to_invoice_count(*, delivered_before: date | None = None) -> int:
    """Return how many delivered orders have no invoice, all or those delivered before a day."""
    found = orders_to_invoice()
    return len([day for _, day in found if delivered_before is None or (day and day < delivered_before)])


def order_of(invoice: Invoice) -> Order | None:
    """Return the order that an invoice states, with its company; of a summary invoice there is none."""
    return orders.order_by_id(invoice.order_id) if invoice.order_id is not None else None


def notes_charged_first(invoice: Invoice, notes: Sequence[DeliveryNote]) -> list[DeliveryNote]:
    """Return an invoice's notes that no other issued invoice charged before: those of an invoice come again were."""
    theirs = InvoicedNote.delivery_note_id.in_([note.id for note in notes])
    others = select(InvoicedNote.delivery_note_id).join(InvoicedNote.invoice).where(theirs)
    before = set(db.session.scalars(others.where(Invoice.number != "", Invoice.id != invoice.id)))
    return [note for note in notes if note.id not in before]


def notes_of(invoice: Invoice) -> list[DeliveryNote]:
    """Return the delivery notes that an invoice charges, with their orders, the oldest first."""
    charged = select(InvoicedNote.delivery_note_id).where(InvoicedNote.invoice_id == invoice.id)
    statement = select(DeliveryNote).options(joinedload(DeliveryNote.order).joinedload(Order.company))
    return list(db.session.scalars(statement.where(DeliveryNote.id.in_(charged)).order_by(DeliveryNote.id)))


def deposits_of(order: Order) -> list[Invoice]:
    """Return the deposit invoices of an order, drafts too, the oldest first."""
    statement = select(Invoice).where(Invoice.order_id == order.id, Invoice.type == InvoiceType.DEPOSIT)
    return list(db.session.scalars(statement.options(joinedload(Invoice.company)).order_by(Invoice.id)))


def deposits_to_take_off(order_ids: Iterable[int]) -> list[tuple[Invoice, Money]]:
    """Return the issued deposit invoices of orders that no invoice takes off yet, each with what was not given back."""
    taken = select(DepositDeduction.deposit_invoice_id)
    statement = select(Invoice).where(
        Invoice.order_id.in_(list(order_ids)),
        Invoice.type == InvoiceType.DEPOSIT,
        Invoice.state.in_([InvoiceState.ISSUED, InvoiceState.HANDED_OVER, InvoiceState.PAID]),
        Invoice.id.not_in(taken),
    )
    found = list(db.session.scalars(statement.order_by(Invoice.id)))
    return [(each, left) for each in found if (left := each.gross - credited(each))]


def deductions_of(invoice: Invoice) -> list[tuple[DepositDeduction, Invoice]]:
    """Return what deposit invoices took of an invoice, each with its deposit invoice."""
    statement = (
        select(DepositDeduction, Invoice)
        .join(
            Invoice,
            (Invoice.workspace_id == DepositDeduction.workspace_id)
            & (Invoice.id == DepositDeduction.deposit_invoice_id),
        )
        .where(DepositDeduction.invoice_id == invoice.id)
    )
    return [(deduction, deposit) for deduction, deposit in db.session.execute(statement.order_by(DepositDeduction.id))]


def taken_off(deposit: Invoice) -> Money:
    """Return what of a deposit invoice is taken off, with VAT; a corrective draft and what it will replace count once.

    One invoice at a time takes a deposit off, or that one and the draft that is to replace it.
    """
    statement = (
        select(DepositDeduction.amount)
        .join(DepositDeduction.invoice)
        .where(DepositDeduction.deposit_invoice_id == deposit.id, Invoice.state != InvoiceState.REPLACED)
    )
    return max(db.session.scalars(statement), default=ZERO)


def credited(invoice: Invoice, *, besides: Invoice | None = None) -> Money:
    """Return what issued credit notes give back of an invoice, with VAT, in its currency."""
    statement = select(Invoice.id, Invoice.gross).where(
        Invoice.corrects_id == invoice.id, Invoice.type == InvoiceType.CREDIT_NOTE, Invoice.number != ""
    )
    return total(gross for each, gross in db.session.execute(statement) if besides is None or each != besides.id)


def discarded_with(invoice: Invoice) -> list[InvoicedNote | DepositDeduction]:
    """Return what goes with a draft that is discarded."""
    notes = select(InvoicedNote).where(InvoicedNote.invoice_id == invoice.id)
    taken = select(DepositDeduction).where(DepositDeduction.invoice_id == invoice.id)
    return [*db.session.scalars(notes), *db.session.scalars(taken)]


def operation_of(lines: Iterable[LineData]) -> Operation:
    """Return what is sold: goods, services or both; a line without product counts as goods."""
    wanted = [line.product_id for line in lines]
    known = {each for each in wanted if each is not None}
    services = set(
        db.session.scalars(select(Product.id).where(Product.id.in_(known), Product.nature == ProductNature.SERVICE))
    )
    if not services:
        return Operation.GOODS
    return Operation.SERVICES if all(each in services for each in wanted) else Operation.MIXED
