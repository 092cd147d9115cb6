"""A tour laid out, locked, accepted, reopened, planned anew, on screen."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from crm.activity.door import perform
from crm.field.tours import forms, use_cases
from crm.field.tours.routes.ground import blueprint, found_tour, turn
from crm.people.access import Permission, allowed, here
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.forms import link_form
from crm.prospecting.sales_actions.use_cases import link_activity
from crm.web.forms import ActForm


@blueprint.post("/<int:tour_id>/layout")
@allowed(Permission.SELL)
def lay_out(tour_id: int) -> ResponseReturnValue:
    """Lay a tour out in a way that is taught, or as it was computed."""
    tour, form = found_tour(tour_id), forms.LayoutForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.lay_out, tour, form.layout.data)
    return turn(form, tour_id)


@blueprint.post("/<int:tour_id>/lock")
@allowed(Permission.SELL)
def lock_day(tour_id: int) -> ResponseReturnValue:
    """Keep a day as it is, or let it go."""
    tour, form = found_tour(tour_id), forms.DayLockForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.lock_day, tour, (form.day.data or 1) - 1, locked=bool(form.locked.data))
    return turn(form, tour_id)


@blueprint.post("/<int:tour_id>/accept")
@allowed(Permission.SELL)
def accept(tour_id: int) -> ResponseReturnValue:
    """Put a tour on record and its visits into the agenda."""
    tour, form = found_tour(tour_id), ActForm()
    visits = sum(1 for each in tour.stops if each.day is not None)
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.accept_tour, tour)
    words = ngettext(
        "Tournée validée : %(num)s visite est à l’agenda.",
        "Tournée validée : %(num)s visites sont à l’agenda.",
        visits,
    )
    return turn(form, tour_id, words)


@blueprint.post("/<int:tour_id>/reopen")
@allowed(Permission.SELL)
def reopen(tour_id: int) -> ResponseReturnValue:
    """Let a tour change again."""
    tour, form = found_tour(tour_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.reopen_tour, tour)
    return turn(form, tour_id)


@blueprint.post("/<int:tour_id>/sales-action")
@allowed(Permission.SELL)
def link(tour_id: int) -> ResponseReturnValue:
    """Tie a tour to the action of a plan that it carries out, or untie it."""
    tour = found_tour(tour_id)
    form = link_form(tour.sales_action_id, typed=True)
    if form.validate():
        with form.refusals():
            perform(here(), link_activity, tour, action=plans.action_by_id(form.sales_action.data))
    return turn(form, tour_id)


@blueprint.post("/<int:tour_id>/replan")
@allowed(Permission.SELL)
def replan(tour_id: int) -> ResponseReturnValue:
    """Let a tour go on from a moment, without the visits that were cancelled."""
    tour = found_tour(tour_id)
    form = forms.ReplanForm().offer(tour)
    gone = [each.company for each in tour.stops if each.company_id in (form.cancelled.data or [])]
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.replan_tour,
                tour,
                on=tour.dates[form.on.data],
                minute=form.minute.data,  # type: ignore[arg-type]  # required
                cancelled=gone,
            )
    return turn(form, tour_id, gettext("La suite est à recalculer : les visites faites ne bougent plus."))
