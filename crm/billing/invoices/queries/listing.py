"""Lists of invoices and credit notes: one page of them, the open ones, those of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.kernel.errors import N_
from crm.prospecting.companies.models import Company, searchable
from crm.store.base import db
from crm.store.paging import Slice, keyset

DRAFTS, OPEN, OVERDUE, SETTLED, CREDIT_NOTES, REGISTER = (
    "drafts",
    "open",
    "overdue",
    "settled",
    "credit_notes",
    "register",
)
TABS = {
    DRAFTS: N_("Brouillons"),
    OPEN: N_("À encaisser"),
    OVERDUE: N_("En retard"),
    SETTLED: N_("Réglées"),
    CREDIT_NOTES: N_("Avoirs"),
    REGISTER: N_("Registre"),
}
SORTS = {"due": Invoice.due_on, "amount": Invoice.gross, "number": Invoice.number, "issued": Invoice.issued_on}
IS_CREDIT_NOTE = Invoice.type == InvoiceType.CREDIT_NOTE
# Money is to come for it: a credit note never is among these.
STILL_OPEN = Invoice.state.in_([InvoiceState.ISSUED, InvoiceState.HANDED_OVER]) & ~IS_CREDIT_NOTE


@dataclass(frozen=True)
class InvoiceFilter:
    """What a list of invoices is narrowed to; `tab` is one of TABS or "" for all; it lives in the URL."""

    tab: str = OPEN
    search: str = ""
    company_id: int | None = None
    type: InvoiceType | None = None
    sort: str = "due"
    descending: bool = False


def invoice_by_id(invoice_id: int) -> Invoice | None:
    """Return an invoice with its company."""
    return db.session.scalar(_invoices().where(Invoice.id == invoice_id))


def issued_by_id(invoice_id: int) -> Invoice | None:
    """Return an invoice with its company, unless it is a draft: nobody owes a draft."""
    invoice = invoice_by_id(invoice_id)
    return invoice if invoice is not None and invoice.state is not InvoiceState.DRAFT else None


def invoice_by_number(number: str) -> Invoice | None:
    """Return an issued invoice by its number, with its company."""
    return db.session.scalar(_invoices().where(Invoice.number == number)) if number else None


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
    """Return the issued invoices for which money is still to come, the oldest due first; no credit notes."""
    return _listed(STILL_OPEN, *_of(company))


def overdue_invoices(on: date, company: Company | None = None) -> list[Invoice]:
    """Return the open invoices whose day has passed, the oldest due first."""
    return _listed(STILL_OPEN, Invoice.due_on < on, *_of(company))


def open_credit_notes(company: Company | None = None) -> list[Invoice]:
    """Return the issued credit notes of which something is still to be used, the oldest first."""
    return _listed(IS_CREDIT_NOTE, Invoice.state == InvoiceState.ISSUED, *_of(company))


def credit_notes_of(invoice: Invoice) -> list[Invoice]:
    """Return what corrects an invoice: credit notes and corrective invoices, drafts too, the oldest first."""
    return list(db.session.scalars(_invoices().where(Invoice.corrects_id == invoice.id).order_by(Invoice.id)))


def _invoices() -> Select[Invoice]:
    """Select invoices with their companies."""
    return select(Invoice).options(joinedload(Invoice.company))


def _listed(*conditions: ColumnElement[bool]) -> list[Invoice]:
    """Return the invoices under conditions, by due date, with their companies."""
    return list(db.session.scalars(_invoices().where(*conditions).order_by(Invoice.due_on, Invoice.id)))


def _of(company: Company | None) -> list[ColumnElement[bool]]:
    """Narrow to a company, if there is one."""
    return [] if company is None else [Invoice.company_id == company.id]


def _in_tab(tab: str, on: date) -> ColumnElement[bool]:
    """Return what an invoice of a tab fulfils; the register is all that bears a number."""
    if tab == REGISTER:
        return Invoice.number != ""
    if tab == CREDIT_NOTES:
        return IS_CREDIT_NOTE & (Invoice.number != "")
    if tab == OVERDUE:
        return STILL_OPEN & (Invoice.due_on < on)
    if tab == OPEN:
        return STILL_OPEN
    if tab == DRAFTS:
        return Invoice.state == InvoiceState.DRAFT
    return (Invoice.state == InvoiceState.PAID) & ~IS_CREDIT_NOTE


def _matching(statement: Select, wanted: InvoiceFilter, on: date) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over invoices and their companies."""
    if wanted.tab:
        statement = statement.where(_in_tab(wanted.tab, on))
    if wanted.company_id is not None:
        statement = statement.where(Invoice.company_id == wanted.company_id)
    if wanted.type is not None:
        statement = statement.where(Invoice.type == wanted.type)
    for word in searchable(wanted.search).split():
        named = Company.search_text.contains(word, autoescape=True)
        statement = statement.where(or_(named, func.lower(Invoice.number).contains(word, autoescape=True)))
    return statement
