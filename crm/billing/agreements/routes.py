"""Agreements on screen: the promises, plans and disputes that run, and those of one invoice."""

from __future__ import annotations

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.billing.agreements import forms, queries, use_cases
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import issued_by_id
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.papers.render import render_agreement
from crm.people.access import Permission, allowed, here, the_workspace
from crm.selling.printing import inline_pdf
from crm.web.forms import HouseForm, with_refused
from crm.web.navigation import Entry, Tab, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("agreements", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Recouvrement"), 57, "agreements.index", N_("Engagements"), "calendar-due", Permission.READ))
announce_tab(Tab("invoice", 60, "agreements.of_invoice", N_("Engagements"), "invoice_id", "agreements.index"))


@blueprint.get("/agreements/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The promises and plans that run, the disputes that are open."""
    return page(
        "billing/agreements/list.html",
        promises=queries.open_promises(),
        plans=queries.open_plans(),
        disputes=queries.open_disputes(),
        today=the_workspace().today,
    )


@blueprint.get("/invoices/<int:invoice_id>/agreements")
@allowed(Permission.READ)
def of_invoice(invoice_id: int) -> ResponseReturnValue:
    """What was agreed about an invoice."""
    return _page(invoice_id)


@blueprint.post("/invoices/<int:invoice_id>/promises")
@allowed(Permission.SELL)
def promise(invoice_id: int) -> ResponseReturnValue:
    """Note a promise."""
    invoice, form = _invoice(invoice_id), forms.PromiseForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.record_promise,
                invoice,
                due_on=form.due_on.data,  # type: ignore[arg-type]
                amount=form.amount.data,  # type: ignore[arg-type]
                channel=form.channel.data,
                said_by=form.said_by.data or "",
                confirm=bool(form.confirm.data),
            )
    return _turn(form, invoice_id, gettext("Promesse notée : la relance est suspendue."))


@blueprint.post("/invoices/<int:invoice_id>/plans")
@allowed(Permission.SELL)
def grant_plan(invoice_id: int) -> ResponseReturnValue:
    """Grant a payment plan."""
    invoice, form = _invoice(invoice_id), forms.PlanForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.grant_payment_plan,
                invoice,
                instalments=form.instalments.data,  # type: ignore[arg-type]
                last_on=form.last_on.data,  # type: ignore[arg-type]
            )
    return _turn(form, invoice_id, gettext("Échéancier accordé."))


@blueprint.post("/invoices/<int:invoice_id>/disputes")
@allowed(Permission.SELL)
def dispute(invoice_id: int) -> ResponseReturnValue:
    """Open a dispute."""
    invoice, form = _invoice(invoice_id), forms.DisputeForm()
    if form.validate():
        with form.refusals():
            cause, reason = form.cause.data, form.reason.data or ""
            perform(here(), use_cases.open_dispute, invoice, cause=cause, reason=reason)
    return _turn(form, invoice_id, gettext("Litige ouvert : la relance est suspendue."))


@blueprint.post("/disputes/<int:dispute_id>/close")
@allowed(Permission.SELL)
def close(dispute_id: int) -> ResponseReturnValue:
    """Close a dispute."""
    found, form = queries.dispute_by_id(dispute_id) or abort(404), forms.ClosingForm()
    invoice_id = found.invoice_id
    if form.validate():
        with form.refusals():
            outcome, conclusion = form.outcome.data, form.conclusion.data or ""
            perform(here(), use_cases.close_dispute, found, outcome=outcome, conclusion=conclusion)
    return _turn(form, invoice_id, gettext("Litige clos."))


@blueprint.get("/promises/<int:promise_id>/pdf")
@allowed(Permission.READ)
def promise_pdf(promise_id: int) -> ResponseReturnValue:
    """A promise confirmed on paper."""
    found = queries.promise_by_id(promise_id) or abort(404)
    printed = render_agreement(queries.promise_letter(found), made_at=opening_of(found.made_on))
    return inline_pdf(printed, name=f"{found.invoice.number}-P{found.id}")


@blueprint.get("/plans/<int:plan_id>/pdf")
@allowed(Permission.READ)
def plan_pdf(plan_id: int) -> ResponseReturnValue:
    """A payment plan on paper, to be signed."""
    found = queries.plan_by_id(plan_id) or abort(404)
    printed = render_agreement(queries.plan_letter(found), made_at=opening_of(found.granted_on))
    return inline_pdf(printed, name=f"{found.invoice.number}-E{found.id}")


def _page(invoice_id: int, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the agreements of an invoice, with the form that was refused if there is one."""
    invoice = _invoice(invoice_id)
    blank = {
        "promise_form": forms.PromiseForm(formdata=None),
        "plan_form": forms.PlanForm(formdata=None),
        "dispute_form": forms.DisputeForm(formdata=None),
        "closing_form": forms.ClosingForm(formdata=None),
    }
    return page(
        "billing/agreements/of_invoice.html",
        invoice=invoice,
        promises=queries.promises_of(invoice),
        plans=queries.plans_of(invoice),
        disputes=queries.disputes_of(invoice),
        plan_limit=the_workspace().procedure("plan_limit_days"),
        tabs=tabs_of("invoice", invoice.id),
        today=the_workspace().today,
        **with_refused(blank, refused),
        status=refused.status if refused else 200,
    )


def _turn(form: HouseForm, invoice_id: int, done: str) -> ResponseReturnValue:
    """Go back to the invoice's agreements, or say there what was refused."""
    if not form.accepted():
        return _page(invoice_id, form)
    flash(done, "success")
    return turn_to(".of_invoice", invoice_id=invoice_id)


def _invoice(invoice_id: int) -> Invoice:
    """Find an issued invoice or answer 404: one agrees on no draft."""
    return issued_by_id(invoice_id) or abort(404)
