"""From when and until when: hours are exact, days end at midnight in France."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from crm.kernel.clock import PARIS, add_working_days, local_date
from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.language import Period, Unit
from crm.training.frameworks.rules.parameters import Lengths

DAY_HOURS = 24
MONTHS = 12


def latest(base: datetime, lengths: Lengths) -> datetime:
    """Return the last instant that lies within the lengths after `base`, in UTC."""
    moment, by_day = _advanced(base, lengths)
    if by_day:
        moment = datetime.combine(moment.date(), time.max, PARIS)
    return moment.astimezone(UTC)


def earliest(base: datetime, lengths: Lengths) -> datetime:
    """Return the first instant that lies at least the lengths after `base`, in UTC."""
    moment, by_day = _advanced(base, lengths)
    if by_day:
        moment = datetime.combine(moment.date(), time.min, PARIS)
    return moment.astimezone(UTC)


def _advanced(base: datetime, lengths: Lengths) -> tuple[datetime, bool]:
    moment, by_day = base.astimezone(PARIS), False
    for count, unit in lengths:
        if unit is Unit.HOURS:
            moment = (moment.astimezone(UTC) + timedelta(hours=count)).astimezone(PARIS)
            continue
        by_day = True
        moment = datetime.combine(_day_after(moment.date(), count, unit), moment.time(), PARIS)
    return moment, by_day


def _day_after(day: date, count: int, unit: Unit) -> date:
    if unit is Unit.DAYS:
        return day + timedelta(days=count)
    return add_working_days(day, working_days(count) if unit is Unit.WORKING_HOURS else count)


def working_days(hours: int) -> int:
    """Return the working days that so many hours need: a day begun is a day."""
    return -(-hours // DAY_HOURS)


def base_of(fact: Fact, counted_from: str | None) -> datetime:
    """Return the instant from which a record's windows count: its own, or the start of its named date."""
    value = fact.details.get(counted_from) if counted_from else None
    if not isinstance(value, str):
        return fact.happened_at
    try:
        return datetime.combine(date.fromisoformat(value[:10]), time.min, PARIS).astimezone(UTC)
    except ValueError:
        return fact.happened_at


def month_end(base: datetime) -> datetime:
    """Return the last instant, in France, of the month in which an instant falls, in UTC."""
    return end_of(first_day(base, Period.MONTH), Period.MONTH)


def periods(start: datetime, end: datetime, period: Period) -> Iterator[date]:
    """Return the first days of all periods from the one of `start` to the one of `end`."""
    day, last = first_day(start, period), first_day(end, period)
    while day <= last:
        yield day
        day = next_period(day, period)


def first_day(instant: datetime, period: Period) -> date:
    """Return the first day, in France, of the period in which an instant falls."""
    day = local_date(instant)
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period is Period.MONTH else day


def next_period(day: date, period: Period) -> date:
    """Return the first day of the period after the one that starts on `day`."""
    if period is Period.MONTH:
        return date(day.year + day.month // MONTHS, day.month % MONTHS + 1, 1)
    return day + timedelta(days=7 if period is Period.WEEK else 1)


def end_of(day: date, period: Period) -> datetime:
    """Return the last instant of the period that starts on `day`, in UTC."""
    last = next_period(day, period) - timedelta(days=1)
    return datetime.combine(last, time.max, PARIS).astimezone(UTC)
