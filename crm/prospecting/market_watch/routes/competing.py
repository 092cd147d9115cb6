"""Competitors on screen: the map, the sheets, their prices beside ours, our own place."""

from __future__ import annotations

from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.market_watch import queries, rules, use_cases
from crm.prospecting.market_watch.forms import CompetitorForm, PriceForm
from crm.prospecting.market_watch.models import Competitor
from crm.prospecting.market_watch.routes.ground import View, blueprint, tabs, the_competitor
from crm.web.pages import page, turn_to

# How long a sheet is taken as fresh when it is begun.
FRESH_DAYS = 60


@blueprint.get("/competitors/")
@allowed(Permission.READ)
def competitors() -> ResponseReturnValue:
    """The competitors on a map of price and service, as a list, and their prices beside ours; filters in the URL."""
    today = the_workspace().today
    search = request.args.get("q", "")[:100]
    everybody, ours = queries.competitors(), queries.our_sheet()
    return page(
        "prospecting/market_watch/competitors.html",
        tabs=tabs(View.COMPETITORS),
        found=queries.competitor_page(search=search, stale_on=today if "stale" in request.args else None),
        everybody=everybody,
        stale=queries.stale_count(today),
        ours=ours,
        marks=queries.map_of([*everybody, *([ours] if ours else [])]),
        size=(rules.WIDTH, rules.HEIGHT, rules.MARGIN),
        prices=queries.compared_prices(),
        today=today,
    )


@blueprint.get("/competitors/new")
@allowed(Permission.SELL)
def new_competitor() -> ResponseReturnValue:
    """An empty sheet, or one with the name that the news gave."""
    begun = {"name": request.args.get("name", "")[:120], "fresh_until": the_workspace().today + timedelta(FRESH_DAYS)}
    return _form(CompetitorForm(formdata=None, data=begun), None)


@blueprint.post("/competitors/new")
@allowed(Permission.SELL)
def describe() -> ResponseReturnValue:
    """Open it."""
    form, found = CompetitorForm(), None
    if form.validate():
        with form.refusals():
            found = perform(here(), use_cases.describe_competitor, form.read())
    return turn_to(".competitor", competitor_id=found.id) if found is not None else _form(form, None)


@blueprint.get("/competitors/<int:competitor_id>")
@allowed(Permission.READ)
def competitor(competitor_id: int) -> ResponseReturnValue:
    """One sheet: who it is, what it is strong in, its prices, what was noted."""
    return _competitor(the_competitor(competitor_id))


@blueprint.get("/competitors/<int:competitor_id>/edit")
@allowed(Permission.SELL)
def edit_competitor(competitor_id: int) -> ResponseReturnValue:
    """A sheet to be brought up to date."""
    found = the_competitor(competitor_id)
    return _form(_filled(found), found)


@blueprint.post("/competitors/<int:competitor_id>/edit")
@allowed(Permission.SELL)
def update_competitor(competitor_id: int) -> ResponseReturnValue:
    """Bring it up to date."""
    found, form = the_competitor(competitor_id), CompetitorForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.update_competitor, found, form.read(), version=form.expected_version)
    if form.accepted():
        return turn_to(".competitor", competitor_id=competitor_id)
    return _form(form, the_competitor(competitor_id))


@blueprint.post("/competitors/<int:competitor_id>/prices")
@allowed(Permission.SELL)
def note_price(competitor_id: int) -> ResponseReturnValue:
    """Write down a price of theirs."""
    found, form = the_competitor(competitor_id), PriceForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.note_competitor_price,
                found,
                price=form.price.data,  # type: ignore[arg-type]
                reference=form.reference.data or "",
                wording=form.wording.data or "",
                seen_on=form.seen_on.data,
                source=form.the_source,
            )
    if form.accepted():
        return turn_to(".competitor", competitor_id=competitor_id, _anchor="prices-title")
    return _competitor(the_competitor(competitor_id), form)


@blueprint.get("/position")
@allowed(Permission.SELL)
def own_position() -> ResponseReturnValue:
    """Our own place beside our competitors."""
    return _own(None)


@blueprint.post("/position")
@allowed(Permission.SELL)
def describe_own_position() -> ResponseReturnValue:
    """Say it."""
    form = CompetitorForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.describe_own_position, form.read(), version=form.expected_version)
    return turn_to(".competitors") if form.accepted() else _own(form)


def _filled(found: Competitor) -> CompetitorForm:
    """Return the form with what a sheet says."""
    levels = {name: str(getattr(found, name) or "") for name in ("price_level", "service_level")}
    names = [each for each in CompetitorForm(formdata=None)._fields if hasattr(found, each) and each not in levels]
    said = {name: getattr(found, name) for name in names}
    return CompetitorForm(formdata=None, data=said | levels | {"version": str(found.version)})


def _own(form: CompetitorForm | None) -> ResponseReturnValue:
    """Return the page on which we say where we stand."""
    ours = queries.our_sheet()
    if form is None:
        begun = {"name": the_workspace().company_name}
        form = _filled(ours) if ours else CompetitorForm(formdata=None, data=begun)
    return page("prospecting/market_watch/own_position.html", form=form, ours=ours, status=form.status)


def _form(form: CompetitorForm, found: Competitor | None) -> ResponseReturnValue:
    """Return the page on which a sheet is written."""
    return page("prospecting/market_watch/competitor_form.html", form=form, competitor=found, status=form.status)


def _competitor(found: Competitor, form: PriceForm | None = None) -> ResponseReturnValue:
    """Return a competitor's page, with the price that was refused if there is one."""
    today = the_workspace().today
    return page(
        "prospecting/market_watch/competitor.html",
        competitor=found,
        stale=found.is_stale(on=today),
        prices=queries.prices_of(found),
        notes=queries.notes_of_competitor(found),
        told=queries.news_about(found.sort_name, until=the_workspace().now),
        grade=rules.grade,
        form=form or PriceForm(formdata=None, data={"seen_on": today}),
        today=today,
        entries=timeline(kind=Competitor.kind, object_id=found.id, limit=10),
        status=form.status if form else 200,
    )
