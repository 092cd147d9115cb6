"""Recovery in figures: prescription, what may be claimed, the time limits of an order."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.billing.procedure.rules import RATES, Rates, Semester, late_fees, legal_interest, recovery_fee
from crm.billing.recovery.models import OrderStep
from crm.kernel.currency import MILLION
from crm.kernel.money import ZERO, Money, half_up

YEARS_BETWEEN_PROFESSIONALS, YEARS_AGAINST_CONSUMERS = 5, 2
MONTHS_OF_A_YEAR = 12
SMALL_CLAIM = Money.of(5000)
REFORM = date(2026, 9, 1)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where there is none (CPC, 641)."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def prescribed_on(due_on: date, *, is_professional: bool, acknowledged_on: date | None = None) -> date:
    """Return the day from which a debt can no longer be claimed in court.

    Five years between professionals (Code de commerce, L110-4), two against a
    consumer (Code de la consommation, L218-2), from the due date, or from the
    day on which the customer acknowledged the debt, by a payment on account or
    an agreement, which lets the time begin anew (Code civil, 2240 and 2231).
    A formal notice does not interrupt it.
    """
    years = YEARS_BETWEEN_PROFESSIONALS if is_professional else YEARS_AGAINST_CONSUMERS
    return months_after(max(due_on, acknowledged_on or due_on), years * MONTHS_OF_A_YEAR)


@dataclass(frozen=True)
class Debt:
    """An unpaid invoice on a day; sums in its currency; `noticed_on` is the day of the formal notice, if there was."""

    due: Money
    due_on: date
    today: date
    is_professional: bool
    noticed_on: date | None = None
    exchange_ppm: int = MILLION


@dataclass(frozen=True)
class Claim:
    """What may be claimed for an invoice on a day."""

    principal: Money
    interest: Money
    fee: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.principal + self.interest + self.fee


def claim_of(debt: Debt, *, table: Mapping[Semester, Rates] = RATES) -> Claim:
    """Return what may be claimed for an unpaid invoice.

    Of a professional: late fees since the due date and the fixed fee (Code de
    commerce, L441-10 and D441-5). Of a consumer: interest at the legal rate
    since the formal notice, nothing before it (Code civil, 1231-6).
    """
    if debt.is_professional:
        fee = recovery_fee(is_professional=True, days_late=(debt.today - debt.due_on).days)
        own = Money(half_up(Decimal(fee.cents) * MILLION / debt.exchange_ppm))
        return Claim(debt.due, late_fees(debt.due, due_on=debt.due_on, until=debt.today, table=table), own)
    since = debt.noticed_on
    interest = legal_interest(debt.due, since=max(since, debt.due_on), until=debt.today, table=table) if since else ZERO
    return Claim(debt.due, interest, ZERO)


@dataclass(frozen=True)
class Limits:
    """The time limits of a payment order: months in which to serve it, months after which it can be enforced."""

    service: int
    opposition: int


def limits_of(ordered_on: date) -> Limits:
    """Return the limits that hold for an order of a day.

    Since 1 September 2026 (decree 2026-96 of 16 February 2026): to be served
    within three months, enforceable two months after service without
    opposition. Before: six months (CPC, 1411) and one month (CPC, 1416, 1422).
    """
    return Limits(3, 2) if ordered_on >= REFORM else Limits(6, 1)


@dataclass(frozen=True)
class ListedStep:
    """A step of the checklist: when it was done, and by when or from when it should or can be."""

    step: OrderStep
    done_on: date | None = None
    note: str = ""
    before: date | None = None
    after: date | None = None
    is_next: bool = False

    @property
    def in_time(self) -> bool:
        """Whether it was done within its limits."""
        if self.done_on is None:
            return True
        early = self.after is not None and self.done_on < self.after
        return not early and (self.before is None or self.done_on <= self.before)


def checklist(done: Mapping[OrderStep, tuple[date, str]]) -> list[ListedStep]:
    """Return the whole procedure with what was done; the first step that was not is the next."""
    ordered = done.get(OrderStep.ORDER, (None, ""))[0]
    served = done.get(OrderStep.SERVICE, (None, ""))[0]
    following = next((each for each in OrderStep if each not in done), None)
    listed = []
    for step in OrderStep:
        on, note = done.get(step, (None, ""))
        before = months_after(ordered, limits_of(ordered).service) if step is OrderStep.SERVICE and ordered else None
        waits = step is OrderStep.NO_OPPOSITION and ordered and served
        after = months_after(served, limits_of(ordered).opposition) if waits and ordered and served else None
        listed.append(ListedStep(step, on, note, before, after, step is following))
    return listed
