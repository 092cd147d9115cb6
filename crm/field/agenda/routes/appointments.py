"""One appointment on screen: booked, confirmed, moved, cancelled, held."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.field.agenda import queries, use_cases
from crm.field.agenda.forms import NOBODY, AppointmentForm, CancelForm, MoveForm
from crm.field.agenda.models import Appointment
from crm.field.agenda.queries import Obtained
from crm.field.agenda.routes.board import blueprint, day_of_the_url, found_appointment
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company, Contact
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.forms import LinkForm, link_form
from crm.prospecting.sales_actions.use_cases import carrying_out, link_activity
from crm.web.forms import ActForm, HouseForm, with_refused
from crm.web.navigation import actions_of, tabs_of
from crm.web.pages import page, turn_to

USUAL_MINUTES = 60


@blueprint.get("/companies/<int:company_id>/appointments/new")
@allowed(Permission.SELL)
def new(company_id: int) -> ResponseReturnValue:
    """An appointment to fill in; with the call that obtained it, as it was agreed."""
    typed: dict[str, object] = {"minutes": USUAL_MINUTES, "on": day_of_the_url(the_workspace().today)}
    found = _obtained_of_the_url(company_id)
    if found is not None:
        typed |= {"on": found.starts.date(), "at": found.starts.time(), "place": found.call.appointment_place}
        typed["purpose"] = gettext("Rendez-vous obtenu au téléphone")
    return _booking(_company(company_id), AppointmentForm(formdata=None, data=typed))


@blueprint.post("/companies/<int:company_id>/appointments/new")
@allowed(Permission.SELL)
def book(company_id: int) -> ResponseReturnValue:
    """Book the appointment."""
    company, form, booked = _company(company_id), AppointmentForm(), None
    found = _obtained_of_the_url(company_id)
    people = companies.contacts_of(company)
    form.contact.choices = _people(people)
    if form.validate():
        with form.refusals():
            booked = perform(
                here(),
                carrying_out(plans.action_by_id(form.sales_action.data), use_cases.book_appointment),
                company,
                purpose=form.purpose.data or "",
                meeting=form.meeting.data,
                contact=next((each for each in people if each.id == form.contact.data), None),
                on=form.on.data,  # type: ignore[arg-type]  # required
                at=form.at.data,  # type: ignore[arg-type]
                minutes=form.minutes.data or 0,
                place=form.place.data or "",
                despite_clashes=bool(form.despite_clashes.data),
                call=found.call if found is not None else None,
            )
    if booked is not None:
        flash(gettext("Rendez-vous pris."), "success")
        return turn_to(".detail", appointment_id=booked.id)
    return _booking(_company(company_id), form)


@blueprint.get("/appointments/<int:appointment_id>")
@allowed(Permission.READ)
def detail(appointment_id: int) -> ResponseReturnValue:
    """One appointment, and what can become of it."""
    return _shown(found_appointment(appointment_id))


@blueprint.post("/appointments/<int:appointment_id>/confirm")
@allowed(Permission.SELL)
def confirm(appointment_id: int) -> ResponseReturnValue:
    """Note that the customer has confirmed."""
    appointment, form = found_appointment(appointment_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.confirm_appointment, appointment)
    return _then(appointment_id, form)


@blueprint.post("/appointments/<int:appointment_id>/hold")
@allowed(Permission.SELL)
def hold(appointment_id: int) -> ResponseReturnValue:
    """Note that the appointment took place."""
    appointment, form = found_appointment(appointment_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.hold_appointment, appointment)
    return _then(appointment_id, form)


@blueprint.post("/appointments/<int:appointment_id>/move")
@allowed(Permission.SELL)
def move(appointment_id: int) -> ResponseReturnValue:
    """Move the appointment."""
    appointment, form = found_appointment(appointment_id), MoveForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.move_appointment,
                appointment,
                on=form.on.data,  # type: ignore[arg-type]  # required
                at=form.at.data,  # type: ignore[arg-type]
                minutes=form.minutes.data or 0,
                reason=form.reason.data or "",
                despite_clashes=bool(form.despite_clashes.data),
            )
    return _then(appointment_id, form)


@blueprint.post("/appointments/<int:appointment_id>/cancel")
@allowed(Permission.SELL)
def cancel(appointment_id: int) -> ResponseReturnValue:
    """Cancel the appointment."""
    appointment, form = found_appointment(appointment_id), CancelForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.cancel_appointment, appointment, reason=form.reason.data or "")
    return _then(appointment_id, form)


@blueprint.post("/appointments/<int:appointment_id>/sales-action")
@allowed(Permission.SELL)
def link(appointment_id: int) -> ResponseReturnValue:
    """Tie the appointment to the action of a plan that it carries out, or untie it."""
    appointment = found_appointment(appointment_id)
    form = link_form(appointment.sales_action_id, typed=True)
    if form.validate():
        with form.refusals():
            perform(here(), link_activity, appointment, action=plans.action_by_id(form.sales_action.data))
    return _then(appointment_id, form)


def _then(appointment_id: int, form: HouseForm) -> ResponseReturnValue:
    """Turn to the appointment's page, or show it with the form that was refused."""
    if form.accepted():
        return turn_to(".detail", appointment_id=appointment_id)
    return _shown(found_appointment(appointment_id), form)


def _shown(appointment: Appointment, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the appointment's page, with the form that was refused if there is one."""
    blank = {
        "act_form": ActForm(formdata=None),
        "move_form": MoveForm(
            formdata=None, data={"on": appointment.on, "at": appointment.starts.time(), "minutes": appointment.minutes}
        ),
        "cancel_form": CancelForm(formdata=None),
    }
    today = the_workspace().today
    return page(
        "field/agenda/detail.html",
        appointment=appointment,
        company=appointment.company,
        tabs=tabs_of(Appointment.kind, appointment.id),
        actions=actions_of(Appointment.kind, appointment.id),
        trouble=queries.troubles([appointment]).get(appointment.id),
        entries=timeline(kind=Appointment.kind, object_id=appointment.id),
        begun=appointment.on <= today,
        tied=plans.action_by_id(appointment.sales_action_id) if appointment.sales_action_id else None,
        link_form=refused if isinstance(refused, LinkForm) else link_form(appointment.sales_action_id),
        today=today,
        **with_refused(blank, refused),
        status=refused.status if refused else 200,
    )


def _booking(company: Company, form: AppointmentForm) -> ResponseReturnValue:
    """Return the page of a new appointment: its form beside what the agenda already holds."""
    form.contact.choices = _people(companies.contacts_of(company))
    day = form.on.data or day_of_the_url(the_workspace().today)
    return page(
        "field/agenda/new.html",
        company=company,
        form=form,
        plan=queries.days(day, day)[0],
        hours=queries.hours_of(company.id),
        insist=bool(form.despite_clashes.errors or form.despite_clashes.data),
        found=_obtained_of_the_url(company.id),
        today=the_workspace().today,
        status=form.status,
    )


def _people(people: Sequence[Contact]) -> list[tuple[int, str]]:
    """Return the people of a company as a list offers them."""
    return [(NOBODY, gettext("— Personne en particulier —")), *((each.id, each.label) for each in people)]


def _obtained_of_the_url(company_id: int) -> Obtained | None:
    """Return what a call obtained, if the address names one of the company that nobody took over."""
    call_id = request.args.get("call", type=int)
    found = queries.obtained_by_id(call_id) if call_id is not None else None
    return found if found is not None and found.call.company_id == company_id else None


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)
