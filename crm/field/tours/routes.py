"""Tours on screen: the list, a new one, one laid out beside its best, its road book."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.field.mileage import EMISSIONS_SOURCE, newest_scale
from crm.field.tours import forms, queries, use_cases
from crm.field.tours.models import Layout, Tour
from crm.field.tours.rules.distances import Place
from crm.field.tours.rules.solving import MOST_VISITS, solve
from crm.field.tours.use_cases import StopData, TourData
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.papers.render import render_roadbook
from crm.people.access import Permission, allowed, here, the_workspace
from crm.places.gazetteer import CREDITS
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company, Stage
from crm.web.forms import ActForm, HouseForm
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("tours", __name__, url_prefix="/w/<int:workspace_id>/tours")
announce(Entry(N_("Clients"), 26, "tours.index", N_("Tournées"), "route", Permission.READ))
FARTHEST_KM = 500


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The tours, the latest first."""
    return page("field/tours/list.html", tours=queries.tours())


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """A tour to plan, with the companies around a place."""
    return _new(forms.blank_tour(start=request.args.get("near", "")))


@blueprint.post("/")
@allowed(Permission.SELL)
def create() -> ResponseReturnValue:
    """Plan a tour."""
    form = forms.TourForm()
    chosen = [each for each in (companies.company_by_id(key) for key in form.company_ids.data or []) if each]
    if form.validate():
        with form.refusals():
            tour = perform(here(), use_cases.plan_tour, _tour_data(form), chosen)
            return turn_to(".detail", tour_id=tour.id)
    return _new(form)


@blueprint.get("/<int:tour_id>")
@allowed(Permission.READ)
def detail(tour_id: int) -> ResponseReturnValue:
    """A tour: map, days in time, the same laid out otherwise, the best one."""
    return _detail(_tour(tour_id))


@blueprint.get("/<int:tour_id>/stops/<int:company_id>")
@allowed(Permission.SELL)
def stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """A visit of a tour, to be changed."""
    tour, company = _tour(tour_id), _company(company_id)
    return _stop(tour, company, None)


@blueprint.post("/<int:tour_id>/stops/<int:company_id>")
@allowed(Permission.SELL)
def change_stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """Change a visit."""
    tour, company, form = _tour(tour_id), _company(company_id), forms.StopForm()
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
    return turn_to(".detail", tour_id=tour_id) if form.accepted() else _stop(_tour(tour_id), company, form)


@blueprint.post("/<int:tour_id>/stops/<int:company_id>/remove")
@allowed(Permission.SELL)
def remove_stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """Take a company out of a tour."""
    tour, company, form = _tour(tour_id), _company(company_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.remove_stop, tour, company)
    return _turn(form, tour_id)


@blueprint.post("/<int:tour_id>/stops/<int:company_id>/move")
@allowed(Permission.SELL)
def move_stop(tour_id: int, company_id: int) -> ResponseReturnValue:
    """Put a visit into a day (from 1), at a place (from 1), or take it out of all days (0)."""
    tour, company, form = _tour(tour_id), _company(company_id), forms.MoveForm()
    if form.validate():
        day = form.day.data - 1 if form.day.data else None
        rank = form.rank.data - 1 if form.rank.data else MOST_VISITS
        with form.refusals():
            perform(here(), use_cases.move_stop, tour, company, day=day, rank=rank)
    return _turn(form, tour_id)


@blueprint.post("/<int:tour_id>/layout")
@allowed(Permission.SELL)
def lay_out(tour_id: int) -> ResponseReturnValue:
    """Lay a tour out in a way that is taught, or as it was computed."""
    tour, form = _tour(tour_id), forms.LayoutForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.lay_out, tour, form.layout.data)
    return _turn(form, tour_id)


@blueprint.post("/<int:tour_id>/optimise")
@allowed(Permission.SELL)
def optimise(tour_id: int) -> ResponseReturnValue:
    """Compute the best tour, before anybody waits at the door; then keep it."""
    tour, form = _tour(tour_id), ActForm()
    if form.validate():
        with form.refusals():
            problem = queries.problem_of(tour)
            perform(here(), use_cases.keep_proposal, tour, problem, solve(problem.instance))
    return _turn(form, tour_id)


@blueprint.post("/<int:tour_id>/accept")
@allowed(Permission.SELL)
def accept(tour_id: int) -> ResponseReturnValue:
    """Put a tour on record."""
    tour, form = _tour(tour_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.accept_tour, tour)
    return _turn(form, tour_id, gettext("Tournée validée."))


@blueprint.post("/<int:tour_id>/reopen")
@allowed(Permission.SELL)
def reopen(tour_id: int) -> ResponseReturnValue:
    """Let a tour change again."""
    tour, form = _tour(tour_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.reopen_tour, tour)
    return _turn(form, tour_id)


@blueprint.get("/<int:tour_id>/roadbook.pdf")
@allowed(Permission.READ)
def roadbook(tour_id: int) -> ResponseReturnValue:
    """The tour on paper."""
    tour, workspace = _tour(tour_id), the_workspace()
    sources = gettext("Communes : %(credits)s.", credits=CREDITS)
    book = queries.roadbook_of(tour, company=workspace.company_name, sources=sources)
    printed = render_roadbook(book, made_at=opening_of(tour.planned_on))
    headers = {"Content-Disposition": f'inline; filename="tournee-{tour.id}.pdf"'}
    return Response(printed, mimetype="application/pdf", headers=headers)


def _new(form: forms.TourForm) -> ResponseReturnValue:
    """Return the page of a new tour; the companies are those around the place asked for, of the stage asked for."""
    near = request.args.get("near", "") or form.start.data or ""
    found = queries.located(near) if near else None
    words = request.args.get("stage", "")
    stage = next((each for each in Stage if each.value == words), None)
    within = request.args.get("within", "")
    listed = queries.candidates(
        Place(*found.degrees) if found else None,
        search=request.args.get("q", ""),
        stage=stage,
        within_km=min(int(within), FARTHEST_KM) if within.isascii() and within.isdigit() else 0,
    )
    return page(
        "field/tours/new.html",
        form=form,
        candidates=listed,
        near=near,
        unknown=bool(near) and found is None,
        chosen=set(form.company_ids.data or ()),
        stages=[(each.value, gettext(each.label)) for each in Stage],
        most=MOST_VISITS,
        status=form.status,
    )


def _stop(tour: Tour, company: Company, form: forms.StopForm | None) -> ResponseReturnValue:
    """Return the page of a visit, with the form that was refused if there is one."""
    found = next((each for each in tour.stops if each.company_id == company.id), None) or abort(404)
    shown = form or forms.filled_stop(tour, found)
    return page("field/tours/stop.html", tour=tour, stop=found, form=shown, status=shown.status)


def _detail(tour: Tour, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the page of a tour, with the form that was refused if there is one."""
    return page(
        "field/tours/detail.html",
        tour=tour,
        board=queries.board_of(tour),
        form=refused or ActForm(formdata=None),
        Layout=Layout,
        taught=forms.TAUGHT,
        clock=forms.clock,
        in_cents=queries.in_cents,
        credits=CREDITS,
        scale_source=newest_scale().source,
        emissions_source=EMISSIONS_SOURCE,
        today=the_workspace().today,
        status=refused.status if refused else 200,
    )


def _tour_data(form: forms.TourForm) -> TourData:
    """Return what was typed about a tour."""
    return TourData(
        title=form.title.data or "",
        first_day=form.first_day.data,  # type: ignore[arg-type]
        start=form.start.data or "",
        end=form.end.data or "",
        day_count=form.day_count.data,
        day_starts=form.day_starts.data,  # type: ignore[arg-type]
        day_ends=form.day_ends.data,  # type: ignore[arg-type]
        lunch_minutes=form.lunch_minutes.data or 0,
        visit_minutes=form.visit_minutes.data or 0,
        visit_value=form.visit_value.data,  # type: ignore[arg-type]
        hours=form.hours.data,
        car_power=form.car_power.data,
        car_yearly_km=form.car_yearly_km.data or 0,
        car_electric=bool(form.car_electric.data),
        pattern=form.pattern.data,
    )


def _turn(form: HouseForm, tour_id: int, done: str = "") -> ResponseReturnValue:
    """Go back to a tour, or say there what was refused."""
    if not form.accepted():
        return _detail(_tour(tour_id), form)
    if done:
        flash(done, "success")
    return turn_to(".detail", tour_id=tour_id)


def _tour(tour_id: int) -> Tour:
    """Find a tour or answer 404."""
    return queries.tour_by_id(tour_id) or abort(404)


def _company(company_id: int) -> Company:
    """Find a company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)
