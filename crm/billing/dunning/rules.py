"""Dunning in figures: aged balance, reminder calendar, late fees, instalments, solvency: pure functions on values."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files

from crm.kernel import wording
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money, Rate, half_up, total

FORMAL_NOTICE = 3
LEVELS = range(1, FORMAL_NOTICE + 1)
RECOVERY_FEE = Money.of(40)
DAYS_OF_A_YEAR = 365
DAYS_TO_PAY = 8
JULY = 7
# ECB main refinancing rate on 1 January or 1 July, plus ten points (Code de commerce, L441-10, II).
LATE_RATES: Mapping[tuple[int, int], Rate] = {
    (2025, 1): Rate.percent("13.15"),
    (2025, 2): Rate.percent("12.15"),
    (2026, 1): Rate.percent("12.15"),
}


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
    """Return the bucket of a sum that is so many days late (0 or less: not due)."""
    return next(each for each in Bucket if (last := each.days[1]) is None or days_late <= last)


def aged(sums: Iterable[tuple[int, Money]]) -> dict[Bucket, Money]:
    """Add up (days late, sum) pairs by bucket; every bucket is there."""
    found = dict.fromkeys(Bucket, ZERO)
    for days_late, amount in sums:
        bucket = bucket_of(days_late)
        found[bucket] = found[bucket] + amount
    return found


@dataclass(frozen=True)
class Step:
    """What comes next for an unpaid invoice, from a day on: a reminder of that level, or (None) handing it over."""

    level: int | None
    on: date

    def is_due(self, *, on: date) -> bool:
        """Whether its day has come."""
        return self.on <= on


def next_step(due_on: date, *, last_level: int, calendar: Sequence[int]) -> Step:
    """Return the next step after the highest level sent (0: none); `calendar` are days past due for levels 1 to 3."""
    if last_level >= FORMAL_NOTICE:
        return Step(None, due_on + timedelta(days=calendar[-1]))
    return Step(last_level + 1, due_on + timedelta(days=calendar[last_level]))


def proposed_level(last_level: int) -> int:
    """Return the level that comes after the highest one sent; the formal notice comes last."""
    return min(last_level + 1, FORMAL_NOTICE)


def late_rate(on: date) -> Rate:
    """Return the yearly rate of late fees between professionals on a day (Code de commerce, L441-10, II).

    For a semester that is not in the table the last known one before it is
    used, and the first one for what lies before the table.
    """
    semester = _semester(on)
    known = max((each for each in LATE_RATES if each <= semester), default=min(LATE_RATES))
    return LATE_RATES[known]


def late_fees(amount: Money, *, due_on: date, until: date) -> Money:
    """Return the late fees on a sum including VAT, from the day after it fell due to `until`, both included.

    Each day counts 1/365 of the yearly rate of its semester; rounded half-up
    once. Due without any reminder (Code de commerce, L441-10, II).
    """
    weight = sum((late_rate(first).value * days for first, days in _semesters(due_on, until)), Decimal(0))
    return Money(half_up(amount.cents * weight / DAYS_OF_A_YEAR))


def recovery_fee(*, is_professional: bool, days_late: int) -> Money:
    """Return the fixed fee for recovery: 40 € per invoice paid late, professionals only (Code de commerce, D441-5)."""
    return RECOVERY_FEE if is_professional and days_late > 0 else ZERO


def _semester(day: date) -> tuple[int, int]:
    """Return the year and the half of a day."""
    return day.year, 1 if day.month < JULY else 2


def _semesters(due_on: date, until: date) -> Iterator[tuple[date, int]]:
    """Cut the days after `due_on` up to `until` by semesters: first day of each piece and its number of days."""
    first = due_on + timedelta(days=1)
    while first <= until:
        year, half = _semester(first)
        following = date(year, JULY, 1) if half == 1 else date(year + 1, 1, 1)
        last = min(until, following - timedelta(days=1))
        yield first, (last - first).days + 1
        first = following


@dataclass(frozen=True)
class Instalment:
    """One payment of a plan."""

    due_on: date
    amount: Money


def instalments(amount: Money, *, count: int, granted_on: date, last_on: date) -> tuple[Instalment, ...]:
    """Split a sum into equal payments at equal distances, the last one on `last_on`; the first takes the odd cents."""
    share, rest = divmod(amount.cents, count)
    span = (last_on - granted_on).days
    days = [granted_on + timedelta(days=span * step // count) for step in range(1, count + 1)]
    return tuple(Instalment(day, Money(share + (rest if step == 0 else 0))) for step, day in enumerate(days))


@dataclass(frozen=True)
class Behaviour:
    """How a customer pays: delays in days past the due date over its paid invoices and what is late now."""

    invoices: int
    average_delay: int
    worst_delay: int


def behaviour(paid_delays: Sequence[int], late_now: Sequence[int]) -> Behaviour:
    """Sum up delays; an early payment counts as no delay. The average is over paid invoices, rounded half-up."""
    delays = [max(0, delay) for delay in paid_delays]
    average = half_up(Decimal(sum(delays)) / len(delays)) if delays else 0
    return Behaviour(len(delays), average, max([0, *delays, *late_now]))


class Risk(Labelled):
    """What a solvency score means."""

    LOW = "low", N_("Risque faible")
    MEDIUM = "medium", N_("Risque moyen")
    HIGH = "high", N_("Risque élevé")

    @classmethod
    def of(cls, score: int) -> Risk:
        """Return the risk that a score from 0 to 100 means."""
        if score >= SAFE_SCORE:
            return cls.LOW
        return cls.MEDIUM if score >= DOUBTFUL_SCORE else cls.HIGH


SAFE_SCORE, DOUBTFUL_SCORE = 70, 40
HEAVIEST = 40
YOUNG, SETTLED = 90, 365


def solvency_score(*, worst_delay_days: int, overdue_share: Rate, account_days: int) -> int:
    """Return a score from 0 (worst) to 100 (best) out of three facts.

    Up to 40 points go for the worst delay (all of them at sixty days), up to
    40 for the share of the open sum that is overdue, up to 20 for an account
    younger than a year.
    """
    for_delay = min(HEAVIEST, worst_delay_days * 2 // 3)
    for_overdue = half_up(HEAVIEST * min(overdue_share.value, Decimal(1)))
    for_youth = 20 if account_days < YOUNG else 10 if account_days < SETTLED else 0
    return 100 - for_delay - for_overdue - for_youth


def share(part: Money, whole: Money) -> Rate:
    """Return a part of a sum as a rate between 0 and 1, to the basis point; nothing of nothing is nothing."""
    if whole <= ZERO:
        return Rate()
    return Rate((Decimal(part.cents) / whole.cents).quantize(Decimal("0.0001")))


def open_total(sums: Mapping[Bucket, Money]) -> Money:
    """Return all that is open."""
    return total(sums.values())


@dataclass(frozen=True)
class Unpaid:
    """What a reminder is about: an issued invoice on the day of the reminder, and who signs."""

    number: str
    issued_on: date
    due_on: date
    amount_due: Money
    today: date
    is_professional: bool
    name: str = ""

    @property
    def days_late(self) -> int:
        """Days past the due date."""
        return max(0, (self.today - self.due_on).days)

    @property
    def pay_by(self) -> date:
        """The day by which the reminder asks to pay."""
        return self.today + timedelta(days=DAYS_TO_PAY)

    @property
    def late_fees(self) -> Money:
        """Late fees up to today, between professionals only."""
        return late_fees(self.amount_due, due_on=self.due_on, until=self.today) if self.is_professional else ZERO

    @property
    def recovery_fee(self) -> Money:
        """The fixed fee, between professionals only."""
        return recovery_fee(is_professional=self.is_professional, days_late=self.days_late)


def reminder_text(unpaid: Unpaid, *, level: int, language: str) -> str:
    """Return what a reminder of a level says in French or English before anybody edits it."""
    language = language if language in _texts() else "fr"
    said = _texts()[language]
    count = said["days.one" if unpaid.days_late == 1 else "days.many"].format(n=unpaid.days_late)
    claimed = said["claim"] if level == FORMAL_NOTICE else said["fees"]
    sums = {
        "late_fees": wording.money(unpaid.late_fees, language),
        "recovery_fee": wording.money(unpaid.recovery_fee, language),
    }
    return (
        said[str(level)]
        .format(
            number=unpaid.number,
            issued=wording.day(unpaid.issued_on, language),
            due=wording.day(unpaid.due_on, language),
            pay_by=wording.day(unpaid.pay_by, language),
            amount=wording.money(unpaid.amount_due, language),
            late=count,
            fees=claimed.format(**sums) if unpaid.recovery_fee and level > 1 else "",
            name=unpaid.name,
        )
        .strip()
    )


@cache
def _texts() -> dict[str, dict[str, str]]:
    """Return the texts by language."""
    return tomllib.loads((files("crm.billing.dunning") / "texts.toml").read_text(encoding="utf-8"))
