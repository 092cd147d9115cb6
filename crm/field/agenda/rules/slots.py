"""Pure rules of the agenda: days and weeks on the clocks of France, clashes, travel time, opening hours.

The time to travel is estimated as tours estimate it, from where companies
stand on the map. Where one is not on it, postal addresses must do: 15 minutes
within a town, 40 within a département, 90 beyond. A call or a meeting in one's
own office takes none. Five minutes more or less are no clash: `TOLERANCE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise

from crm.kernel.clock import PARIS
from crm.places.roads import Place, leg_between_doors

WITHIN_TOWN, WITHIN_DEPARTMENT, BEYOND = 15, 40, 90
TOLERANCE = 5
SHORTEST, LONGEST = 5, 600
WEEK = 7
MONTHS_DAYS = 42


def instant(on: date, at: time) -> datetime:
    """Return the instant of a day and a time on the clocks of France, in UTC.

    A time that the clocks skip in spring is read as before the change (PEP 495, fold 0).
    """
    return datetime.combine(on, at, PARIS).astimezone(UTC)


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Return when the first day begins and when the day after the last one does."""
    return instant(first, time()), instant(last + timedelta(days=1), time())


def week_of(day: date) -> tuple[date, ...]:
    """Return the seven days of a day's week, from Monday (ISO 8601)."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=each) for each in range(WEEK))


def month_of(day: date) -> tuple[tuple[date, ...], ...]:
    """Return the weeks that touch a day's month, whole."""
    first = day.replace(day=1)
    weeks = [week_of(first + timedelta(days=each)) for each in range(0, MONTHS_DAYS, WEEK)]
    return tuple(week for week in weeks if any(each.month == day.month for each in week))


@dataclass(frozen=True)
class Spot:
    """Where somebody has to be; `remote` when nobody has to travel."""

    company_id: int
    postcode: str = ""
    city: str = ""
    remote: bool = False
    place: Place | None = None


@dataclass(frozen=True)
class Slot:
    """A stretch of time that is taken, and where."""

    id: int
    starts: datetime
    ends: datetime
    spot: Spot
    name: str = ""


class ClashKind(Enum):
    """Why two appointments do not go together."""

    OVERLAP = "overlap"
    TRAVEL = "travel"


@dataclass(frozen=True)
class Clash:
    """An appointment that does not go together with another; `missing` minutes are too few between the two."""

    kind: ClashKind
    other: Slot
    missing: int = 0


def travel_minutes(here: Spot, there: Spot) -> int:
    """Return the estimated minutes from one place to another; none where nobody travels or nobody moves."""
    if here.remote or there.remote or here.company_id == there.company_id:
        return 0
    if here.place is not None and there.place is not None:
        return leg_between_doors(here.place, there.place)[0]
    if here.city and here.city.casefold() == there.city.casefold():
        return WITHIN_TOWN
    near = here.postcode[:2] and here.postcode[:2] == there.postcode[:2]
    return WITHIN_DEPARTMENT if near else BEYOND


def ways_before(slots: Sequence[Slot]) -> dict[int, int]:
    """Return the minutes of travel to each slot from the one before it on the same day, by the id of the slot."""
    there = sorted((each for each in slots if not each.spot.remote), key=lambda each: (each.starts, each.id))
    found: dict[int, int] = {}
    for before, after in pairwise(there):
        if before.starts.astimezone(PARIS).date() == after.starts.astimezone(PARIS).date():
            found[after.id] = travel_minutes(before.spot, after.spot)
    return {slot_id: minutes for slot_id, minutes in found.items() if minutes}


def clashes(wanted: Slot, others: Iterable[Slot]) -> tuple[Clash, ...]:
    """Return what does not go together with a wanted slot, the earliest first; a slot never clashes with itself."""
    found = []
    for other in sorted(others, key=lambda each: (each.starts, each.id)):
        if other.id == wanted.id:
            continue
        if wanted.starts < other.ends and other.starts < wanted.ends:
            found.append(Clash(ClashKind.OVERLAP, other))
            continue
        between = max(wanted.starts - other.ends, other.starts - wanted.ends)
        missing = travel_minutes(wanted.spot, other.spot) - int(between.total_seconds()) // 60
        if missing > TOLERANCE:
            found.append(Clash(ClashKind.TRAVEL, other, missing))
    return tuple(found)


@dataclass(frozen=True)
class Hours:
    """The windows of one day of the week (0 is Monday) in which visitors are received; none when closed."""

    weekday: int
    windows: tuple[tuple[time, time], ...] = ()


def are_sound(hours: Hours) -> bool:
    """Tell whether windows can be: each ends after it begins, the second begins after the first has ended."""
    flat = [each for window in hours.windows for each in window]
    return flat == sorted(set(flat))


def is_open(week: Sequence[Hours], starts: datetime, ends: datetime) -> bool:
    """Tell whether a company receives visitors during all of a stretch; of an unknown week nobody can say no."""
    if not week:
        return True
    first, last = starts.astimezone(PARIS), ends.astimezone(PARIS)
    today = [each for each in week if each.weekday == first.weekday()]
    windows = today[0].windows if today else ()
    return any(
        opens <= first.time() and last.time() <= closes and first.date() == last.date() for opens, closes in windows
    )
