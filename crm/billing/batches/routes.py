"""Batches on screen: choose drafts, watch them being issued, stop between two."""

from __future__ import annotations

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.billing.batches import queries
from crm.billing.batches.forms import BatchForm
from crm.billing.batches.jobs import BATCHES, MOST, Batch
from crm.people.access import Permission, allowed, here, the_workspace
from crm.people.jobs import RUNNING, running_app
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to

blueprint = Blueprint("batches", __name__, url_prefix="/w/<int:workspace_id>")


@blueprint.get("/invoices/batch")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """The drafts that can be issued together."""
    return _new(BatchForm(formdata=None))


@blueprint.post("/invoices/batch")
@allowed(Permission.SELL)
def start() -> ResponseReturnValue:
    """Begin a batch; the job itself performs, once for each invoice."""
    every, form = queries.draft_ids(), BatchForm()
    if not form.offer(every).validate():
        return _new(form)
    chosen = form.chosen(every)[:MOST]
    if not chosen:
        form.refuse(gettext("Cochez au moins un brouillon."))
        return _new(form)
    app = running_app()
    BATCHES.sweep(app)
    begun = BATCHES.start(app, BATCHES.asked(Batch(invoice_ids=chosen), here()))
    return turn_to(".job", job_id=begun.id)


@blueprint.get("/invoices/batch/<job_id>")
@allowed(Permission.SELL)
def job(job_id: str) -> ResponseReturnValue:
    """How far a batch has come."""
    return _job(job_id)


@blueprint.post("/invoices/batch/<job_id>/cancel")
@allowed(Permission.SELL)
def cancel(job_id: str) -> ResponseReturnValue:
    """Ask a batch to stop; it changes nothing by itself."""
    found, form = _found(job_id), ActForm()
    if form.validate() and found.status == RUNNING:
        BATCHES.cancel(current_app, found)
    return turn_to(".job", job_id=job_id) if form.accepted() else _job(job_id, form)


def _new(form: BatchForm) -> ResponseReturnValue:
    """Return the page on which a batch is put together."""
    drafts, count = queries.drafts(), queries.draft_count()
    form.offer(each.id for each in drafts)
    ticked = {each.id for each in drafts} if not form.is_submitted() else set(form.drafts.data or ())
    return page("billing/batches/new.html", form=form, drafts=drafts, count=count, ticked=ticked, status=form.status)


def _job(job_id: str, form: ActForm | None = None) -> ResponseReturnValue:
    """Return the page of a batch."""
    found = _found(job_id)
    return page(
        "billing/batches/job.html",
        job=found,
        issued=queries.issued_among(found.invoice_ids) if found.status != RUNNING else [],
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _found(job_id: str) -> Batch:
    """Find a batch of this workspace or answer 404."""
    found = BATCHES.find(current_app, job_id)
    return found if found is not None and found.workspace_id == the_workspace().id else abort(404)
