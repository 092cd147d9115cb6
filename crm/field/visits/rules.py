"""Pure rules of visits: what a preparation lacks, when a report is due, what kilometres are worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from crm.field.visits.models import Motive
from crm.kernel.clock import add_working_days
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money

LOWEST_POWER, HIGHEST_POWER = 3, 7
MOST_MOTIVES = 3
WHOLE_BP = 10_000
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Objection:
    """What somebody objected, and what was answered."""

    text: str
    answer: str = ""


@dataclass(frozen=True)
class Prepared:
    """What was thought of before a visit."""

    history: bool = False
    people: str = ""
    main_goal: str = ""
    fallback_goal: str = ""
    documents: str = ""


@dataclass(frozen=True)
class Point:
    """One point of a preparation, and whether it was seen to."""

    name: str
    label: str
    done: bool


def checklist(prepared: Prepared) -> tuple[Point, ...]:
    """Return the five points of a preparation, in the order in which one sees to them."""
    return (
        Point("history", N_("Historique consulté"), prepared.history),
        Point("people", N_("Interlocuteurs identifiés"), bool(prepared.people.strip())),
        Point("main_goal", N_("Objectif principal fixé"), bool(prepared.main_goal.strip())),
        Point("fallback_goal", N_("Objectif de repli fixé"), bool(prepared.fallback_goal.strip())),
        Point("documents", N_("Documents à emporter listés"), bool(prepared.documents.strip())),
    )


def report_due_on(held_on: date, *, days: int) -> date:
    """Return the last day on which the report of a visit is in time: so many working days after it."""
    return add_working_days(held_on, days)


def ranked(motives: Sequence[Motive]) -> tuple[Motive, ...]:
    """Return motives, each once, the strongest first, at most three."""
    return tuple(dict.fromkeys(motives))[:MOST_MOTIVES]


@dataclass(frozen=True)
class Band:
    """A part of the scale: up to `limit` kilometres a year (0: no limit), euros a kilometre, euros added."""

    limit: int
    rate: Decimal
    added: Decimal


@dataclass(frozen=True)
class Scale:
    """The official mileage scale from a year on; electric cars get `electric_bp` basis points more."""

    year: int
    source: str
    electric_bp: int
    powers: Mapping[int, tuple[Band, ...]]

    def yearly(self, km: Decimal, power: int, *, electric: bool = False) -> Decimal:
        """Return what so many kilometres of a whole year are worth, in euros, not rounded."""
        bands = self.powers[min(max(power, LOWEST_POWER), HIGHEST_POWER)]
        band = next(each for each in bands if not each.limit or km <= each.limit)
        worth = km * band.rate + (band.added if km else 0)
        return worth * (WHOLE_BP + self.electric_bp) / WHOLE_BP if electric else worth

    def worth(self, km: Decimal, power: int, *, before: Decimal = Decimal(0), electric: bool = False) -> Money:
        """Return what further kilometres are worth after those already driven in the year, to the cent."""
        if km <= 0:
            return ZERO
        whole, part = (self.yearly(each, power, electric=electric) for each in (before + km, before))
        return _to_the_cent(whole) - _to_the_cent(part)

    def rate(self, power: int, *, before: Decimal = Decimal(0)) -> Decimal:
        """Return the euros of the next kilometre."""
        bands = self.powers[min(max(power, LOWEST_POWER), HIGHEST_POWER)]
        return next(each.rate for each in bands if not each.limit or before < each.limit)


def _to_the_cent(euros: Decimal) -> Money:
    """Round a sum half up."""
    return Money.of(euros.quantize(CENT, ROUND_HALF_UP))


def scale_from(raw: Mapping[str, object]) -> Scale:
    """Read one scale of the data file; what is not as it should be is a `ValueError` or `TypeError`."""
    powers, year, source, electric = (raw[name] for name in ("powers", "year", "source", "electric_bp"))
    if not (isinstance(powers, dict) and isinstance(year, int) and isinstance(electric, int)):
        raise TypeError(raw)
    read = {
        int(power): tuple(Band(int(limit), Decimal(rate), Decimal(added)) for limit, rate, added in bands)
        for power, bands in powers.items()
    }
    if set(read) != set(range(LOWEST_POWER, HIGHEST_POWER + 1)) or any(bands[-1].limit for bands in read.values()):
        raise ValueError(powers)
    return Scale(year, str(source), electric, read)


def scale_of(scales: Sequence[Scale], year: int) -> Scale:
    """Return the scale of a year: the latest that holds by then, else the oldest that is known."""
    known = sorted(scales, key=lambda each: each.year)
    return next((each for each in reversed(known) if each.year <= year), known[0])
