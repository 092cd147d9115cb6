"""When a day's visits take place, in a given order: exact, with lunch and two windows; every fault named."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm.field.tours.rules.model import Instance


class FaultKind(StrEnum):
    """What goes wrong in an order of visits."""

    CLOSED = "closed"
    LATE = "late"
    NO_LUNCH = "no_lunch"
    OVERTIME = "overtime"


@dataclass(frozen=True)
class Fault:
    """Something that cannot be: at which stop (None: the day itself), by how many minutes."""

    kind: FaultKind
    stop: int | None = None
    minutes: int = 0


@dataclass(frozen=True)
class Call:
    """A visit in time: arrival, beginning, end."""

    stop: int
    arrives: int
    starts: int
    ends: int


@dataclass(frozen=True)
class Timetable:
    """A day in time; feasible when it has no fault."""

    calls: tuple[Call, ...]
    lunch_at: int | None
    returns_at: int
    metres: int
    faults: tuple[Fault, ...]

    @property
    def feasible(self) -> bool:
        """Tell whether the day can be done as it stands."""
        return not self.faults


@dataclass(frozen=True)
class _State:
    """The day so far, with or without lunch: the fewest faults, then the earliest minute, is the best."""

    time: int
    calls: tuple[Call, ...] = ()
    faults: tuple[Fault, ...] = ()
    lunch_at: int | None = None

    @property
    def rank(self) -> tuple[int, int]:
        return len(self.faults), self.time


@dataclass(frozen=True)
class _Walk:
    """A day of an instance, walked place by place."""

    instance: Instance
    day: int

    def drive(self, states: list[_State], minutes: int) -> list[_State]:
        """Return the best states on arrival: hungry and fed."""
        day = self.instance.days[self.day]
        hungry = [each for each in states if each.lunch_at is None]
        fed = [each for each in states if each.lunch_at is not None]
        after = [_State(each.time + minutes, each.calls, each.faults) for each in hungry]
        eaten = [_State(each.time + minutes, each.calls, each.faults, each.lunch_at) for each in fed]
        for each in hungry:
            if each.time <= day.lunch_until and day.lunch_minutes:
                arrives = max(each.time + minutes, day.lunch_from) + day.lunch_minutes
                eaten.append(_State(arrives, each.calls, each.faults, max(each.time, day.lunch_from)))
        return after[:1] + ([min(eaten, key=lambda state: state.rank)] if eaten else [])

    def visit(self, state: _State, stop: int) -> _State:
        """Return the state after a visit; one that comes too late, or to a closed door, takes place as a fault."""
        asked = self.instance.stops[stop]
        start = asked.starts_from(self.day, state.time)
        faults = state.faults
        if start is None:
            windows = asked.windows[self.day]
            start = state.time
            over = start + asked.minutes - windows[-1].closes if windows else 0
            faults += (Fault(FaultKind.LATE if windows else FaultKind.CLOSED, stop, over),)
        call = Call(stop, state.time, start, start + asked.minutes)
        return _State(call.ends, (*state.calls, call), faults, state.lunch_at)

    def home(self, state: _State, metres: int) -> Timetable:
        """Close the day."""
        day = self.instance.days[self.day]
        faults = state.faults
        if day.lunch_minutes and state.lunch_at is None:
            faults += (Fault(FaultKind.NO_LUNCH),)
        if state.time > day.ends:
            faults += (Fault(FaultKind.OVERTIME, None, state.time - day.ends),)
        return Timetable(state.calls, state.lunch_at, state.time, metres, faults)


def schedule(instance: Instance, day: int, order: tuple[int, ...]) -> Timetable:
    """Return the day's timetable in this order: without fault when there is one, else with few faults.

    Everything begins as early as it can. Two states suffice, hungry and fed,
    because whoever is earlier can always wait.
    """
    walk = _Walk(instance, day)
    states, here = [_State(instance.days[day].starts)], 0
    if not order:
        return Timetable((), None, instance.days[day].starts, 0, ())
    for stop in order:
        states = walk.drive(states, instance.legs.minutes[here][stop + 1])
        states = [walk.visit(each, stop) for each in states]
        here = stop + 1
    states = walk.drive(states, instance.legs.minutes[here][instance.arrival])
    metres = instance.metres(order)
    days = [walk.home(each, metres) for each in states]
    return min(days, key=lambda each: (len(each.faults), each.returns_at))
