"""Claims on screen: list, one claim, a claim noted from a delivery, its settlement."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.desk.messages.queries import message_by_id
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.selling.claims import queries, use_cases
from crm.selling.claims.forms import SettleForm, claim_form
from crm.selling.claims.models import Claim
from crm.selling.claims.queries import OPEN, TABS, ClaimFilter
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.queries import delivery_note_by_id
from crm.selling.stock.queries import availability
from crm.web.navigation import Action, Entry, Tab, announce, announce_action, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("claims", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Vente"), 44, "claims.index", N_("Réclamations"), "mood-sad", Permission.READ))
announce_tab(Tab("company", 45, "claims.of_company", N_("Réclamations"), "company_id"))
announce_action(
    Action("delivery_note", 20, "claims.new", N_("Noter une réclamation"), icon="mood-sad", argument="note_id")
)
# A customer should not wait longer for an answer.
ANSWERED_IN = timedelta(days=2)


def _waiting(today: date) -> Count:
    """Count the claims that wait for an answer; late are those of more than two days."""
    return Count(queries.open_count(), queries.open_count(before=today - ANSWERED_IN))


announce_waiting(Waiting(38, "claims.index", N_("Réclamations à traiter"), icon="mood-sad", count=_waiting))


@blueprint.get("/claims/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The claims: open ones, settled ones; search and state in the URL, pages by keyset."""
    tab = request.args.get("tab", OPEN)
    wanted = ClaimFilter(tab if tab in TABS else OPEN, request.args.get("q", "")[:100])
    return page(
        "selling/claims/list.html",
        wanted=wanted,
        slice=queries.claims(wanted, cursor=request.args.get("after")),
        count=queries.claim_count(wanted),
        counts={each: queries.claim_count(ClaimFilter(each)) for each in TABS},
        today=the_workspace().today,
    )


@blueprint.get("/companies/<int:company_id>/claims")
@allowed(Permission.READ)
def of_company(company_id: int) -> ResponseReturnValue:
    """What a company has complained of."""
    company = companies.company_by_id(company_id) or abort(404)
    return page(
        "selling/claims/company.html",
        company=company,
        claims=queries.claims_of_company(company),
        today=the_workspace().today,
    )


@blueprint.get("/delivery-notes/<int:note_id>/claims/new")
@allowed(Permission.SELL)
def new(note_id: int) -> ResponseReturnValue:
    """A claim on a delivery, to be filled in."""
    note = _note(note_id)
    return page("selling/claims/form.html", note=note, form=claim_form(note.lines, shown=True))


@blueprint.post("/delivery-notes/<int:note_id>/claims/new")
@allowed(Permission.SELL)
def create(note_id: int) -> ResponseReturnValue:
    """Note the claim."""
    note, claim = _note(note_id), None
    form = claim_form(note.lines)
    if form.validate():
        with form.refusals():
            claim = perform(
                here(),
                use_cases.note_claim,
                note,
                cause=form.cause.data,
                text=form.text.data or "",
                quantities=form.quantities,
            )
    if claim is None:
        return page("selling/claims/form.html", note=_note(note_id), form=form, status=form.status)
    flash(gettext("Réclamation notée."), "success")
    return turn_to(".detail", claim_id=claim.id)


@blueprint.get("/claims/<int:claim_id>")
@allowed(Permission.READ)
def detail(claim_id: int) -> ResponseReturnValue:
    """One claim: what is wrong, the proof of delivery, how it can be settled."""
    return _detail(_claim(claim_id), SettleForm(formdata=None))


@blueprint.post("/claims/<int:claim_id>/settle")
@allowed(Permission.SELL)
def settle(claim_id: int) -> ResponseReturnValue:
    """Settle the claim and answer the customer."""
    claim, form = _claim(claim_id), SettleForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.settle_claim,
                claim,
                settlement=form.settlement.data,
                answer=form.answer.data or "",
                amount=form.amount.data if isinstance(form.amount.data, Money) else None,
            )
    if not form.accepted():
        return _detail(_claim(claim_id), form)
    flash(gettext("Réclamation traitée : le client a sa réponse."), "success")
    return turn_to(".detail", claim_id=claim_id)


def _detail(claim: Claim, form: SettleForm) -> ResponseReturnValue:
    """Return a claim's page."""
    note = claim.delivery_note
    return page(
        "selling/claims/detail.html",
        claim=claim,
        note=note,
        order=note.order,
        company=note.order.company,
        message=message_by_id(claim.message_id) if claim.message_id else None,
        replacement=delivery_note_by_id(claim.replacement_id) if claim.replacement_id else None,
        available=availability(line.product_id for line in claim.lines),
        form=form,
        take_back=url_for("deliveries.detail", note_id=note.id),
        entries=timeline(kind=Claim.kind, object_id=claim.id),
        status=form.status,
    )


def _claim(claim_id: int) -> Claim:
    """Find the claim or answer 404."""
    return queries.claim_by_id(claim_id) or abort(404)


def _note(note_id: int) -> DeliveryNote:
    """Find the delivery note or answer 404."""
    return delivery_note_by_id(note_id) or abort(404)
