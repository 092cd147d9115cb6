"""The time, and the only place that asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
OPENING = time(9, 0)
FRIDAY = 4


class Clock(Protocol):
    """Whatever can say what time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)  # noqa: TID251  (the one place)


@dataclass
class FrozenClock:
    """A clock that stands still until somebody moves it."""

    instant: datetime

    def now(self) -> datetime:
        """Return the instant it was set to, in UTC."""
        return self.instant.astimezone(UTC)


def local_date(instant: datetime) -> date:
    """Return the day in France on which an instant falls."""
    return instant.astimezone(PARIS).date()


def opening_of(day: date) -> datetime:
    """Return the instant at which a simulated company opens on a day (9:00 in Paris)."""
    return datetime.combine(day, OPENING, PARIS).astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Tell whether a day is a Monday to Friday that is not a French public holiday.

    Source for the holidays: Code du travail, article L3133-1.
    """
    return day.weekday() <= FRIDAY and day not in public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the day that lies `count` working days after `day` (count >= 0)."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def public_holidays(year: int) -> frozenset[date]:
    """Return the eleven French public holidays of a year (Code du travail, L3133-1)."""
    easter = easter_sunday(year)
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    movable = [easter + timedelta(days=after) for after in (1, 39, 50)]
    return frozenset([date(year, month, day) for month, day in fixed] + movable)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus/Jones/Butcher algorithm)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, rest_centuries = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, rest = divmod(in_century, 4)
    weekday = (32 + 2 * rest_centuries + 2 * leaps - epact - rest) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
