"""The rows of an import: what is wrong, whom they look like, mended in their place; the work on all of them."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.people.access import Permission, allowed, here, the_workspace
from crm.people.jobs import RUNNING, running_app
from crm.prospecting.imports import queries, use_cases
from crm.prospecting.imports.forms import RowForm
from crm.prospecting.imports.jobs import LOAD, STEPS
from crm.prospecting.imports.models import Import, ImportRow, ImportState
from crm.prospecting.imports.routes.ground import begin, blueprint, chosen_tab, the_import
from crm.prospecting.imports.rules import columns as mapping
from crm.prospecting.likeness import Reason
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to

MARKS = {each.value: each.label for each in Reason}


@blueprint.get("/<int:import_id>/rows")
@allowed(Permission.READ)
def rows(import_id: int) -> ResponseReturnValue:
    """The rows with what is wrong and whom they look like; `?edit=` opens one to be mended."""
    batch = the_import(import_id)
    row = queries.row_of(batch, request.args.get("edit", default=0, type=int))
    return _rows(batch, row, RowForm.showing(batch, row) if row else None)


@blueprint.post("/<int:import_id>/rows/<int:row_id>")
@allowed(Permission.SELL)
def mend(import_id: int, row_id: int) -> ResponseReturnValue:
    """Mend a row."""
    batch, form = the_import(import_id), RowForm()
    row = queries.row_of(batch, row_id) or abort(404)
    if form.validate():
        decision, target_id = form.chosen()
        with form.refusals():
            perform(
                here(),
                use_cases.mend_row,
                batch,
                number=row_id,
                texts=form.cells(),
                decision=decision,
                target_id=target_id,
            )
    if form.accepted():
        return turn_to(".rows", import_id=import_id, **chosen_tab())
    return _rows(the_import(import_id), row, form)


@blueprint.post("/<int:import_id>/load")
@allowed(Permission.SELL)
def load(import_id: int) -> ResponseReturnValue:
    """Begin to enter the rows; the job performs, once for each batch of them."""
    batch, form = the_import(import_id), ActForm()
    if form.validate() and batch.can(ImportState.LOADING):
        return begin(import_id, LOAD)
    return turn_to(".detail", import_id=import_id)


@blueprint.get("/<int:import_id>/steps/<job_id>")
@allowed(Permission.READ)
def job(import_id: int, job_id: str) -> ResponseReturnValue:
    """How far a step has come."""
    batch, found = the_import(import_id), STEPS.find(running_app(), job_id)
    if found is None or (found.workspace_id, found.import_id) != (the_workspace().id, import_id):
        abort(404)
    return page("prospecting/imports/job.html", batch=batch, job=found, running=RUNNING, form=ActForm(formdata=None))


@blueprint.post("/<int:import_id>/steps/<job_id>/cancel")
@allowed(Permission.SELL)
def cancel(import_id: int, job_id: str) -> ResponseReturnValue:
    """Ask a step to stop between two batches; it changes nothing by itself."""
    found = STEPS.find(running_app(), job_id)
    if found is None or (found.workspace_id, found.import_id) != (the_workspace().id, import_id):
        abort(404)
    if ActForm().validate() and found.status == RUNNING:
        STEPS.cancel(running_app(), found)
    return turn_to(".job", import_id=import_id, job_id=job_id)


def _rows(batch: Import, row: ImportRow | None, form: RowForm | None) -> ResponseReturnValue:
    """Return the page of rows, one of them open if a form is given."""
    found = queries.rows(batch, tab=chosen_tab().get("tab", ""), cursor=request.args.get("after"))
    names = queries.names_of([*found.rows, *([row] if row else [])])
    return page(
        "prospecting/imports/rows.html",
        batch=batch,
        counts=queries.counts(batch),
        slice=found,
        names=names,
        labels={name: each.label for name, each in mapping.TARGETS.items()},
        marks=MARKS,
        row=row,
        form=form.offer(row, names) if form and row else None,
        act_form=ActForm(formdata=None),
        tab=chosen_tab().get("tab", ""),
        status=form.status if form else 200,
    )
