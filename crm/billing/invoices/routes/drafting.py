"""Drafts on screen: from deliveries, for a month, a deposit."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.billing.invoices import queries, use_cases
from crm.billing.invoices.forms import DepositForm, MonthForm, NotesForm
from crm.billing.invoices.routes.ground import blueprint
from crm.billing.invoices.routes.listing import company_page
from crm.people.access import Permission, allowed, here
from crm.prospecting.companies.queries import company_by_id
from crm.selling.orders import queries as orders
from crm.selling.parties import paper_lines
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to


@blueprint.post("/companies/<int:company_id>/invoices/summary")
@allowed(Permission.SELL)
def summarise(company_id: int) -> ResponseReturnValue:
    """Prepare the summary invoice of a month."""
    company, form, invoice = company_by_id(company_id) or abort(404), MonthForm(), None
    if form.validate():
        with form.refusals():
            invoice = perform(here(), use_cases.draft_summary, company, month=form.month.data)  # type: ignore[arg-type]
    return turn_to(".detail", invoice_id=invoice.id) if invoice is not None else company_page(company_id, month=form)


@blueprint.post("/companies/<int:company_id>/invoices/notes")
@allowed(Permission.SELL)
def create_from_notes(company_id: int) -> ResponseReturnValue:
    """Prepare one invoice of the delivery notes ticked."""
    company, invoice = company_by_id(company_id) or abort(404), None
    waiting = queries.notes_to_invoice(company=company)
    form = NotesForm().offer(note.id for note in waiting)
    if form.validate():
        chosen = [note for note in waiting if note.id in (form.notes.data or ())]
        with form.refusals():
            invoice = perform(here(), use_cases.draft_from_notes, chosen)
    return turn_to(".detail", invoice_id=invoice.id) if invoice is not None else company_page(company_id, notes=form)


@blueprint.get("/orders/<int:order_id>/invoice")
@allowed(Permission.SELL)
def new(order_id: int) -> ResponseReturnValue:
    """The invoice that an order would have, and the deposit that can be asked for."""
    return _new(order_id)


@blueprint.post("/orders/<int:order_id>/invoice")
@allowed(Permission.SELL)
def create(order_id: int) -> ResponseReturnValue:
    """Prepare the invoice of what was delivered of an order."""
    order, form, invoice = orders.order_by_id(order_id) or abort(404), ActForm(), None
    if form.validate():
        with form.refusals():
            invoice = perform(here(), use_cases.draft_invoice, order)
    return turn_to(".detail", invoice_id=invoice.id) if invoice is not None else _new(order_id, form)


@blueprint.post("/orders/<int:order_id>/deposit")
@allowed(Permission.SELL)
def ask_deposit(order_id: int) -> ResponseReturnValue:
    """Prepare the invoice of a deposit on an order."""
    order, form, invoice = orders.order_by_id(order_id) or abort(404), DepositForm(), None
    if form.validate():
        with form.refusals():
            invoice = perform(here(), use_cases.draft_deposit, order, share=form.share.data)  # type: ignore[arg-type]
    return turn_to(".detail", invoice_id=invoice.id) if invoice is not None else _new(order_id, deposit=form)


def _new(order_id: int, form: ActForm | None = None, deposit: DepositForm | None = None) -> ResponseReturnValue:
    """Return what an order would be invoiced for."""
    order, refused = orders.order_by_id(order_id) or abort(404), form or deposit
    waiting = queries.notes_to_invoice(order=order)
    asked = {"share": order.deposit} if order.deposit.value else {}
    return page(
        "billing/invoices/new.html",
        order=order,
        waiting=waiting,
        lines=paper_lines([line for note in waiting for line in queries.lines_of(note)]),
        before=queries.invoice_of_order(order.id),
        deposits=queries.deposits_of(order),
        can_ask_deposit=order.state in use_cases.BEFORE_DELIVERY,
        form=form or ActForm(formdata=None),
        deposit_form=deposit or DepositForm(formdata=None, data=asked),
        status=refused.status if refused else 200,
    )
