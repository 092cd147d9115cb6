"""Offers that wait for their answer on screen: asking after them, offering something else."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.activity.vocabulary import Activity
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import add_working_days
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.market_watch import queries as watch
from crm.prospecting.market_watch.forms import ArgumentForm
from crm.prospecting.market_watch.use_cases import use_argument
from crm.selling.negotiation import use_cases
from crm.selling.negotiation.forms import FollowUpForm, PlanForm
from crm.selling.quotes import queries
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.quotes.queries import QuoteFilter
from crm.selling.quotes.use_cases import plan_follow_up
from crm.web.forms import ActForm, HouseForm
from crm.web.pages import page, turn_to

blueprint = Blueprint("negotiation", __name__, url_prefix="/w/<int:workspace_id>/quotes/<int:quote_id>")
CHASING = [Activity.QUOTE_FOLLOWED_UP.word, Activity.QUOTE_FOLLOW_UP_PLANNED.word, Activity.QUOTE_SENT.word]
# What the forms propose, in working days.
LATER = 5


def _unanswered(today: date) -> Count:
    """Count the quotes that wait for an answer; late are those that no longer hold."""
    return Count(queries.quote_count(QuoteFilter(state=QuoteState.SENT)), queries.out_of_date_count(today))


def _to_follow_up(today: date) -> Count:
    """Count the quotes which one meant to ask after by today; late are those of earlier days."""
    return Count(*queries.follow_up_counts(today))


announce_waiting(
    Waiting(31, "quotes.index", N_("Devis sans réponse"), icon="file-time", count=_unanswered, values={"state": "sent"})
)
announce_waiting(
    Waiting(32, "quotes.index", N_("Devis à relancer"), icon="phone-outgoing", count=_to_follow_up, values={"due": "1"})
)


@blueprint.get("/follow-up")
@allowed(Permission.READ)
def detail(quote_id: int) -> ResponseReturnValue:
    """What was done to have an answer, and what can be."""
    return _detail(quote_id)


@blueprint.post("/follow-up")
@allowed(Permission.SELL)
def follow_up(quote_id: int) -> ResponseReturnValue:
    """Note that one asked, and what came of it."""
    quote, form = _quote(quote_id), FollowUpForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.follow_up_quote,
                quote,
                channel=form.channel.data,
                result=form.result.data,
                note=form.note.data or "",
                follow_up_on=form.follow_up_on.data,
            )
    if not form.accepted():
        return _detail(quote_id, refused=form)
    flash(gettext("Relance notée."), "success")
    return turn_to("quotes.detail", quote_id=quote_id)


@blueprint.post("/follow-up/plan")
@allowed(Permission.SELL)
def plan(quote_id: int) -> ResponseReturnValue:
    """Fix the day on which one asks."""
    quote, form = _quote(quote_id), PlanForm()
    if form.validate() and form.follow_up_on.data is not None:
        with form.refusals():
            perform(here(), plan_follow_up, quote, follow_up_on=form.follow_up_on.data)
    return turn_to("quotes.detail", quote_id=quote_id) if form.accepted() else _detail(quote_id, refused=form)


@blueprint.post("/revise")
@allowed(Permission.SELL)
def revise(quote_id: int) -> ResponseReturnValue:
    """Prepare a new version, and open it."""
    quote, form, revised = _quote(quote_id), ActForm(), None
    if form.validate():
        with form.refusals():
            revised = perform(here(), use_cases.revise_quote, quote)
    return _detail(quote_id, refused=form) if revised is None else turn_to("quotes.edit", quote_id=revised.id)


@blueprint.get("/arguments")
@allowed(Permission.READ)
def arguments(quote_id: int) -> ResponseReturnValue:
    """The notes of the market watch on which an offer leans, and one more."""
    return _arguments(_quote(quote_id), ArgumentForm(formdata=None))


@blueprint.post("/arguments")
@allowed(Permission.SELL)
def argue(quote_id: int) -> ResponseReturnValue:
    """Say how a note serves."""
    quote, form = _quote(quote_id), ArgumentForm()
    if form.validate():
        with form.refusals():
            note, text = form.the_note or abort(404), form.text.data or ""
            perform(here(), use_argument, note, about=quote, company=quote.company, text=text)
    return turn_to("quotes.detail", quote_id=quote_id) if form.accepted() else _arguments(_quote(quote_id), form)


def _arguments(quote: Quote, form: ArgumentForm) -> ResponseReturnValue:
    """Return the page on which a note is chosen."""
    return page(
        "selling/negotiation/arguments.html",
        quote=quote,
        company=quote.company,
        arguments=watch.arguments_about(Quote.kind, quote.id),
        form=form,
        status=form.status,
    )


def _detail(quote_id: int, *, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the page, with the form that was refused if there is one."""
    quote, today = _quote(quote_id), the_workspace().today
    again = {"follow_up_on": quote.follow_up_on or add_working_days(today, LATER)}
    return page(
        "selling/negotiation/detail.html",
        quote=quote,
        company=quote.company,
        waits=quote.state is QuoteState.SENT,
        plan_form=refused if isinstance(refused, PlanForm) else PlanForm(formdata=None, data=again),
        follow_up_form=refused if isinstance(refused, FollowUpForm) else FollowUpForm(formdata=None),
        entries=timeline(kind=Quote.kind, object_id=quote.id, words=CHASING),
        today=today,
        refused=refused,
        status=refused.status if refused else 200,
    )


def _quote(quote_id: int) -> Quote:
    """Find the quote or answer 404."""
    return queries.quote_by_id(quote_id) or abort(404)
