"""Why a visit was left out, why one can never be made, and which visits cost most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.timetable import Fault, schedule


class Reason(StrEnum):
    """Why a visit is not in a plan."""

    CLOSED = "closed"
    OUT_OF_REACH = "out_of_reach"
    NO_ROOM = "no_room"
    TOO_DEAR = "too_dear"
    WORTH_ADDING = "worth_adding"


@dataclass(frozen=True)
class Dropped:
    """A visit left out; `cost` (of its cheapest place in the plan) and `value` in thousandths of a cent.

    `faults` say what stands against it on the first day on which it is open.
    """

    stop: int
    reason: Reason
    value: int
    cost: int | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Detour:
    """A visit made: what the road to it costs beside what it is worth, in thousandths of a cent."""

    day: int
    stop: int
    cost: int
    value: int

    @property
    def loss(self) -> int:
        """What giving it up would gain; negative when it is worth its road."""
        return self.cost - self.value


def dropped_visits(instance: Instance, plan: Plan) -> tuple[Dropped, ...]:
    """Return each visit that a plan leaves out, with its reason, keeping the order of the visits made."""
    done = {stop for order in plan.orders for stop in order}
    return tuple(_dropped(instance, plan, stop) for stop in range(len(instance.stops)) if stop not in done)


def _dropped(instance: Instance, plan: Plan, stop: int) -> Dropped:
    """Say why one visit is left out."""
    value = instance.value((stop,))
    open_days = [day for day in range(len(instance.days)) if instance.stops[stop].windows[day]]
    if not open_days:
        return Dropped(stop, Reason.CLOSED, value)
    alone = [schedule(instance, day, (stop,)) for day in open_days]
    if not any(each.feasible for each in alone):
        return Dropped(stop, Reason.OUT_OF_REACH, value, faults=alone[0].faults)
    cost = _cheapest_place(instance, plan, open_days, stop)
    if cost is None:
        return Dropped(stop, Reason.NO_ROOM, value)
    return Dropped(stop, Reason.TOO_DEAR if cost >= value else Reason.WORTH_ADDING, value, cost)


def _cheapest_place(instance: Instance, plan: Plan, days: list[int], stop: int) -> int | None:
    """Return what the visit costs at the cheapest place of these days at which it fits; None where it fits at none."""
    places = [
        (cost, day, longer) for day in days for cost, longer in _insertions(instance, plan.orders[day], day, stop)
    ]
    fitting = (cost for cost, day, longer in sorted(places) if schedule(instance, day, longer).feasible)
    return next(fitting, None)


def _insertions(
    instance: Instance, order: tuple[int, ...], day: int, stop: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield what the visit costs at each place of the day, with the order, unless the day is too short even so."""
    room = instance.days[day].ends - instance.days[day].starts - instance.days[day].lunch_minutes
    before = instance.cost(order)
    for place in range(len(order) + 1):
        longer = (*order[:place], stop, *order[place:])
        rows = (0, *(each + 1 for each in longer), instance.arrival)
        out = sum(instance.legs.minutes[a][b] for a, b in pairwise(rows))
        if out + sum(instance.stops[each].minutes for each in longer) <= room:
            yield instance.cost(longer) - before, longer


def impossible_visits(instance: Instance) -> tuple[Dropped, ...]:
    """Return the visits that no day can hold, even alone: closed, or out of reach, with the faults."""
    alone = dropped_visits(instance, Plan(((),) * len(instance.days), 0, 0))
    return tuple(each for each in alone if each.reason in {Reason.CLOSED, Reason.OUT_OF_REACH})


def dearest_detours(instance: Instance, plan: Plan, *, count: int = 3) -> tuple[Detour, ...]:
    """Return the visits on which a plan loses most, or gains least: the road saved without each, less its value."""
    found = []
    for day, order in enumerate(plan.orders):
        for stop in order:
            shorter = tuple(each for each in order if each != stop)
            saved = instance.cost(order) - instance.cost(shorter)
            found.append(Detour(day, stop, saved, instance.value((stop,))))
    return tuple(sorted(found, key=lambda each: (-each.loss, each.day, each.stop))[:count])


def cheapest_relief(instance: Instance, day: int, order: tuple[int, ...]) -> int | None:
    """Return the visit without which a day that does not hold does, the one whose loss costs least; None if none is."""
    if schedule(instance, day, order).feasible:
        return None
    losses = []
    for stop in order:
        shorter = tuple(each for each in order if each != stop)
        if schedule(instance, day, shorter).feasible:
            saved = instance.cost(order) - instance.cost(shorter)
            losses.append((instance.stops[stop].required, instance.value((stop,)) - saved, stop))
    return min(losses)[2] if losses else None
