"""A company's file: every document sent to it or received from it, and the place to keep one more."""

from __future__ import annotations

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.desk.documents import queries, use_cases
from crm.desk.documents.forms import DepositForm, KeepForm
from crm.desk.documents.models import DocumentType
from crm.desk.documents.queries import DocumentFilter
from crm.desk.messages.models import Box, Message, Topic
from crm.desk.messages.queries import message_by_id
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.prospecting.files import rules
from crm.web.navigation import Action, Tab, announce_action, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("files", __name__, url_prefix="/w/<int:workspace_id>")
announce_tab(Tab("company", 90, "files.index", N_("Documents"), "company_id"))
announce_action(
    Action("message", 50, "files.message", N_("Verser au classement"), icon="folder-plus", argument="message_id")
)
TYPES = {
    Topic.PURCHASE_ORDER: DocumentType.PURCHASE_ORDER,
    Topic.PAYMENT: DocumentType.PAYMENT_ADVICE,
}


@blueprint.get("/companies/<int:company_id>/documents/")
@allowed(Permission.READ)
def index(company_id: int) -> ResponseReturnValue:
    """All documents of a company, newest first, filed or not."""
    company = _company(company_id)
    wanted = DocumentFilter(tab="", search=request.args.get("q", "")[:100], company_id=company.id)
    return page(
        "prospecting/files/company.html",
        company=company,
        slice=queries.documents(wanted, cursor=request.args.get("after")),
        count=queries.document_count(wanted),
        places={place.code: place.label for place in queries.filing_plan()},
    )


@blueprint.get("/companies/<int:company_id>/documents/new")
@allowed(Permission.SELL)
def new(company_id: int) -> ResponseReturnValue:
    """A document of the company that came in, about to be kept."""
    return _deposit(_company(company_id), DepositForm(formdata=None))


@blueprint.post("/companies/<int:company_id>/documents/")
@allowed(Permission.SELL)
def deposit(company_id: int) -> ResponseReturnValue:
    """Keep a document of the company that came in."""
    company, form, document = _company(company_id), DepositForm(), None
    if form.validate():
        with form.refusals():
            document = perform(here(), use_cases.receive_document, **form.deposited, company=company)
    if document is not None:
        return turn_to("documents.detail", document_id=document.id)
    return _deposit(_company(company_id), form)


@blueprint.get("/messages/<int:message_id>/keep")
@allowed(Permission.SELL)
def message(message_id: int) -> ResponseReturnValue:
    """A message that came in, about to be kept among the documents, unless it is kept already."""
    found = _message(message_id)
    if kept := queries.documents_about(Message.kind, found.id):
        return turn_to("documents.detail", document_id=kept[0].id)
    begun = {"type": TYPES.get(found.topic, DocumentType.LETTER), "title": found.subject}
    return page("prospecting/files/message.html", message=found, form=KeepForm(formdata=None, data=begun))


@blueprint.post("/messages/<int:message_id>/keep")
@allowed(Permission.SELL)
def keep_message(message_id: int) -> ResponseReturnValue:
    """Keep a message among the documents, as the text that it is."""
    found, form, document = _message(message_id), KeepForm(), None
    if form.validate():
        with form.refusals():
            document = perform(
                here(),
                use_cases.receive_document,
                **form.said,
                content=rules.letter_text(found).encode(),
                company=found.company,
                about=found,
            )
    if document is not None:
        return turn_to("documents.detail", document_id=document.id)
    return page("prospecting/files/message.html", message=_message(message_id), form=form, status=form.status)


def _message(message_id: int) -> Message:
    """Find a message that came in or answer 404."""
    found = message_by_id(message_id) or abort(404)
    return found if found.box is Box.INCOMING else abort(404)


def _deposit(company: Company, form: DepositForm) -> ResponseReturnValue:
    """Return the page on which a document is deposited."""
    return page(
        "prospecting/files/deposit.html",
        form=form,
        deposit_url=url_for(".deposit", company_id=company.id),
        cancel_url=url_for(".index", company_id=company.id),
        status=form.status,
    )


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)
