"""The procedure in figures and words: steps by default, late fees by semester, texts: pure functions on values."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from string import Formatter

from crm.billing.procedure.models import Decider
from crm.kernel.money import ZERO, Money, Rate, half_up
from crm.selling.quotes.models import Channel

FORMAL_NOTICE, HANDING_OVER = 3, 4
LEVELS = range(1, FORMAL_NOTICE + 1)
STEPS = range(1, HANDING_OVER + 1)
RECOVERY_FEE = Money.of(40)
DAYS_OF_A_YEAR = 365
DAYS_TO_PAY = 8
JULY = 7
FLOOR_TIMES = 3
# What a text may say by its name.
PLACES = ("number", "issued", "due", "pay_by", "amount", "late", "fees", "name")
Semester = tuple[int, int]


@dataclass(frozen=True)
class Rates:
    """The yearly rates of a semester (see `InterestRate`)."""

    late: Rate
    legal_individual: Rate
    legal_other: Rate

    @property
    def floor(self) -> Rate:
        """The least that late fees may be: three times the legal rate (Code de commerce, L441-10, II)."""
        return Rate(self.legal_other.value * FLOOR_TIMES)

    @property
    def is_lawful(self) -> bool:
        """Whether late fees are not below their floor."""
        return self.late >= self.floor


def _rates(late: str, legal_individual: str, legal_other: str) -> Rates:
    """Return rates from percentages."""
    return Rates(Rate.percent(late), Rate.percent(legal_individual), Rate.percent(legal_other))


# Late: ECB main refinancing rate on 1 January or 1 July, plus ten points (Code de commerce, L441-10, II).
# Legal: by order of the minister, each semester (Code monétaire et financier, L313-2).
RATES: Mapping[Semester, Rates] = {
    (2025, 1): _rates("13.15", "7.21", "3.71"),
    (2025, 2): _rates("12.15", "6.65", "2.76"),
    (2026, 1): _rates("12.15", "6.67", "2.62"),
}


@dataclass(frozen=True)
class StepPlan:
    """A step of the procedure as values (see `DunningStep`)."""

    level: int
    days: int
    channel: Channel = Channel.EMAIL
    decided_by: Decider = Decider.ASSISTANT
    claims_fees: bool = False
    text_fr: str = ""
    text_en: str = ""

    def template(self, language: str) -> str:
        """Return its text in a language, the house's if the company has none of its own."""
        own = {"fr": self.text_fr, "en": self.text_en}.get(language, self.text_fr)
        return own or house_text(self.level, language)


def usual_steps(days: Sequence[int]) -> tuple[StepPlan, ...]:
    """Return the steps of a company that has not said otherwise; `days` past due of the three reminders."""
    first, second, third = days
    return (
        StepPlan(1, first),
        StepPlan(2, second, Channel.POST),
        StepPlan(FORMAL_NOTICE, third, Channel.POST, Decider.MANAGER, claims_fees=True),
        StepPlan(HANDING_OVER, third + DAYS_TO_PAY, Channel.POST, Decider.MANAGEMENT),
    )


def semester_of(day: date) -> Semester:
    """Return the year and the half of a day."""
    return day.year, 1 if day.month < JULY else 2


def rates_on(day: date, table: Mapping[Semester, Rates] = RATES) -> Rates:
    """Return the rates of a day's semester.

    For a semester that is not in the table the last known one before it is
    used, and the first one for what lies before the table.
    """
    semester = semester_of(day)
    known = max((each for each in table if each <= semester), default=min(table))
    return table[known]


def late_rate(on: date, table: Mapping[Semester, Rates] = RATES) -> Rate:
    """Return the yearly rate of late fees between professionals on a day (Code de commerce, L441-10, II)."""
    return rates_on(on, table).late


def late_fees(amount: Money, *, due_on: date, until: date, table: Mapping[Semester, Rates] = RATES) -> Money:
    """Return the late fees on a sum including VAT, from the day after it fell due to `until`, both included.

    Each day counts 1/365 of the yearly rate of its semester; rounded half-up
    once. Due without any reminder (Code de commerce, L441-10, II).
    """
    return _interest(amount, [(rates_on(first, table).late, days) for first, days in semesters(due_on, until)])


def legal_interest(amount: Money, *, since: date, until: date, table: Mapping[Semester, Rates] = RATES) -> Money:
    """Return the interest at the legal rate which a consumer owes a company, from the day after the formal notice.

    The rate is that of a creditor who acts for a business (Code monétaire et
    financier, L313-2); it runs from the formal notice only (Code civil,
    1231-6 and 1344-1). Each day counts 1/365; rounded half-up once.
    """
    return _interest(amount, [(rates_on(first, table).legal_other, days) for first, days in semesters(since, until)])


def recovery_fee(*, is_professional: bool, days_late: int) -> Money:
    """Return the fixed fee for recovery: 40 € per invoice paid late, professionals only (Code de commerce, D441-5)."""
    return RECOVERY_FEE if is_professional and days_late > 0 else ZERO


def semesters(after: date, until: date) -> Iterator[tuple[date, int]]:
    """Cut the days after `after` up to `until` by semesters: first day of each piece and its number of days."""
    first = after + timedelta(days=1)
    while first <= until:
        year, half = semester_of(first)
        following = date(year, JULY, 1) if half == 1 else date(year + 1, 1, 1)
        last = min(until, following - timedelta(days=1))
        yield first, (last - first).days + 1
        first = following


def _interest(amount: Money, pieces: Sequence[tuple[Rate, int]]) -> Money:
    """Return simple interest over pieces of time, rounded once."""
    weight = sum((rate.value * days for rate, days in pieces), Decimal(0))
    return Money(half_up(amount.cents * weight / DAYS_OF_A_YEAR))


def unknown_places(text: str) -> list[str]:
    """Return what stands in braces in a text and is none of PLACES; a brace left open counts as one."""
    try:
        found = [name for _, name, spec, way in Formatter().parse(text) if name is not None and not (spec or way)]
        odd = [name for _, name, spec, way in Formatter().parse(text) if name is not None and (spec or way)]
    except ValueError:
        return ["{"]
    return [*odd, *(name for name in found if name not in PLACES)]


def house_text(level: int, language: str) -> str:
    """Return the house's text of a reminder, with its places."""
    return phrases(language)[str(level)].strip() if level in LEVELS else ""


def script(language: str, *, level: int) -> str:
    """Return what one says on the phone, with its places."""
    return phrases(language)[f"script_{level}"].strip()


def phrases(language: str) -> dict[str, str]:
    """Return the house's phrases in French or English (French for any other language)."""
    known = _texts()
    return known.get(language, known["fr"])


@cache
def _texts() -> dict[str, dict[str, str]]:
    """Return the texts by language."""
    return tomllib.loads((files("crm.billing.procedure") / "texts.toml").read_text(encoding="utf-8"))
