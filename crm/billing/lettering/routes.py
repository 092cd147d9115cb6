"""A customer's account on screen: what is open on both sides, credit notes used, money given back."""

from __future__ import annotations

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.queries import invoice_by_id
from crm.billing.lettering import queries, use_cases
from crm.billing.lettering.forms import RefundForm
from crm.billing.payments.forms import SharesForm, proposed
from crm.billing.payments.models import Payment
from crm.billing.payments.queries import allocation_by_id, candidates, payment_by_id
from crm.billing.payments.rules import propose
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies.queries import company_by_id
from crm.web.forms import ActForm
from crm.web.navigation import Tab, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("lettering", __name__, url_prefix="/w/<int:workspace_id>")
announce_tab(Tab("company", 52, "lettering.account", N_("Lettrage"), "company_id"))


@blueprint.get("/companies/<int:company_id>/lettering")
@allowed(Permission.READ)
def account(company_id: int) -> ResponseReturnValue:
    """What is open on a customer's account, and what was set against what."""
    return _account(company_id)


@blueprint.post("/allocations/<int:allocation_id>/undo")
@allowed(Permission.SELL)
def undo(allocation_id: int) -> ResponseReturnValue:
    """Undo one setting of money against an invoice."""
    allocation, form = allocation_by_id(allocation_id) or abort(404), ActForm()
    company_id = allocation.company_id
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.undo_allocation, allocation)
    if not form.accepted():
        return _account(company_id, form)
    flash(gettext("Lettrage annulé."), "success")
    return turn_to(".account", company_id=company_id)


@blueprint.get("/credit-notes/<int:invoice_id>/use")
@allowed(Permission.READ)
def credit_note(invoice_id: int) -> ResponseReturnValue:
    """A credit note: what it might be set against, or given back."""
    return _credit_note(invoice_id)


@blueprint.post("/credit-notes/<int:invoice_id>/use")
@allowed(Permission.SELL)
def use_credit_note(invoice_id: int) -> ResponseReturnValue:
    """Set a credit note against invoices."""
    document = _issued(invoice_id)
    form = SharesForm(invoices=_open(document))
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.allocate_credit_note, document, form.read_shares())
    if not form.accepted():
        return _credit_note(invoice_id, shares=form)
    return turn_to(".account", company_id=document.company_id)


@blueprint.post("/credit-notes/<int:invoice_id>/refund")
@allowed(Permission.SELL)
def refund_credit_note(invoice_id: int) -> ResponseReturnValue:
    """Give back what a credit note owes."""
    document, form = _issued(invoice_id), RefundForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.refund_credit_note, document, **_typed(form))  # type: ignore[arg-type]
    if not form.accepted():
        return _credit_note(invoice_id, refund=form)
    return turn_to(".account", company_id=document.company_id)


@blueprint.get("/payments/<int:payment_id>/refund")
@allowed(Permission.SELL)
def refund_form(payment_id: int) -> ResponseReturnValue:
    """What of a payment can be given back."""
    return _refund(payment_id)


@blueprint.post("/payments/<int:payment_id>/refund")
@allowed(Permission.SELL)
def refund(payment_id: int) -> ResponseReturnValue:
    """Give back what came too much."""
    payment, form = _payment(payment_id), RefundForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.refund, payment, **_typed(form))  # type: ignore[arg-type]
    return turn_to("payments.detail", payment_id=payment_id) if form.accepted() else _refund(payment_id, form)


def _account(company_id: int, form: ActForm | None = None) -> ResponseReturnValue:
    """Return a customer's account."""
    company = company_by_id(company_id) or abort(404)
    return page(
        "billing/lettering/account.html",
        company=company,
        open=queries.open_on(company),
        allocations_found=queries.lettered(company),
        today=the_workspace().today,
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _credit_note(
    invoice_id: int, *, shares: SharesForm | None = None, refund: RefundForm | None = None
) -> ResponseReturnValue:
    """Return a credit note's page of use, with the form that was refused if there is one."""
    document, found = _issued(invoice_id), {}
    if document.amount_due.cents > 0:
        found = _open(document)
    meant = [each for _, each in candidates(document.company, on=the_workspace().today) if each.id in found]
    corrected = found.get(document.corrects_id or 0)
    proposal = propose(document.amount_due, corrected.number if corrected else "", meant) if found else None
    refused = shares or refund
    return page(
        "billing/lettering/credit_note.html",
        company=document.company,
        credit_note=document,
        proposal=proposal,
        shares_form=shares
        or SharesForm(invoices=found, formdata=None, data={"shares": proposed(list(found.values()), proposal)}),
        refund_form=refund or RefundForm(formdata=None, data={"amount": document.amount_due}),
        status=refused.status if refused else 200,
    )


def _refund(payment_id: int, form: RefundForm | None = None) -> ResponseReturnValue:
    """Return the form by which money is given back."""
    payment = _payment(payment_id)
    return page(
        "billing/lettering/refund.html",
        company=payment.company,
        payment=payment,
        refund_form=form or RefundForm(formdata=None, data={"amount": payment.unallocated}),
        status=form.status if form else 200,
    )


def _typed(form: RefundForm) -> dict[str, object]:
    """Return what was typed of a refund."""
    return {"amount": form.amount.data, "reason": form.reason.data or ""}


def _open(document: Invoice) -> dict[int, Invoice]:
    """Return the invoices against which a credit note can be set."""
    found = (invoice for invoice, _ in candidates(document.company, on=the_workspace().today))
    return {each.id: each for each in found if each.currency is document.currency}


def _issued(invoice_id: int) -> Invoice:
    """Find an issued credit note or answer 404."""
    found = invoice_by_id(invoice_id)
    return found if found and found.is_credit_note and found.state is not InvoiceState.DRAFT else abort(404)


def _payment(payment_id: int) -> Payment:
    """Find the payment or answer 404."""
    return payment_by_id(payment_id) or abort(404)
