"""From what a salesperson wants (companies, days, hours) to what the planners are asked, in whole numbers.

The money of an instance built here is in tenths of a cent, so that the
official scale, which has thousandths of a euro, stays exact.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from crm.field.mileage import Car
from crm.field.tours.rules.distances import Place, legs_between
from crm.field.tours.rules.measured import Measured
from crm.field.tours.rules.model import MILLI, Day, Instance, Legs, Stop, Window
from crm.places.roads import LEAST_METRES, LEAST_MINUTES

TENTHS = 10

Week = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class Visit:
    """A visit wanted: how long, worth how much, and when its customer receives.

    `week` holds the opening windows of each weekday from Monday, in minutes of
    the day; `fixed` is the day and the minute of an appointment that stands, or
    of a visit that planners are to leave where it is; `only_on` the one day on
    which the visit may be.
    """

    name: str
    place: Place
    minutes: int
    value_cents: int
    week: Week
    required: bool = False
    fixed: tuple[date, int] | None = None
    only_on: date | None = None

    def windows(self, on: date) -> tuple[Window, ...]:
        """Return when the visit can take place on a day."""
        if self.fixed is not None:
            day, minute = self.fixed
            return (Window(minute, minute + self.minutes),) if day == on else ()
        if self.only_on not in {None, on}:
            return ()
        hours = self.week[on.weekday()] if on.weekday() < len(self.week) else ()
        return tuple(Window(opens, closes) for opens, closes in hours)


@dataclass(frozen=True)
class Question:
    """All that a planner is asked.

    On the days of `shut` nothing but fixed visits takes place. `since` is the
    day and the minute from which a tour goes on: nothing but fixed visits lies
    before. `roads` are measured legs, used where they cover all places.
    """

    dates: tuple[date, ...]
    day: Day
    start: Place
    end: Place
    visits: tuple[Visit, ...]
    car: Car
    shut: tuple[date, ...] = ()
    since: tuple[date, int] | None = None
    roads: Measured | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """The start, the visits, the end: the rows of the legs."""
        return (self.start, *(each.place for each in self.visits), self.end)

    @property
    def measured(self) -> bool:
        """Whether all legs come from a road service."""
        return self.roads is not None and self.roads.covers(self.places)

    def instance(self) -> Instance:
        """Return the question in the planners' terms; rows of the legs are start, visits, end."""
        stops = tuple(
            Stop(
                each.name,
                each.minutes,
                each.value_cents * TENTHS,
                tuple(self._windows(each, on) for on in self.dates),
                required=each.required or each.fixed is not None or each.only_on is not None,
            )
            for each in self.visits
        )
        legs = self.roads.legs(self.places) if self.roads is not None and self.measured else legs_between(self.places)
        return Instance(stops, tuple(self._day(on) for on in self.dates), _apart(legs), self.car.mills_per_km)

    def _windows(self, visit: Visit, on: date) -> tuple[Window, ...]:
        """Return when a visit can take place on a day of the tour."""
        windows = visit.windows(on)
        if visit.fixed is not None:
            return windows
        if on in self.shut or (self.since is not None and on < self.since[0]):
            return ()
        now = self.since[1] if self.since is not None and on == self.since[0] else 0
        return tuple(
            Window(max(each.opens, now), each.closes) for each in windows if max(each.opens, now) < each.closes
        )

    def _day(self, on: date) -> Day:
        """Return a day; one that goes on from home at its minute begins there, after lunch if it is late."""
        if self.since is None or on != self.since[0] or self._is_on_the_road(on, self.since[1]):
            return self.day
        starts = max(self.day.starts, self.since[1])
        return replace(
            self.day, starts=starts, lunch_minutes=self.day.lunch_minutes if starts <= self.day.lunch_until else 0
        )

    def _is_on_the_road(self, on: date, minute: int) -> bool:
        """Tell whether a visit of a day was begun before a minute of it."""
        return any(each.fixed is not None and each.fixed[0] == on and each.fixed[1] < minute for each in self.visits)

    def fingerprint(self) -> str:
        """Return what changes when the question does: an answer belongs to one question."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def cents(amount: int) -> int:
    """Return an amount of a planner (thousandths of a tenth of a cent) in cents, half up."""
    whole = MILLI * TENTHS
    return (2 * amount + whole) // (2 * whole)


def _apart(legs: Legs) -> Legs:
    """Keep different doors apart, though they may share a town; who ends where she starts has no way between them."""
    last = len(legs.metres) - 1

    def least(a: int, b: int, value: int, floor: int) -> int:
        return value if a == b or {a, b} == {0, last} else max(value, floor)

    return Legs(
        tuple(tuple(least(a, b, v, LEAST_MINUTES) for b, v in enumerate(row)) for a, row in enumerate(legs.minutes)),
        tuple(tuple(least(a, b, v, LEAST_METRES) for b, v in enumerate(row)) for a, row in enumerate(legs.metres)),
    )
