"""Corrections on screen: what can be done about a wrong invoice, credit notes, corrective invoices."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.billing.corrections import queries, use_cases
from crm.billing.corrections.forms import CreditForm, ReplaceForm
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import CorrectionKind, Invoice, InvoiceState, InvoiceType
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.selling.parties import paper_lines
from crm.web.forms import ActForm, HouseForm
from crm.web.navigation import Tab, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("corrections", __name__, url_prefix="/w/<int:workspace_id>")
announce_tab(Tab("invoice", 30, "corrections.of_invoice", N_("Corriger"), "invoice_id"))


@blueprint.get("/invoices/<int:invoice_id>/corrections")
@allowed(Permission.READ)
def of_invoice(invoice_id: int) -> ResponseReturnValue:
    """What corrects an invoice, and what can be done about it."""
    return _of_invoice(invoice_id)


@blueprint.post("/invoices/<int:invoice_id>/credit-note")
@allowed(Permission.SELL)
def credit(invoice_id: int) -> ResponseReturnValue:
    """Prepare a credit note."""
    invoice, credit_note = _invoice(invoice_id), None
    left = queries.lines_left(invoice)
    form = CreditForm().beside(left)
    if form.validate():
        with form.refusals():
            credit_note = perform(
                here(),
                use_cases.credit_note_for,
                invoice,
                reason=form.reason.data or "",
                kind=form.credit_kind.data,
                lines=form.read(invoice, left),
            )
    return _turn(credit_note) if credit_note is not None else _of_invoice(invoice_id, credit=form)


@blueprint.post("/invoices/<int:invoice_id>/issue-credit-note")
@allowed(Permission.SELL)
def issue(invoice_id: int) -> ResponseReturnValue:
    """Issue a credit note: it gets a number of its own series."""
    credit_note, form = _invoice(invoice_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.issue_credit_note, credit_note)
    return _turn(_invoice(invoice_id)) if form.accepted() else _of_invoice(invoice_id, act=form)


@blueprint.post("/invoices/<int:invoice_id>/replace")
@allowed(Permission.SELL)
def replace(invoice_id: int) -> ResponseReturnValue:
    """Prepare the invoice that replaces this one."""
    invoice, form, draft = _invoice(invoice_id), ReplaceForm(), None
    if form.validate():
        with form.refusals():
            draft = perform(here(), use_cases.corrective_invoice, invoice, reason=form.reason.data or "")
    return _turn(draft) if draft is not None else _of_invoice(invoice_id, replacing=form)


@blueprint.post("/invoices/<int:invoice_id>/again")
@allowed(Permission.SELL)
def again(invoice_id: int) -> ResponseReturnValue:
    """Prepare a new invoice of what was credited whole."""
    invoice, form, draft = _invoice(invoice_id), ActForm(), None
    if form.validate():
        with form.refusals():
            draft = perform(here(), use_cases.invoice_again, invoice)
    return _turn(draft) if draft is not None else _of_invoice(invoice_id, act=form)


def _of_invoice(
    invoice_id: int,
    *,
    credit: CreditForm | None = None,
    replacing: ReplaceForm | None = None,
    act: ActForm | None = None,
) -> ResponseReturnValue:
    """Return an invoice's corrections, with the form that was refused if there is one."""
    invoice = _invoice(invoice_id)
    left, refused = queries.lines_left(invoice), credit or replacing or act
    credited = invoices.credited(invoice)
    counts = invoice.state not in {InvoiceState.DRAFT, InvoiceState.REPLACED} and not invoice.is_credit_note
    return page(
        "billing/corrections/of_invoice.html",
        invoice=invoice,
        corrections=invoices.credit_notes_of(invoice),
        credited=credited,
        left=paper_lines(left),
        tabs=tabs_of(Invoice.kind, invoice.id),
        can_credit=counts and credited + invoices.taken_off(invoice) < invoice.gross,
        can_replace=invoices.is_replaceable(invoice) and invoice.type is not InvoiceType.DEPOSIT,
        can_repeat=counts and credited >= invoice.gross,
        kinds=[(kind.value, kind.label) for kind in CorrectionKind],
        credit_form=(credit or CreditForm(formdata=None)).beside(left),
        replace_form=replacing or ReplaceForm(formdata=None),
        act_form=act or ActForm(formdata=None),
        status=_status(refused),
    )


def _status(form: HouseForm | None) -> int:
    """Return the answer's status: that of the form which was refused."""
    return form.status if form else 200


def _turn(invoice: Invoice) -> ResponseReturnValue:
    """Go to an invoice's page."""
    return turn_to("invoices.detail", invoice_id=invoice.id)


def _invoice(invoice_id: int) -> Invoice:
    """Find the invoice or answer 404."""
    return invoices.invoice_by_id(invoice_id) or abort(404)
