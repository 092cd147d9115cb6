"""What can be done with quotes: draft, change, send; the customer accepts or declines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm.attributes import flag_modified

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.desk.messages.models import Message
from crm.desk.messages.queries import message_by_id
from crm.desk.messages.use_cases import mark_handled
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import Company
from crm.selling.lines import LineData, checked_lines, columns_of
from crm.selling.quotes import queries
from crm.selling.quotes.models import Channel, Quote, QuoteLine, QuoteState
from crm.selling.quotes.rules import Beyond
from crm.store.numbering import next_number

SERIES = "DEV"


class EmptyQuote(Refused):
    """A quote of nothing offers nothing."""

    message = N_("Ce devis est vide : ajoutez au moins une ligne avant de l’envoyer.")


class NotADraft(Refused):
    """What the customer holds in hand cannot change."""

    message = N_("Ce devis est déjà envoyé : son contenu ne peut plus changer. Préparez-en un nouveau.")


class PastValidity(Refused):
    """An offer cannot hold until a day that is over."""

    message = N_("La date de validité est déjà passée : choisissez un jour à venir.")
    field = "valid_until"


class ReasonMissing(Refused):
    """A refusal that teaches nothing."""

    message = N_("Indiquez le motif du refus.")
    field = "reason"


def draft_quote(
    work: Work,
    company: Company,
    *,
    message: Message | None = None,
    payment_days: int | None = None,
    delivery_terms: str = "",
    note: str = "",
    valid_until: date | None = None,
    lines: Sequence[LineData] | None = None,
) -> Quote:
    """Prepare a quote: with these lines, else with what a request asks for at list prices; it has no number yet."""
    if valid_until is not None and valid_until < work.today:
        raise PastValidity
    quote = Quote(
        company=company,
        message_id=message.id if message else None,
        drafted_on=work.today,
        valid_until=valid_until or work.today + timedelta(days=work.procedure("quote_validity_days")),
        payment_days=company.payment_days if payment_days is None else payment_days,
        delivery_terms=delivery_terms,
        note=note,
    )
    work.add(quote)
    _put_lines(work, quote, queries.asked_for(message) if lines is None else lines)
    work.record(
        Activity.QUOTE_DRAFTED, quote, company, message, lines=len(quote.lines), payment_days=quote.payment_days
    )
    return quote


def set_lines(
    work: Work,
    quote: Quote,
    *,
    lines: Sequence[LineData],
    note: str | None = None,
    delivery_terms: str | None = None,
    valid_until: date | None = None,
    payment_days: int | None = None,
    version: int | None = None,
) -> Quote:
    """Change a draft: these lines, and of its terms those that are given."""
    if quote.state is not QuoteState.DRAFT:
        raise NotADraft
    terms = {
        "note": note,
        "delivery_terms": delivery_terms,
        "valid_until": valid_until,
        "payment_days": payment_days,
    }
    given = {name: value for name, value in terms.items() if value is not None}
    work.expect(quote, version, dict(given))
    if valid_until is not None and valid_until < work.today:
        raise PastValidity
    for name, value in given.items():
        setattr(quote, name, value)
    _put_lines(work, quote, lines)
    work.record(
        Activity.QUOTE_LINES_CHANGED,
        quote,
        quote.company,
        lines=len(quote.lines),
        total_cents=quote.gross.cents,
        max_discount_bp=quote.max_discount.basis_points,
        payment_days=quote.payment_days,
    )
    return quote


def send_quote(work: Work, quote: Quote, *, channel: Channel) -> Quote:
    """Send a draft: it gets its number and waits for the customer's answer.

    Going beyond one's delegation or the terms of payment is possible, and recorded.
    """
    if quote.state is not QuoteState.DRAFT:
        raise NotADraft
    if not quote.lines:
        raise EmptyQuote
    if quote.valid_until < work.today:
        raise PastValidity
    quote.move(QuoteState.SENT)
    quote.number = next_number(SERIES, work.today.year)
    quote.sent_on, quote.sent_at, quote.channel = work.today, work.now, channel
    message = message_by_id(quote.message_id) if quote.message_id else None
    found = _reach(work, quote)
    work.record(
        Activity.QUOTE_SENT,
        quote,
        quote.company,
        message,
        total_cents=quote.gross.cents,
        max_discount_bp=found.discount.basis_points,
        allowed_discount_bp=found.limits.discount.basis_points,
        beyond_terms=found.terms,
        payment_days=quote.payment_days,
        beyond_payment_terms=found.payment_terms,
        channel=channel.value,
    )
    title = DocumentType.QUOTE.label
    register_document(
        work, type=DocumentType.QUOTE, number=quote.number, title=title, company=quote.company, about=quote
    )
    if message is not None:
        mark_handled(work, message)
    return quote


def accept_quote(work: Work, quote: Quote) -> Quote:
    """Let the customer agree; a person who heard it by telephone can write it down."""
    quote.move(QuoteState.ACCEPTED)
    quote.answered_on = work.today
    late = work.today > quote.valid_until
    work.record(Activity.QUOTE_ACCEPTED, quote, quote.company, total_cents=quote.gross.cents, after_validity=late)
    return quote


def decline_quote(work: Work, quote: Quote, *, reason: str) -> Quote:
    """Let the customer say no, and why."""
    if not reason.strip():
        raise ReasonMissing
    quote.move(QuoteState.DECLINED)
    quote.answered_on, quote.decline_reason = work.today, reason
    work.record(Activity.QUOTE_DECLINED, quote, quote.company, total_cents=quote.gross.cents, reason=reason)
    return quote


def _reach(work: Work, quote: Quote) -> Beyond:
    """Return how far a quote goes against what the company allows."""
    return queries.reach(
        quote.lines,
        quote.company,
        asked_days=quote.payment_days,
        discount_limit_bp=work.procedure("discount_limit_bp"),
        payment_days=work.procedure("payment_days"),
    )


def _put_lines(work: Work, quote: Quote, lines: Sequence[LineData]) -> None:
    """Give a quote its lines and keep its totals for the lists."""
    stored = [QuoteLine(**columns_of(line, rank)) for rank, line in enumerate(checked_lines(lines))]  # type: ignore[arg-type]
    for line in stored:
        work.stamp(line)
    quote.lines[:] = stored
    quote.net, quote.gross = quote.totals.net, quote.totals.gross
    # Lines are rows of their own: without this, two people could change them under one version of the quote.
    flag_modified(quote, "net")
