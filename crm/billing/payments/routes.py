"""Payments on screen: what the bank received, what each is set against, what came for one invoice."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import Work, perform
from crm.activity.queries import timeline
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import issued_by_id
from crm.billing.payments import queries, use_cases
from crm.billing.payments.forms import PaymentForm, ReasonForm, SharesForm, proposed
from crm.billing.payments.models import Payment, PaymentState, Share
from crm.billing.payments.queries import PaymentFilter
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies.queries import company_by_id
from crm.web.forms import ActForm
from crm.web.navigation import Action, Entry, Tab, announce, announce_action, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("payments", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Facturation"), 52, "payments.index", N_("Règlements"), "cash", Permission.READ))
announce_tab(Tab("invoice", 20, "payments.of_invoice", N_("Règlements"), "invoice_id"))
announce_action(Action("company", 60, "payments.new", N_("Saisir un règlement"), "cash", "company_id"))


@blueprint.get("/payments/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The payments: to be entered, to be set against invoices, in the books, taken back by the bank."""
    return _index()


@blueprint.post("/payments/<int:payment_id>/record")
@allowed(Permission.SELL)
def record_payment(payment_id: int) -> ResponseReturnValue:
    """Enter a payment in the books, against the invoice that it names."""
    payment, form = _payment(payment_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.record_payment, payment)
    if not form.accepted():
        return _index(form)
    flash(gettext("Règlement enregistré."), "success")
    return turn_to(".index")


@blueprint.get("/payments/<int:payment_id>")
@allowed(Permission.READ)
def detail(payment_id: int) -> ResponseReturnValue:
    """A payment: where it stands, what it is set against, what it might be."""
    return _detail(payment_id)


@blueprint.post("/payments/<int:payment_id>/allocate")
@allowed(Permission.SELL)
def allocate(payment_id: int) -> ResponseReturnValue:
    """Set a payment against the invoices chosen; one that waits at the bank goes into the books with it."""
    payment = _payment(payment_id)
    form = SharesForm(invoices=_open(payment))
    if form.validate():
        with form.refusals():
            perform(here(), _enter_or_allocate, payment, shares=form.read_shares())
    return turn_to(".detail", payment_id=payment_id) if form.accepted() else _detail(payment_id, shares=form)


@blueprint.post("/payments/<int:payment_id>/bounce")
@allowed(Permission.SELL)
def bounce(payment_id: int) -> ResponseReturnValue:
    """Note that the bank took a payment back."""
    payment, form = _payment(payment_id), ReasonForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.bounce_payment, payment, reason=form.reason.data or "")
    return turn_to(".detail", payment_id=payment_id) if form.accepted() else _detail(payment_id, reason=form)


@blueprint.get("/companies/<int:company_id>/payments/new")
@allowed(Permission.SELL)
def new(company_id: int) -> ResponseReturnValue:
    """Money of a customer for several invoices, or for none yet."""
    return _new(company_id)


@blueprint.post("/companies/<int:company_id>/payments/new")
@allowed(Permission.SELL)
def create(company_id: int) -> ResponseReturnValue:
    """Key in money of a customer; what it is for is said next."""
    company, form, payment = company_by_id(company_id) or abort(404), PaymentForm(), None
    if form.validate():
        with form.refusals():
            payment = perform(here(), use_cases.enter_money, company, **_typed(form))  # type: ignore[arg-type]
    return turn_to(".detail", payment_id=payment.id) if payment is not None else _new(company_id, form)


@blueprint.get("/invoices/<int:invoice_id>/payments")
@allowed(Permission.READ)
def of_invoice(invoice_id: int) -> ResponseReturnValue:
    """What came for one invoice, and what is to be keyed in."""
    return _of_invoice(invoice_id)


@blueprint.post("/invoices/<int:invoice_id>/payments")
@allowed(Permission.SELL)
def enter_payment(invoice_id: int) -> ResponseReturnValue:
    """Key in a payment."""
    invoice, form = _invoice(invoice_id), PaymentForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.enter_payment, invoice, **_typed(form))  # type: ignore[arg-type]
    return turn_to(".of_invoice", invoice_id=invoice_id) if form.accepted() else _of_invoice(invoice_id, form)


def _enter_or_allocate(work: Work, payment: Payment, *, shares: list[Share]) -> Payment:
    """Do what a payment's page asks: enter it with its shares, or set what is left of it against invoices."""
    if payment.state is PaymentState.AT_BANK:
        return use_cases.record_payment(work, payment, shares=shares)
    return use_cases.allocate(work, payment, shares)


def _typed(form: PaymentForm) -> dict[str, object]:
    """Return what was typed of a payment."""
    return {
        "amount": form.amount.data,
        "method": form.method.data,
        "received_on": form.received_on.data,
        "reference": form.reference.data or "",
    }


def _open(payment: Payment) -> dict[int, Invoice]:
    """Return the invoices against which a payment can be set."""
    found = (invoice for invoice, _ in queries.candidates(payment.company, on=payment.received_on))
    return {each.id: each for each in found if each.currency is payment.currency}


def _detail(
    payment_id: int, *, shares: SharesForm | None = None, reason: ReasonForm | None = None
) -> ResponseReturnValue:
    """Return a payment's page, with the form that was refused if there is one."""
    payment = _payment(payment_id)
    left = payment.amount if payment.state is PaymentState.AT_BANK else payment.unallocated
    found = _open(payment) if left.cents > 0 else {}
    proposal = queries.proposal_for(payment, amount=left) if found else None
    refused = shares or reason
    return page(
        "billing/payments/detail.html",
        payment=payment,
        left=left,
        proposal=proposal,
        shares_form=shares
        or SharesForm(invoices=found, formdata=None, data={"shares": proposed(list(found.values()), proposal)}),
        reason_form=reason or ReasonForm(formdata=None),
        allocations_found=queries.all_allocations_of(payment),
        refunds=queries.refunds_of(payment),
        entries=timeline(kind=Payment.kind, object_id=payment.id),
        is_bouncing=reason is not None,
        status=refused.status if refused else 200,
    )


def _new(company_id: int, form: PaymentForm | None = None) -> ResponseReturnValue:
    """Return the form of a customer's money."""
    begun = {"received_on": the_workspace().today}
    return page(
        "billing/payments/new.html",
        company=company_by_id(company_id) or abort(404),
        payment_form=form or PaymentForm(formdata=None, data=begun),
        status=form.status if form else 200,
    )


def _of_invoice(invoice_id: int, payment: PaymentForm | None = None) -> ResponseReturnValue:
    """Return an invoice's payments, with the form that was refused if there is one."""
    invoice, today = _invoice(invoice_id), the_workspace().today
    return page(
        "billing/payments/of_invoice.html",
        invoice=invoice,
        payments=queries.payments_of(invoice),
        allocations_found=queries.allocations_of(invoice),
        tabs=tabs_of(Invoice.kind, invoice.id),
        payment_form=payment or PaymentForm(formdata=None, data={"amount": invoice.amount_due, "received_on": today}),
        today=today,
        status=payment.status if payment else 200,
    )


def _index(form: ActForm | None = None) -> ResponseReturnValue:
    """Return a page of payments."""
    tab = request.args.get("tab", queries.WAITING)
    wanted = PaymentFilter(tab if tab in queries.TABS else queries.WAITING, request.args.get("q", "")[:100])
    counts = queries.tab_counts()
    views = [
        {"label": gettext(label), "url": url_for(".index", tab=name), "count": counts.get(name)}
        | {"current": wanted.tab == name}
        for name, label in queries.TABS.items()
    ]
    return page(
        "billing/payments/list.html",
        wanted=wanted,
        slice=queries.payments(wanted, cursor=request.args.get("after")),
        count=queries.payment_count(wanted),
        views=views,
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _payment(payment_id: int) -> Payment:
    """Find the payment or answer 404."""
    return queries.payment_by_id(payment_id) or abort(404)


def _invoice(invoice_id: int) -> Invoice:
    """Find an issued invoice or answer 404: nobody pays a draft."""
    return issued_by_id(invoice_id) or abort(404)


def _to_record(today: date) -> Count:
    """Count what is to be entered in the books, for the day's page."""
    return Count(queries.waiting_count())


announce_waiting(Waiting(45, "payments.index", N_("Règlements à enregistrer"), "cash", _to_record))
