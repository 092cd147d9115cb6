"""Filing on screen: what is to be filed, the plan, and where everything lies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO

from flask import Blueprint, abort, current_app, flash, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.utils import secure_filename

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.desk.documents import queries, rules, use_cases
from crm.desk.documents.forms import DepositForm, PlaceForm, SeveralForm
from crm.desk.documents.models import Document, DocumentType
from crm.desk.documents.queries import TABS, TO_FILE, DocumentFilter
from crm.desk.printed import print_thing
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.people.sayings import PLACES
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("documents", __name__, url_prefix="/w/<int:workspace_id>/documents")
announce(Entry("", 17, "documents.index", N_("Classement"), "folders", Permission.READ))


def _waiting(today: date) -> Count:
    """Count the documents to file; late are those issued more than the procedure's days before the day's opening."""
    days = the_workspace().procedure("filing_days")
    return Count(queries.unfiled_count(), queries.unfiled_count(before=opening_of(today) - timedelta(days=days)))


announce_waiting(Waiting(20, "documents.index", N_("Documents à classer"), icon="folders", count=_waiting))


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """What is to be filed, and what is filed."""
    return _list(SeveralForm(formdata=None))


@blueprint.post("/file")
@allowed(Permission.SELL)
def file_several() -> ResponseReturnValue:
    """File the ticked documents together."""
    form = SeveralForm()
    if form.validate():
        chosen = queries.documents_by_ids(form.documents.data or [])
        with form.refusals():
            perform(here(), use_cases.file_documents, chosen, place=form.place.data, contents=_printed(chosen))
    if form.accepted():
        count = len(form.documents.data or [])
        flash(ngettext("%(num)s document classé.", "%(num)s documents classés.", count), "success")
        return turn_to(".index")
    return _list(form)


@blueprint.get("/<int:document_id>")
@allowed(Permission.READ)
def detail(document_id: int) -> ResponseReturnValue:
    """One document, and the plan in which it has its place."""
    document = _document(document_id)
    return _read(document, PlaceForm(formdata=None, data={"place": document.place}))


@blueprint.post("/<int:document_id>/file")
@allowed(Permission.SELL)
def file(document_id: int) -> ResponseReturnValue:
    """File the document, or file it elsewhere."""
    document, form = _document(document_id), PlaceForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.file_document, document, place=form.place.data, contents=_printed([document]))
    if form.accepted():
        flash(gettext("Document classé."), "success")
        return turn_to(".index")
    return _read(_document(document_id), form)


@blueprint.get("/<int:document_id>/content")
@allowed(Permission.READ)
def content(document_id: int) -> ResponseReturnValue:
    """The bytes that are kept of a document, as a file to download: nobody else's file runs in our pages."""
    document = _document(document_id)
    kept = queries.content_of(document) or abort(404)
    ending = rules.ENDINGS[kept[1]]
    name = secure_filename(document.number or document.title) or str(document.id)
    return send_file(BytesIO(kept[0]), kept[1], as_attachment=True, download_name=f"{name}.{ending}")


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """A document that came in, about to be kept."""
    return page("desk/documents/deposit.html", form=DepositForm(formdata=None))


@blueprint.post("/")
@allowed(Permission.SELL)
def deposit() -> ResponseReturnValue:
    """Keep a document that came in; it waits to be filed."""
    form, document = DepositForm(), None
    if form.validate():
        with form.refusals():
            document = perform(here(), use_cases.receive_document, **form.deposited)
    if document is not None:
        return turn_to(".detail", document_id=document.id)
    return page("desk/documents/deposit.html", form=form, status=form.status)


def _printed(documents: Sequence[Document]) -> dict[int, bytes]:
    """Print what was issued and is not kept yet."""
    papers = {
        each.id: print_thing(each.about_kind, each.about_id)
        for each in documents
        if not each.sha256 and each.about_kind
    }
    return {document_id: paper for document_id, paper in papers.items() if paper}


def _document(document_id: int) -> Document:
    """Find the document or answer 404."""
    return queries.document_by_id(document_id) or abort(404)


def _list(form: SeveralForm) -> ResponseReturnValue:
    """Return the list, with the form that was refused if there is one."""
    wanted, plan = _filter_of_the_url(), queries.filing_plan()
    return page(
        "desk/documents/list.html",
        way_choices=[("issued", gettext("Émis")), ("received", gettext("Reçus"))],
        wanted=wanted,
        slice=queries.documents(wanted, cursor=request.args.get("after")),
        count=queries.document_count(wanted),
        unfiled=queries.unfiled_count(),
        places={place.code: place for place in plan},
        type_choices=[(each.value, gettext(each.label)) for each in DocumentType],
        place_choices=[(each.code, each.label) for each in plan],
        form=form.offer(plan),
        status=form.status,
    )


def _read(document: Document, form: PlaceForm) -> ResponseReturnValue:
    """Return the page of a document, with the form that was refused if there is one."""
    plan = queries.filing_plan()
    return page(
        "desk/documents/detail.html",
        document=document,
        plan=plan,
        proposed=[place.code for place in plan if place.takes(document.type)],
        entries=timeline(kind=Document.kind, object_id=document.id, limit=20),
        source_url=_place_of(document.about_kind, document.about_id),
        company_url=_place_of("company", document.company_id),
        size=queries.size_of(document),
        form=form.offer(plan),
        status=form.status,
    )


def _place_of(kind: str, thing_id: int | None) -> str | None:
    """Return the address of a thing's page, if its room is there."""
    endpoint, argument = PLACES.get(kind, ("", "")) if thing_id else ("", "")
    return url_for(endpoint, **{argument: thing_id}) if endpoint in current_app.view_functions else None  # type: ignore[arg-type]


def _filter_of_the_url() -> DocumentFilter:
    """Read the list's state from the URL; what cannot be read does not narrow."""
    tab = request.args.get("tab", TO_FILE)
    return DocumentFilter(
        tab=tab if tab in TABS else TO_FILE,
        search=request.args.get("q", "")[:100],
        type=next((each for each in DocumentType if each.value == request.args.get("type")), None),
        place=request.args.get("place", ""),
        company_id=request.args.get("company", type=int),
        received={"received": True, "issued": False}.get(request.args.get("way", "")),
        first=_day("from"),
        last=_day("to"),
    )


def _day(name: str) -> date | None:
    """Read a day of the URL; what is none does not narrow."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
