"""Electronic invoices on screen: what is to be deposited, what a machine reads, the exercise with faulty ones."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from crm.activity.door import perform
from crm.billing.einvoicing import queries, rules, use_cases
from crm.billing.einvoicing.forms import AnswerForm
from crm.billing.einvoicing.models import EInvoice, EInvoiceStatus
from crm.billing.einvoicing.queries import Case
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.queries import invoice_by_id, paper_of
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.papers.cii import fields_of
from crm.papers.cii_xml import write_xml
from crm.papers.facturx import carry
from crm.papers.reading import side_by_side, term_label
from crm.papers.views import Language
from crm.people.access import Permission, allowed, here
from crm.selling.printing import inline_pdf
from crm.web.forms import ActForm
from crm.web.navigation import Entry, Tab, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("einvoicing", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Facturation"), 51, "einvoicing.index", N_("Factures électroniques"), "file-code", Permission.READ))
announce_tab(Tab("invoice", 25, "einvoicing.of_invoice", N_("Facture électronique"), "invoice_id"))


@blueprint.get("/einvoices/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """What is to be deposited, and what became of the rest."""
    wanted = request.args.get("tab", queries.WAITING)
    tab, cursor = wanted if wanted in queries.TABS else queries.WAITING, request.args.get("after")
    waits = tab == queries.WAITING
    return page(
        "billing/einvoicing/list.html",
        tab=tab,
        waiting=queries.to_deposit(cursor) if waits else None,
        slice=None if waits else queries.einvoices(tab, cursor),
        views=_views(tab),
    )


@blueprint.get("/invoices/<int:invoice_id>/einvoice")
@allowed(Permission.READ)
def of_invoice(invoice_id: int) -> ResponseReturnValue:
    """An invoice as the machine reads it, and what the platform says of it."""
    return _of_invoice(invoice_id)


@blueprint.get("/invoices/<int:invoice_id>/einvoice.xml")
@allowed(Permission.READ)
def xml(invoice_id: int) -> ResponseReturnValue:
    """The file that machines read."""
    invoice = _invoice(invoice_id)
    return _xml(write_xml(fields_of(paper_of(invoice))), name=invoice.number)


@blueprint.post("/invoices/<int:invoice_id>/einvoice")
@allowed(Permission.SELL)
def deposit(invoice_id: int) -> ResponseReturnValue:
    """Deposit an invoice on the platform."""
    invoice, form = _invoice(invoice_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.deposit_invoice, invoice)
    return turn_to(".of_invoice", invoice_id=invoice_id) if form.accepted() else _of_invoice(invoice_id, form)


@blueprint.post("/einvoices/<int:einvoice_id>/collected")
@allowed(Permission.SELL)
def report_collected(einvoice_id: int) -> ResponseReturnValue:
    """Tell the platform that an invoice was paid."""
    einvoice, form = queries.einvoice_by_id(einvoice_id) or abort(404), ActForm()
    invoice_id = einvoice.invoice_id
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.report_collected, einvoice)
    return turn_to(".of_invoice", invoice_id=invoice_id) if form.accepted() else _of_invoice(invoice_id, form)


@blueprint.get("/einvoices/exercise/")
@allowed(Permission.READ)
def exercise() -> ResponseReturnValue:
    """The prepared invoices in which something is wrong."""
    answers = queries.answers()
    return page(
        "billing/einvoicing/exercise.html",
        cases=queries.cases(),
        answers=answers,
        found=sum(answer.right for answer in answers.values()),
        views=_views("exercise"),
    )


@blueprint.get("/einvoices/exercise/<key>")
@allowed(Permission.READ)
def case(key: str) -> ResponseReturnValue:
    """One of them: its paper, its data, the question."""
    return _case_page(_case(key))


@blueprint.get("/einvoices/exercise/<key>/pdf")
@allowed(Permission.READ)
def case_pdf(key: str) -> ResponseReturnValue:
    """Its paper, with its data inside."""
    found = _case(key)
    made_at = opening_of(found.paper.issued_on)
    return inline_pdf(carry(found.paper, found.xml, made_at=made_at), name=f"facture-{found.rank}")


@blueprint.get("/einvoices/exercise/<key>/xml")
@allowed(Permission.READ)
def case_xml(key: str) -> ResponseReturnValue:
    """Its data."""
    found = _case(key)
    return _xml(found.xml, name=f"facture-{found.rank}")


@blueprint.post("/einvoices/exercise/<key>")
@allowed(Permission.SELL)
def answer(key: str) -> ResponseReturnValue:
    """Say what is wrong."""
    found, form, given = _case(key), AnswerForm().offering(_language()), None
    if form.validate():
        with form.refusals():
            given = perform(
                here(), use_cases.answer_exercise, case=key, field=form.field.data or "", rule=form.rule.data or ""
            )
    if given is None:
        return _case_page(found, form)
    if given.right:
        flash(gettext("C’est la bonne faute."), "success")
    return turn_to(".case", key=key)


def _of_invoice(invoice_id: int, form: ActForm | None = None) -> ResponseReturnValue:
    """Return an invoice's electronic page, with the act that was refused if there is one."""
    invoice = _invoice(invoice_id)
    paper, einvoice = paper_of(invoice), queries.einvoice_of(invoice)
    reading = queries.machine_reading(paper)
    return page(
        "billing/einvoicing/of_invoice.html",
        invoice=invoice,
        einvoice=einvoice,
        customer_page=rules.CUSTOMER,
        statuses=[(status, _broken(status)) for status in queries.statuses_of(einvoice)] if einvoice else [],
        sections=side_by_side(paper, reading, language=_language()),
        by_platform=queries.goes_by_platform(invoice),
        can_collect=einvoice is not None and _can_collect(einvoice, invoice),
        tabs=tabs_of(Invoice.kind, invoice.id),
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _can_collect(einvoice: EInvoice, invoice: Invoice) -> bool:
    """Tell whether the payment can be told to the platform now."""
    collected = einvoice.can(type(einvoice.state).COLLECTED)
    return collected and invoice.state is InvoiceState.PAID and not invoice.is_credit_note


def _broken(status: EInvoiceStatus) -> list[tuple[rules.Rule, int, str]]:
    """Return the rules that a status tells: the rule, the line's rank, what the field is called."""
    found = []
    for name, rank in cast("list[list[object]]", status.findings):
        if (rule := rules.rule_named(str(name))) is not None:
            found.append((rule, int(str(rank)), term_label(rule.field, _language())))
    return found


def _case_page(found: Case, form: AnswerForm | None = None) -> ResponseReturnValue:
    """Return a prepared invoice, with the answer that was refused if there is one."""
    last = queries.answers().get(found.key)
    typed = {"field": last.field, "rule": last.rule} if last else {}
    others = queries.cases()
    return page(
        "billing/einvoicing/case.html",
        found=found,
        following=others[found.rank] if found.rank < len(others) else None,
        sections=side_by_side(found.paper, found.fields, language=_language()),
        last=last,
        label=term_label(found.field, _language()),
        written=found.xml.decode(),
        form=form or AnswerForm(formdata=None, data=typed).offering(_language()),
        status=form.status if form else 200,
    )


def _views(current: str) -> list[dict[str, object]]:
    """Return the tabs of the room with their counts."""
    counts = queries.tab_counts()
    shown = [
        {"label": gettext(label), "url": url_for(".index", tab=tab), "count": counts[tab], "current": tab == current}
        for tab, label in queries.TABS.items()
    ]
    exercise_tab = {
        "label": gettext("Contrôle de factures"),
        "url": url_for(".exercise"),
        "count": len(queries.cases()),
    }
    return [*shown, exercise_tab | {"current": current == "exercise"}]


def _xml(written: bytes, *, name: str) -> Response:
    """Return an XML file to be kept; `name` is the file's, without its ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xml"'}
    return Response(written, mimetype="application/xml", headers=headers)


def _language() -> Language:
    """Return the reader's language."""
    return "en" if str(get_locale()) == "en" else "fr"


def _invoice(invoice_id: int) -> Invoice:
    """Find an issued invoice or answer 404: a draft has no file."""
    invoice = invoice_by_id(invoice_id)
    return invoice if invoice is not None and invoice.number else abort(404)


def _case(key: str) -> Case:
    """Find a prepared invoice or answer 404."""
    return queries.case_by_key(key) or abort(404)
