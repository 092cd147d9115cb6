"""What can be asked about the bank: lines to be matched, what each of them may be, the bank's own movements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from crm.billing.banking import rules
from crm.billing.banking.models import BankLine, BankStatement, LineState
from crm.billing.banking.rules import StatementLine
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import open_invoices
from crm.billing.payments import queries as payments
from crm.billing.payments.models import Method, Payment, PaymentState, Refund
from crm.billing.payments.rules import Proposal, cites, propose
from crm.kernel.currency import Currency
from crm.kernel.money import ZERO, Money
from crm.prospecting.companies.models import Company, Stage
from crm.store.base import db

SHORT = {
    Method.TRANSFER: "VIR",
    Method.CHEQUE: "REMISE CHQ",
    Method.CARD: "CB",
    Method.DIRECT_DEBIT: "PRLV",
    Method.CASH: "VERSEMENT ESPECES",
}


@dataclass(frozen=True)
class Suggestion:
    """What a bank's line may be: a payment that waits, a return of one, a customer's money set against invoices."""

    line: BankLine
    payment: Payment | None = None
    company: Company | None = None
    proposal: Proposal | None = None
    invoices: Mapping[int, Invoice] = field(default_factory=dict)

    @property
    def is_return(self) -> bool:
        """Whether the bank takes money back."""
        return self.line.amount < ZERO


@dataclass(frozen=True)
class Books:
    """What of the books speaks for a line, read once for all lines of a page."""

    open: Sequence[Invoice]
    waiting: Sequence[Payment]
    recorded: Sequence[Payment]


def data_of(line: BankLine) -> StatementLine:
    """Return a line as a value."""
    return StatementLine(line.booked_on, line.wording, line.amount, line.reference)


def statements() -> list[BankStatement]:
    """Return the imported statements, the newest first."""
    return list(db.session.scalars(select(BankStatement).order_by(BankStatement.id.desc()).limit(100)))


def statement_with(digest: str) -> BankStatement | None:
    """Return the statement that was imported with these very movements."""
    return db.session.scalar(select(BankStatement).where(BankStatement.digest == digest).limit(1))


def known_lines(first: date, last: date) -> list[StatementLine]:
    """Return the movements of a time that were imported already."""
    statement = select(BankLine).where(BankLine.booked_on >= first, BankLine.booked_on <= last)
    return [data_of(each) for each in db.session.scalars(statement)]


def line_by_id(line_id: int) -> BankLine | None:
    """Return a line, with the payment that it is."""
    whole = joinedload(BankLine.payment).joinedload(Payment.company)
    return db.session.scalar(select(BankLine).options(whole).where(BankLine.id == line_id))


def open_lines() -> list[BankLine]:
    """Return the lines that nobody matched, the oldest first."""
    statement = select(BankLine).where(BankLine.state == LineState.OPEN)
    return list(db.session.scalars(statement.order_by(BankLine.booked_on, BankLine.id).limit(rules.MOST_LINES)))


def open_line_count() -> int:
    """Return how many lines wait to be matched."""
    return db.session.scalar(select(func.count()).where(BankLine.state == LineState.OPEN)) or 0


def settled_lines() -> list[BankLine]:
    """Return the lines that were matched or set aside, the newest first."""
    whole = joinedload(BankLine.payment).joinedload(Payment.company)
    statement = select(BankLine).options(whole).where(BankLine.state != LineState.OPEN)
    return list(db.session.scalars(statement.order_by(BankLine.booked_on.desc(), BankLine.id.desc()).limit(200)))


def books() -> Books:
    """Read what speaks for lines."""
    matched = select(BankLine.payment_id).where(BankLine.payment_id.is_not(None), BankLine.amount < ZERO)
    whole = (joinedload(Payment.company), joinedload(Payment.invoice).joinedload(Invoice.company))
    recorded = select(Payment).options(*whole)
    recorded = recorded.where(Payment.state == PaymentState.RECORDED, Payment.id.not_in(matched))
    newest = recorded.order_by(Payment.received_on.desc(), Payment.id.desc()).limit(rules.MOST_LINES)
    return Books(open_invoices(), payments.waiting_payments(), list(db.session.scalars(newest)))


def suggestions(lines: Sequence[BankLine]) -> list[Suggestion]:
    """Return what each line may be; a waiting payment is suggested once."""
    seen, found = books(), []
    waiting = list(seen.waiting)
    for line in lines:
        suggestion = suggest(line, Books(seen.open, waiting, seen.recorded))
        if suggestion.payment in waiting:
            waiting.remove(suggestion.payment)
        found.append(suggestion)
    return found


def suggest(line: BankLine, seen: Books, *, company: Company | None = None) -> Suggestion:
    """Suggest what a line is; a person may say whose money it is."""
    if line.amount < ZERO:
        wanted = Money(-line.amount.cents)
        returned = _best(line, [each for each in seen.recorded if each.amount == wanted])
        is_return = data_of(line).is_return
        return Suggestion(line, returned if is_return else None, returned.company if returned and is_return else None)
    payment = _best(line, [each for each in seen.waiting if each.amount == line.amount])
    if payment is not None and company in {None, payment.company}:
        named = payment.invoice.number if payment.invoice is not None else ""
        return _proposed(line, payment.company, seen, payment=payment, named=named)
    company = company or _payer(line, seen.open)
    return _proposed(line, company, seen) if company is not None else Suggestion(line)


def _proposed(
    line: BankLine, company: Company, seen: Books, *, payment: Payment | None = None, named: str = ""
) -> Suggestion:
    """Return a suggestion with the invoices of its customer that the money may settle."""
    currency = payment.currency if payment is not None else Currency.EUR
    found = {each.id: each for each in seen.open if each.company_id == company.id and each.currency is currency}
    candidates = [payments.candidate_of(each, on=line.booked_on) for each in found.values()]
    proposal = propose(line.amount, f"{line.wording} {line.reference} {named}", candidates)
    return Suggestion(line, payment, company, proposal, found)


def _best(line: BankLine, found: Sequence[Payment]) -> Payment | None:
    """Return the payment of the right amount that a line speaks of most, if it speaks of one."""
    ranked = sorted(found, key=lambda each: (-_speaks_of(line, each), abs((line.booked_on - each.received_on).days)))
    return ranked[0] if ranked and (_speaks_of(line, ranked[0]) or len(ranked) == 1) else None


def _speaks_of(line: BankLine, payment: Payment) -> int:
    """Tell how much a line speaks of a payment: its reference, its invoice, its customer."""
    said = f"{line.wording} {line.reference}"
    signs = (
        bool(payment.reference) and cites(said, payment.reference),
        payment.invoice is not None and cites(said, payment.invoice.number),
        rules.names(said, payment.company.legal_name),
    )
    return sum(signs)


def _payer(line: BankLine, found: Sequence[Invoice]) -> Company | None:
    """Return whose money a line is: an invoice is cited, a customer named, or one invoice alone has the amount."""
    said = f"{line.wording} {line.reference}"
    cited = [each for each in found if cites(said, each.number)]
    named = cited or [each for each in found if rules.names(said, each.company.legal_name)]
    if named:
        return named[0].company
    same = [each for each in found if each.amount_due == line.amount]
    return same[0].company if len(same) == 1 else None


def method_of(line: BankLine) -> Method:
    """Return how money came, as the bank's words begin; a transfer unless they say otherwise."""
    said = line.wording.upper()
    return next((method for method, short in SHORT.items() if said.startswith(short)), Method.TRANSFER)


def customers() -> list[Company]:
    """Return whose money a line may be: the customers, by name."""
    statement = select(Company).where(Company.stage == Stage.CUSTOMER)
    return list(db.session.scalars(statement.order_by(Company.sort_name).limit(1000)))


def movements(first: date, last: date) -> list[StatementLine]:
    """Return what the bank saw in a time: money in, money taken back, money given back; oldest first."""
    whole = (joinedload(Payment.company), joinedload(Payment.invoice))
    came = select(Payment).options(*whole).where(Payment.received_on >= first, Payment.received_on <= last)
    found = [
        StatementLine(each.received_on, _worded(each), each.euros, each.reference)
        for each in db.session.scalars(came.where(Payment.method != Method.CASH))
    ]
    taken = select(Payment).options(*whole).where(Payment.bounced_on >= first, Payment.bounced_on <= last)
    for each in db.session.scalars(taken):
        booked_on = each.bounced_on or each.received_on
        found.append(StatementLine(booked_on, f"REJET {_worded(each)}", Money(-each.euros.cents), each.reference))
    given = select(Refund, Company).join(Company, Company.id == Refund.company_id)
    given = given.where(Refund.made_on >= first, Refund.made_on <= last)
    for refund, company in db.session.execute(given.where(Company.workspace_id == Refund.workspace_id)):
        wording = f"VIR EMIS {company.legal_name.upper()} REMBOURSEMENT"
        found.append(StatementLine(refund.made_on, wording, Money(-refund.amount.cents)))
    return sorted(found, key=lambda each: (each.booked_on, each.label))


def _worded(payment: Payment) -> str:
    """Return how a bank words a payment."""
    invoice = payment.invoice.number if payment.invoice is not None else ""
    return f"{SHORT[payment.method]} {payment.company.legal_name.upper()} {invoice}".strip()
