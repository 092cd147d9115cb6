"""Keeping customers on screen: accounts and segments, who no longer orders, offers."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from crm.activity.door import perform
from crm.aftersales.loyalty import queries, use_cases
from crm.aftersales.loyalty.forms import InactiveForm, OfferForm
from crm.aftersales.loyalty.models import Offer, Segment
from crm.aftersales.loyalty.queries import AccountFilter
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.web.forms import ActForm
from crm.web.navigation import Action, Entry, announce, announce_action
from crm.web.pages import page, turn_to

blueprint = Blueprint("loyalty", __name__, url_prefix="/w/<int:workspace_id>/loyalty")
announce(Entry(N_("Clients"), 23, "loyalty.index", N_("Fidélisation"), "heart-handshake", Permission.READ))
announce_action(Action("company", 70, "loyalty.new_offer", N_("Envoyer une offre"), icon="gift", argument="company_id"))
OFFER_LASTS = timedelta(days=30)


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The customer accounts with their segments."""
    return _accounts(ActForm(formdata=None))


@blueprint.post("/segments")
@allowed(Permission.SELL)
def compute_segments() -> ResponseReturnValue:
    """Sort the accounts: an act."""
    form = ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.compute_segments)
    if form.accepted():
        flash(gettext("Segments calculés."), "success")
        return turn_to(".index")
    return _accounts(form)


@blueprint.get("/inactive")
@allowed(Permission.READ)
def inactive() -> ResponseReturnValue:
    """Who no longer ordered, as the last search found."""
    return _inactive(InactiveForm(formdata=None, data={"days": use_cases.INACTIVE_DAYS}))


@blueprint.post("/inactive")
@allowed(Permission.SELL)
def detect_inactive() -> ResponseReturnValue:
    """Look for inactive accounts: an act."""
    form, found = InactiveForm(), None
    if form.validate():
        with form.refusals():
            found = perform(here(), use_cases.detect_inactive, days=form.days.data or 0)
    if form.accepted():
        count = len(found or [])
        flash(ngettext("%(num)s compte inactif.", "%(num)s comptes inactifs.", count), "success")
        return turn_to(".inactive")
    return _inactive(form)


@blueprint.get("/offers")
@allowed(Permission.READ)
def offers() -> ResponseReturnValue:
    """The offers that were sent, and what became of them."""
    return page(
        "aftersales/loyalty/offers.html",
        slice=queries.offers(cursor=request.args.get("after")),
        today=the_workspace().today,
    )


@blueprint.get("/companies/<int:company_id>/offer")
@allowed(Permission.SELL)
def new_offer(company_id: int) -> ResponseReturnValue:
    """An empty offer to a customer."""
    until = the_workspace().today + OFFER_LASTS
    return _offer_form(_company(company_id), OfferForm(formdata=None, data={"valid_until": until}))


@blueprint.post("/companies/<int:company_id>/offer")
@allowed(Permission.SELL)
def send_offer(company_id: int) -> ResponseReturnValue:
    """Send the offer."""
    company, form = _company(company_id), OfferForm()
    if form.validate() and form.valid_until.data:
        with form.refusals():
            perform(
                here(),
                use_cases.send_offer,
                company,
                type=form.type.data,
                valid_until=form.valid_until.data,
                text=form.text.data or "",
                discount=form.discount.data,  # type: ignore[arg-type]
                channel=form.channel.data,
            )
    if form.accepted():
        flash(gettext("Offre envoyée."), "success")
        return turn_to(".offers")
    return _offer_form(_company(company_id), form)


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)


def _accounts(form: ActForm) -> ResponseReturnValue:
    """Return the list of accounts, narrowed as the URL says."""
    segment = next((each for each in Segment if each.value == request.args.get("segment")), None)
    wanted = AccountFilter(request.args.get("q", "")[:100], segment)
    found = queries.accounts(wanted, cursor=request.args.get("after"))
    return page(
        "aftersales/loyalty/accounts.html",
        wanted=wanted,
        slice=found,
        count=queries.account_count(wanted),
        segments=queries.segments_of(found.rows),
        trade=queries.trade_of(found.rows, today=the_workspace().today),
        counts=queries.segment_counts(),
        computed_on=queries.computed_on(),
        form=form,
        status=form.status,
    )


def _inactive(form: InactiveForm) -> ResponseReturnValue:
    """Return the page of inactive accounts, with what the last search found."""
    detection = queries.last_detection()
    found = detection.companies if detection else []
    return page(
        "aftersales/loyalty/inactive.html",
        detection=detection,
        trade=queries.trade_of(found, today=the_workspace().today),
        segments=queries.segments_of(found),
        last_offers=queries.last_offers(found),
        form=form,
        status=form.status,
    )


def _offer_form(company: Company, form: OfferForm) -> ResponseReturnValue:
    """Return the form of an offer, with the offers sent before."""
    sent: list[Offer] = queries.offers_to(company)
    return page(
        "aftersales/loyalty/offer.html",
        company=company,
        sent=sent,
        segment=queries.segments_of([company]).get(company.id),
        trade=queries.trade_of([company], today=the_workspace().today).get(company.id),
        today=the_workspace().today,
        form=form,
        status=form.status,
    )
