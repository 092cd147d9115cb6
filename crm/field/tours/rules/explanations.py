"""Why a visit was left out, why one can never be made, and which visits cost most."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    costs = [cost for day in open_days for cost in _insertions(instance, plan.orders[day], day, stop)]
    if not costs:
        return Dropped(stop, Reason.NO_ROOM, value)
    cost = min(costs)
    return Dropped(stop, Reason.TOO_DEAR if cost >= value else Reason.WORTH_ADDING, value, cost)


def _insertions(instance: Instance, order: tuple[int, ...], day: int, stop: int) -> list[int]:
    """Return what the visit costs at each place of the day where it fits."""
    longer = [(*order[:place], stop, *order[place:]) for place in range(len(order) + 1)]
    return [instance.cost(each) - instance.cost(order) for each in longer if schedule(instance, day, each).feasible]


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
