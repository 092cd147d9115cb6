"""Derogations on screen: asking the management, reading and giving its answer."""

from __future__ import annotations

from flask import Blueprint, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import Recordable, perform
from crm.billing.derogations.forms import DerogationForm
from crm.billing.dunning import queries, use_cases
from crm.billing.dunning.models import Subject
from crm.billing.invoices.queries import invoice_by_id
from crm.kernel.actor import HOUSE
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import company_by_id
from crm.selling.quotes.models import Quote
from crm.selling.quotes.queries import figures_of, quote_by_id
from crm.web.forms import ActForm
from crm.web.navigation import Action, Entry, announce, announce_action
from crm.web.pages import page, turn_to

blueprint = Blueprint("derogations", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Recouvrement"), 58, "derogations.index", N_("Dérogations"), "hand-stop", Permission.READ))
announce_action(Action("quote", 60, "derogations.ask", N_("Demander une dérogation"), "hand-stop", "quote_id"))
announce_action(Action("invoice", 60, "derogations.ask", N_("Demander une dérogation"), "hand-stop", "invoice_id"))
SUBJECTS = {"quote": Subject.DISCOUNT, "invoice": Subject.PAYMENT_PLAN, "company": Subject.CREDIT_LIMIT}


@blueprint.get("/derogations/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The derogations asked for, newest first."""
    return _index()


@blueprint.post("/derogations/<int:derogation_id>/answer")
@allowed(Permission.OPINE)
def answer(derogation_id: int) -> ResponseReturnValue:
    """Answer for the management: the trainer may, where the simulation would."""
    derogation, form = queries.derogation_by_id(derogation_id) or abort(404), ActForm()
    if form.validate():
        with form.refusals():
            granted = request.form.get("granted") == "1"
            perform(here().as_(HOUSE), use_cases.answer_derogation, derogation, granted=granted)
    return turn_to(".index") if form.accepted() else _index(form)


@blueprint.get("/companies/<int:company_id>/derogation")
@blueprint.get("/quotes/<int:quote_id>/derogation")
@blueprint.get("/invoices/<int:invoice_id>/derogation")
@allowed(Permission.SELL)
def ask(
    company_id: int | None = None, quote_id: int | None = None, invoice_id: int | None = None
) -> ResponseReturnValue:
    """The form of a request to the management about a company, a quote or an invoice."""
    company, about = _about(company_id, quote_id, invoice_id)
    return _ask(company, about, DerogationForm(formdata=None, data={"subject": SUBJECTS[about.kind]}))


@blueprint.post("/companies/<int:company_id>/derogation")
@blueprint.post("/quotes/<int:quote_id>/derogation")
@blueprint.post("/invoices/<int:invoice_id>/derogation")
@allowed(Permission.SELL)
def send(
    company_id: int | None = None, quote_id: int | None = None, invoice_id: int | None = None
) -> ResponseReturnValue:
    """Ask the management."""
    (company, about), form = _about(company_id, quote_id, invoice_id), DerogationForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.request_derogation,
                company,
                subject=form.subject.data,
                about=about,
                reason=form.reason.data or "",
            )
    if not form.accepted():
        return _ask(*_about(company_id, quote_id, invoice_id), form)
    flash(gettext("Demande transmise à la direction."), "success")
    return turn_to(".index") if quote_id is None else turn_to("quotes.detail", quote_id=quote_id)


def _index(form: ActForm | None = None) -> ResponseReturnValue:
    """Return the list, with what was refused if something was."""
    return page(
        "billing/derogations/list.html",
        derogations=queries.derogations(),
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _ask(company: Company, about: Recordable, form: DerogationForm) -> ResponseReturnValue:
    """Return the form of a request."""
    return page(
        "billing/derogations/form.html",
        company=company,
        about=about,
        figures=figures_of(about, procedure=the_workspace().procedure) if isinstance(about, Quote) else None,
        action=url_for(".send", **{f"{about.kind}_id": about.id}),  # type: ignore[arg-type]
        form=form,
        status=form.status,
    )


def _about(company_id: int | None, quote_id: int | None, invoice_id: int | None) -> tuple[Company, Recordable]:
    """Find what a request is about and its company, or answer 404."""
    if quote_id is not None:
        quote = quote_by_id(quote_id) or abort(404)
        return quote.company, quote
    if invoice_id is not None:
        invoice = invoice_by_id(invoice_id) or abort(404)
        return invoice.company, invoice
    company = company_by_id(company_id or 0) or abort(404)
    return company, company
