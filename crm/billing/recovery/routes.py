"""Recovery on screen: the files that were handed over, and how one unpaid invoice stands."""

from __future__ import annotations

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.billing.doubtful import queries as doubtful
from crm.billing.doubtful import rules as doubtful_rules
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import issued_by_id
from crm.billing.ledger.queries.accounts import entries_on
from crm.billing.recovery import forms, queries, rules, use_cases
from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE, total
from crm.people.access import Permission, allowed, here, the_workspace
from crm.web.forms import HouseForm, with_refused
from crm.web.navigation import Entry, Tab, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("recovery", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Recouvrement"), 59, "recovery.index", N_("Contentieux"), "gavel", Permission.READ))
announce_tab(Tab("invoice", 70, "recovery.of_invoice", N_("Recouvrement"), "invoice_id", "recovery.index"))


@blueprint.get("/recovery/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The files handed over, the doubtful debts, the losses."""
    rows = queries.in_recovery()
    return page(
        "billing/recovery/list.html",
        rows=rows,
        prescribed=queries.prescriptions([each.invoice for each in rows]),
        owed=total(each.invoice.due_in_euros for each in rows),
        set_aside=total(each.doubt.allowance for each in rows if each.doubt),
        needless=doubtful.needless_allowances(),
        losses=doubtful.losses(),
        today=the_workspace().today,
    )


@blueprint.get("/invoices/<int:invoice_id>/recovery")
@allowed(Permission.READ)
def of_invoice(invoice_id: int) -> ResponseReturnValue:
    """How an unpaid invoice stands: claim, prescription, file, doubt, the payment order's checklist."""
    return _page(invoice_id)


@blueprint.post("/invoices/<int:invoice_id>/hand-over")
@allowed(Permission.SELL)
def hand_over(invoice_id: int) -> ResponseReturnValue:
    """Hand the file over."""
    invoice, form = _invoice(invoice_id), forms.HandOverForm()
    if form.validate():
        with form.refusals():
            to, recoverer = form.to.data or "", form.recoverer.data
            perform(here(), use_cases.hand_over_receivable, invoice, to=to, recoverer=recoverer)
    return _turn(form, invoice_id, gettext("Dossier transmis."))


@blueprint.post("/invoices/<int:invoice_id>/doubtful")
@allowed(Permission.SELL)
def doubt(invoice_id: int) -> ResponseReturnValue:
    """Carry the debt as doubtful."""
    invoice, form = _invoice(invoice_id), forms.DoubtForm()
    if form.validate():
        with form.refusals():
            reason, share = form.reason.data or "", form.share.data or NO_RATE
            perform(here(), use_cases.mark_doubtful, invoice, reason=reason, share=share)  # type: ignore[arg-type]
    return _turn(form, invoice_id, gettext("Créance inscrite en clients douteux."))


@blueprint.post("/invoices/<int:invoice_id>/allowance")
@allowed(Permission.SELL)
def revise(invoice_id: int) -> ResponseReturnValue:
    """Set more or less aside for a doubtful debt."""
    invoice, form = _invoice(invoice_id), forms.AllowanceForm()
    if form.validate():
        with form.refusals():
            reason, share = form.reason.data or "", form.share.data or NO_RATE
            perform(here(), use_cases.revise_allowance, invoice, share=share, reason=reason)  # type: ignore[arg-type]
    return _turn(form, invoice_id, gettext("Dépréciation révisée."))


@blueprint.post("/invoices/<int:invoice_id>/clear-doubt")
@allowed(Permission.SELL)
def clear(invoice_id: int) -> ResponseReturnValue:
    """Take a debt back from the doubtful ones."""
    invoice, form = _invoice(invoice_id), forms.ClearForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.clear_doubt, invoice, reason=form.reason.data or "")
    return _turn(form, invoice_id, gettext("Créance sortie des clients douteux."))


@blueprint.post("/invoices/<int:invoice_id>/write-off")
@allowed(Permission.SELL)
def write_off(invoice_id: int) -> ResponseReturnValue:
    """Give the debt up."""
    invoice, form = _invoice(invoice_id), forms.LossForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.write_off_receivable,
                invoice,
                reason=form.reason.data or "",
                proof=form.proof.data,
                proof_on=form.proof_on.data,
                proof_number=form.proof_number.data or "",
            )
    return _turn(form, invoice_id, gettext("Créance passée en perte."))


@blueprint.post("/invoices/<int:invoice_id>/payment-order")
@allowed(Permission.SELL)
def do_step(invoice_id: int) -> ResponseReturnValue:
    """Note a step of the payment order."""
    invoice, form = _invoice(invoice_id), forms.StepForm()
    step = form.chosen or abort(404)
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.do_payment_order_step,
                invoice,
                step=step,
                done_on=form.done_on.data,
                note=form.note.data or "",
            )
    return _turn(form, invoice_id, gettext("Étape notée."))


def _page(invoice_id: int, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return how an invoice stands, with the form that was refused if there is one."""
    invoice, today = _invoice(invoice_id), the_workspace().today
    standing = queries.standing_of(invoice, on=today)
    following = next((each.step.value for each in standing.steps if each.is_next), "")
    blank: dict[str, HouseForm] = {
        "handover_form": forms.HandOverForm(formdata=None),
        "doubt_form": forms.DoubtForm(formdata=None),
        "allowance_form": forms.AllowanceForm(formdata=None),
        "clear_form": forms.ClearForm(formdata=None),
        "loss_form": forms.LossForm(formdata=None),
        "step_form": forms.StepForm(formdata=None, data={"step": following, "done_on": today}),
    }
    return page(
        "billing/recovery/of_invoice.html",
        invoice=invoice,
        standing=standing,
        net=doubtful_rules.without_vat(doubtful.book_value(invoice), net=invoice.net, gross=invoice.gross),
        loss=doubtful_rules.given_up(doubtful.owed_of(invoice), is_proven=True),
        entries=entries_on(invoice),
        is_small=invoice.due_in_euros < rules.SMALL_CLAIM,
        tabs=tabs_of("invoice", invoice.id),
        today=today,
        **with_refused(blank, refused),
        status=refused.status if refused else 200,
    )


def _turn(form: HouseForm, invoice_id: int, done: str) -> ResponseReturnValue:
    """Go back to the invoice's page, or say there what was refused."""
    if not form.accepted():
        return _page(invoice_id, form)
    flash(done, "success")
    return turn_to(".of_invoice", invoice_id=invoice_id)


def _invoice(invoice_id: int) -> Invoice:
    """Find an issued invoice or answer 404: nobody owes a draft."""
    return issued_by_id(invoice_id) or abort(404)
