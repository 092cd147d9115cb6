"""What can be asked about the agenda: appointments between two days, tasks, clashes, opening hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from crm.field.agenda.models import CANCELLED, HELD, OPEN, Appointment, AppointmentKind, OpeningDay, Task
from crm.field.agenda.rules.slots import Clash, Hours, Slot, Spot, clashes, day_bounds, is_open, ways_before
from crm.kernel.clock import PARIS, local_date
from crm.places.roads import Place
from crm.prospecting.campaigns.models import CampaignCall
from crm.prospecting.companies.models import Company
from crm.prospecting.phoning import queries as phoning
from crm.store.base import db
from crm.store.scoping import find

MOST = 500


@dataclass(frozen=True)
class Obtained:
    """An appointment that a call of a campaign obtained, and when it begins on the clocks of France."""

    call: CampaignCall
    starts: datetime

    @property
    def id(self) -> int:
        """The number of the call."""
        return self.call.id


@dataclass(frozen=True)
class DayPlan:
    """One day of the agenda: what is to be held, what is to be done, what calls obtained and nobody took over yet."""

    day: date
    appointments: tuple[Appointment, ...] = ()
    tasks: tuple[Task, ...] = ()
    obtained: tuple[Obtained, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether nothing is planned."""
        return not (self.appointments or self.tasks or self.obtained)


@dataclass(frozen=True)
class Trouble:
    """What stands against an appointment: other appointments, closed doors."""

    clashes: tuple[Clash, ...] = ()
    closed: bool = False

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.clashes) or self.closed

    @property
    def words(self) -> list[str]:
        """The kinds of trouble, as records name them."""
        return sorted({each.kind.value for each in self.clashes}) + (["closed"] if self.closed else [])


def appointment_by_id(appointment_id: int) -> Appointment | None:
    """Return an appointment with its company."""
    return find(Appointment, appointment_id, joinedload(Appointment.company))


def task_by_id(task_id: int) -> Task | None:
    """Return a task with its company."""
    return find(Task, task_id, joinedload(Task.company))


def days(first: date, last: date) -> list[DayPlan]:
    """Return every day from the first to the last with what is planned; what was cancelled is left out."""
    held: dict[date, list[Appointment]] = {}
    for each in appointments(first, last):
        held.setdefault(each.on, []).append(each)
    due: dict[date, list[Task]] = {}
    for task in tasks_due(first, last):
        due.setdefault(task.due_on, []).append(task)
    calls: dict[date, list[Obtained]] = {}
    for call in obtained(first, last):
        calls.setdefault(call.starts.date(), []).append(call)
    dates = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    return [DayPlan(day, tuple(held.get(day, ())), tuple(due.get(day, ())), tuple(calls.get(day, ()))) for day in dates]


def appointments(first: date, last: date) -> list[Appointment]:
    """Return the appointments that begin between two days and were not cancelled, in their order."""
    begins, ends = day_bounds(first, last)
    statement = _with_company().where(Appointment.starts_at >= begins, Appointment.starts_at < ends)
    return list(db.session.scalars(statement.where(Appointment.state != CANCELLED).limit(MOST)))


def obtained(first: date, last: date) -> list[Obtained]:
    """Return the appointments that calls of campaigns obtained between two days, as long as none of ours is one."""
    begins, ends = day_bounds(first, last)
    found = [
        Obtained(each, each.appointment_at.astimezone(PARIS))
        for each in phoning.appointments(since=begins)
        if each.appointment_at is not None and each.appointment_at < ends
    ]
    if not found:
        return []
    taken = set(
        db.session.scalars(select(Appointment.call_id).where(Appointment.call_id.in_(each.id for each in found)))
    )
    return [each for each in found if each.id not in taken]


def obtained_by_id(call_id: int) -> Obtained | None:
    """Return an appointment by the call that obtained it, unless one of ours is it already."""
    call = phoning.call_by_id(call_id)
    if call is None or call.appointment_at is None:
        return None
    on = local_date(call.appointment_at)
    return next((each for each in obtained(on, on) if each.id == call_id), None)


def ways(found: Sequence[Appointment]) -> dict[int, int]:
    """Return the minutes of travel to each open visit from its salesperson's visit before it that day, by id."""
    people: dict[int | None, list[Slot]] = {}
    for each in found:
        if each.is_open and each.is_visit:
            people.setdefault(each.salesperson_id, []).append(slot_of(each))
    return {slot_id: minutes for slots in people.values() for slot_id, minutes in ways_before(slots).items()}


def last_visits() -> dict[int, date]:
    """Return the day on which each company was last visited, by company; those never visited are missing."""
    statement = select(Appointment.company_id, func.max(Appointment.starts_at)).group_by(Appointment.company_id)
    statement = statement.where(Appointment.state == HELD, Appointment.meeting == AppointmentKind.VISIT)
    return {company_id: local_date(at) for company_id, at in db.session.execute(statement)}


def appointments_of(company: Company) -> list[Appointment]:
    """Return a company's appointments, the latest first."""
    statement = select(Appointment).where(Appointment.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Appointment.starts_at.desc(), Appointment.id.desc()).limit(50)))


def exported(*, since: date) -> list[Appointment]:
    """Return the appointments for a calendar elsewhere: from a day on, the cancelled ones too."""
    begins, _ = day_bounds(since, since)
    return list(db.session.scalars(_with_company().where(Appointment.starts_at >= begins).limit(MOST)))


def unsettled_count(*, before: datetime) -> int:
    """Return how many appointments ought to have begun before an instant and are neither held nor cancelled."""
    statement = select(func.count()).select_from(Appointment)
    return db.session.scalar(statement.where(Appointment.state.in_(OPEN), Appointment.starts_at < before)) or 0


def open_count(on: date) -> int:
    """Return how many appointments of a day are still to be held."""
    begins, ends = day_bounds(on, on)
    statement = select(func.count()).select_from(Appointment).where(Appointment.state.in_(OPEN))
    return db.session.scalar(statement.where(Appointment.starts_at >= begins, Appointment.starts_at < ends)) or 0


def tasks_due(first: date, last: date) -> list[Task]:
    """Return the tasks due between two days, those to do before those done."""
    statement = select(Task).options(joinedload(Task.company)).where(Task.due_on.between(first, last))
    return list(db.session.scalars(statement.order_by(Task.due_on, Task.done_at.is_not(None), Task.id).limit(MOST)))


def late_tasks(*, on: date) -> list[Task]:
    """Return the tasks to do whose day has passed, the oldest first."""
    statement = select(Task).options(joinedload(Task.company)).where(Task.done_at.is_(None), Task.due_on < on)
    return list(db.session.scalars(statement.order_by(Task.due_on, Task.id).limit(MOST)))


def tasks_of(company: Company) -> list[Task]:
    """Return the tasks for a company, those to do first."""
    statement = select(Task).options(joinedload(Task.company)).where(Task.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Task.done_at.is_not(None), Task.due_on, Task.id).limit(50)))


def task_count(*, until: date) -> int:
    """Return how many tasks are to be done by a day."""
    statement = select(func.count()).select_from(Task).where(Task.done_at.is_(None), Task.due_on <= until)
    return db.session.scalar(statement) or 0


def opening_days(company_id: int) -> list[OpeningDay]:
    """Return when a company receives visitors, day by day; empty when nobody noted it."""
    statement = select(OpeningDay).where(OpeningDay.company_id == company_id).order_by(OpeningDay.weekday)
    return list(db.session.scalars(statement))


def hours_of(company_id: int) -> tuple[Hours, ...]:
    """Return the same as values."""
    return tuple(Hours(each.weekday, _windows(each)) for each in opening_days(company_id))


def _windows(day: OpeningDay) -> tuple[tuple[time, time], ...]:
    """Return the windows of a day that are used."""
    pairs = ((day.opens, day.closes), (day.reopens, day.closes_again))
    return tuple((opens, closes) for opens, closes in pairs if opens is not None and closes is not None)


def slot_of(appointment: Appointment) -> Slot:
    """Return the stretch of time that an appointment takes, and where."""
    spot = spot_of(appointment.company, remote=not appointment.is_visit)
    return Slot(appointment.id, appointment.starts_at, appointment.ends_at, spot, appointment.purpose)


def spot_of(company: Company, *, remote: bool) -> Spot:
    """Return where one has to be to meet a company."""
    place = Place(*company.position.degrees) if company.position is not None else None
    return Spot(company.id, company.postcode, company.city, remote=remote, place=place)


def trouble_with(wanted: Slot, *, salesperson_id: int | None) -> Trouble:
    """Return what stands against a slot in somebody's agenda, and whether the company is closed then."""
    day = local_date(wanted.starts)
    begins, ends = day_bounds(day, day)
    statement = _with_company().where(Appointment.starts_at >= begins, Appointment.starts_at < ends)
    statement = statement.where(Appointment.state.in_(OPEN), _held_by(salesperson_id))
    others = [slot_of(each) for each in db.session.scalars(statement)]
    closed = not wanted.spot.remote and not is_open(hours_of(wanted.spot.company_id), wanted.starts, wanted.ends)
    return Trouble(clashes(wanted, others), closed)


def troubles(found: Sequence[Appointment]) -> dict[int, Trouble]:
    """Return the trouble of each open appointment that has any, by id: asked for all at once."""
    standing = [each for each in found if each.is_open]
    if not standing:
        return {}
    begins, ends = day_bounds(min(each.on for each in standing), max(each.on for each in standing))
    statement = _with_company().where(Appointment.starts_at >= begins, Appointment.starts_at < ends)
    others = list(db.session.scalars(statement.where(Appointment.state.in_(OPEN))))
    weeks = _weeks_of({each.company_id for each in standing})
    seen: dict[int, Trouble] = {}
    for each in standing:
        wanted = slot_of(each)
        same_day = [other for other in others if other.on == each.on]
        near = [slot_of(one) for one in same_day if one.salesperson_id in {None, each.salesperson_id}]
        closed = not wanted.spot.remote and not is_open(weeks.get(each.company_id, ()), wanted.starts, wanted.ends)
        seen[each.id] = Trouble(clashes(wanted, near), closed)
    return {appointment_id: trouble for appointment_id, trouble in seen.items() if trouble}


def _weeks_of(companies: set[int]) -> dict[int, list[Hours]]:
    """Return the opening hours of companies, by company; those that nobody noted are missing."""
    statement = select(OpeningDay).where(OpeningDay.company_id.in_(companies)).order_by(OpeningDay.weekday)
    found: dict[int, list[Hours]] = {}
    for each in db.session.scalars(statement):
        found.setdefault(each.company_id, []).append(Hours(each.weekday, _windows(each)))
    return found


def _held_by(salesperson_id: int | None) -> ColumnElement[bool]:
    """Return what is in one person's agenda; what is in nobody's is in everybody's."""
    return or_(Appointment.salesperson_id == salesperson_id, Appointment.salesperson_id.is_(None))


def _with_company() -> Select:  # type: ignore[type-arg]  # SQLAlchemy 2.0 and 2.1 count its arguments differently
    statement = select(Appointment).options(joinedload(Appointment.company))
    return statement.order_by(Appointment.starts_at, Appointment.id)
