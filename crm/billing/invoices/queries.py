"""What can be asked about invoices and payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, or_, select, type_coerce
from sqlalchemy.orm import contains_eager, joinedload

from crm.billing.invoices import rules
from crm.billing.invoices.models import Invoice, InvoiceState, Payment
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money
from crm.papers.views import CommercialPaper, PaperKind
from crm.prospecting.companies.models import Company, searchable
from crm.selling.catalogue import queries as catalogue
from crm.selling.orders import queries as orders
from crm.selling.orders.models import DeliveryNote, Order, OrderState
from crm.selling.parties import customer_party, language_of, paper_lines, payment_terms, typed_address
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.types import MoneyColumn

DRAFTS, OPEN, OVERDUE, SETTLED = "drafts", "open", "overdue", "settled"
TABS = {
    DRAFTS: N_("Brouillons"),
    OPEN: N_("À encaisser"),
    OVERDUE: N_("En retard"),
    SETTLED: N_("Réglées"),
}
SORTS = {"due": Invoice.due_on, "amount": Invoice.gross, "number": Invoice.number}
STILL_OPEN = Invoice.state.in_([InvoiceState.ISSUED, InvoiceState.HANDED_OVER])


@dataclass(frozen=True)
class InvoiceFilter:
    """What a list of invoices is narrowed to; `tab` is one of TABS or "" for all; it lives in the URL."""

    tab: str = OPEN
    search: str = ""
    company_id: int | None = None
    sort: str = "due"
    descending: bool = False


def invoice_by_id(invoice_id: int) -> Invoice | None:
    """Return an invoice with its company."""
    return db.session.scalar(select(Invoice).where(Invoice.id == invoice_id).options(joinedload(Invoice.company)))


def invoices(wanted: InvoiceFilter, *, on: date, cursor: str | None = None) -> Slice[Invoice]:
    """Return a page of invoices with their companies; `on` decides what is overdue."""
    statement = select(Invoice).join(Invoice.company).options(contains_eager(Invoice.company))
    return keyset(
        _matching(statement, wanted, on),
        column=SORTS.get(wanted.sort, Invoice.due_on),
        tie=Invoice.id,
        cursor=cursor,
        descending=wanted.descending,
    )


def invoice_count(wanted: InvoiceFilter, *, on: date) -> int:
    """Return how many invoices match."""
    statement = select(func.count()).select_from(Invoice).join(Invoice.company)
    return db.session.scalar(_matching(statement, wanted, on)) or 0


def tab_counts(*, on: date) -> dict[str, int]:
    """Return how many invoices each tab holds, in one reading."""
    sums = [func.sum(case((_in_tab(tab, on), 1), else_=0)) for tab in TABS]
    row = db.session.execute(select(*sums).select_from(Invoice)).one()
    return {tab: int(count or 0) for tab, count in zip(TABS, row, strict=True)}


def open_invoices(company: Company | None = None) -> list[Invoice]:
    """Return the issued invoices for which money is still to come, the oldest due first."""
    return _listed(STILL_OPEN, *_of(company))


def overdue_invoices(on: date, company: Company | None = None) -> list[Invoice]:
    """Return the open invoices whose day has passed, the oldest due first."""
    return _listed(STILL_OPEN, Invoice.due_on < on, *_of(company))


def outstanding(company: Company) -> Money:
    """Return the company's outstanding balance: open invoices less payments, plus what is ordered but not invoiced."""
    due = select(func.sum(type_coerce(Invoice.gross - Invoice.paid, MoneyColumn())))
    unpaid = db.session.scalar(due.where(STILL_OPEN, Invoice.company_id == company.id))
    return rules.outstanding([unpaid or ZERO], orders.ordered_not_invoiced(company))


def invoice_of_order(order_id: int) -> Invoice | None:
    """Return the invoice that an order already has, a draft or an issued one."""
    statement = select(Invoice).where(Invoice.order_id == order_id).options(joinedload(Invoice.company))
    return db.session.scalar(statement.limit(1))


def orders_to_invoice() -> list[tuple[Order, date | None]]:
    """Return the delivered orders that have no invoice yet, with the day of delivery, the oldest first."""
    invoiced = select(Invoice.order_id).where(Invoice.order_id.is_not(None))
    delivered = (
        select(func.max(DeliveryNote.delivered_on))
        .where(DeliveryNote.workspace_id == Order.workspace_id, DeliveryNote.order_id == Order.id)
        .scalar_subquery()
    )
    statement = select(Order, delivered).options(joinedload(Order.company))
    statement = statement.where(Order.state == OrderState.DELIVERED, Order.id.not_in(invoiced)).order_by(Order.id)
    return [(order, day) for order, day in db.session.execute(statement)]


def order_of(invoice: Invoice) -> Order | None:
    """Return the order that an invoice states, with its company."""
    return orders.order_by_id(invoice.order_id) if invoice.order_id is not None else None


def paper_of(invoice: Invoice) -> CommercialPaper:
    """Return an invoice as its paper shows it: what was issued, whatever was paid since."""
    company, order, seller = invoice.company, order_of(invoice), catalogue.seller_identity()
    note = orders.delivery_note_of(order) if order else None
    elsewhere = order is not None and order.delivery_address != "\n".join(company.address_lines)
    return CommercialPaper(
        kind=PaperKind.INVOICE,
        number=invoice.number,
        issued_on=invoice.issued_on or invoice.drafted_on,
        seller=catalogue.seller(),
        customer=customer_party(company),
        lines=paper_lines(invoice.lines),
        language=language_of(company),
        delivered_on=invoice.delivered_on,
        due_on=invoice.due_on,
        payment_terms=payment_terms(invoice.payment_days, language_of(company)),
        delivery_address=typed_address(order.delivery_address) if order and elsewhere else None,
        order_number=order.number if order else "",
        delivery_note_number=note.number if note else "",
        customer_reference=order.customer_reference if order else "",
        late_rate=seller.late_rate if seller else None,
    )


def to_invoice_count(*, delivered_before: date | None = None) -> int:
    """Return how many delivered orders have no invoice, all or those delivered before a day."""
    found = orders_to_invoice()
    return len([day for _, day in found if delivered_before is None or (day and day < delivered_before)])


def payments_of(invoice: Invoice) -> list[Payment]:
    """Return the payments of an invoice, those waiting at the bank included, oldest first."""
    return list(db.session.scalars(_payments().where(Payment.invoice_id == invoice.id).order_by(Payment.id)))


def payment_by_id(payment_id: int) -> Payment | None:
    """Return a payment with its invoice and company."""
    return db.session.scalar(_payments().where(Payment.id == payment_id))


def waiting_payments() -> list[Payment]:
    """Return what the bank received and nobody entered in the books, the oldest first."""
    return list(db.session.scalars(_payments().where(Payment.recorded_on.is_(None)).order_by(Payment.id)))


def waiting_count() -> int:
    """Return how many payments wait to be entered."""
    return db.session.scalar(select(func.count()).select_from(Payment).where(Payment.recorded_on.is_(None))) or 0


def waiting_total(invoice: Invoice) -> Money:
    """Return what the bank received for an invoice and nobody entered."""
    statement = select(func.sum(Payment.amount)).where(Payment.recorded_on.is_(None), Payment.invoice_id == invoice.id)
    return db.session.scalar(statement) or ZERO


def _payments() -> Select[Payment]:
    """Select payments with their invoices and companies."""
    return select(Payment).options(joinedload(Payment.invoice).joinedload(Invoice.company))


def _listed(*conditions: ColumnElement[bool]) -> list[Invoice]:
    """Return the invoices under conditions, by due date, with their companies."""
    statement = select(Invoice).options(joinedload(Invoice.company)).where(*conditions)
    return list(db.session.scalars(statement.order_by(Invoice.due_on, Invoice.id)))


def _of(company: Company | None) -> list[ColumnElement[bool]]:
    """Narrow to a company, if there is one."""
    return [] if company is None else [Invoice.company_id == company.id]


def _in_tab(tab: str, on: date) -> ColumnElement[bool]:
    """Return what an invoice of a tab fulfils."""
    if tab == OVERDUE:
        return STILL_OPEN & (Invoice.due_on < on)
    if tab == OPEN:
        return STILL_OPEN
    return Invoice.state == (InvoiceState.DRAFT if tab == DRAFTS else InvoiceState.PAID)


def _matching(statement: Select, wanted: InvoiceFilter, on: date) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over invoices and their companies."""
    if wanted.tab:
        statement = statement.where(_in_tab(wanted.tab, on))
    if wanted.company_id is not None:
        statement = statement.where(Invoice.company_id == wanted.company_id)
    for word in searchable(wanted.search).split():
        named = Company.search_text.contains(word, autoescape=True)
        statement = statement.where(or_(named, func.lower(Invoice.number).contains(word, autoescape=True)))
    return statement
