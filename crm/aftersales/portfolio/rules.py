"""Who brings how much: ABC classes, the Pareto curve, distributions; pure figures, and the points of the drawing.

ABC as taught: accounts ordered by revenue; class A until 80 % of the whole is reached, B until 95 %, C the rest. The
account that crosses a limit still belongs to the class before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from crm.kernel.money import ZERO, Money

A_UNTIL, B_UNTIL = Fraction(80, 100), Fraction(95, 100)
WIDTH, HEIGHT, LEFT, BOTTOM = 640, 260, 40, 24


@dataclass(frozen=True)
class Account:
    """Somebody who brought some revenue."""

    id: int
    name: str
    revenue: Money


@dataclass(frozen=True)
class Ranked:
    """An account in the order of revenue: its share and the share of all down to it, in basis points."""

    account: Account
    rank: int
    share_bp: int
    cumulated_bp: int
    letter: str


@dataclass(frozen=True)
class AbcClass:
    """One class: how many accounts, what they bring, as sums and in basis points."""

    letter: str
    count: int
    count_bp: int
    revenue: Money
    revenue_bp: int


def pareto(accounts: Iterable[Account]) -> tuple[Ranked, ...]:
    """Return accounts that brought something, the largest first, with their shares and classes."""
    ordered = sorted(
        (each for each in accounts if each.revenue > ZERO), key=lambda each: (-each.revenue.cents, each.id)
    )
    whole, before, ranked = sum(each.revenue.cents for each in ordered), 0, []
    for rank, each in enumerate(ordered, start=1):
        letter = letter_of(Fraction(before, whole))
        before += each.revenue.cents
        ranked.append(Ranked(each, rank, _points(each.revenue.cents, whole), _points(before, whole), letter))
    return tuple(ranked)


def letter_of(share_before: Fraction) -> str:
    """Return the class of an account before which that share of the whole stands."""
    return "A" if share_before < A_UNTIL else "B" if share_before < B_UNTIL else "C"


def classes(ranked: Sequence[Ranked]) -> tuple[AbcClass, ...]:
    """Return the three classes, empty ones too."""
    whole = sum(each.account.revenue.cents for each in ranked)
    found = []
    for letter in "ABC":
        members = [each for each in ranked if each.letter == letter]
        cents = sum(each.account.revenue.cents for each in members)
        found.append(
            AbcClass(letter, len(members), _points(len(members), len(ranked)), Money(cents), _points(cents, whole))
        )
    return tuple(found)


def _points(part: int, whole: int) -> int:
    """Return a share in basis points, rounded half-up; 0 of nothing."""
    return (20_000 * part + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True)
class Bar:
    """A bar of the drawing."""

    x: float
    y: float
    width: float
    height: float
    letter: str


@dataclass(frozen=True)
class Drawing:
    """A Pareto diagram in a box of WIDTH × HEIGHT: bars of revenue, the curve of cumulated shares, two limits."""

    bars: tuple[Bar, ...]
    curve: str
    limits: tuple[tuple[float, str], ...]


def drawing(ranked: Sequence[Ranked]) -> Drawing:
    """Return the bars and the curve of a Pareto diagram."""
    inner, floor = WIDTH - LEFT, HEIGHT - BOTTOM
    pace = inner / (len(ranked) or 1)
    largest = max((each.account.revenue.cents for each in ranked), default=1)
    bars, points = [], [f"{LEFT},{floor}"]
    for place, each in enumerate(ranked):
        height = (floor - 10) * each.account.revenue.cents / largest
        bars.append(
            Bar(
                round(LEFT + place * pace, 1),
                round(floor - height, 1),
                round(max(pace - 1, 0.5), 1),
                round(height, 1),
                each.letter,
            )
        )
        points.append(f"{round(LEFT + (place + 1) * pace, 1)},{_level(each.cumulated_bp)}")
    return Drawing(tuple(bars), " ".join(points), ((_level(8000), "80 %"), (_level(9500), "95 %")))


def _level(basis_points: int) -> float:
    """Return how high a share stands in the drawing."""
    floor = HEIGHT - BOTTOM
    return round(floor - (floor - 10) * basis_points / 10_000, 1)
