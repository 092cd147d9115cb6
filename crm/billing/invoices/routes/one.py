"""One invoice on screen: its page, its draft, its paper."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.billing.invoices import queries, use_cases
from crm.billing.invoices.forms import InvoiceForm, TermsForm
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.routes.ground import blueprint, the_invoice
from crm.kernel.clock import opening_of
from crm.kernel.money import NO_RATE
from crm.papers.facturx import print_invoice
from crm.people.access import Permission, allowed, here, the_workspace
from crm.selling.catalogue import queries as catalogue
from crm.selling.editor import typed_lines
from crm.selling.parties import paper_lines
from crm.selling.printing import inline_pdf
from crm.selling.tariffs import Tariff, tariff_for
from crm.web.forms import ActForm
from crm.web.navigation import actions_of, tabs_of
from crm.web.pages import page, turn_to

# How the addresses end under which higher rooms chase an invoice or correct it.
ASKING = ("/chase", "/agreements", "/recovery", "/corrections")


@blueprint.get("/invoices/<int:invoice_id>")
@allowed(Permission.READ)
def detail(invoice_id: int) -> ResponseReturnValue:
    """An invoice: parties, lines, totals, reminders, acts."""
    return _detail(invoice_id)


@blueprint.get("/invoices/<int:invoice_id>/edit")
@allowed(Permission.SELL)
def edit(invoice_id: int) -> ResponseReturnValue:
    """A draft to be corrected; an issued invoice only shows itself."""
    invoice = the_invoice(invoice_id)
    editable = invoice.state is InvoiceState.DRAFT and not invoice.is_credit_note
    return _edit(invoice) if editable else turn_to(".detail", invoice_id=invoice_id)


@blueprint.post("/invoices/<int:invoice_id>/edit")
@allowed(Permission.SELL)
def update(invoice_id: int) -> ResponseReturnValue:
    """Correct a draft; the buttons that add and remove rows only show the form again."""
    invoice = the_invoice(invoice_id)
    form = _draft_form(invoice)
    if isinstance(form, InvoiceForm) and form.resized:
        return _edit(invoice, form)
    if form.validate():
        typed = form.read_lines() if isinstance(form, InvoiceForm) else [line.data for line in invoice.lines]
        with form.refusals():
            perform(
                here(),
                use_cases.set_lines,
                invoice,
                lines=typed,
                payment_days=form.payment_days.data,
                cash_discount=form.cash_discount.data or NO_RATE,  # type: ignore[arg-type]
                cash_discount_days=form.cash_discount_days.data,
                version=form.expected_version,
            )
    return turn_to(".detail", invoice_id=invoice_id) if form.accepted() else _edit(the_invoice(invoice_id), form)


@blueprint.post("/invoices/<int:invoice_id>/discard")
@allowed(Permission.SELL)
def discard(invoice_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    invoice, form = the_invoice(invoice_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.discard_draft, invoice)
    return turn_to(".index", tab="drafts") if form.accepted() else _detail(invoice_id, form)


@blueprint.post("/invoices/<int:invoice_id>/issue")
@allowed(Permission.SELL)
def issue(invoice_id: int) -> ResponseReturnValue:
    """Issue a draft: it gets its number."""
    invoice, form = the_invoice(invoice_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.issue_invoice, invoice)
    return turn_to(".detail", invoice_id=invoice_id) if form.accepted() else _detail(invoice_id, form)


@blueprint.get("/invoices/<int:invoice_id>/pdf")
@allowed(Permission.READ)
def pdf(invoice_id: int) -> ResponseReturnValue:
    """The invoice as Factur-X, a draft as a plain paper: the same bytes whatever was paid since."""
    invoice = the_invoice(invoice_id)
    made_at = opening_of(invoice.issued_on or invoice.drafted_on)
    printed = print_invoice(queries.paper_of(invoice), made_at=made_at)
    return inline_pdf(printed, name=invoice.number or f"brouillon-facture-{invoice.id}")


def _detail(invoice_id: int, act: ActForm | None = None) -> ResponseReturnValue:
    """Return an invoice's page, with the form that was refused if there is one."""
    invoice, today = the_invoice(invoice_id), the_workspace().today
    acts = invoice.state is not InvoiceState.DRAFT and not invoice.is_credit_note
    return page(
        "billing/invoices/detail.html",
        invoice=invoice,
        corrected=the_invoice(invoice.corrects_id) if invoice.corrects_id is not None else None,
        corrections=queries.credit_notes_of(invoice),
        deductions=queries.deductions_of(invoice),
        notes=queries.notes_of(invoice),
        order=queries.order_of(invoice),
        lines=paper_lines(invoice.lines),
        seller=catalogue.seller(),
        tabs=_tabs(invoice),
        reminders=timeline(kind=Invoice.kind, object_id=invoice.id, words=["reminder.sent"]),
        entries=timeline(kind=Invoice.kind, object_id=invoice.id),
        actions=actions_of(Invoice.kind, invoice.id) if acts else [],
        act_form=act or ActForm(formdata=None),
        today=today,
        status=act.status if act else 200,
    )


def _tabs(invoice: Invoice) -> list[dict[str, object]]:
    """Return the pages of an invoice; a credit note has none of those that ask for money."""
    tabs = tabs_of(Invoice.kind, invoice.id)
    return [tab for tab in tabs if not invoice.is_credit_note or not str(tab["url"]).endswith(ASKING)]


def _draft_form(invoice: Invoice, *, begun: bool = False) -> InvoiceForm | TermsForm:
    """Return the form of a draft, as it was typed or as it begins: lines that are no products are not typed."""
    terms: dict[str, object] = {
        "payment_days": invoice.payment_days,
        "cash_discount": invoice.cash_discount if invoice.cash_discount.value else None,
        "cash_discount_days": invoice.cash_discount_days or None,
        "version": invoice.version,
    }
    shown: dict[str, Any] = {"formdata": None, "data": terms} if begun else {}
    if invoice.lines and all(line.product_id is None for line in invoice.lines):
        return TermsForm(**shown)
    if begun:
        terms["lines"] = typed_lines(invoice.lines)
    return InvoiceForm(products=catalogue.products(), tariff=_tariff(invoice), **shown)


def _tariff(invoice: Invoice) -> Tariff:
    """Return the customer's prices in the invoice's currency, under its regime."""
    return tariff_for(
        invoice.company,
        on=the_workspace().today,
        procedure=the_workspace().procedure,
        currency=invoice.currency,
        regime=invoice.regime,
    )


def _edit(invoice: Invoice, form: InvoiceForm | TermsForm | None = None) -> ResponseReturnValue:
    """Return the form of a draft, beside what was delivered."""
    delivered = [line for note in queries.notes_of(invoice) for line in queries.lines_of(note)]
    shown = form or _draft_form(invoice, begun=True)
    return page(
        "billing/invoices/form.html",
        form=shown,
        has_lines=isinstance(shown, InvoiceForm),
        invoice=invoice,
        delivered=paper_lines(delivered),
        status=form.status if form else 200,
    )
