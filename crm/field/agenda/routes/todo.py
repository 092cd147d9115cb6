"""What is to be done, and when customers are open, on screen."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.field.agenda import queries, use_cases
from crm.field.agenda.forms import ENDS, WEEKDAYS, HoursForm, TaskForm
from crm.field.agenda.models import OpeningDay
from crm.field.agenda.routes.board import blueprint, day_of_the_url
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to


@blueprint.get("/agenda/tasks/new")
@allowed(Permission.SELL)
def new_task() -> ResponseReturnValue:
    """A task to fill in."""
    return _task_page(TaskForm(formdata=None, data={"due_on": day_of_the_url(the_workspace().today)}))


@blueprint.post("/agenda/tasks/new")
@allowed(Permission.SELL)
def create_task() -> ResponseReturnValue:
    """Create the task; the address says for which company, if for one."""
    form = TaskForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.create_task,
                title=form.title.data or "",
                due_on=form.due_on.data,  # type: ignore[arg-type]  # required
                notes=form.notes.data or "",
                company=_company_of_the_url(),
            )
    if form.accepted():
        return turn_to(".index", view="day", day=form.due_on.data)
    return _task_page(form)


@blueprint.post("/tasks/<int:task_id>/done")
@allowed(Permission.SELL)
def finish_task(task_id: int) -> ResponseReturnValue:
    """Note that a task is done."""
    task, form = queries.task_by_id(task_id) or abort(404), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.finish_task, task)
    return turn_to(".index", view="day", day=task.due_on)


@blueprint.get("/companies/<int:company_id>/hours")
@allowed(Permission.READ)
def hours(company_id: int) -> ResponseReturnValue:
    """When a company receives visitors."""
    company = _company(company_id)
    known = {
        f"day{each.weekday}_{end}": getattr(each, end) for each in queries.opening_days(company.id) for end in ENDS
    }
    return _hours_page(company, HoursForm(formdata=None, data=known))


@blueprint.post("/companies/<int:company_id>/hours")
@allowed(Permission.SELL)
def note_hours(company_id: int) -> ResponseReturnValue:
    """Note them."""
    company, form = _company(company_id), HoursForm()
    if form.validate() and form.complete():
        with form.refusals():
            perform(here(), use_cases.note_opening_hours, company, week=form.windows())
    if form.accepted():
        return turn_to(".hours", company_id=company_id)
    return _hours_page(_company(company_id), form)


def _hours_page(company: Company, form: HoursForm) -> ResponseReturnValue:
    days = [(str(name), [form[f"day{day}_{end}"] for end in ENDS]) for day, name in enumerate(WEEKDAYS)]
    known: list[OpeningDay] = queries.opening_days(company.id)
    return page("field/agenda/hours.html", company=company, form=form, days=days, known=bool(known), status=form.status)


def _task_page(form: TaskForm) -> ResponseReturnValue:
    today = the_workspace().today
    return page("field/agenda/task.html", form=form, company=_company_of_the_url(), today=today, status=form.status)


def _company_of_the_url() -> Company | None:
    """Return the company for which the address says the task is; an unknown one is 404."""
    company_id = request.args.get("company", type=int)
    return None if company_id is None else _company(company_id)


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)
