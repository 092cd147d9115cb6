"""What a tour is made of: stops with opening windows, days, legs between places.

Times are whole minutes from midnight, distances whole metres, values whole cents;
costs are thousandths of a cent, so that metres times cents a kilometre stay exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

MILLI = 1000


@dataclass(frozen=True)
class Window:
    """An opening window: a visit begins and ends within it."""

    opens: int
    closes: int


@dataclass(frozen=True)
class Stop:
    """A visit one may make; `windows` holds one tuple of windows, in order, for each day of the instance."""

    name: str
    minutes: int
    value_cents: int
    windows: tuple[tuple[Window, ...], ...]
    required: bool = False

    def starts_from(self, day: int, time: int) -> int | None:
        """Return the earliest minute at which the visit can begin, `time` or later; None when it cannot that day."""
        for window in self.windows[day]:
            start = max(time, window.opens)
            if start + self.minutes <= window.closes:
                return start
        return None


@dataclass(frozen=True)
class Day:
    """A working day; lunch begins between its two bounds, anywhere, on the road too (0 minutes: none)."""

    starts: int = 540
    ends: int = 1080
    lunch_from: int = 720
    lunch_until: int = 780
    lunch_minutes: int = 45


@dataclass(frozen=True)
class Legs:
    """What lies between places: row 0 is the departure, row i + 1 the stop i, the last row the arrival."""

    minutes: tuple[tuple[int, ...], ...]
    metres: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Instance:
    """What a planner is asked: which stops to visit on which day, in which order."""

    stops: tuple[Stop, ...]
    days: tuple[Day, ...]
    legs: Legs
    cents_per_km: int = 40

    @property
    def arrival(self) -> int:
        """The row of the arrival."""
        return len(self.stops) + 1

    def value(self, order: tuple[int, ...]) -> int:
        """Return what the visits are worth, in thousandths of a cent."""
        return MILLI * sum(self.stops[each].value_cents for each in order)

    def metres(self, order: tuple[int, ...]) -> int:
        """Return the length of a day's tour; a day without visits is spent at home."""
        if not order:
            return 0
        places = (0, *(each + 1 for each in order), self.arrival)
        return sum(self.legs.metres[a][b] for a, b in pairwise(places))

    def cost(self, order: tuple[int, ...]) -> int:
        """Return the cost of the road, in thousandths of a cent."""
        return self.metres(order) * self.cents_per_km


@dataclass(frozen=True)
class Plan:
    """An order of visits for each day, what it brings, and the most that any plan can bring.

    `net` and `bound` are thousandths of a cent: value of the visits less the cost
    of the road. Required visits come first: `missed` names those that no day can
    hold beside the others. The plan is proven best when net and bound are equal.
    """

    orders: tuple[tuple[int, ...], ...]
    net: int
    bound: int
    missed: tuple[int, ...] = ()

    @property
    def proven(self) -> bool:
        """Tell whether nothing better exists."""
        return self.net >= self.bound


def required_worth(instance: Instance) -> int:
    """Return a worth that no saving of road and no value of other visits can outweigh: all values and longest legs."""
    longest = 2 * sum(max(row) for row in instance.legs.metres)
    return sum(MILLI * stop.value_cents for stop in instance.stops) + longest * instance.cents_per_km + 1
