"""People's data on screen: a tab of the record, the requests that wait, how long things are kept."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import chain_head
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.people.labels import FIELDS as LABELS
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.prospecting.privacy import queries, rules, use_cases
from crm.prospecting.privacy.forms import AnswerForm, CallForm, ConsentForm, ContactNoteForm, InformForm, RequestForm
from crm.prospecting.privacy.models import DataRequest
from crm.web.forms import ActForm, HouseForm, with_refused
from crm.web.navigation import Entry, Tab, announce, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("privacy", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Clients"), 24, "privacy.index", N_("Données personnelles"), "shield-check", Permission.READ))
announce_tab(Tab("company", 70, "privacy.of_company", N_("Données personnelles"), "company_id"))
SHOWN = 6
HELD = ("legal_name", "street", "postcode", "city", "phone", "email", "sector", "source", "legal_basis", "notes")


def _waiting(today: date) -> Count:
    """Count the requests that wait, and the late ones."""
    return Count(*queries.open_counts(today=today))


announce_waiting(Waiting(40, "privacy.index", N_("Demandes sur les données"), icon="shield-check", count=_waiting))


@blueprint.get("/privacy/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The requests that wait, and the records kept too long."""
    return _index(ActForm(formdata=None))


@blueprint.post("/privacy/review")
@allowed(Permission.SELL)
def review() -> ResponseReturnValue:
    """Look for records kept too long: an act."""
    form = ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.review_retention)
    return turn_to(".index") if form.accepted() else _index(form)


@blueprint.get("/privacy/requests/<int:request_id>")
@allowed(Permission.READ)
def detail(request_id: int) -> ResponseReturnValue:
    """A request, what is kept of the person, and the answer."""
    return _detail(_request(request_id), AnswerForm(formdata=None))


@blueprint.post("/privacy/requests/<int:request_id>")
@allowed(Permission.SELL)
def answer(request_id: int) -> ResponseReturnValue:
    """Answer it."""
    found, form = _request(request_id), AnswerForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.answer_request, found, outcome=form.outcome.data, answer=form.answer.data or "")
    return turn_to(".detail", request_id=request_id) if form.accepted() else _detail(_request(request_id), form)


@blueprint.get("/companies/<int:company_id>/privacy")
@allowed(Permission.READ)
def of_company(company_id: int) -> ResponseReturnValue:
    """What was told, agreed, refused and asked, and how long the record may be kept."""
    return _tab(_company(company_id))


@blueprint.post("/companies/<int:company_id>/privacy/inform")
@allowed(Permission.SELL)
def inform(company_id: int) -> ResponseReturnValue:
    """Note that the person was told."""
    company, form = _company(company_id), InformForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.give_information, company, by=form.by.data, on=form.on.data)
    return _after(company_id, form)


@blueprint.post("/companies/<int:company_id>/privacy/consent")
@allowed(Permission.SELL)
def consent(company_id: int) -> ResponseReturnValue:
    """Note what the person agrees to."""
    company, form = _company(company_id), ConsentForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.record_consent,
                company,
                phone=form.phone.data,
                email=form.email.data,
                proof=form.proof.data or "",
                on=form.on.data,
            )
    return _after(company_id, form)


@blueprint.post("/companies/<int:company_id>/privacy/consent/withdraw")
@allowed(Permission.SELL)
def withdraw(company_id: int) -> ResponseReturnValue:
    """Note that the person takes the consent back."""
    company, form = _company(company_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.withdraw_consent, company)
    return _after(company_id, form)


@blueprint.post("/companies/<int:company_id>/privacy/contact")
@allowed(Permission.SELL)
def contact(company_id: int) -> ResponseReturnValue:
    """Note a sign from the prospect."""
    company, form = _company(company_id), ContactNoteForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.note_contact, company, what=form.what.data or "", on=form.on.data)
    return _after(company_id, form)


@blueprint.post("/companies/<int:company_id>/privacy/check")
@allowed(Permission.SELL)
def check(company_id: int) -> ResponseReturnValue:
    """Look up whether the person may be called now: an act."""
    company, form = _company(company_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.check_canvassing, company)
    return _after(company_id, form)


@blueprint.post("/companies/<int:company_id>/privacy/call")
@allowed(Permission.SELL)
def call(company_id: int) -> ResponseReturnValue:
    """Note a call, whatever it breaks."""
    company, form, found = _company(company_id), CallForm(), None
    if form.validate():
        with form.refusals():
            found = perform(
                here(),
                use_cases.log_call,
                company,
                result=form.result.data,
                at=form.hour(),
                note=form.note.data or "",
            )
    if found is not None and found.faults:
        said = ", ".join(gettext(fault.label) for fault in found.faults)
        flash(gettext("Appel noté. Règles non respectées : %(said)s.", said=said), "warning")
    return _after(company_id, form)


@blueprint.post("/companies/<int:company_id>/privacy/request")
@allowed(Permission.SELL)
def ask(company_id: int) -> ResponseReturnValue:
    """Enter what the person asks."""
    company, form = _company(company_id), RequestForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.receive_request,
                company,
                right=form.right.data,
                received_on=form.received_on.data,
                message=queries.message_of(company, form.message_id()),
            )
    return _after(company_id, form)


@blueprint.post("/companies/<int:company_id>/privacy/erase")
@allowed(Permission.SELL)
def erase(company_id: int) -> ResponseReturnValue:
    """Erase what identifies the person."""
    company, form = _company(company_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.erase_personal_data, company)
    return _after(company_id, form)


def _after(company_id: int, form: HouseForm) -> ResponseReturnValue:
    """Turn to the tab, or show it again with the form that was refused."""
    return turn_to(".of_company", company_id=company_id) if form.accepted() else _tab(_company(company_id), form)


def _tab(company: Company, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the tab of a record."""
    workspace = the_workspace()
    today, now = workspace.today, here().instant_after(chain_head(workspace.id).position)
    called = queries.callee(company)
    forms: dict[str, HouseForm] = {
        "inform_form": InformForm(formdata=None),
        "consent_form": ConsentForm(formdata=None),
        "contact_form": ContactNoteForm(formdata=None),
        "call_form": CallForm(formdata=None),
        "request_form": RequestForm(formdata=None),
        "act_form": ActForm(formdata=None),
    }
    shown = with_refused(forms, refused)
    asking = shown["request_form"]
    assert isinstance(asking, RequestForm)  # noqa: S101  (by its key)
    chosen = request.args.get("message_id", "")
    if refused is None and queries.message_of(company, RequestForm.number(chosen)) is not None:
        asking.message.data = chosen
    asking.message.choices = [("", gettext("aucun")), *((str(m.id), m.subject) for m in queries.messages_of(company))]
    return page(
        "prospecting/privacy/company.html",
        company=company,
        retention=queries.retention(company, today=today),
        canvassing=rules.canvassing(called, at=now),
        recent=rules.recent_calls(called, at=now),
        most_calls=rules.MOST_CALLS,
        calls=queries.calls_with(company)[:SHOWN],
        requests=queries.requests_of(company),
        plan=rules.erasure(is_business=company.is_business, has_invoices=queries.has_invoices(company)),
        labels=LABELS | {"contacts": N_("Interlocuteurs"), "qualifications": N_("Textes des qualifications")},
        today=today,
        status=refused.status if refused else 200,
        **shown,
    )


def _index(form: ActForm) -> ResponseReturnValue:
    """Return the page of requests and of records kept too long."""
    today = the_workspace().today
    tab = queries.DONE if request.args.get("tab") == queries.DONE else queries.OPEN
    return page(
        "prospecting/privacy/list.html",
        tab=tab,
        slice=queries.requests(tab=tab, cursor=request.args.get("after")),
        waiting=queries.open_counts(today=today),
        expired=[(each, queries.retention(each, today=today)) for each in queries.expired(today=today)[:50]],
        today=today,
        form=form,
        status=form.status,
    )


def _detail(found: DataRequest, form: AnswerForm) -> ResponseReturnValue:
    """Return the page of a request."""
    company = found.company
    return page(
        "prospecting/privacy/detail.html",
        request_=found,
        company=company,
        held=[(LABELS[name], getattr(company, name)) for name in HELD],
        contacts=companies.contacts_of(company),
        message=queries.message_of(company, found.message_id),
        today=the_workspace().today,
        form=form,
        status=form.status,
    )


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)


def _request(request_id: int) -> DataRequest:
    """Find the request or answer 404."""
    return queries.request_by_id(request_id) or abort(404)
