"""Receivables in figures: buckets by age, days of sales outstanding, receipts by week: pure functions on values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money, half_up, total

WEEK = timedelta(days=7)


class Bucket(Labelled):
    """How late an unpaid sum is, in days past its due date."""

    NOT_DUE = "not_due", N_("Non échu")
    MONTH = "month", N_("1 à 30 jours")
    TWO_MONTHS = "two_months", N_("31 à 60 jours")
    THREE_MONTHS = "three_months", N_("61 à 90 jours")
    LATER = "later", N_("Plus de 90 jours")

    @property
    def days(self) -> tuple[int | None, int | None]:
        """The first and the last day late that belong here; None is without bound."""
        return BOUNDS[self]


BOUNDS: Mapping[Bucket, tuple[int | None, int | None]] = {
    Bucket.NOT_DUE: (None, 0),
    Bucket.MONTH: (1, 30),
    Bucket.TWO_MONTHS: (31, 60),
    Bucket.THREE_MONTHS: (61, 90),
    Bucket.LATER: (91, None),
}


def bucket_of(days_late: int) -> Bucket:
    """Return the bucket of a sum that is so many days late (0 or less: not due).

    Source: the usual cut of an aged balance, on due dates.
    """
    return next(each for each in Bucket if (last := each.days[1]) is None or days_late <= last)


def aged(sums: Iterable[tuple[int, Money]]) -> dict[Bucket, Money]:
    """Add up (days late, sum) pairs by bucket; every bucket is there."""
    found = dict.fromkeys(Bucket, ZERO)
    for days_late, amount in sums:
        bucket = bucket_of(days_late)
        found[bucket] = found[bucket] + amount
    return found


def open_total(sums: Mapping[Bucket, Money]) -> Money:
    """Return all that is open."""
    return total(sums.values())


class Basis(Labelled):
    """Why one expects money on a day."""

    DUE_DATE = "due_date", N_("À l’échéance")
    PROMISE = "promise", N_("Promesse")
    PLAN = "plan", N_("Échéancier")
    OVERDUE = "overdue", N_("Échu, sans engagement")


@dataclass(frozen=True)
class Receipt:
    """Money that is to come, in euros; a day that has passed gives no day to expect it."""

    on: date
    amount: Money
    basis: Basis = Basis.DUE_DATE


@dataclass(frozen=True)
class Week:
    """What is to come in the week that begins on a Monday, by why one expects it; None: nobody said when."""

    begins_on: date | None
    sums: Mapping[Basis, Money]

    @property
    def total(self) -> Money:
        """All of it."""
        return total(self.sums.values())


def by_week(receipts: Iterable[Receipt], *, today: date, weeks: int) -> list[Week]:
    """Return what is to come in this week and the following ones, after what is overdue without a day.

    The last week holds all that comes later. Every sum is in exactly one week.
    """
    monday = today - timedelta(days=today.weekday())
    table: list[dict[Basis, Money]] = [dict.fromkeys(Basis, ZERO) for _ in range(weeks + 1)]
    for each in receipts:
        passed = each.on < today
        place = 0 if passed else min((each.on - monday).days // 7, weeks - 1) + 1
        basis = Basis.OVERDUE if passed else each.basis
        table[place][basis] = table[place][basis] + each.amount
    begins = [None, *(monday + WEEK * step for step in range(weeks))]
    return [Week(on, sums) for on, sums in zip(begins, table, strict=True)]


def dso(receivables: Money, *, revenue: Money, days: int) -> int | None:
    """Return the days of sales outstanding by accounting: receivables x days / revenue, both with VAT, half-up.

    30 000 x 90 / 60 000 = 45 days. None where nothing was sold. Source: the
    usual definition of the ratio (receivables over sales of a period).
    """
    if revenue <= ZERO:
        return None
    return half_up(Decimal(receivables.cents) * days / revenue.cents)


def dso_by_exhaustion(receivables: Money, months: Sequence[tuple[int, Money]]) -> int | None:
    """Return the days of sales outstanding by exhaustion (count-back).

    `months` are (days, sales with VAT) from the newest backwards: as long as
    the receivables exceed a month's sales its days count whole, the last one
    in proportion. None if all these months do not exhaust them.
    """
    left, days = Decimal(max(receivables, ZERO).cents), Decimal(0)
    for length, sales in months:
        if not left:
            break
        if left < sales.cents:
            days += Decimal(length) * left / sales.cents
            left = Decimal(0)
        else:
            days, left = days + length, left - sales.cents
    return None if left else half_up(days)
