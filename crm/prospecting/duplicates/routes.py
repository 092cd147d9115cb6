"""Duplicates on screen: pairs that look alike, two records side by side, merges and the way back."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.people.labels import FIELDS as LABELS
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies import use_cases as entering
from crm.prospecting.companies.forms import CompanyForm
from crm.prospecting.companies.models import Company, CompanyMerge
from crm.prospecting.duplicates import queries, rules, use_cases
from crm.prospecting.duplicates.forms import MergeForm
from crm.prospecting.likeness import compare, traits
from crm.prospecting.privacy.queries import has_invoices
from crm.web.forms import ActForm
from crm.web.navigation import Entry, Tab, announce, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("duplicates", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Prospection"), 29, "duplicates.index", N_("Doublons"), "git-merge", Permission.READ))
announce_tab(Tab("company", 80, "duplicates.of_company", N_("Doublons"), "company_id"))


@blueprint.get("/duplicates/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The pairs that wait for a decision, and the merges made."""
    return _index(ActForm(formdata=None))


@blueprint.post("/duplicates/search")
@allowed(Permission.SELL)
def search() -> ResponseReturnValue:
    """Compare the whole file: an act."""
    form = ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.search_duplicates)
    return turn_to(".index") if form.accepted() else _index(form)


@blueprint.post("/duplicates/<int:pair_id>/apart")
@allowed(Permission.SELL)
def tell_apart(pair_id: int) -> ResponseReturnValue:
    """Say that two records are two companies."""
    pair, form = queries.pair_by_id(pair_id) or abort(404), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.tell_apart, pair)
    return turn_to(".index") if form.accepted() else _index(form)


@blueprint.post("/duplicates/check-new")
@allowed(Permission.SELL)
def check_new() -> ResponseReturnValue:
    """Look for the company about to be entered: an act; the form comes back as it was typed."""
    form, found = CompanyForm(), []
    if form.validate():
        with form.refusals():
            found = perform(here(), entering.check_before_creating, form.read()) or []
    checked = form.accepted() and not found
    if form.accepted():
        # What is sent next is another form: its key must not answer with this check.
        form.submission.data = uuid4().hex
    return page(
        "prospecting/duplicates/form.html",
        form=form,
        company=None,
        alike=found,
        sure=bool(found),
        checked=checked,
        status=form.status,
    )


@blueprint.get("/companies/<int:company_id>/duplicates")
@allowed(Permission.READ)
def of_company(company_id: int) -> ResponseReturnValue:
    """What looks like a company's record, and the merges in which it had a part."""
    company = _company(company_id)
    return page(
        "prospecting/duplicates/company.html",
        company=company,
        alike=companies.similar(companies.card_of(company)),
        merges=queries.merges_of(company),
        act_form=ActForm(formdata=None),
    )


@blueprint.get("/companies/<int:company_id>/merge/<int:other_id>")
@allowed(Permission.SELL)
def side_by_side(company_id: int, other_id: int) -> ResponseReturnValue:
    """Two records beside each other: the first is to be kept."""
    return _side_by_side(_company(company_id), _company(other_id), None)


@blueprint.post("/companies/<int:company_id>/merge/<int:other_id>")
@allowed(Permission.SELL)
def merge(company_id: int, other_id: int) -> ResponseReturnValue:
    """Make one record of two."""
    kept, other, form, done = _company(company_id), _company(other_id), MergeForm(), None
    if form.validate():
        with form.refusals():
            done = perform(here(), use_cases.merge_companies, kept, other, sides=form.sides())
    if done is not None:
        return turn_to(".detail", merge_id=done.id)
    return _side_by_side(_company(company_id), _company(other_id), form)


@blueprint.get("/duplicates/merges/<int:merge_id>")
@allowed(Permission.READ)
def detail(merge_id: int) -> ResponseReturnValue:
    """A merge: what became of it, and the button that takes it back."""
    return _detail(_merge(merge_id), ActForm(formdata=None))


@blueprint.post("/duplicates/merges/<int:merge_id>/undo")
@allowed(Permission.SELL)
def undo(merge_id: int) -> ResponseReturnValue:
    """Take a merge back."""
    found, form = _merge(merge_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.undo_merge, found)
    return turn_to(".detail", merge_id=merge_id) if form.accepted() else _detail(_merge(merge_id), form)


def _index(form: ActForm) -> ResponseReturnValue:
    """Return the page of pairs and merges."""
    return page(
        "prospecting/duplicates/list.html",
        pairs=queries.open_pairs(),
        count=queries.open_pair_count(),
        merges=queries.merges(),
        form=form,
        status=form.status,
    )


def _side_by_side(kept: Company, other: Company, form: MergeForm | None) -> ResponseReturnValue:
    """Return the page of two records."""
    mine, others = queries.values_of(kept), queries.values_of(other)
    return page(
        "prospecting/duplicates/merge.html",
        kept=kept,
        other=other,
        mine=mine,
        others=others,
        fields=[(name, LABELS[name]) for name in rules.FIELDS if mine[name] or others[name]],
        invoiced=(has_invoices(kept), has_invoices(other)),
        likeness=compare(traits(companies.card_of(kept)), traits(companies.card_of(other))),
        form=form or MergeForm.offering(rules.proposed(mine, others)),
        status=form.status if form else 200,
    )


def _detail(found: CompanyMerge, form: ActForm) -> ResponseReturnValue:
    """Return the page of a merge."""
    return page(
        "prospecting/duplicates/detail.html",
        merge=found,
        kept=companies.company_by_id(found.kept_id),
        moved={str(table): len(rows) for table, _, rows, _ in found.moved},  # type: ignore[arg-type]
        form=form,
        status=form.status,
    )


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)


def _merge(merge_id: int) -> CompanyMerge:
    """Find the merge or answer 404."""
    return queries.merge_by_id(merge_id) or abort(404)
