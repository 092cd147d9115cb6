"""One change for many records: chosen, shown beforehand, done, taken back."""

from __future__ import annotations

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from crm.activity.door import perform
from crm.people.access import Permission, allowed, here, the_workspace
from crm.people.accounts.models import User
from crm.people.workspaces.queries import members_of
from crm.prospecting.qualification.models import NextStepKind
from crm.prospecting.segments import queries, use_cases
from crm.prospecting.segments.forms import BulkForm
from crm.prospecting.segments.models import Deed
from crm.prospecting.segments.routes.ground import (
    blueprint,
    filter_of_the_url,
    in_words,
    list_url,
    readable,
    the_change,
)
from crm.prospecting.segments.rules import parsing
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to

SHOWN = 20


@blueprint.get("/bulk")
@allowed(Permission.SELL)
def preview() -> ResponseReturnValue:
    """Which records would change: those that fit the filter, or those chosen; nothing is written."""
    wanted = filter_of_the_url()
    chosen = [int(each) for each in request.args.getlist("id") if each.isdigit() and len(each) < 10]  # noqa: PLR2004
    found = chosen or queries.ids(wanted, today=the_workspace().today)
    form = BulkForm(
        formdata=None,
        data={
            "ids": ",".join(str(each) for each in found),
            "expression": "" if chosen else parsing.write(wanted),
            "deed": next((each for each in Deed if each.value == request.args.get("deed")), Deed.TAG),
        },
    )
    return _preview(form)


@blueprint.post("/bulk")
@allowed(Permission.SELL)
def apply() -> ResponseReturnValue:
    """Change the records that the preview showed."""
    form, change = BulkForm(), None
    if form.validate():
        with form.refusals():
            change = perform(
                here(),
                use_cases.apply_to_many,
                company_ids=form.company_ids(),
                deed=form.deed.data,
                value=form.value.data or "",
                on=form.on.data,
                expression=form.expression.data or "",
            )
    if change is None:
        return _preview(form)
    done = len(change.before)
    flash(ngettext("%(num)s fiche modifiée.", "%(num)s fiches modifiées.", done), "success")
    return turn_to(".changes")


@blueprint.get("/bulk/changes")
@allowed(Permission.READ)
def changes() -> ResponseReturnValue:
    """The changes of many records, each with the way back."""
    return _changes(ActForm(formdata=None))


@blueprint.post("/bulk/changes/<int:change_id>/undo")
@allowed(Permission.SELL)
def undo(change_id: int) -> ResponseReturnValue:
    """Take a change of many records back."""
    change, form = the_change(change_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.undo_bulk_change, change)
    return turn_to(".changes") if form.accepted() else _changes(form)


def _preview(form: BulkForm) -> ResponseReturnValue:
    """Return the page that shows what would change."""
    found = queries.with_ids(form.company_ids())
    deed = form.deed.data if isinstance(form.deed.data, Deed) else Deed.TAG
    return page(
        "prospecting/segments/bulk.html",
        form=form,
        deed=deed,
        deeds=[(each, gettext(each.label)) for each in Deed],
        companies=found[:SHOWN],
        count=len(found),
        words=in_words(form.expression.data or "") if form.expression.data else "",
        people=[each.display_name for each in _people()],
        tags=sorted({tag for company in found for tag in company.tag_list}),
        steps=[(str(each.value), gettext(each.label)) for each in NextStepKind if each is not NextStepKind.NONE],
        back=list_url(readable(form.expression.data)),
        status=form.status,
    )


def _changes(form: ActForm) -> ResponseReturnValue:
    """Return the page of changes."""
    steps = {str(each.value): gettext(each.label) for each in NextStepKind}
    return page(
        "prospecting/segments/changes.html",
        changes=queries.bulk_changes(),
        steps=steps,
        words=in_words,
        form=form,
        status=form.status,
    )


def _people() -> list[User]:
    """Return who works here."""
    return [each.user for each in members_of(the_workspace())]
