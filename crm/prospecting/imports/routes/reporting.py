"""Imports as a whole: their list, the report of one, its rejected rows, the way back."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import chain_head, timeline
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.imports import queries, use_cases
from crm.prospecting.imports.forms import UndoForm
from crm.prospecting.imports.jobs import UNDO
from crm.prospecting.imports.models import Import, ImportState, Outcome
from crm.prospecting.imports.routes.ground import begin, blueprint, chosen_tab, reasons_of, the_import
from crm.web.forms import ActForm, HouseForm
from crm.web.pages import page, turn_to

SHOWN = 8
NEXT_PAGE = {
    ImportState.READ: ".columns",
    ImportState.MAPPED: ".columns",
    ImportState.CHECKED: ".rows",
}


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """All imports, newest first."""
    return page("prospecting/imports/list.html", slice=queries.imports(cursor=request.args.get("after")))


@blueprint.get("/<int:import_id>")
@allowed(Permission.READ)
def detail(import_id: int) -> ResponseReturnValue:
    """The report of an import; one on its way leads to where it stands."""
    batch = the_import(import_id)
    if batch.state in NEXT_PAGE:
        return turn_to(NEXT_PAGE[batch.state], import_id=import_id)
    return _report(batch, ActForm(formdata=None))


@blueprint.post("/<int:import_id>/abandon")
@allowed(Permission.SELL)
def abandon(import_id: int) -> ResponseReturnValue:
    """Give an import up."""
    batch, form = the_import(import_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.abandon_import, batch)
    return turn_to(".index") if form.accepted() else _report(the_import(import_id), form)


@blueprint.get("/<int:import_id>/rejected.csv")
@allowed(Permission.READ)
def rejected(import_id: int) -> ResponseReturnValue:
    """The rows that were not entered, with their reasons, as a file to be mended."""
    batch = the_import(import_id)
    said = [(row, reasons_of(row)) for row in queries.next_rows(batch, [Outcome.REJECTED], limit=None)]
    name = f"rejets-{batch.id}.csv"
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    return queries.rejected_csv(batch, title=gettext("Motif du rejet"), said=said), headers


@blueprint.get("/<int:import_id>/undo")
@allowed(Permission.SELL)
def before_undoing(import_id: int) -> ResponseReturnValue:
    """What an undoing would take back, and what it would have to leave."""
    return _before_undoing(the_import(import_id), UndoForm(formdata=None))


@blueprint.post("/<int:import_id>/undo")
@allowed(Permission.SELL)
def undo(import_id: int) -> ResponseReturnValue:
    """Begin to take an import back; the job performs, once for each batch of rows."""
    batch, form = the_import(import_id), UndoForm()
    if form.validate() and not form.sure.data:
        form.refuse(gettext("Cochez la case pour confirmer."))
    if form.accepted() and batch.can(ImportState.UNDOING):
        return begin(import_id, UNDO)
    return _before_undoing(batch, form)


def _report(batch: Import, form: HouseForm) -> ResponseReturnValue:
    """Return the report."""
    found = queries.rows(batch, tab=chosen_tab().get("tab", ""), cursor=request.args.get("after"))
    counts = queries.counts(batch)
    return page(
        "prospecting/imports/detail.html",
        batch=batch,
        counts=counts,
        rejected_count=counts.of(Outcome.REJECTED),
        slice=found,
        names=queries.names_of(found.rows),
        reasons={row.number: reasons_of(row) for row in found.rows},
        entries=timeline(kind=Import.kind, object_id=batch.id),
        form=form,
        status=form.status,
    )


def _before_undoing(batch: Import, form: UndoForm) -> ResponseReturnValue:
    """Return the page that says what an undoing does."""
    made = queries.next_rows(batch, queries.MADE, limit=None)
    blocked = queries.blocked_by(batch, made, until=chain_head(the_workspace().id).position)
    staying = [row for row in made if row.company_id in blocked]
    return page(
        "prospecting/imports/undo.html",
        batch=batch,
        form=form,
        counts=queries.counts(batch),
        staying=staying[:SHOWN],
        staying_count=len(staying),
        names=queries.names_of(staying[:SHOWN]),
        status=form.status,
    )
