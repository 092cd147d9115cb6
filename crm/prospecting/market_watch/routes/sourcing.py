"""Sources on screen: the list, a sheet, rating and consulting."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.market_watch import queries, rules, use_cases
from crm.prospecting.market_watch.choices import Rhythm, SourceKind
from crm.prospecting.market_watch.forms import RateForm, SourceForm
from crm.prospecting.market_watch.models import Source
from crm.prospecting.market_watch.queries import SourceFilter
from crm.prospecting.market_watch.routes.ground import View, blueprint, chosen, options, tabs, the_source
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to


@blueprint.get("/sources/")
@allowed(Permission.READ)
def sources() -> ResponseReturnValue:
    """The sources, and which should have been consulted by now; filters in the URL."""
    today = the_workspace().today
    wanted = SourceFilter(
        search=request.args.get("q", "")[:100], source_kind=chosen(SourceKind, "kind"), due="due" in request.args
    )
    found = queries.watched(wanted, today=today)
    return page(
        "prospecting/market_watch/sources.html",
        tabs=tabs(View.SOURCES),
        wanted=wanted,
        found=found,
        late=queries.due_count(today),
        everything=queries.source_count(),
        kinds=options(SourceKind),
    )


@blueprint.get("/sources/new")
@allowed(Permission.SELL)
def new_source() -> ResponseReturnValue:
    """An empty source, or the one in which a piece of news stands."""
    item = queries.news_by_id(request.args.get("news", default=0, type=int))
    begun: dict[str, object] = {"rhythm": Rhythm.WEEKLY}
    if item is not None:
        begun |= {"name": item.outlet, "source_kind": item.outlet_kind, "address": item.address, "news": item.id}
    return _form(SourceForm(formdata=None, data=begun), None)


@blueprint.post("/sources/new")
@allowed(Permission.SELL)
def add_source() -> ResponseReturnValue:
    """List it."""
    form, found = SourceForm(), None
    if form.validate():
        with form.refusals():
            found = perform(here(), use_cases.add_source, form.read())
    if found is None:
        return _form(form, None)
    item = queries.news_by_id(form.news_id)
    return turn_to(".source", source_id=found.id, news=item.id if item else None)


@blueprint.get("/sources/<int:source_id>")
@allowed(Permission.READ)
def source(source_id: int) -> ResponseReturnValue:
    """One source: what it is for, how far it is trusted, what came of it."""
    return _source(the_source(source_id))


@blueprint.get("/sources/<int:source_id>/edit")
@allowed(Permission.SELL)
def edit_source(source_id: int) -> ResponseReturnValue:
    """A source to be corrected."""
    found = the_source(source_id)
    return _form(SourceForm(obj=found), found)


@blueprint.post("/sources/<int:source_id>/edit")
@allowed(Permission.SELL)
def change_source(source_id: int) -> ResponseReturnValue:
    """Correct it."""
    found, form = the_source(source_id), SourceForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.change_source, found, form.read(), version=form.expected_version)
    return turn_to(".source", source_id=source_id) if form.accepted() else _form(form, the_source(source_id))


@blueprint.post("/sources/<int:source_id>/rate")
@allowed(Permission.SELL)
def rate(source_id: int) -> ResponseReturnValue:
    """Say how far it can be trusted."""
    found, form = the_source(source_id), RateForm()
    if form.validate():
        with form.refusals():
            reason = form.reason.data or ""
            perform(here(), use_cases.rate_source, found, reliability=form.reliability.data, reason=reason)
    return turn_to(".source", source_id=source_id) if form.accepted() else _source(the_source(source_id), form)


@blueprint.post("/sources/<int:source_id>/consult")
@allowed(Permission.SELL)
def consult(source_id: int) -> ResponseReturnValue:
    """Look through it: an act."""
    found, form = the_source(source_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.consult_source, found)
    return turn_to(".source", source_id=source_id)


def _form(form: SourceForm, found: Source | None) -> ResponseReturnValue:
    """Return the page on which a source is described."""
    return page("prospecting/market_watch/source_form.html", form=form, source=found, status=form.status)


def _source(found: Source, form: RateForm | None = None) -> ResponseReturnValue:
    """Return a source's page, with the rating that was refused if there is one."""
    said = {"reliability": found.reliability or "", "reason": found.rating_reason}
    return page(
        "prospecting/market_watch/source.html",
        source=found,
        watched=queries.watched_one(found, today=the_workspace().today),
        published=queries.published_by(found),
        notes=queries.notes_of_source(found),
        grade=rules.grade,
        form=form or RateForm(formdata=None, data=said),
        item=queries.news_by_id(request.args.get("news", default=0, type=int)),
        entries=timeline(kind=Source.kind, object_id=found.id, limit=10),
        status=form.status if form else 200,
    )
