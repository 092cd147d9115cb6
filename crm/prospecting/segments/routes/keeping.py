"""Filters kept under a name."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.segments import queries, use_cases
from crm.prospecting.segments.forms import KeepForm
from crm.prospecting.segments.models import Segment
from crm.prospecting.segments.routes.ground import blueprint, in_words, list_url, readable, the_segment
from crm.prospecting.segments.routes.listing import show
from crm.prospecting.segments.rules import parsing
from crm.web.forms import ActForm, HouseForm
from crm.web.pages import page, turn_to


@blueprint.post("/keep")
@allowed(Permission.SELL)
def keep() -> ResponseReturnValue:
    """Keep the filter, for the team or for oneself."""
    form, segment = KeepForm(), None
    if form.validate():
        act = use_cases.define_segment if form.shared.data else use_cases.save_view
        with form.refusals():
            segment = perform(here(), act, name=form.name.data or "", expression=form.expression.data or "")
    if segment is not None:
        flash(gettext("« %(name)s » est enregistré.", name=segment.name), "success")
        return redirect(list_url(parsing.read(segment.expression)), code=303)
    return show(readable(form.expression.data), form)


@blueprint.get("/kept/<int:segment_id>")
@allowed(Permission.READ)
def detail(segment_id: int) -> ResponseReturnValue:
    """A kept filter: what it says, its name, and the buttons that change or remove it."""
    segment = the_segment(segment_id)
    form = KeepForm(formdata=None, data={"name": segment.name, "expression": segment.expression})
    form.version.data = str(segment.version)
    return _detail(segment, form)


@blueprint.post("/kept/<int:segment_id>")
@allowed(Permission.SELL)
def change(segment_id: int) -> ResponseReturnValue:
    """Give it another name or filter."""
    segment, form = the_segment(segment_id), KeepForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.change_segment,
                segment,
                name=form.name.data or "",
                expression=form.expression.data or "",
                version=form.expected_version,
            )
    return turn_to(".detail", segment_id=segment_id) if form.accepted() else _detail(the_segment(segment_id), form)


@blueprint.post("/kept/<int:segment_id>/remove")
@allowed(Permission.SELL)
def remove(segment_id: int) -> ResponseReturnValue:
    """Take it away."""
    segment, form = the_segment(segment_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.remove_segment, segment)
    return turn_to(".index") if form.accepted() else _detail(the_segment(segment_id), form)


def _detail(segment: Segment, form: HouseForm) -> ResponseReturnValue:
    """Return the page of a kept filter."""
    data = {"name": segment.name, "expression": segment.expression}
    return page(
        "prospecting/segments/detail.html",
        segment=segment,
        words=in_words(segment.expression),
        count=queries.count(readable(segment.expression), today=the_workspace().today),
        list_url=list_url(readable(segment.expression)),
        form=form if isinstance(form, KeepForm) else KeepForm(formdata=None, data=data),
        act_form=form if isinstance(form, ActForm) else ActForm(formdata=None),
        status=form.status,
    )
