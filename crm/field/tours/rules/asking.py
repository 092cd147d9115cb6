"""From what a salesperson wants (companies, days, hours) to what the planners are asked, in whole numbers.

The money of an instance built here is in tenths of a cent, so that the
official scale, which has thousandths of a euro, stays exact.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from crm.field.mileage import Car
from crm.field.tours.rules.distances import Place, legs_between
from crm.field.tours.rules.model import MILLI, Day, Instance, Legs, Stop, Window

TENTHS = 10
# Two doors of one town, of which only the town is known, are at least so far apart.
LEAST_METRES, LEAST_MINUTES = 1_500, 8
END_OF_DAY = 24 * 60

Week = tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True)
class Visit:
    """A visit wanted: how long, worth how much, and when its customer receives.

    `week` holds the opening windows of each weekday from Monday, in minutes of
    the day; `fixed` is the day and the minute of an appointment that stands.
    """

    name: str
    place: Place
    minutes: int
    value_cents: int
    week: Week
    required: bool = False
    fixed: tuple[date, int] | None = None

    def windows(self, on: date) -> tuple[Window, ...]:
        """Return when the visit can take place on a day."""
        if self.fixed is not None:
            day, minute = self.fixed
            return (Window(minute, minute + self.minutes),) if day == on else ()
        hours = self.week[on.weekday()] if on.weekday() < len(self.week) else ()
        return tuple(Window(opens, closes) for opens, closes in hours)


@dataclass(frozen=True)
class Question:
    """All that a planner is asked."""

    dates: tuple[date, ...]
    day: Day
    start: Place
    end: Place
    visits: tuple[Visit, ...]
    car: Car

    def instance(self) -> Instance:
        """Return the question in the planners' terms; rows of the legs are start, visits, end."""
        stops = tuple(
            Stop(
                each.name,
                each.minutes,
                each.value_cents * TENTHS,
                tuple(each.windows(on) for on in self.dates),
                required=each.required or each.fixed is not None,
            )
            for each in self.visits
        )
        legs = _apart(legs_between((self.start, *(each.place for each in self.visits), self.end)))
        return Instance(stops, (self.day,) * len(self.dates), legs, self.car.mills_per_km)

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
