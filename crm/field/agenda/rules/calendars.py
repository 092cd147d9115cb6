"""A calendar for other programs: appointments and tasks as iCalendar (RFC 5545), with the time zone of France inside.

The text is the same for the same agenda: ids come from the workspace and the
appointment, the stamp is the instant that one passes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, Todo

from crm.kernel.clock import PARIS

MAKER = "-//Comptoir//Agenda//FR"
ZONE = "Europe/Paris"
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def uid_of(kind: str, workspace_id: int, number: int) -> str:
    """Return by what a calendar knows a thing again, whichever page it was exported from (RFC 5545, 3.8.4.7)."""
    return f"{kind}-{workspace_id}-{number}@comptoir.example"


@dataclass(frozen=True)
class Dated:
    """One appointment as another program shows it; `sequence` grows with each change (RFC 5545, 3.8.7.4)."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    place: str = ""
    notes: str = ""
    sequence: int = 0
    confirmed: bool = False
    cancelled: bool = False


@dataclass(frozen=True)
class Due:
    """One task as another program's list shows it."""

    uid: str
    on: date
    summary: str
    notes: str = ""
    done: bool = False


def calendar_of(name: str, dated: Iterable[Dated], due: Iterable[Due] = (), *, stamp: datetime) -> bytes:
    """Return the calendar's file; `stamp` is the instant at which it was made."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add_component(_zone())
    for appointment in dated:
        calendar.add_component(_event(appointment, stamp))
    for task in due:
        calendar.add_component(_todo(task, stamp))
    return bytes(calendar.to_ical())


def _zone() -> Timezone:
    """Return the time zone of France as it has been since 1996 (directive 2000/84/EC, articles 2 and 3).

    Both changes are at 1:00 UTC: at 2:00 of winter time in March, at 3:00 of summer time in October.
    """
    zone, summer, winter = Timezone(), TimezoneDaylight(), TimezoneStandard()
    zone.add("tzid", ZONE)
    for season, name, month, begins in (
        (summer, "CEST", 3, datetime(1996, 3, 31, 2)),  # noqa: DTZ001  (RFC 5545 wants local time here)
        (winter, "CET", 10, datetime(1996, 10, 27, 3)),  # noqa: DTZ001
    ):
        season.add("tzname", name)
        season.add("dtstart", begins)
        season.add("tzoffsetfrom", WINTER if season is summer else SUMMER)
        season.add("tzoffsetto", SUMMER if season is summer else WINTER)
        season.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(season)
    return zone


def _event(appointment: Dated, stamp: datetime) -> Event:
    event = Event()
    state = "CANCELLED" if appointment.cancelled else "CONFIRMED" if appointment.confirmed else "TENTATIVE"
    event.add("uid", appointment.uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", appointment.starts.astimezone(PARIS))
    event.add("dtend", appointment.ends.astimezone(PARIS))
    event.add("summary", appointment.summary)
    event.add("sequence", appointment.sequence)
    event.add("status", state)
    _add_texts(event, location=appointment.place, description=appointment.notes)
    return event


def _todo(task: Due, stamp: datetime) -> Todo:
    todo = Todo()
    todo.add("uid", task.uid)
    todo.add("dtstamp", stamp)
    todo.add("due", task.on)
    todo.add("summary", task.summary)
    todo.add("status", "COMPLETED" if task.done else "NEEDS-ACTION")
    _add_texts(todo, description=task.notes)
    return todo


def _add_texts(component: Event | Todo, **texts: str) -> None:
    """Add the properties that say something."""
    for name, text in texts.items():
        if text:
            component.add(name, text)
