"""What can be done with an offer that waits for its answer: ask after it, offer something else in its place."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.queries import message_by_id
from crm.kernel.errors import N_, Refused
from crm.selling.quotes import queries
from crm.selling.quotes.models import Channel, FollowUpResult, Quote, QuoteState
from crm.selling.quotes.use_cases import NothingToFollowUp, NotRevisable, PastFollowUp, draft_quote


class AlreadyRevised(Refused):
    """An offer has one next version."""

    message = N_("Une nouvelle version de ce devis existe déjà : ouvrez-la.")


def revise_quote(work: Work, quote: Quote) -> Quote:
    """Prepare a new version of what the customer has: a draft like it, that takes its place once it is sent."""
    if not quote.can(QuoteState.SUPERSEDED):
        raise NotRevisable
    if queries.revision_of(quote) is not None:
        raise AlreadyRevised
    revised = draft_quote(
        work,
        quote.company,
        message=message_by_id(quote.message_id) if quote.message_id else None,
        lines=[line.data for line in quote.lines],
        payment_days=quote.payment_days,
        delivery_terms=quote.delivery_terms,
        delivery_days=quote.delivery_days,
        note=quote.note,
        discount=quote.discount,
        deposit=quote.deposit,
        incoterm=quote.incoterm,
        currency=quote.currency,
        regime=quote.regime,
    )
    revised.revises_id, revised.revision = quote.id, quote.revision + 1
    work.record(Activity.QUOTE_REVISED, revised, quote, quote.company, revision=revised.revision, replaces=quote.number)
    return revised


def follow_up_quote(
    work: Work,
    quote: Quote,
    *,
    channel: Channel,
    result: FollowUpResult,
    note: str = "",
    follow_up_on: date | None = None,
) -> Quote:
    """Ask a customer after a quote: what came of it, and when one asks again if one does."""
    if quote.state is not QuoteState.SENT:
        raise NothingToFollowUp
    if follow_up_on is not None and follow_up_on < work.today:
        raise PastFollowUp
    planned, quote.follow_up_on = quote.follow_up_on, follow_up_on
    work.record(
        Activity.QUOTE_FOLLOWED_UP,
        quote,
        quote.company,
        channel=channel.value,
        result=result.value,
        text=note.strip(),
        days_since_sent=(work.today - (quote.sent_on or work.today)).days,
        planned_on=planned.isoformat() if planned else None,
        follow_up_on=follow_up_on.isoformat() if follow_up_on else None,
    )
    return quote
