"""What the agenda knows of the companies of a tour: when they receive, which visits are agreed, what is in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm.field.agenda import queries as agenda
from crm.field.agenda.models import Appointment
from crm.field.agenda.rules.slots import Clash, Slot, clashes, instant
from crm.field.tours.models import Tour, TourStop
from crm.field.tours.rules.asking import Week
from crm.field.tours.rules.hours import WEEKDAYS
from crm.prospecting.companies.models import Company

HOUR = 60


@dataclass(frozen=True)
class Meeting:
    """A visit of a tour as an agenda holds it: instants in UTC, and the appointment that it is already, if any."""

    stop: TourStop
    on: date
    starts: datetime
    ends: datetime
    appointment: Appointment | None

    @property
    def at(self) -> time:
        """The time of day in France."""
        minute = int((self.starts - instant(self.on, time())).total_seconds()) // HOUR
        return time(minute // HOUR, minute % HOUR)


@dataclass(frozen=True)
class Diary:
    """The visits of a tour beside what the agenda holds of its days."""

    meetings: tuple[Meeting, ...]
    others: tuple[Appointment, ...]

    def conflicts(self) -> list[tuple[Meeting, Clash]]:
        """Return what in the agenda does not go together with a visit of the tour."""
        slots = [agenda.slot_of(each) for each in self.others]
        return [(each, clash) for each in self.meetings for clash in clashes(_slot(each), slots)]


def noted_week(company: Company) -> Week | None:
    """Return when a company receives, if somebody noted it: its windows of each weekday from Monday."""
    hours = {each.weekday: each.windows for each in agenda.hours_of(company.id)}
    if not hours:
        return None
    return tuple(
        tuple((_minute(opens), _minute(closes)) for opens, closes in hours.get(weekday, ()))
        for weekday in range(WEEKDAYS)
    )


def appointments_between(first: date, last: date) -> dict[int, tuple[date, int, int]]:
    """Return the first visit agreed with each company between two days: the day, the minute, how many minutes."""
    found: dict[int, tuple[date, int, int]] = {}
    for each in agenda.appointments(first, last):
        if each.is_visit and each.is_open:
            found.setdefault(each.company_id, (each.on, _minute(each.starts.time()), each.minutes))
    return found


def diary_of(tour: Tour, calls: Iterable[tuple[TourStop, date, int, int]]) -> Diary:
    """Return the visits of a tour (stop, day, minutes of beginning and end) beside what the agenda holds.

    A visit is the appointment that the tour booked for it, or one with the same
    company at the same time that stood before; others of another salesperson
    are in nobody's way.
    """
    open_ones = [each for each in agenda.appointments(tour.dates[0], tour.dates[-1]) if each.is_open]
    by_id = {each.id: each for each in open_ones}
    standing = {(each.company_id, each.starts_at): each for each in open_ones if each.is_visit}
    meetings = []
    for stop, on, starts, ends in calls:
        begins, finishes = _instant(on, starts), _instant(on, ends)
        known = by_id.get(stop.appointment_id or 0) or standing.get((stop.company_id, begins))
        meetings.append(Meeting(stop, on, begins, finishes, known))
    booked = {stop.appointment_id for stop in tour.stops} | {
        each.appointment.id for each in meetings if each.appointment is not None
    }
    mine = (each for each in open_ones if each.id not in booked and each.salesperson in {"", tour.planned_by})
    return Diary(tuple(meetings), tuple(mine))


def _slot(meeting: Meeting) -> Slot:
    """Return the stretch of time that a visit takes."""
    return Slot(0, meeting.starts, meeting.ends, agenda.spot_of(meeting.stop.company, remote=False))


def _instant(on: date, minute: int) -> datetime:
    """Return the instant of a minute of a day in France; a tour that runs past midnight counts on."""
    return instant(on, time()) + timedelta(minutes=minute)


def _minute(at: time) -> int:
    """Return a time of the day in minutes."""
    return at.hour * HOUR + at.minute
