"""Pure rules of the market watch: when a source is due, what a check changes, what a digest holds, the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from crm.kernel.money import Money
from crm.prospecting.market_watch.choices import Credibility, Finding, Nature, Reliability, Rhythm

# How many days may lie between two acts of consulting a source; None: nobody waits.
DAYS: dict[Rhythm, int | None] = {
    Rhythm.DAILY: 1,
    Rhythm.WEEKLY: 7,
    Rhythm.FORTNIGHTLY: 14,
    Rhythm.MONTHLY: 31,
    Rhythm.QUARTERLY: 92,
    Rhythm.OCCASIONAL: None,
}
FRIDAY = 4
# The map: its ground in user units, the room for the words of its axes, how far two marks keep from each other.
WIDTH, HEIGHT, MARGIN = 640, 460, 48
LOWEST, HIGHEST = 1, 10
APART, WIDE = 26, 300


def due_on(rhythm: Rhythm, *, added_on: date, last_consulted_on: date | None) -> date | None:
    """Return the last day on which a source is to be consulted; None if no day is set.

    A daily source is not due at the weekend: its day is then the next Monday.
    """
    days = DAYS[rhythm]
    if days is None:
        return None
    on = (last_consulted_on or added_on) + timedelta(days=days)
    return on + timedelta(days=7 - on.weekday()) if rhythm is Rhythm.DAILY and on.weekday() > FRIDAY else on


def judged(before: Credibility, finding: Finding) -> Credibility:
    """Return how far information can be trusted once another source was asked."""
    if finding is Finding.CONFIRMS:
        return Credibility.CONFIRMED
    if finding is Finding.CONTRADICTS:
        return Credibility.UNLIKELY
    return before


def grade(reliability: Reliability | None, credibility: Credibility) -> str:
    """Return both grades as one: B2; a dash for a source that nobody rated."""
    return f"{reliability.value if reliability else '–'}{credibility.value}"


def is_shaky(nature: Nature, credibility: Credibility, reliability: Reliability | None) -> bool:
    """Tell whether nothing should be sold on it: hearsay or a weak source that nobody confirmed, or denied."""
    if credibility is Credibility.UNLIKELY:
        return True
    confirmed = credibility is Credibility.CONFIRMED
    return not confirmed and (nature is Nature.RUMOUR or reliability is None or reliability.is_weak)


@dataclass(frozen=True)
class Weighed:
    """What matters of a note when it is passed on."""

    nature: Nature
    credibility: Credibility
    reliability: Reliability | None
    source_id: int
    checks: int
    stale: bool


@dataclass(frozen=True)
class Contents:
    """How many notes of which kind something holds."""

    notes: int
    sources: int
    facts: int
    opinions: int
    rumours: int
    open_rumours: int
    denied: int
    stale: int
    unrated: int


def contents(notes: Sequence[Weighed]) -> Contents:
    """Count what a digest holds; a rumour is open until another source was asked."""

    def count(told: Iterable[bool]) -> int:
        return sum(told)

    return Contents(
        notes=len(notes),
        sources=len({each.source_id for each in notes}),
        facts=count(each.nature is Nature.FACT for each in notes),
        opinions=count(each.nature is Nature.OPINION for each in notes),
        rumours=count(each.nature is Nature.RUMOUR for each in notes),
        open_rumours=count(each.nature is Nature.RUMOUR and not each.checks for each in notes),
        denied=count(each.credibility is Credibility.UNLIKELY for each in notes),
        stale=count(each.stale for each in notes),
        unrated=count(each.reliability is None for each in notes),
    )


def gap_percent(ours: Money, theirs: Money) -> Decimal | None:
    """Return by how many percent their price differs from ours, one decimal; None if ours is nothing."""
    if not ours.cents:
        return None
    return (Decimal(theirs.cents - ours.cents) * 100 / ours.cents).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Placed:
    """Somebody to be put on the map: both levels from 1 to 10."""

    key: int
    name: str
    price: int
    service: int
    is_us: bool = False


@dataclass(frozen=True)
class Mark:
    """Where somebody stands on the map, in user units, and on which side of it the name is written."""

    placed: Placed
    x: int
    y: int
    anchor: str

    @property
    def text_x(self) -> int:
        """Where the name begins or ends."""
        return self.x + (14 if self.anchor == "start" else -14)


def positions(everybody: Sequence[Placed]) -> tuple[Mark, ...]:
    """Put everybody on the map, price to the right, quality and service upwards; who stands too near moves aside."""
    marks: list[Mark] = []
    for each in sorted(everybody, key=lambda one: (not one.is_us, one.price, one.service, one.key)):
        x, y = _along(each.price, WIDTH), HEIGHT - _along(each.service, HEIGHT)
        marks.append(Mark(each, x, _free(marks, x, y), "end" if x > WIDTH // 2 else "start"))
    return tuple(marks)


def _free(marks: Sequence[Mark], x: int, y: int) -> int:
    """Return the nearest height, below or above, at which a mark and its name stand clear of the others."""
    steps = [0, *(sign * step * APART for step in range(1, HEIGHT // APART) for sign in (1, -1))]
    for aside in steps:
        there = y + aside
        inside = MARGIN <= there <= HEIGHT - MARGIN
        if inside and all(abs(there - other.y) >= APART or abs(x - other.x) >= WIDE for other in marks):
            return there
    return y


def _along(level: int, length: int) -> int:
    """Return how far along an axis a level stands."""
    room = length - 2 * MARGIN
    return MARGIN + room * (min(max(level, LOWEST), HIGHEST) - LOWEST) // (HIGHEST - LOWEST)
