"""A goal in parts: months between two days, sums that agree or not, a whole spread to the last cent: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Balance:
    """The sum of a goal's parts beside the goal; `gap` is the sum less the goal."""

    target: int
    parts: int

    @property
    def gap(self) -> int:
        """What the parts bring beyond the goal; negative when something is not shared out."""
        return self.parts - self.target

    @property
    def is_balanced(self) -> bool:
        """Whether the parts add up to the goal, to the cent."""
        return self.gap == 0


def balance(target: int, parts: Sequence[int]) -> Balance:
    """Hold the parts of a goal against it."""
    return Balance(target, sum(parts))


def months(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of the months that days touch; none if the last one's month lies before the first's."""
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(day)
        day = month_after(day)
    return tuple(found)


def month_after(day: date) -> date:
    """Return the first day of the month that follows."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def spread(whole: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share a whole out by weights (≥ 0), to the last cent: what rounding leaves goes to the largest remainders.

    Weights of nothing share equally; no weights share nothing out.
    """
    if not weights:
        return ()
    heavy = weights if sum(weights) else [1] * len(weights)
    total = sum(heavy)
    parts = [whole * weight // total for weight in heavy]
    remainders = sorted(range(len(heavy)), key=lambda place: (-(whole * heavy[place] % total), place))
    for place in remainders[: whole - sum(parts)]:
        parts[place] += 1
    return tuple(parts)
