"""The days of an instance as tables of numbers: one network for all days that are the same.

Numpy is fetched with this package, so nothing that starts with the house may
import it at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from crm.field.tours.rules.model import MILLI, Day, Instance, required_worth
from crm.field.tours.rules.timetable import schedule

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]
WORD = 64
# What cannot be, as a profit: no sum of gains along a day brings it back to zero.
NEVER = -(1 << 52)


@dataclass(frozen=True)
class Network:
    """Equal days: visits that fit alone (`stops`), and tables with a row for each of them.

    Minutes count from the day's beginning up to `horizon`; `horizon + 1` is too
    late. The last row of `minutes` and `costs` is the departure; `home_*` lead
    back. `ends[i, t]` is the minute at which visit i ends for who arrives at t;
    a visit takes a minute at least. `bits` holds each visit as a set of one.
    """

    days: tuple[int, ...]
    day: Day
    stops: Small
    minutes: Small
    costs: Ints
    home_minutes: Small
    home_costs: Ints
    ends: Small
    values: Ints
    bits: Words
    home: int = field(init=False)

    def __post_init__(self) -> None:
        """Note the row of the departure."""
        object.__setattr__(self, "home", len(self.stops))

    @property
    def horizon(self) -> int:
        """How many minutes the day has."""
        return max(0, self.day.ends - self.day.starts)

    @property
    def hungry_until(self) -> int:
        """The last minute at which one may set out to have lunch on the way; before the day when there is none."""
        return self.day.lunch_until - self.day.starts if self.day.lunch_minutes else -1

    def fed(self, minutes: Small) -> Small:
        """Return the minutes of arrival of who had lunch on the way."""
        lunch = max(0, self.day.lunch_from - self.day.starts)
        return np.maximum(minutes, np.int32(lunch)) + np.int32(self.day.lunch_minutes)

    def capped(self, minutes: Small) -> Small:
        """Return minutes, all that are past the day as one."""
        return np.minimum(minutes, np.int32(self.horizon + 1))


def networks(instance: Instance) -> tuple[Network, ...]:
    """Return the networks of an instance, in the order of their first days."""
    alike: dict[object, list[int]] = {}
    for number, day in enumerate(instance.days):
        alike.setdefault((day, tuple(stop.windows[number] for stop in instance.stops)), []).append(number)
    extra = required_worth(instance)
    return tuple(_network(instance, tuple(days), extra) for days in alike.values())


def _network(instance: Instance, days: tuple[int, ...], extra: int) -> Network:
    """Tabulate equal days."""
    on = days[0]
    day, count = instance.days[on], len(instance.stops)
    stops = np.array([each for each in range(count) if schedule(instance, on, (each,)).feasible], dtype=np.int32)
    rows = np.append(stops + 1, 0)
    minutes = np.array(instance.legs.minutes, dtype=np.int32)
    costs = np.array(instance.legs.metres, dtype=np.int64) * instance.cents_per_km
    values = [MILLI * each.value_cents + extra * each.required for each in instance.stops]
    bits = np.zeros((len(stops), -(-count // WORD)), dtype=np.uint64)
    bits[np.arange(len(stops)), stops // WORD] = np.uint64(1) << (stops % WORD).astype(np.uint64)
    return Network(
        days,
        day,
        stops,
        minutes[np.ix_(rows, stops + 1)],
        costs[np.ix_(rows, stops + 1)],
        minutes[stops + 1, instance.arrival],
        costs[stops + 1, instance.arrival],
        _ends(instance, on, stops),
        np.array(values, dtype=np.int64)[stops],
        bits,
    )


def _ends(instance: Instance, on: int, stops: Small) -> Small:
    """Return when each visit ends, for each minute of arrival."""
    day = instance.days[on]
    horizon = max(0, day.ends - day.starts)
    late = horizon + 1
    arrivals = np.arange(horizon + 2, dtype=np.int32) + day.starts
    table = np.full((len(stops), horizon + 2), late, dtype=np.int32)
    for row, stop in enumerate(stops.tolist()):
        asked = instance.stops[stop]
        for window in reversed(asked.windows[on]):
            begins = np.maximum(arrivals, window.opens)
            fits = begins + asked.minutes <= window.closes
            table[row] = np.where(fits, begins + asked.minutes - day.starts, table[row])
    table[:, late] = late
    return np.minimum(table, late)
