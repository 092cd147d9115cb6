"""The proven best tours of a week, step by step: column generation, then all tours within the gap, then a choice.

The scheme is that of Baldacci, Christofides and Mingozzi (2008): bound the week
by a linear relaxation over day tours, enumerate the tours that a better plan
can hold, choose among them. The gap looked into grows from small to what still
separates the plan from the bound; each step leaves a bound that is proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crm.field.tours.rules.exact.master import Column, Relaxation
from crm.field.tours.rules.exact.packing import good_choice, pack, tours_near
from crm.field.tours.rules.exact.pricing import Bound, Pricing
from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.one_day import missed_of
from crm.field.tours.rules.progress import Progress, Stage
from crm.field.tours.rules.timetable import schedule
from crm.field.tours.rules.week import upper_bound

Orders = tuple[tuple[int, ...], ...]
# The first gap looked into, as a part of what the plan brings, and not less than this (thousandths of a cent).
FIRST_GAP, LEAST_GAP = 400, 100_000
GROWTH = 2


@dataclass
class Week:
    """A search: the best plan known, and the most that any plan can bring, both with the worth of required visits."""

    instance: Instance
    pricing: Pricing
    orders: Orders
    profit: int = 0
    bound: int | None = None
    loose: int = 0

    def __post_init__(self) -> None:
        """Note the bound that needs no prices."""
        self.loose = upper_bound(self.instance)

    def take(self, columns: Iterable[Column]) -> None:
        """Keep a choice of day tours if it is the best so far; equal days are used in their order."""
        chosen = list(columns)
        profit = sum(each.profit for each in chosen)
        if profit <= self.profit:
            return
        free = [list(each.days) for each in self.pricing.networks]
        orders: list[tuple[int, ...]] = [()] * len(self.instance.days)
        for each in sorted(chosen, key=lambda column: (column.network, column.order)):
            orders[free[each.network].pop(0)] = each.order
        self.orders, self.profit = tuple(orders), profit

    def lower(self, bound: int) -> None:
        """Note that no plan brings more; the plan known is one."""
        self.bound = max(self.profit, bound if self.bound is None else min(self.bound, bound))

    def progress(self, stage: Stage) -> Progress:
        """Say how far the search has come."""
        net = sum(self.instance.value(order) - self.instance.cost(order) for order in self.orders)
        missed = missed_of(self.instance, self.orders)
        # Who misses a required visit has proven nothing by bringing much.
        most = max(net + bool(missed), self.loose)
        if self.bound is not None:
            most = min(most, net + self.bound - self.profit)
        plan = Plan(self.orders, net, most, missed)
        return Progress(plan, plan.bound, plan.proven, stage)


def search(instance: Instance, first: Orders, own: Orders | None = None) -> Iterator[Progress]:
    """Yield ever better plans and ever closer bounds from a first plan on; see `solving.improve`."""
    pricing = Pricing(instance)
    week = Week(instance, pricing, ((),) * len(instance.days))
    for orders in (first, own or ()):
        known = _columns(pricing, orders)
        pricing.add(known)
        week.take(known)
    yield week.progress(Stage.FIRST)
    for relaxation in pricing.rounds():
        week.take(_rounded(pricing, relaxation))
        if pricing.bound is not None:
            week.lower(pricing.bound.value)
        yield week.progress(Stage.PRICED)
    if pricing.bound is not None:
        for _ in _closer(week, pricing.bound):
            yield week.progress(Stage.PACKED)
    yield week.progress(Stage.DONE)


def _columns(pricing: Pricing, orders: Orders) -> list[Column]:
    """Return the days of a plan that can be done and visit nobody again."""
    number = {day: number for number, each in enumerate(pricing.networks) for day in each.days}
    found, done = [], 0
    for day, order in enumerate(orders):
        column = pricing.column(number[day], order)
        once = len(set(order)) == len(order) and not column.visited & done
        if order and once and schedule(pricing.instance, day, order).feasible:
            found.append(column)
            done |= column.visited
    return found


def _rounded(pricing: Pricing, relaxation: Relaxation) -> list[Column]:
    """Return a plan near a relaxation: its tours by their shares, then whatever else fits, the best first."""
    shares = (*relaxation.shares, *(0.0,) * (len(pricing.columns) - len(relaxation.shares)))
    free = [len(each.days) for each in pricing.networks]
    ranked = sorted(zip(shares, pricing.columns, strict=True), key=lambda each: (-round(each[0], 6), -each[1].profit))
    chosen, done = [], 0
    for _, column in ranked:
        if column.profit > 0 and free[column.network] and not column.visited & done:
            chosen.append(column)
            done |= column.visited
            free[column.network] -= 1
    return chosen


def _closer(week: Week, bound: Bound) -> Iterator[None]:
    """Look into growing gaps below a bound until the plan is proven best or the tours are too many."""
    assert week.bound is not None  # noqa: S101  (priced before)
    if week.bound > week.profit:
        gap = bound.value - week.profit
        week.take(good_choice(week.pricing, bound, gap))
        yield
    gap = max(LEAST_GAP, week.pricing.net_bound() // FIRST_GAP)
    while week.bound > week.profit:
        gap = min(gap, bound.value - week.profit)
        near, least = tours_near(week.pricing, bound, gap), 0
        for found in pack(week.pricing, bound, near, gap):
            week.take(found.columns or ())
            least = found.least
            week.lower(bound.value - min(near.missing, gap + 1, least))
            yield
        if near.missing <= gap or least <= gap:
            return
        gap += gap // GROWTH + 1
