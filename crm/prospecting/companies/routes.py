"""The prospect file on screen: list, record, forms, search."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.config import Settings
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, pages_named, the_workspace
from crm.places.positions import Position
from crm.prospecting.companies import queries, use_cases
from crm.prospecting.companies.forms import CompanyForm, ContactForm, NoteForm, OptOutForm
from crm.prospecting.companies.models import Company, Nature, Stage
from crm.prospecting.companies.queries import CompanyFilter
from crm.prospecting.companies.use_cases import CompanyData
from crm.prospecting.likeness import Card
from crm.web.forms import ActForm
from crm.web.navigation import Entry, Tab, announce, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("companies", __name__, url_prefix="/w/<int:workspace_id>/companies")
announce(Entry(N_("Clients"), 20, "companies.index", N_("Fichier clients"), "building", Permission.READ, on_phone=True))

announce_tab(Tab("company", 10, "companies.detail", N_("Fiche"), "company_id"))


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The prospect file: search, filters in the URL, pages by keyset."""
    wanted = _filter_of_the_url()
    found = queries.companies(wanted, cursor=request.args.get("after"))
    return page(
        "prospecting/companies/list.html",
        wanted=wanted,
        slice=found,
        qualities=queries.qualities(found.rows, today=the_workspace().today),
        count=queries.company_count(wanted),
        stages=queries.stage_counts(),
        stage_choices=list(Stage),
        nature_choices=[(each.value, gettext(each.label)) for each in Nature],
    )


@blueprint.get("/palette")
@allowed(Permission.READ)
def palette() -> ResponseReturnValue:
    """What Ctrl-K finds: pages of the rail and companies."""
    text = request.args.get("q", "")[:100].strip()
    groups = [{"title": gettext("Pages"), "options": pages_named(text)}]
    if text:
        found = [
            {
                "url": url_for(".detail", company_id=each.id),
                "label": each.legal_name,
                "icon": "building",
                "hint": each.city,
            }
            for each in queries.suggestions(text)
        ]
        groups.insert(0, {"title": gettext("Fichier clients"), "options": found})
    return page(
        "prospecting/companies/palette.html",
        text=text,
        groups=[each for each in groups if each["options"]],
        palette_url=None,
    )


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """An empty record to fill in."""
    return page("prospecting/companies/form.html", form=CompanyForm(), company=None, alike=[], sure=False)


@blueprint.get("/alike")
@allowed(Permission.READ)
def alike() -> ResponseReturnValue:
    """The records that look like what is being typed: nothing is written."""
    said = {name: request.args.get(name, "")[:200] for name in Card._fields if name not in ("id", "name")}
    typed = Card(name=request.args.get("legal_name", "")[:200], **said)  # type: ignore[arg-type]
    besides = request.args.get("besides", default=0, type=int)
    found = queries.similar(typed._replace(id=besides)) if any(typed[1:]) else []
    return page("prospecting/companies/alike.html", alike=found)


@blueprint.post("/new")
@allowed(Permission.SELL)
def create() -> ResponseReturnValue:
    """Create the record."""
    form, company = CompanyForm(), None
    if form.validate():
        with form.refusals():
            sure = bool(form.despite_likeness.data)
            data = form.read()
            company = perform(
                here(), use_cases.create_after_checking, data, despite_likeness=sure, position=_found_at(data)
            )
    if company is not None:
        return turn_to(".detail", company_id=company.id)
    found = queries.similar(form.read().card)
    sure = bool(form.despite_likeness.errors or form.despite_likeness.data)
    return page("prospecting/companies/form.html", form=form, company=None, alike=found, sure=sure, status=form.status)


@blueprint.get("/<int:company_id>")
@allowed(Permission.READ)
def detail(company_id: int) -> ResponseReturnValue:
    """The record: fields, timeline, people; the number of one that was merged leads to the one that was kept."""
    if queries.company_by_id(company_id) is None and (kept_id := queries.kept_in_place_of(company_id)) is not None:
        return turn_to(".detail", company_id=kept_id)
    return _record(company_id)


@blueprint.get("/<int:company_id>/edit")
@allowed(Permission.SELL)
def edit(company_id: int) -> ResponseReturnValue:
    """The record to be changed."""
    company = _company(company_id)
    return page("prospecting/companies/form.html", form=CompanyForm(obj=company), company=company, alike=[], sure=False)


@blueprint.post("/<int:company_id>/edit")
@allowed(Permission.SELL)
def update(company_id: int) -> ResponseReturnValue:
    """Change the record."""
    company, form = _company(company_id), CompanyForm()
    if form.validate():
        with form.refusals():
            data, version = form.read(), form.expected_version
            position = _found_at(data) if use_cases.moves(company, data) else None
            perform(here(), use_cases.update_company, company, data, version=version, position=position)
    if form.accepted():
        return turn_to(".detail", company_id=company_id)
    company = _company(company_id)
    return page("prospecting/companies/form.html", form=form, company=company, alike=[], sure=False, status=form.status)


@blueprint.post("/<int:company_id>/notes")
@allowed(Permission.SELL)
def add_note(company_id: int) -> ResponseReturnValue:
    """Write a note."""
    company, form = _company(company_id), NoteForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.add_note, company, text=form.text.data or "")
    return turn_to(".detail", company_id=company_id) if form.accepted() else _record(company_id, note=form)


@blueprint.post("/<int:company_id>/contacts")
@allowed(Permission.SELL)
def add_contact(company_id: int) -> ResponseReturnValue:
    """Add a person."""
    company, form = _company(company_id), ContactForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.add_contact,
                company,
                first_name=form.first_name.data or "",
                last_name=form.last_name.data or "",
                function=form.function.data or "",
                role=form.role.data,
                email=form.email.data or "",
                phone=form.phone.data or "",
            )
    return turn_to(".detail", company_id=company_id) if form.accepted() else _record(company_id, contact=form)


@blueprint.post("/<int:company_id>/duplicates")
@allowed(Permission.SELL)
def check_duplicates(company_id: int) -> ResponseReturnValue:
    """Look for look-alikes: an act."""
    company, form = _company(company_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.check_duplicates, company)
    return turn_to("duplicates.of_company", company_id=company_id)


@blueprint.post("/<int:company_id>/opt-out/check")
@allowed(Permission.SELL)
def check_opt_out(company_id: int) -> ResponseReturnValue:
    """Look up the opt-outs: an act."""
    company, form = _company(company_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.check_opt_out, company)
    return turn_to(".detail", company_id=company_id)


@blueprint.post("/<int:company_id>/opt-out")
@allowed(Permission.SELL)
def record_opt_out(company_id: int) -> ResponseReturnValue:
    """Write down the channels refused."""
    company, form = _company(company_id), OptOutForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.record_opt_out,
                company,
                email=form.email.data,
                phone=form.phone.data,
                post=form.post.data,
            )
    return turn_to(".detail", company_id=company_id)


def _record(
    company_id: int, *, note: NoteForm | None = None, contact: ContactForm | None = None
) -> ResponseReturnValue:
    """Return the record's page, with the form that was refused if there is one."""
    company = _company(company_id)
    before = request.args.get("before", type=int)
    refused = note or contact
    return page(
        "prospecting/companies/detail.html",
        company=company,
        quality=queries.qualities([company], today=the_workspace().today)[company.id],
        contacts=queries.contacts_of(company),
        entries=timeline(kind=Company.kind, object_id=company.id, before=before, also=queries.merged_into(company.id)),
        note_form=note or NoteForm(formdata=None),
        contact_form=contact or ContactForm(formdata=None),
        opt_out_form=OptOutForm(
            formdata=None,
            data={
                "email": company.opted_out_email,
                "phone": company.opted_out_phone,
                "post": company.opted_out_post,
            },
        ),
        act_form=ActForm(formdata=None),
        status=refused.status if refused else 200,
    )


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return queries.company_by_id(company_id) or abort(404)


def _found_at(data: CompanyData) -> Position | None:
    """Return where the centre's address base puts an address; None where the centre named none, or it fails."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.geocoder or data.country != "FR" or not (data.street and (data.postcode or data.city)):
        return None
    from crm.places.geocoders import NoAddressBase, ask  # noqa: PLC0415  (heavy, and only where a centre names a base)

    try:
        return ask(settings.geocoder, street=data.street, postcode=data.postcode, city=data.city)
    except NoAddressBase:
        said = gettext("La Base Adresse Nationale ne répond pas : la fiche est placée au centre de sa commune.")
        flash(said, "warning")
    return None


def _filter_of_the_url() -> CompanyFilter:
    """Read the list's state from the URL; what cannot be read does not narrow."""
    sort = request.args.get("sort", "name")
    return CompanyFilter(
        search=request.args.get("q", "")[:100],
        stage=_choice(Stage, request.args.get("stage")),
        nature=_choice(Nature, request.args.get("nature")),
        sort=sort.removeprefix("-") if sort.removeprefix("-") in queries.SORTS else "name",
        descending=sort.startswith("-"),
    )


def _choice(choices: type[Stage | Nature], text: str | None):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Return the member that a word in the URL names, or None."""
    return next((member for member in choices if member.value == text), None)
