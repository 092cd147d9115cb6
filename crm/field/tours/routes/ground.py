"""What the pages of tours share: where they hang, how one is found and shown."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, request
from flask.typing import ResponseReturnValue

from crm.config import Settings
from crm.field.mileage import EMISSIONS_SOURCE, newest_scale
from crm.field.tours import forms, queries
from crm.field.tours.jobs import SEARCHES, Search
from crm.field.tours.models import Layout, Tour
from crm.field.tours.rules.solving import is_quick
from crm.kernel.clock import PARIS
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.people.access import Permission, allowed, the_workspace
from crm.places.gazetteer import CREDITS
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.forms import LinkForm, link_form
from crm.web.forms import ActForm, HouseForm
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("tours", __name__, url_prefix="/w/<int:workspace_id>/tours")
announce(Entry(N_("Terrain"), 33, "tours.index", N_("Tournées"), "route", Permission.READ))
HOUR = 60


@blueprint.get("/<int:tour_id>")
@allowed(Permission.READ)
def detail(tour_id: int) -> ResponseReturnValue:
    """A tour: map, days in time, the same laid out otherwise, the best one."""
    return shown(found_tour(tour_id))


def shown(tour: Tour, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the page of a tour, with the form that was refused if there is one."""
    asked = request.args.get("compare", "")
    board = queries.board_of(tour, compared=next((each for each in forms.TAUGHT if each.value == asked), None))
    workspace = the_workspace()
    now = workspace.now.astimezone(PARIS)
    return page(
        "field/tours/detail.html",
        tour=tour,
        board=board,
        running=_running(tour, quick=is_quick(board.problem.instance)),
        service=road_service(),
        form=refused or ActForm(formdata=None),
        replan=refused if isinstance(refused, forms.ReplanForm) else forms.blank_replan(tour, now),
        tied=plans.action_by_id(tour.sales_action_id) if tour.sales_action_id else None,
        link_form=refused if isinstance(refused, LinkForm) else link_form(tour.sales_action_id),
        Layout=Layout,
        taught=forms.TAUGHT,
        clock=forms.clock,
        in_cents=queries.in_cents,
        money_of=Money,
        credits=CREDITS,
        scale_source=newest_scale().source,
        emissions_source=EMISSIONS_SOURCE,
        today=workspace.today,
        status=refused.status if refused else 200,
    )


def turn(form: HouseForm, tour_id: int, done: str = "") -> ResponseReturnValue:
    """Go back to a tour, or say there what was refused."""
    if not form.accepted():
        return shown(found_tour(tour_id), form)
    if done:
        flash(done, "success")
    return turn_to(".detail", tour_id=tour_id)


def found_tour(tour_id: int) -> Tour:
    """Find a tour or answer 404."""
    return queries.tour_by_id(tour_id) or abort(404)


def found_company(company_id: int) -> Company:
    """Find a company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)


def road_service() -> str:
    """Return the address of the centre's road service, or "" where there is none."""
    settings: Settings = current_app.extensions["settings"]
    return settings.road_service


def _running(tour: Tour, *, quick: bool) -> Search | None:
    """Return the search for the best tour that goes on, if one does."""
    if quick or not tour.is_draft:
        return None
    found = SEARCHES.under_way(current_app, workspace_id=the_workspace().id)
    return next((each for each in found if each.tour_id == tour.id), None)
