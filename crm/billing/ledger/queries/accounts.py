"""What can be asked about the books: the entries of a year, a customer's account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from crm.billing.entries import Entry, Kind
from crm.billing.invoices.models import Invoice
from crm.billing.ledger import rules
from crm.billing.ledger.queries.writing import written
from crm.kernel.money import Money, total
from crm.prospecting.companies.models import Company
from crm.store.base import db


@dataclass(frozen=True)
class Movement:
    """A line of a customer's account: debit positive, credit negative, and the balance after it."""

    entry: Entry
    amount: Money
    balance: Money


@dataclass(frozen=True)
class CustomerAccount:
    """A customer's account from one day to another, in euros; `overdue` is what was due before the last day."""

    first: date
    last: date
    opening: Money
    movements: tuple[Movement, ...]
    overdue: Money

    @property
    def closing(self) -> Money:
        """The balance at the end: what the customer owes if positive."""
        return self.movements[-1].balance if self.movements else self.opening


def entries(year: int, *, until: date | None = None) -> list[Entry]:
    """Return the entries of a calendar year, numbered from 1 in the order of time.

    An entry bears the day on which it was made in the books, so that a day
    that is over does not change any more.
    """
    last = min(until or date.max, date(year, 12, 31))
    return rules.numbered(each for each in written(None, last) if each.on >= date(year, 1, 1))


def entries_on(invoice: Invoice) -> list[Entry]:
    """Return the entries of an issued invoice and of what became of it, in the order of time; payments excepted."""
    found = written(invoice.company, date.max)
    return rules.numbered(each for each in found if each.piece == invoice.number or each.about == invoice.id)


def account_of(company: Company, *, first: date, last: date) -> CustomerAccount:
    """Return a customer's account, what came before `first` in one sum."""
    found = rules.numbered(each for each in written(company, last) if each.on_account)
    balance = opening = total(each.on_account for each in found if each.on < first)
    movements = []
    for entry in (each for each in found if each.on >= first):
        balance += entry.on_account
        movements.append(Movement(entry, entry.on_account, balance))
    return CustomerAccount(first, last, opening, tuple(movements), _overdue(found, last))


def _overdue(found: Sequence[Entry], last: date) -> Money:
    """Return what was due before a day, however old: invoices that no letter settles and no loss took off.

    What settles a part of them bears their small letter.
    """
    lost = {each.piece for each in found if each.kind is Kind.LOSS}
    late = [each for each in found if each.due_on is not None and each.due_on < last and not each.letter.isupper()]
    late = [each for each in late if each.piece not in lost]
    parts = {each.letter for each in late} - {""}
    given = [each for each in found if each.due_on is None and each.letter in parts]
    return total(each.on_account for each in [*late, *given])


def first_day() -> date | None:
    """Return the day of the oldest issued invoice."""
    issued = select(Invoice.issued_on).where(Invoice.issued_on.is_not(None)).order_by(Invoice.issued_on)
    return db.session.scalar(issued.limit(1))
