"""What the agenda knows of the companies of a tour: when they receive, and which visits are agreed."""

from __future__ import annotations

from datetime import date, time

from crm.field.agenda import queries as agenda
from crm.field.tours.rules.asking import Week
from crm.field.tours.rules.hours import WEEKDAYS
from crm.prospecting.companies.models import Company

HOUR = 60


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


def _minute(at: time) -> int:
    """Return a time of the day in minutes."""
    return at.hour * HOUR + at.minute
