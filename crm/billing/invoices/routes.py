"""Invoices on screen: what is to be invoiced, drafts, what is due, payments, the paper."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import PROCEDURES, perform
from crm.activity.queries import timeline
from crm.billing.invoices import queries, rules, use_cases
from crm.billing.invoices.forms import InvoiceForm, PaymentForm
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.queries import InvoiceFilter
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.kernel.money import total
from crm.papers.render import render_paper
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies.queries import company_by_id
from crm.selling.catalogue import queries as catalogue
from crm.selling.editor import typed_lines
from crm.selling.orders import queries as orders
from crm.selling.orders.models import OrderState
from crm.selling.parties import paper_lines
from crm.selling.printing import inline_pdf
from crm.web.forms import ActForm
from crm.web.navigation import Action, Entry, Tab, actions_of, announce, announce_action, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("invoices", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Gestion"), 50, "invoices.index", N_("Factures"), "file-invoice", Permission.READ, on_phone=True))
announce_tab(Tab("company", 50, "invoices.of_company", N_("Factures"), "company_id"))
announce_action(Action("order", 50, "invoices.new", N_("Facturer"), "file-invoice", "order_id"))


@blueprint.get("/invoices/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The invoices: tabs, search and order in the URL, pages by keyset."""
    wanted, today = _filter_of_the_url(), the_workspace().today
    return page(
        "billing/invoices/list.html",
        wanted=wanted,
        slice=queries.invoices(wanted, on=today, cursor=request.args.get("after")),
        count=queries.invoice_count(wanted, on=today),
        views=_views(wanted.tab),
        today=today,
    )


@blueprint.get("/invoices/to-issue")
@allowed(Permission.READ)
def to_issue() -> ResponseReturnValue:
    """The delivered orders that nobody has invoiced."""
    waiting, late_before = queries.orders_to_invoice(), _late_before(the_workspace().today)
    return page("billing/invoices/to_issue.html", waiting=waiting, views=_views("to_issue"), late_before=late_before)


@blueprint.get("/payments/")
@allowed(Permission.READ)
def payments() -> ResponseReturnValue:
    """What the bank received and nobody entered in the books."""
    return _payments()


@blueprint.post("/payments/<int:payment_id>/record")
@allowed(Permission.SELL)
def record_payment(payment_id: int) -> ResponseReturnValue:
    """Enter a payment in the books."""
    payment, form = queries.payment_by_id(payment_id) or abort(404), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.record_payment, payment)
    if not form.accepted():
        return _payments(form)
    flash(gettext("Règlement enregistré."), "success")
    return turn_to(".payments")


@blueprint.get("/orders/<int:order_id>/invoice")
@allowed(Permission.SELL)
def new(order_id: int) -> ResponseReturnValue:
    """The invoice that an order would have."""
    return _new(order_id)


@blueprint.post("/orders/<int:order_id>/invoice")
@allowed(Permission.SELL)
def create(order_id: int) -> ResponseReturnValue:
    """Prepare the invoice of an order."""
    order, form, invoice = orders.order_by_id(order_id) or abort(404), ActForm(), None
    if form.validate():
        with form.refusals():
            invoice = perform(here(), use_cases.draft_invoice, order)
    return turn_to(".detail", invoice_id=invoice.id) if invoice is not None else _new(order_id, form)


@blueprint.get("/invoices/<int:invoice_id>")
@allowed(Permission.READ)
def detail(invoice_id: int) -> ResponseReturnValue:
    """An invoice: parties, lines, totals, payments, reminders, acts."""
    return _detail(invoice_id)


@blueprint.get("/invoices/<int:invoice_id>/edit")
@allowed(Permission.SELL)
def edit(invoice_id: int) -> ResponseReturnValue:
    """A draft to be corrected; an issued invoice only shows itself."""
    invoice = _invoice(invoice_id)
    return _edit(invoice) if invoice.state is InvoiceState.DRAFT else turn_to(".detail", invoice_id=invoice_id)


@blueprint.post("/invoices/<int:invoice_id>/edit")
@allowed(Permission.SELL)
def update(invoice_id: int) -> ResponseReturnValue:
    """Correct a draft; the buttons that add and remove rows only show the form again."""
    invoice, form = _invoice(invoice_id), InvoiceForm(products=catalogue.products())
    if form.resized:
        return _edit(invoice, form)
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.set_lines,
                invoice,
                lines=form.read_lines(),
                payment_days=form.payment_days.data,
                version=form.expected_version,
            )
    return turn_to(".detail", invoice_id=invoice_id) if form.accepted() else _edit(_invoice(invoice_id), form)


@blueprint.post("/invoices/<int:invoice_id>/issue")
@allowed(Permission.SELL)
def issue(invoice_id: int) -> ResponseReturnValue:
    """Issue a draft: it gets its number."""
    invoice, form = _invoice(invoice_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.issue_invoice, invoice)
    return turn_to(".detail", invoice_id=invoice_id) if form.accepted() else _detail(invoice_id, act=form)


@blueprint.post("/invoices/<int:invoice_id>/payments")
@allowed(Permission.SELL)
def enter_payment(invoice_id: int) -> ResponseReturnValue:
    """Key in a payment."""
    invoice, form = _invoice(invoice_id), PaymentForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.enter_payment,
                invoice,
                amount=form.amount.data,  # type: ignore[arg-type]
                method=form.method.data,
                received_on=form.received_on.data,  # type: ignore[arg-type]
                reference=form.reference.data or "",
            )
    return turn_to(".detail", invoice_id=invoice_id) if form.accepted() else _detail(invoice_id, payment=form)


@blueprint.get("/invoices/<int:invoice_id>/pdf")
@allowed(Permission.READ)
def pdf(invoice_id: int) -> ResponseReturnValue:
    """The invoice on paper: the same bytes whatever was paid since."""
    invoice = _invoice(invoice_id)
    made_at = opening_of(invoice.issued_on or invoice.drafted_on)
    printed = render_paper(queries.paper_of(invoice), made_at=made_at)
    return inline_pdf(printed, name=invoice.number or f"brouillon-facture-{invoice.id}")


@blueprint.get("/companies/<int:company_id>/invoices")
@allowed(Permission.READ)
def of_company(company_id: int) -> ResponseReturnValue:
    """The invoices of one company."""
    company, today = company_by_id(company_id) or abort(404), the_workspace().today
    wanted = InvoiceFilter(tab="", company_id=company.id, descending=True)
    return page(
        "billing/invoices/of_company.html",
        company=company,
        slice=queries.invoices(wanted, on=today, cursor=request.args.get("after")),
        unpaid=total(invoice.amount_due for invoice in queries.open_invoices(company)),
        overdue=total(invoice.amount_due for invoice in queries.overdue_invoices(today, company)),
        today=today,
    )


def _detail(invoice_id: int, *, act: ActForm | None = None, payment: PaymentForm | None = None) -> ResponseReturnValue:
    """Return an invoice's page, with the form that was refused if there is one."""
    invoice, today = _invoice(invoice_id), the_workspace().today
    refused = act or payment
    return page(
        "billing/invoices/detail.html",
        invoice=invoice,
        order=queries.order_of(invoice),
        lines=paper_lines(invoice.lines),
        seller=catalogue.seller(),
        payments=queries.payments_of(invoice),
        reminders=timeline(kind=Invoice.kind, object_id=invoice.id, words=["reminder.sent"]),
        entries=timeline(kind=Invoice.kind, object_id=invoice.id),
        actions=actions_of(Invoice.kind, invoice.id) if invoice.state is not InvoiceState.DRAFT else [],
        payment_form=payment or PaymentForm(formdata=None, data={"amount": invoice.amount_due, "received_on": today}),
        act_form=act or ActForm(formdata=None),
        is_entering=payment is not None,
        today=today,
        status=refused.status if refused else 200,
    )


def _edit(invoice: Invoice, form: InvoiceForm | None = None) -> ResponseReturnValue:
    """Return the form of a draft, beside what was delivered."""
    order = queries.order_of(invoice)
    begun = {"payment_days": invoice.payment_days, "lines": typed_lines(invoice.lines), "version": invoice.version}
    return page(
        "billing/invoices/form.html",
        form=form or InvoiceForm(products=catalogue.products(), formdata=None, data=begun),
        invoice=invoice,
        delivered=paper_lines(order.lines) if order else (),
        status=form.status if form else 200,
    )


def _new(order_id: int, form: ActForm | None = None) -> ResponseReturnValue:
    """Return what an order would be invoiced for."""
    order = orders.order_by_id(order_id) or abort(404)
    return page(
        "billing/invoices/new.html",
        order=order,
        lines=paper_lines(order.lines),
        before=queries.invoice_of_order(order.id),
        can_draft=order.state is OrderState.DELIVERED,
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _payments(form: ActForm | None = None) -> ResponseReturnValue:
    """Return the list of what is to be entered."""
    return page(
        "billing/invoices/payments.html",
        waiting=queries.waiting_payments(),
        views=_views("payments"),
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _views(current: str) -> list[dict[str, object]]:
    """Return the tabs of the room with their counts."""
    counts = queries.tab_counts(on=the_workspace().today)
    found = [(tab, label, url_for(".index", tab=tab), counts[tab]) for tab, label in queries.TABS.items()]
    found.insert(0, ("to_issue", N_("À facturer"), url_for(".to_issue"), queries.to_invoice_count()))
    found.append(("payments", N_("Règlements à enregistrer"), url_for(".payments"), queries.waiting_count()))
    return [
        {"label": gettext(label), "url": url, "count": count, "current": current == name, "late": name == "overdue"}
        for name, label, url, count in found
    ]


def _filter_of_the_url() -> InvoiceFilter:
    """Read the list's state from the URL; what cannot be read does not narrow."""
    tab, sort = request.args.get("tab", queries.OPEN), request.args.get("sort", "")
    name = sort.removeprefix("-")
    return InvoiceFilter(
        tab=tab if tab in queries.TABS else queries.OPEN,
        search=request.args.get("q", "")[:100],
        sort=name if name in queries.SORTS else "due",
        descending=sort.startswith("-"),
    )


def _late_before(today: date) -> date:
    """Return the day before which a delivery should have been invoiced by now."""
    delay = the_workspace().procedures.get("invoice_delay_days", PROCEDURES["invoice_delay_days"])
    return rules.late_before(today, working_days=int(str(delay)))


def _to_invoice(today: date) -> Count:
    """Count what is to be invoiced, for the day's page."""
    return Count(queries.to_invoice_count(), late=queries.to_invoice_count(delivered_before=_late_before(today)))


def _to_record(today: date) -> Count:
    """Count what is to be entered in the books, for the day's page."""
    return Count(queries.waiting_count())


def _invoice(invoice_id: int) -> Invoice:
    """Find the invoice or answer 404."""
    return queries.invoice_by_id(invoice_id) or abort(404)


announce_waiting(Waiting(40, "invoices.to_issue", N_("Livraisons à facturer"), "file-invoice", _to_invoice))
announce_waiting(Waiting(45, "invoices.payments", N_("Règlements à enregistrer"), "cash", _to_record))
