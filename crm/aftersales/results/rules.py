"""Goal against actual: what facts add up to, what was to be reached by a day, the picture of both: pure.

Until its day a goal is to be reached in step with time: by the months it was broken down to, if they add up to it,
else by equal days; rates and averages are to be as aimed at from the first day on. Days count in whole, the day itself
included; what falls between two units is rounded half-up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from crm.kernel.errors import N_
from crm.kernel.money import half_up
from crm.prospecting.sales_actions.models import Dimension, Indicator, Unit
from crm.prospecting.sales_actions.rules import month_after, months, spread

BASIS_POINTS, CENTS = 10_000, 100
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 260, 92, 24, 12
HIGHEST_RATE = Decimal(100)
MOST_THINGS = Decimal(10**9)


@dataclass(frozen=True)
class Fact:
    """Something that counts: its day, what it adds, and whose it is; `weight` is what averages and rates divide by."""

    on: date
    value: int = 1
    weight: int = 1
    company_id: int | None = None
    person: str = ""
    family: str = ""


def measured(indicator: Indicator, facts: Iterable[Fact]) -> int | None:
    """Return what facts add up to, in the indicator's unit; None where there is nothing to divide by."""
    found = list(facts)
    value = sum(each.value for each in found)
    if indicator.adds_up:
        return value
    weight = sum(each.weight for each in found)
    scale = BASIS_POINTS if indicator.unit is Unit.RATE else 1
    return half_up(Decimal(value * scale) / weight) if weight else None


def between(facts: Iterable[Fact], first: date, last: date) -> list[Fact]:
    """Return the facts of some days, both ends included."""
    return [each for each in facts if first <= each.on <= last]


def of_part(
    facts: Iterable[Fact], dimension: Dimension, key: str, *, members: Collection[int] = frozenset()
) -> list[Fact]:
    """Return the facts of a month, a salesperson, a family, or the companies that are a segment's members."""
    fits: dict[Dimension, Callable[[Fact], bool]] = {
        Dimension.MONTH: lambda each: each.on.replace(day=1).isoformat() == key,
        Dimension.SALESPERSON: lambda each: each.person == key,
        Dimension.FAMILY: lambda each: each.family == key,
        Dimension.SEGMENT: lambda each: each.company_id in members,
    }
    return [each for each in facts if fits[dimension](each)]


def by_family(lines: Sequence[tuple[str, int]], whole: int) -> list[tuple[str, int]]:
    """Share the whole of a document (≥ 0) out to its lines by their own nets (≥ 0), to the last cent.

    What is taken off the whole, and what changing money rounds, is borne by all lines alike.
    """
    parts = spread(whole, [net for _, net in lines])
    return [(family, part) for (family, _), part in zip(lines, parts, strict=True)]


def year_before(day: date) -> date:
    """Return the same day of the year before; for 29 February, the 28th."""
    last_of_february = day.month == 2 and day.day == 29  # noqa: PLR2004  (the leap day)
    return day.replace(year=day.year - 1, day=28 if last_of_february else day.day)


def expected(
    indicator: Indicator, target: int, *, first: date, due: date, on: date, shares: Mapping[str, int] | None = None
) -> int:
    """Return what was to be reached of a goal by the end of a day; `shares` are its months by their first day (ISO)."""
    if on < first:
        return 0
    if on >= due or not indicator.adds_up:
        return target
    if shares and sum(shares.values()) == target:
        return sum(_until(first, due, month, on, shares.get(month.isoformat(), 0)) for month in months(first, due))
    return _prorated(target, first, due, on)


def _until(first: date, due: date, month: date, on: date, share: int) -> int:
    """Return what of a month's share was to be reached by a day."""
    begins, ends = max(first, month), min(due, month_after(month) - timedelta(days=1))
    if on < begins:
        return 0
    return share if on >= ends else _prorated(share, begins, ends, on)


def _prorated(whole: int, first: date, last: date, on: date) -> int:
    """Return a whole in step with the days."""
    return half_up(Decimal(whole) * ((on - first).days + 1) / ((last - first).days + 1))


@dataclass(frozen=True)
class Standing:
    """A goal on a day: its target, what was to be reached by then, what was, and what the same days brought a year ago.

    `previous` is the whole period of the year before, `previous_by_then` its days up to the same one; None where
    nothing could be measured.
    """

    target: int
    expected: int
    actual: int | None
    previous: int | None = None
    previous_by_then: int | None = None
    begun: bool = True
    over: bool = False

    @property
    def gap(self) -> int | None:
        """The actual less what was expected by now."""
        return None if self.actual is None or not self.begun else self.actual - self.expected

    @property
    def percent(self) -> Decimal | None:
        """The actual as a share of the goal, in percent with one decimal."""
        return None if self.actual is None else _percent(self.actual, self.target)

    @property
    def gap_percent(self) -> Decimal | None:
        """The gap as a share of what was expected, in percent with one decimal."""
        return None if self.gap is None else _percent(self.gap, self.expected)

    @property
    def stretch(self) -> Decimal | None:
        """How much more than the year before the goal asks for, in percent; None where there was nothing before."""
        return _percent(self.target - self.previous, self.previous) if self.previous else None

    @property
    def word(self) -> tuple[str, str]:
        """How it stands: a tone and a sentence."""
        if not self.begun:
            return "grey", N_("Pas commencé")
        if self.actual is None:
            return "grey", N_("Rien à mesurer")
        if self.actual >= self.target:
            return "green", N_("Atteint")
        if self.over:
            return "red", N_("Non atteint")
        return ("green", N_("Dans les temps")) if self.actual >= self.expected else ("amber", N_("En retard"))


def _percent(part: int, whole: int) -> Decimal | None:
    """Return a share in percent, half-up to one decimal; None of nothing."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


@dataclass(frozen=True)
class Step:
    """A month of a goal's way: what was to be reached by its end, what was, what was a year before."""

    month: date
    expected: int
    actual: int | None
    previous: int | None


def way(
    indicator: Indicator, steps: Iterable[date], facts: Sequence[Fact], first: date, until: date
) -> list[int | None]:
    """Return month by month what was reached since the first day; None for months that have not begun."""
    found: list[int | None] = []
    for month in steps:
        if month > until:
            found.append(None)
            continue
        last = min(until, month_after(month) - timedelta(days=1))
        found.append(measured(indicator, between(facts, first, last)))
    return found


@dataclass(frozen=True)
class Bar:
    """A bar of the drawing."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    month: date


@dataclass(frozen=True)
class Drawing:
    """A goal's way in a box of WIDTH × HEIGHT: bars of what was reached, a line of what was to be, one of last year."""

    bars: tuple[Bar, ...]
    aim: str
    before: str
    levels: tuple[tuple[float, int], ...]


def drawing(steps: Sequence[Step], target: int) -> Drawing:
    """Return the bars and lines of a goal's way."""
    inner, floor = WIDTH - LEFT, HEIGHT - BOTTOM
    figures = [value for each in steps for value in (each.expected, each.actual, each.previous) if value is not None]
    top = max([target, *figures, 1])
    pace = inner / (len(steps) or 1)

    def level(value: int) -> float:
        return round(floor - (floor - TOP) * max(value, 0) / top, 1)

    def middle(place: int) -> float:
        return round(LEFT + (place + 0.5) * pace, 1)

    bars = [
        Bar(
            round(middle(place) - pace * 0.3, 1),
            level(each.actual or 0),
            round(pace * 0.6, 1),
            round(floor - level(each.actual or 0), 1),
            middle(place),
            each.month,
        )
        for place, each in enumerate(steps)
    ]
    aim = " ".join(f"{middle(place)},{level(each.expected)}" for place, each in enumerate(steps))
    before = [(place, each.previous) for place, each in enumerate(steps) if each.previous is not None]
    line = " ".join(f"{middle(place)},{level(value)}" for place, value in before)
    return Drawing(tuple(bars), aim, line, tuple((level(value), value) for value in (target, target // 2)))


class NotOfItsUnit(ValueError):
    """A number that the indicator does not count in; the text says how to write it."""


def in_unit(indicator: Indicator, typed: Decimal) -> int:
    """Return a typed number as the indicator's unit stores it; `NotOfItsUnit` if it cannot be that."""
    if indicator.unit is Unit.COUNT:
        if typed != typed.to_integral_value() or not 0 <= typed <= MOST_THINGS:
            raise NotOfItsUnit(N_("Cet indicateur se compte : écrivez un nombre entier, par exemple 12."))
        return int(typed)
    if indicator.unit is Unit.RATE:
        if not 0 <= typed <= HIGHEST_RATE or typed * CENTS != (typed * CENTS).to_integral_value():
            raise NotOfItsUnit(N_("Cet indicateur est un taux : écrivez un pourcentage de 0 à 100, par exemple 35."))
        return int(typed * CENTS)
    if not 0 <= typed <= MOST_THINGS or typed * CENTS != (typed * CENTS).to_integral_value():
        raise NotOfItsUnit(N_("Cet indicateur est un montant : écrivez des euros, par exemple 25 000 ou 1 250,50."))
    return int(typed * CENTS)


def as_typed(indicator: Indicator, value: int) -> Decimal:
    """Return a stored figure as a person types it: euros, a number, a percentage."""
    return Decimal(value) if indicator.unit is Unit.COUNT else Decimal(value) / CENTS
