"""Planning a tour on screen: the list, a new one, companies added, road times asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.field.tours import forms, queries, use_cases
from crm.field.tours.models import Tour
from crm.field.tours.routes.ground import blueprint, found_tour, road_service, turn
from crm.field.tours.rules.distances import Place
from crm.field.tours.rules.drawing import draw
from crm.field.tours.rules.measured import Measured, measured
from crm.field.tours.rules.solving import MOST_VISITS
from crm.field.tours.use_cases import TourData
from crm.people.access import Permission, allowed, here, person, the_workspace
from crm.places.positions import MICRO
from crm.places.road_service import NoRoads, table_between
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company, Stage
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.use_cases import carrying_out
from crm.prospecting.segments import queries as segments
from crm.prospecting.segments.models import Segment
from crm.prospecting.segments.rules import parsing
from crm.web.forms import ActForm, HouseForm
from crm.web.pages import page, turn_to

FARTHEST_KM = 500
MOST_WEEKS = 520


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The tours, the latest first."""
    return page("field/tours/list.html", tours=queries.tours())


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """A tour to plan, with the companies around a place."""
    form = forms.blank_tour(start=request.args.get("near", ""))
    form.sales_action.data = request.args.get("sales_action", forms.NO_ACTION, type=int)
    return _new(form)


@blueprint.post("/")
@allowed(Permission.SELL)
def create() -> ResponseReturnValue:
    """Plan a tour."""
    form = forms.TourForm()
    chosen = _chosen(form.company_ids.data)
    if form.validate():
        with form.refusals():
            ends = [found for text in (form.start.data, form.end.data) if (found := _located(text or ""))]
            roads = _roads(ends, chosen)
            action = plans.action_by_id(form.sales_action.data)
            planned = carrying_out(action, use_cases.plan_tour)
            tour = perform(here(), planned, _tour_data(form), chosen, roads=roads)
            return turn_to(".detail", tour_id=tour.id)
    return _new(form)


@blueprint.get("/<int:tour_id>/stops")
@allowed(Permission.SELL)
def choose(tour_id: int) -> ResponseReturnValue:
    """More companies for a tour."""
    return _choose(found_tour(tour_id), forms.StopsForm(formdata=None))


@blueprint.post("/<int:tour_id>/stops")
@allowed(Permission.SELL)
def add_stops(tour_id: int) -> ResponseReturnValue:
    """Add companies to a tour."""
    tour, form = found_tour(tour_id), forms.StopsForm()
    chosen = _chosen(form.company_ids.data)
    if form.validate():
        with form.refusals():
            roads = _roads(_ends(tour), [*(each.company for each in tour.stops), *chosen])
            perform(here(), use_cases.add_stops, tour, chosen, roads=roads)
    return turn_to(".detail", tour_id=tour_id) if form.accepted() else _choose(found_tour(tour_id), form)


@blueprint.post("/<int:tour_id>/roads")
@allowed(Permission.SELL)
def measure(tour_id: int) -> ResponseReturnValue:
    """Ask the centre's road service for the legs of a tour anew."""
    tour, form = found_tour(tour_id), ActForm()
    roads = _roads(_ends(tour), [each.company for each in tour.stops])
    if form.validate() and roads is not None:
        with form.refusals():
            perform(here(), use_cases.note_roads, tour, roads)
    return turn(form, tour_id)


def _roads(ends: Sequence[Place], chosen: Sequence[Company]) -> Measured | None:
    """Return what the road service says of some places; nothing is asked where the centre named none.

    Where it does not answer, estimates do, and the page says so.
    """
    service = road_service()
    places = [*ends, *(Place(*each.position.degrees) for each in chosen if each.position is not None)]
    places = list(dict.fromkeys(places))
    if not service or len(places) < 2:  # noqa: PLR2004  (one place has no legs)
        return None
    try:
        seconds, metres = table_between(service, places)
    except NoRoads:
        flash(gettext("Le service d’itinéraires ne répond pas : les trajets restent estimés."), "warning")
        return None
    return measured(urlsplit(service).hostname or service, places, seconds, metres)


def _ends(tour: Tour) -> list[Place]:
    """Return where a tour starts and ends."""
    return [
        Place(tour.start_latitude / MICRO, tour.start_longitude / MICRO),
        Place(tour.end_latitude / MICRO, tour.end_longitude / MICRO),
    ]


def _located(text: str) -> Place | None:
    """Return where a typed postcode and town are."""
    found = queries.located(text) if text.strip() else None
    return Place(*found.degrees) if found is not None else None


def _chosen(ids: Sequence[int] | None) -> list[Company]:
    """Return the companies that were ticked."""
    return [each for each in (companies.company_by_id(key) for key in ids or []) if each is not None]


def _new(form: forms.TourForm) -> ResponseReturnValue:
    """Return the page of a new tour; the companies are those around the place asked for, of the stage asked for."""
    near = request.args.get("near", "") or form.start.data or ""
    return page("field/tours/new.html", form=form, most=MOST_VISITS, status=form.status, **_choice(form, near))


def _choose(tour: Tour, form: forms.StopsForm) -> ResponseReturnValue:
    """Return the page on which companies are added to a tour: those that are not in it yet."""
    there = {each.company_id for each in tour.stops}
    found = _choice(form, request.args.get("near", "") or tour.start_name, there)
    left = MOST_VISITS - len(there)
    return page("field/tours/stops.html", tour=tour, form=form, most=left, status=form.status, **found)


def _choice(form: HouseForm, near: str, without: set[int] | None = None) -> dict[str, object]:
    """Return what a page on which companies are chosen shows: those that the address asks for, on a list and a map."""
    found = _located(near)
    words = request.args.get("stage", "")
    weeks = _count("weeks", MOST_WEEKS)
    kept = segments.segments(for_person=person().id)
    segment = next((each for each in kept if str(each.id) == request.args.get("segment")), None)
    listed = queries.candidates(
        found,
        search=request.args.get("q", ""),
        stage=next((each for each in Stage if each.value == words), None),
        within_km=_count("within", FARTHEST_KM),
        unseen_since=_weeks_ago(weeks) if weeks else None,
        among=frozenset(_of(segment)) if segment is not None else None,
    )
    listed = [each for each in listed if each.company.id not in (without or set())]
    spots = queries.spots_of(listed)
    middle = found or (listed[0].place if listed else None)
    return {
        "candidates": listed,
        "near": near,
        "unknown": bool(near) and found is None,
        "chosen": set(form["company_ids"].data or ()),
        "segments": [(str(each.id), each.name) for each in kept],
        "stages": [(each.value, gettext(each.label)) for each in Stage],
        "spots": spots,
        "drawing": draw(middle, middle, tuple(each.place for each in spots), queries.towns())
        if middle is not None
        else None,
    }


def _of(segment: Segment) -> list[int]:
    """Return whose records a segment holds today."""
    return segments.ids(parsing.read(segment.expression), today=the_workspace().today)


def _count(name: str, most: int) -> int:
    """Return a whole number of the address, 0 where there is none."""
    text = request.args.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdigit() else 0


def _weeks_ago(weeks: int) -> date:
    """Return the day so many weeks before today."""
    return the_workspace().today - timedelta(weeks=weeks)


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
