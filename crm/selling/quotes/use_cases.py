"""What can be done with quotes: draft, change, send; the customer accepts or declines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from sqlalchemy.orm.attributes import flag_modified

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.desk.messages.models import Message
from crm.desk.messages.queries import message_by_id
from crm.desk.messages.use_cases import mark_handled
from crm.kernel.currency import Currency
from crm.kernel.errors import N_, Refused
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import NO_RATE, Rate
from crm.kernel.tax import TaxRegime
from crm.prospecting.companies.models import Company
from crm.selling.lines import LineData, checked_lines, columns_of
from crm.selling.quotes import queries
from crm.selling.quotes.models import Channel, Quote, QuoteLine, QuoteState
from crm.selling.quotes.rules import VERSION_MARK, root_number
from crm.selling.tariffs import exchange_of, tariff_for, untaxed
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


class NotRevisable(Refused):
    """A new version takes the place of an offer that the customer has and did not accept."""

    message = N_("Ce devis ne peut pas avoir de nouvelle version : il est encore en préparation, accepté ou remplacé.")


class NothingToFollowUp(Refused):
    """One asks after an offer that waits for an answer."""

    message = N_("Ce devis n’attend pas de réponse : il n’y a rien à relancer.")


class PastFollowUp(Refused):
    """Nobody calls back yesterday."""

    message = N_("La date de relance est déjà passée : choisissez un jour à venir.")
    field = "follow_up_on"


class WrongShare(Refused):
    """Nobody takes off more than all, or asks for more than the price."""

    message = N_("La remise globale et l’acompte vont de 0 à 100 %.")
    field = "discount"


class ReasonMissing(Refused):
    """A refusal that teaches nothing."""

    message = N_("Indiquez le motif du refus.")
    field = "reason"


def draft_quote(
    work: Work,
    company: Company,
    *,
    message: Message | None = None,
    lines: Sequence[LineData] | None = None,
    payment_days: int | None = None,
    valid_until: date | None = None,
    delivery_terms: str = "",
    delivery_days: int = 0,
    note: str = "",
    discount: Rate = NO_RATE,
    deposit: Rate = NO_RATE,
    incoterm: Incoterm | Literal[""] | None = None,
    currency: Currency | None = None,
    regime: TaxRegime | None = None,
) -> Quote:
    """Prepare a quote: with these lines, else with what a request asks for at list prices; it has no number yet."""
    tariff = tariff_for(company, on=work.today, procedure=work.procedure, currency=currency, regime=regime)
    quote = Quote(
        company=company,
        message_id=message.id if message else None,
        drafted_on=work.today,
        valid_until=_still_to_come(work, valid_until)
        or work.today + timedelta(days=work.procedure("quote_validity_days")),
        payment_days=company.payment_days if payment_days is None else payment_days,
        delivery_terms=delivery_terms,
        delivery_days=delivery_days,
        note=note,
        discount=discount,
        deposit=deposit,
        incoterm=incoterm or None,
        regime=tariff.regime,
    )
    quote.currency, quote.exchange_ppm = tariff.currency, tariff.exchange_ppm
    work.add(quote)
    _put_lines(work, quote, queries.asked_for(message, tariff) if lines is None else lines)
    work.record(Activity.QUOTE_DRAFTED, quote, company, message, **_content(work, quote))
    return quote


def set_lines(
    work: Work,
    quote: Quote,
    *,
    lines: Sequence[LineData],
    note: str | None = None,
    delivery_terms: str | None = None,
    delivery_days: int | None = None,
    valid_until: date | None = None,
    payment_days: int | None = None,
    discount: Rate | None = None,
    deposit: Rate | None = None,
    incoterm: Incoterm | Literal[""] | None = None,
    currency: Currency | None = None,
    regime: TaxRegime | None = None,
    version: int | None = None,
) -> Quote:
    """Change a draft: these lines, and of its terms those that are given; an empty Incoterm takes it off."""
    if quote.state is not QuoteState.DRAFT:
        raise NotADraft
    terms: dict[str, object] = {
        "note": note,
        "delivery_terms": delivery_terms,
        "delivery_days": delivery_days,
        "valid_until": _still_to_come(work, valid_until),
        "payment_days": payment_days,
        "discount": discount,
        "deposit": deposit,
        "currency": currency,
        "exchange_ppm": None if currency is None else exchange_of(currency, work.procedure),
        "regime": regime,
        "incoterm": incoterm,
    }
    given = {name: value for name, value in terms.items() if value is not None}
    work.expect(quote, version, dict(given))
    for name, value in given.items():
        setattr(quote, name, value or None if name == "incoterm" else value)
    _put_lines(work, quote, lines)
    work.record(Activity.QUOTE_LINES_CHANGED, quote, quote.company, **_content(work, quote))
    return quote


def send_quote(work: Work, quote: Quote, *, channel: Channel, follow_up_on: date | None = None) -> Quote:
    """Send a draft: it gets its number and waits for the customer's answer, until the day one asks after it.

    Going beyond one's delegation or the terms of payment is possible, and
    recorded, with what the management said of it if it was asked.
    """
    if quote.state is not QuoteState.DRAFT:
        raise NotADraft
    if not quote.lines:
        raise EmptyQuote
    if quote.valid_until < work.today:
        raise PastValidity
    quote.move(QuoteState.SENT)
    quote.number = _next_number(work, quote)
    quote.sent_on, quote.sent_at, quote.channel = work.today, work.now, channel
    message = message_by_id(quote.message_id) if quote.message_id else None
    found = queries.figures_of(quote, procedure=work.procedure)
    work.record(
        Activity.QUOTE_SENT,
        quote,
        quote.company,
        message,
        total_cents=quote.worth.cents,
        max_discount_bp=found.beyond.discount.basis_points,
        allowed_discount_bp=found.beyond.limits.discount.basis_points,
        beyond_terms=found.beyond.terms,
        derogation=found.leave.value,
        payment_days=quote.payment_days,
        beyond_payment_terms=found.beyond.payment_terms,
        channel=channel.value,
        revision=quote.revision,
    )
    _enter_into_register(work, quote)
    if message is not None:
        mark_handled(work, message)
    return quote if follow_up_on is None else plan_follow_up(work, quote, follow_up_on=follow_up_on)


def plan_follow_up(work: Work, quote: Quote, *, follow_up_on: date) -> Quote:
    """Fix the day on which one asks after a quote."""
    if quote.state is not QuoteState.SENT:
        raise NothingToFollowUp
    if follow_up_on < work.today:
        raise PastFollowUp
    quote.follow_up_on = follow_up_on
    work.record(Activity.QUOTE_FOLLOW_UP_PLANNED, quote, quote.company, follow_up_on=follow_up_on.isoformat())
    return quote


def accept_quote(work: Work, quote: Quote) -> Quote:
    """Let the customer agree; a person who heard it by telephone can write it down."""
    quote.move(QuoteState.ACCEPTED)
    quote.answered_on = work.today
    late = work.today > quote.valid_until
    work.record(Activity.QUOTE_ACCEPTED, quote, quote.company, total_cents=quote.worth.cents, after_validity=late)
    return quote


def decline_quote(work: Work, quote: Quote, *, reason: str) -> Quote:
    """Let the customer say no, and why."""
    if not reason.strip():
        raise ReasonMissing
    quote.move(QuoteState.DECLINED)
    quote.answered_on, quote.decline_reason = work.today, reason
    work.record(Activity.QUOTE_DECLINED, quote, quote.company, total_cents=quote.worth.cents, reason=reason)
    return quote


def _still_to_come(work: Work, day: date | None) -> date | None:
    """Return the day until which an offer holds, or refuse one that is over."""
    if day is not None and day < work.today:
        raise PastValidity
    return day


def _content(work: Work, quote: Quote) -> dict[str, int]:
    """Return what a record says of a quote being prepared."""
    found = queries.figures_of(quote, procedure=work.procedure)
    return {
        "lines": len(quote.lines),
        "total_cents": quote.worth.cents,
        "payment_days": quote.payment_days,
        "max_discount_bp": found.beyond.discount.basis_points,
    }


def _next_number(work: Work, quote: Quote) -> str:
    """Return the number of a quote that leaves; a new version takes the place and the number of the one before."""
    if quote.revises_id is None:
        return next_number(SERIES, work.today.year)
    before = queries.quote_by_id(quote.revises_id)
    if before is None or not before.can(QuoteState.SUPERSEDED):
        raise NotRevisable
    before.move(QuoteState.SUPERSEDED)
    return f"{root_number(before.number)}{VERSION_MARK}{quote.revision}"


def _enter_into_register(work: Work, quote: Quote) -> None:
    """Enter a quote into the register of documents."""
    register_document(
        work,
        type=DocumentType.QUOTE,
        number=quote.number,
        title=DocumentType.QUOTE.label,
        company=quote.company,
        about=quote,
    )


def _put_lines(work: Work, quote: Quote, lines: Sequence[LineData]) -> None:
    """Give a quote its lines and keep its totals for the lists."""
    if not all(0 <= share.value <= 1 for share in (quote.discount, quote.deposit)):
        raise WrongShare
    borne = checked_lines(untaxed(lines, quote.regime))
    stored = [QuoteLine(**columns_of(line, rank)) for rank, line in enumerate(borne)]  # type: ignore[arg-type]
    for line in stored:
        work.stamp(line)
    quote.lines[:] = stored
    quote.net, quote.gross = quote.totals.net, quote.totals.gross
    # Lines are rows of their own: without this, two people could change them under one version of the quote.
    flag_modified(quote, "net")
