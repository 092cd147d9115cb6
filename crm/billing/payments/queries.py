"""What can be asked about payments and what they are set against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.payments import rules
from crm.billing.payments.models import Allocation, Payment, PaymentState, Refund
from crm.billing.payments.rules import Candidate, Proposal
from crm.kernel.currency import in_euros
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company, searchable
from crm.store.base import db
from crm.store.paging import Slice, keyset

WAITING, FREE, RECORDED, BOUNCED = "waiting", "free", "recorded", "bounced"
TABS = {
    WAITING: N_("À enregistrer"),
    FREE: N_("À lettrer"),
    RECORDED: N_("Enregistrés"),
    BOUNCED: N_("Rejetés"),
}
AT_BANK = Payment.state == PaymentState.AT_BANK
IS_FREE = (Payment.state == PaymentState.RECORDED) & (Payment.amount - Payment.allocated - Payment.refunded > 0)
IS_OWED_BACK = (Payment.state == PaymentState.BOUNCED) & (Payment.refunded > ZERO)


@dataclass(frozen=True)
class PaymentFilter:
    """What a list of payments is narrowed to; `tab` is one of TABS; it lives in the URL."""

    tab: str = WAITING
    search: str = ""


def payments(wanted: PaymentFilter, *, cursor: str | None = None) -> Slice[Payment]:
    """Return a page of payments with their companies and named invoices: what waits oldest first, the rest newest."""
    statement = select(Payment).join(Payment.company).options(contains_eager(Payment.company))
    statement = _matching(statement.options(joinedload(Payment.invoice)), wanted)
    newest = wanted.tab in {RECORDED, BOUNCED}
    return keyset(statement, column=Payment.received_on, tie=Payment.id, cursor=cursor, descending=newest)


def payment_count(wanted: PaymentFilter) -> int:
    """Return how many payments match."""
    statement = select(func.count()).select_from(Payment).join(Payment.company)
    return db.session.scalar(_matching(statement, wanted)) or 0


def payments_of(invoice: Invoice) -> list[Payment]:
    """Return the payments that name an invoice or are set against it, oldest first."""
    against = select(Allocation.payment_id).where(Allocation.invoice_id == invoice.id)
    named = or_(Payment.invoice_id == invoice.id, Payment.id.in_(against))
    return list(db.session.scalars(_payments().where(named).order_by(Payment.id)))


def payment_by_id(payment_id: int) -> Payment | None:
    """Return a payment with its company, its invoice and that one's company."""
    return db.session.scalar(_payments().where(Payment.id == payment_id))


def waiting_payments(company: Company | None = None) -> list[Payment]:
    """Return what the bank received and nobody entered in the books, the oldest first."""
    statement = _payments().where(AT_BANK)
    if company is not None:
        statement = statement.where(Payment.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Payment.id)))


def waiting_count() -> int:
    """Return how many payments wait to be entered."""
    return db.session.scalar(select(func.count()).select_from(Payment).where(AT_BANK)) or 0


def waiting_total(invoice: Invoice) -> Money:
    """Return what the bank received for an invoice and nobody entered."""
    statement = select(func.sum(Payment.amount)).where(AT_BANK, Payment.invoice_id == invoice.id)
    return db.session.scalar(statement) or ZERO


def free_payments(company: Company) -> list[Payment]:
    """Return what is on a customer's account and set against nothing, the oldest first."""
    statement = _payments().where(IS_FREE, Payment.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Payment.id)))


def payments_owed_back(company: Company) -> list[Payment]:
    """Return what the bank took back after some of it was given back to the customer, the oldest first."""
    statement = _payments().where(IS_OWED_BACK, Payment.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Payment.id)))


def on_account(company: Company) -> Money:
    """Return what payments leave on a customer's account, in euros: set against nothing, less what is owed back."""
    left = select(Payment).where(IS_FREE | IS_OWED_BACK, Payment.company_id == company.id)
    return total(in_euros(each.on_account, each.exchange_ppm) for each in db.session.scalars(left))


def allocation_by_id(allocation_id: int) -> Allocation | None:
    """Return an allocation with its payment or credit note, its invoice and the customer."""
    return db.session.scalar(_allocations().where(Allocation.id == allocation_id))


def live_allocations(payment: Payment) -> list[Allocation]:
    """Return what a payment is set against now."""
    of_it = (Allocation.payment_id == payment.id, Allocation.undone_on.is_(None))
    return list(db.session.scalars(_allocations().where(*of_it).order_by(Allocation.id)))


def allocations_of(invoice: Invoice) -> list[Allocation]:
    """Return all that was ever set against an invoice or, for a credit note, taken from it; oldest first."""
    about = or_(Allocation.invoice_id == invoice.id, Allocation.credit_note_id == invoice.id)
    return list(db.session.scalars(_allocations().where(about).order_by(Allocation.id)))


def all_allocations_of(payment: Payment) -> list[Allocation]:
    """Return all that a payment was ever set against, oldest first."""
    statement = _allocations().where(Allocation.payment_id == payment.id)
    return list(db.session.scalars(statement.order_by(Allocation.id)))


def refunds_of(payment: Payment) -> list[Refund]:
    """Return what was given back of a payment."""
    return list(db.session.scalars(select(Refund).where(Refund.payment_id == payment.id).order_by(Refund.id)))


def live_euros(invoice: Invoice) -> Money:
    """Return what settles an invoice so far, in euros: money at its own rate, discounts at the invoice's."""
    statement = _allocations().where(Allocation.invoice_id == invoice.id, Allocation.undone_on.is_(None))
    found = list(db.session.scalars(statement))
    return total(each.euros + in_euros(each.discount, invoice.exchange_ppm) for each in found)


def letter_for(wanted: Allocation) -> str:
    """Return the letter under which an allocation goes: that of its source, else of its invoice, else a new one."""
    invoice, payment, credit_note = wanted.invoice, wanted.payment, wanted.credit_note
    shared = [Allocation.invoice_id == invoice.id]
    if payment is not None:
        shared.insert(0, Allocation.payment_id == payment.id)
    if credit_note is not None:
        shared.insert(0, Allocation.credit_note_id == credit_note.id)
    for same in shared:
        known = select(Allocation.letter).where(same, Allocation.undone_on.is_(None)).limit(1)
        if (letter := db.session.scalar(known)) is not None:
            return letter
    last = select(Allocation.letter).where(Allocation.company_id == invoice.company_id)
    newest = last.order_by(func.length(Allocation.letter).desc(), Allocation.letter.desc()).limit(1)
    return rules.next_letter(db.session.scalar(newest) or "")


def candidates(company: Company, *, on: date) -> list[tuple[Invoice, Candidate]]:
    """Return a customer's open invoices as money of a day might settle them."""
    return [(each, candidate_of(each, on=on)) for each in invoices.open_invoices(company)]


def candidate_of(invoice: Invoice, *, on: date) -> Candidate:
    """Return an open invoice as a proposal sees it: with its cash discount if a payment of that day is early enough."""
    discount = rules.cash_discount(invoice.gross, invoice.cash_discount)
    until = rules.discount_until(invoice.issued_on or on, invoice.cash_discount_days)
    early = bool(discount) and on <= until and not invoice.paid
    return Candidate(
        invoice.id, invoice.number, invoice.due_on, invoice.amount_due, invoice.amount_due - discount if early else None
    )


def proposal_for(payment: Payment, *, amount: Money | None = None) -> Proposal:
    """Propose how to set a payment against its customer's invoices; the one that the payer named goes first."""
    found = [each for _, each in candidates(payment.company, on=payment.received_on)]
    named = payment.invoice.number if payment.invoice is not None else ""
    return rules.propose(amount or payment.amount, f"{payment.reference} {named}", found)


def tab_counts() -> dict[str, int]:
    """Return how many payments each tab holds."""
    return {tab: payment_count(PaymentFilter(tab)) for tab in (WAITING, FREE)}


def named(ids: Sequence[int]) -> dict[int, Invoice]:
    """Return invoices by their ids, with their companies."""
    statement = select(Invoice).options(joinedload(Invoice.company)).where(Invoice.id.in_(ids))
    return {each.id: each for each in db.session.scalars(statement) if each.state is not InvoiceState.DRAFT}


def _in_tab(tab: str) -> ColumnElement[bool]:
    """Return what a payment of a tab fulfils."""
    if tab == WAITING:
        return AT_BANK
    if tab == FREE:
        return IS_FREE
    return Payment.state == (PaymentState.BOUNCED if tab == BOUNCED else PaymentState.RECORDED)


def _matching(statement: Select, wanted: PaymentFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over payments and their companies."""
    statement = statement.where(_in_tab(wanted.tab))
    for word in searchable(wanted.search).split():
        said = func.lower(Payment.reference).contains(word, autoescape=True)
        statement = statement.where(or_(Company.search_text.contains(word, autoescape=True), said))
    return statement


def _payments() -> Select[Payment]:
    """Select payments with their companies and the invoices that they name."""
    whole = joinedload(Payment.invoice).joinedload(Invoice.company)
    return select(Payment).options(joinedload(Payment.company), whole)


def _allocations() -> Select[Allocation]:
    """Select allocations with both their ends."""
    return select(Allocation).options(
        joinedload(Allocation.invoice).joinedload(Invoice.company),
        joinedload(Allocation.payment).joinedload(Payment.company),
        joinedload(Allocation.credit_note).joinedload(Invoice.company),
    )


invoices.announce_advance(on_account)
