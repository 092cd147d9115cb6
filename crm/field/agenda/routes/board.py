"""The agenda as a whole: day, week, month and list, and a file for other programs."""

from __future__ import annotations

from datetime import date, time, timedelta

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.field.agenda import queries
from crm.field.agenda.forms import WEEKDAYS
from crm.field.agenda.models import CANCELLED, CONFIRMED, HELD, Appointment, Task
from crm.field.agenda.rules.calendars import Dated, Due, calendar_of, uid_of
from crm.field.agenda.rules.slots import instant, month_of, week_of
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, the_workspace
from crm.web.forms import ActForm
from crm.web.navigation import Action, Entry, Tab, announce, announce_action, announce_tab
from crm.web.pages import page

blueprint = Blueprint("agenda", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Terrain"), 32, "agenda.index", N_("Agenda"), "calendar", Permission.READ))
announce_tab(Tab(Appointment.kind, 10, "agenda.detail", N_("Rendez-vous"), "appointment_id", "agenda.index"))
announce_action(Action("company", 15, "agenda.new", N_("Prendre rendez-vous"), "calendar-plus", "company_id"))
DAY, WEEK, MONTH, LIST = "day", "week", "month", "list"
VIEWS = {DAY: N_("Jour"), WEEK: N_("Semaine"), MONTH: N_("Mois"), LIST: N_("Liste")}
LIST_DAYS = 30
EXPORTED_DAYS = 60
FIRST_DAY, LAST_DAY = date(1901, 1, 1), date(2198, 12, 31)
CALENDAR_FILE = "text/calendar"


def _waiting(today: date) -> Count:
    """Count what the agenda holds for the day: appointments, and tasks due; late are those of the days before."""
    late = queries.unsettled_count(before=instant(today, time())) + len(queries.late_tasks(on=today))
    return Count(late + queries.open_count(today) + len(_to_do(today)), late)


def _to_do(today: date) -> list[Task]:
    return [each for each in queries.tasks_due(today, today) if not each.is_done]


announce_waiting(Waiting(20, "agenda.index", N_("Agenda du jour"), icon="calendar", count=_waiting))


@blueprint.get("/agenda/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The agenda: a day, a week, a month, or a list; the state lives in the URL."""
    today = the_workspace().today
    view, day = request.args.get("view", WEEK), day_of_the_url(today)
    view = view if view in VIEWS else WEEK
    first, last = _bounds(view, day)
    found = queries.days(first, last)
    booked = [each for plan in found for each in plan.appointments]
    return page(
        "field/agenda/index.html",
        view=view,
        views=[(name, gettext(label)) for name, label in VIEWS.items()],
        day=day,
        today=today,
        days=found,
        weeks=[[plan for plan in found if plan.day in week] for week in month_of(day)] if view == MONTH else [],
        weekdays=[str(each) for each in WEEKDAYS],
        earlier=_step(view, day, -1),
        later=_step(view, day, 1),
        late=queries.late_tasks(on=today),
        troubles=queries.troubles(booked),
        ways=queries.ways(booked),
        act_form=ActForm(formdata=None),
    )


@blueprint.get("/agenda/calendar.ics")
@allowed(Permission.READ)
def calendar() -> ResponseReturnValue:
    """The agenda as a file for another program (RFC 5545): two months back, and everything to come."""
    since = the_workspace().today - timedelta(days=EXPORTED_DAYS)
    found = queries.exported(since=since)
    due = queries.tasks_due(since, since + timedelta(days=2 * EXPORTED_DAYS))
    name = gettext("Agenda de %(company)s", company=the_workspace().company_name)
    return _file(name, found, due)


@blueprint.get("/appointments/<int:appointment_id>/calendar.ics")
@allowed(Permission.READ)
def one_calendar(appointment_id: int) -> ResponseReturnValue:
    """One appointment as a file for another program."""
    appointment = found_appointment(appointment_id)
    return _file(appointment.purpose, [appointment], [])


def day_of_the_url(today: date) -> date:
    """Return the day that the address names, else today."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return day if FIRST_DAY <= day <= LAST_DAY else today


def found_appointment(appointment_id: int) -> Appointment:
    """Find the appointment or answer 404."""
    return queries.appointment_by_id(appointment_id) or abort(404)


def _bounds(view: str, day: date) -> tuple[date, date]:
    """Return the first and the last day that a view shows."""
    if view == MONTH:
        weeks = month_of(day)
        return weeks[0][0], weeks[-1][-1]
    if view == WEEK:
        return week_of(day)[0], week_of(day)[-1]
    return day, day + timedelta(days=LIST_DAYS - 1) if view == LIST else day


def _step(view: str, day: date, way: int) -> date:
    """Return the day on which the view before (-1) or after (1) stands."""
    if view == MONTH:
        first = day.replace(day=1)
        return (first - timedelta(days=1)).replace(day=1) if way < 0 else (first + timedelta(days=32)).replace(day=1)
    return day + way * timedelta(days={DAY: 1, WEEK: 7, LIST: LIST_DAYS}[view])


def _file(name: str, found: list[Appointment], due: list[Task]) -> ResponseReturnValue:
    """Return a calendar's file."""
    text = calendar_of(name, [_dated(each) for each in found], [_due(each) for each in due], stamp=the_workspace().now)
    headers = {"Content-Disposition": 'attachment; filename="agenda.ics"'}
    return Response(text, mimetype=CALENDAR_FILE, headers=headers)


def _dated(each: Appointment) -> Dated:
    return Dated(
        uid=uid_of(each.kind, each.workspace_id, each.id),
        starts=each.starts_at,
        ends=each.ends_at,
        summary=f"{each.company.legal_name} – {each.purpose}",
        place=each.place,
        notes=each.contact_name,
        sequence=each.version,
        confirmed=each.state in {CONFIRMED, HELD},
        cancelled=each.state is CANCELLED,
    )


def _due(task: Task) -> Due:
    return Due(
        uid=uid_of(task.kind, task.workspace_id, task.id),
        on=task.due_on,
        summary=task.title if task.company is None else f"{task.company.legal_name} – {task.title}",
        notes=task.notes,
        done=task.is_done,
    )
