"""One visit of a tour on screen: changed, moved, locked, taken out."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.field.tours import forms, use_cases
from crm.field.tours.models import Tour
from crm.field.tours.routes.ground import blueprint, found_company, found_tour, turn
from crm.field.tours.rules.solving import MOST_VISITS
from crm.field.tours.use_cases import StopData
from crm.people.access import Permission, allowed, here
from crm.prospecting.companies.models import Company
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to


@blueprint.get("/<int:tour_id>/stops/<int:company_id>")
@allowed(Permission.SELL)
def stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """A visit of a tour, to be changed."""
    tour, company = found_tour(tour_id), found_company(company_id)
    return _stop(tour, company, None)


@blueprint.post("/<int:tour_id>/stops/<int:company_id>")
@allowed(Permission.SELL)
def change_stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """Change a visit."""
    tour, company, form = found_tour(tour_id), found_company(company_id), forms.StopForm()
    if form.validate():
        data = StopData(
            minutes=form.minutes.data or 0,
            value=form.value.data,  # type: ignore[arg-type]
            windows=form.windows,
            closed=tuple(form.closed.data or ()),
            required=bool(form.required.data),
            fixed_on=form.fixed_on.data,
            fixed_at=form.fixed_at.data if form.fixed_at.data is not None else tour.day_starts,  # type: ignore[arg-type]
        )
        with form.refusals():
            perform(here(), use_cases.change_stop, tour, company, data)
    return turn_to(".detail", tour_id=tour_id) if form.accepted() else _stop(found_tour(tour_id), company, form)


@blueprint.post("/<int:tour_id>/stops/<int:company_id>/remove")
@allowed(Permission.SELL)
def remove_stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """Take a company out of a tour."""
    tour, company, form = found_tour(tour_id), found_company(company_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.remove_stop, tour, company)
    return turn(form, tour_id)


@blueprint.post("/<int:tour_id>/stops/<int:company_id>/move")
@allowed(Permission.SELL)
def move_stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """Put a visit into a day (from 1), at a place (from 1), or take it out of all days (0)."""
    tour, company, form = found_tour(tour_id), found_company(company_id), forms.MoveForm()
    if form.validate():
        day = form.day.data - 1 if form.day.data else None
        rank = form.rank.data - 1 if form.rank.data else MOST_VISITS
        with form.refusals():
            perform(here(), use_cases.move_stop, tour, company, day=day, rank=rank)
    return turn(form, tour_id)


@blueprint.post("/<int:tour_id>/stops/<int:company_id>/lock")
@allowed(Permission.SELL)
def lock_stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """Keep a visit on its day, or let it go."""
    tour, company, form = found_tour(tour_id), found_company(company_id), forms.LockForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.lock_stop, tour, company, locked=bool(form.locked.data))
    return turn(form, tour_id)


def _stop(tour: Tour, company: Company, form: forms.StopForm | None) -> ResponseReturnValue:
    """Return the page of a visit, with the form that was refused if there is one."""
    found = next((each for each in tour.stops if each.company_id == company.id), None) or abort(404)
    shown = form or forms.filled_stop(tour, found)
    return page("field/tours/stop.html", tour=tour, stop=found, form=shown, status=shown.status)
