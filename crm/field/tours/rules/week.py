"""Good tours of a week at once: insertion and moves while they pay, and a bound that needs no search.

The bound gives every visit to a day of its own: its value less the least road
that any tour through it must take. It is far from tight.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.field.tours.rules.model import MILLI, Instance, required_worth
from crm.field.tours.rules.timetable import schedule

Order = tuple[int, ...]
ROUNDS = 40


@dataclass
class _Week:
    """A plan being built; days whose visits did not change are not looked at again."""

    instance: Instance
    orders: list[Order]
    extra: int = 0
    known: dict[tuple[int, Order], bool] = field(default_factory=dict)

    def feasible(self, day: int, order: Order) -> bool:
        """Tell whether a day can be done so."""
        key = (day, order)
        if key not in self.known:
            self.known[key] = schedule(self.instance, day, order).feasible
        return self.known[key]

    def worth(self, stop: int) -> int:
        """Return what a visit counts: required ones above all."""
        asked = self.instance.stops[stop]
        return MILLI * asked.value_cents + (self.extra if asked.required else 0)

    def best_place(self, stop: int, day: int) -> tuple[int, Order] | None:
        """Return what adding a visit to a day gains at its cheapest place, and the order; None if it never fits."""
        order = self.orders[day]
        found: tuple[int, Order] | None = None
        for place in range(len(order) + 1):
            longer = (*order[:place], stop, *order[place:])
            gain = self.worth(stop) - self.instance.cost(longer) + self.instance.cost(order)
            if (found is None or gain > found[0]) and self.feasible(day, longer):
                found = (gain, longer)
        return found

    def insert_all(self) -> None:
        """Add visits, the one that gains most first, while any gains."""
        count = range(len(self.instance.stops))
        left = [stop for stop in count if not any(stop in order for order in self.orders)]
        places = {(stop, day): self.best_place(stop, day) for stop in left for day in range(len(self.orders))}
        while True:
            gains = [(found[0], -stop, -day) for (stop, day), found in places.items() if found]
            if not gains or max(gains)[0] <= 0:
                return
            _, stop, day = (abs(each) for each in max(gains))
            chosen = places[stop, day]
            if chosen is not None:
                self.orders[day] = chosen[1]
            places = {
                key: self.best_place(*key) if key[1] == day else found
                for key, found in places.items()
                if key[0] != stop
            }

    def improve(self) -> None:
        """Move visits to better places, and drop those that do not pay, while anything gains."""
        for _ in range(ROUNDS):
            before = list(self.orders)
            for stop in [stop for order in before for stop in order]:
                self._move(stop)
            for day in range(len(self.orders)):
                self._turn(day)
            self.insert_all()
            if before == self.orders:
                return

    def _move(self, stop: int) -> None:
        """Take a visit out and put it back where it is best, if anywhere."""
        home = next(day for day, order in enumerate(self.orders) if stop in order)
        before = self.orders[home]
        without = tuple(each for each in before if each != stop)
        if not self.feasible(home, without):
            return
        here = self.worth(stop) - self.instance.cost(before) + self.instance.cost(without)
        self.orders[home] = without
        options = [(found, day) for day in range(len(self.orders)) if (found := self.best_place(stop, day))]
        (gain, order), day = max(options, key=lambda each: (each[0][0], -each[1]), default=((0, without), home))
        if gain > max(here, 0):
            self.orders[day] = order
        elif here > 0:
            self.orders[home] = before

    def _turn(self, day: int) -> None:
        """Turn stretches of a day round while that is shorter."""
        order = self.orders[day]
        for first in range(len(order)):
            for last in range(first + 2, len(order) + 1):
                turned = (*order[:first], *reversed(order[first:last]), *order[last:])
                if self.instance.metres(turned) < self.instance.metres(order) and self.feasible(day, turned):
                    order = turned
        self.orders[day] = order


def quick_week(instance: Instance) -> tuple[Order, ...]:
    """Return good tours at once: visits are inserted where they gain most, then moved while that pays."""
    week = _Week(instance, [()] * len(instance.days), required_worth(instance))
    week.insert_all()
    week.improve()
    return tuple(week.orders)


def upper_bound(instance: Instance) -> int:
    """Return what no plan can exceed: each visit's value less half of its two shortest legs, where that is a gain.

    Each tour enters and leaves each of its stops once; half of both legs is the stop's own.
    """
    total = 0
    rows = range(len(instance.stops) + 2)
    for stop in range(len(instance.stops)):
        into = min(instance.legs.metres[row][stop + 1] for row in rows if row not in {stop + 1, instance.arrival})
        away = min(instance.legs.metres[stop + 1][row] for row in rows if row not in {stop + 1, 0})
        road = (into + away) * instance.cents_per_km
        gain = 2 * instance.value((stop,)) - road
        reachable = any(schedule(instance, day, (stop,)).feasible for day in range(len(instance.days)))
        if reachable and gain > 0:
            total += gain
    return -(-total // 2)
