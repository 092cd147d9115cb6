"""What a tour amounts to: road, time, money, carbon, visits made; so that tours can stand side by side."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from crm.field.mileage import Car
from crm.field.tours.rules.asking import cents
from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.timetable import Timetable, schedule

Orders = tuple[tuple[int, ...], ...]
HUNDRED = 100


@dataclass(frozen=True)
class Figures:
    """What a tour of one or more days amounts to; times in minutes, money in cents."""

    visits: int
    metres: int
    driving: int
    visiting: int
    waiting: int
    value_cents: int
    cost_cents: int
    grams: int
    faults: int

    @property
    def net_cents(self) -> int:
        """The value of the visits less the cost of the road."""
        return self.value_cents - self.cost_cents

    @property
    def selling_share(self) -> int:
        """How much of the time out is spent with customers, in percent."""
        out = self.driving + self.visiting + self.waiting
        return (HUNDRED * self.visiting + out // 2) // out if out else 0


def timetables(instance: Instance, orders: Orders) -> tuple[Timetable, ...]:
    """Return each day in time."""
    return tuple(schedule(instance, day, order) for day, order in enumerate(orders))


def figures(instance: Instance, orders: Orders, car: Car) -> Figures:
    """Return what these orders amount to."""
    days = timetables(instance, orders)
    metres = sum(each.metres for each in days)
    driving = sum(_driving(instance, order) for order in orders)
    visiting = sum(instance.stops[stop].minutes for order in orders for stop in order)
    lunches = sum(instance.days[day].lunch_minutes for day, each in enumerate(days) if each.lunch_at is not None)
    out = sum(each.returns_at - instance.days[day].starts for day, each in enumerate(days))
    return Figures(
        visits=sum(len(order) for order in orders),
        metres=metres,
        driving=driving,
        visiting=visiting,
        waiting=max(0, out - driving - visiting - lunches),
        value_cents=cents(sum(instance.value(order) for order in orders)),
        cost_cents=cents(sum(instance.cost(order) for order in orders)),
        grams=car.grams(metres),
        faults=sum(len(each.faults) for each in days),
    )


def gap_percent(plan: Plan) -> int:
    """Return by how many percent of its bound, rounded up, a plan may fall short of the best; 0 when it is proven."""
    if plan.proven or plan.bound <= 0:
        return 0
    return -(-HUNDRED * (plan.bound - plan.net) // plan.bound)


def with_kept(own: Orders, found: Orders, kept: frozenset[int]) -> Orders:
    """Return found orders in which the visits that are kept stand on the days on which they were: `own`.

    Where a planner left one out, it goes back to its place of before.
    """
    orders = []
    for before, after in zip(own, found, strict=True):
        stay = [stop for stop in before if stop in kept]
        order = [stop for stop in after if stop not in kept or stop in stay]
        for stop in stay:
            if stop not in order:
                order.insert(before.index(stop), stop)
        orders.append(tuple(order))
    return tuple(orders)


def _driving(instance: Instance, order: tuple[int, ...]) -> int:
    """Return the minutes on the road in a day's order."""
    if not order:
        return 0
    rows = [0, *(stop + 1 for stop in order), instance.arrival]
    return sum(instance.legs.minutes[a][b] for a, b in itertools.pairwise(rows))
