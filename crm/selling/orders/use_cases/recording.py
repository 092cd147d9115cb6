"""Recording: a purchase order is checked, an order is entered from it or from a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.desk.messages.use_cases import mark_handled
from crm.kernel.clock import local_date
from crm.kernel.currency import in_euros
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.use_cases import make_customer
from crm.selling.catalogue.queries import products_by_reference
from crm.selling.lines import LineData, checked_lines, columns_of
from crm.selling.orders import queries, rules
from crm.selling.orders.models import Order, OrderLine
from crm.selling.orders.queries import Wish
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.quotes.use_cases import accept_quote
from crm.selling.tariffs import exchange_of, tariff_for
from crm.store.numbering import next_number

SERIES = "CMD"


class EmptyOrder(Refused):
    """An order of nothing orders nothing."""

    message = N_("Cette commande est vide : indiquez au moins une ligne.")


class NotOffered(Refused):
    """Only what was sent and not declined can be ordered."""

    message = N_("Ce devis ne peut pas devenir une commande : il n’a pas été envoyé, ou le client l’a refusé.")


class AlreadyOrdered(Refused):
    """A quote is concluded once, a purchase order is entered once."""

    message = N_("La commande %(number)s a déjà été enregistrée pour ce document.")


class DecisionMissing(Refused):
    """A check without a decision checks nothing."""

    message = N_("Indiquez la décision prise après le contrôle.")
    field = "decision"


def check_order(
    work: Work,
    company: Company,
    *,
    message: Message | None = None,
    quote: Quote | None = None,
    differences: list[str],
    decision: str,
) -> Company:
    """Hold a purchase order against what was agreed: an act, with the differences noticed and what is decided.

    `differences` are the person's own words; `actual` counts those that there are.
    """
    if not decision.strip():
        raise DecisionMissing
    noted: list[Json] = [text.strip() for text in differences if text.strip()]
    actual = len(queries.apart(queries.wish(message, quote), company))
    work.record(Activity.ORDER_CHECKED, message, quote, company, differences=noted, decision=decision, actual=actual)
    return company


def order_from_quote(
    work: Work,
    quote: Quote,
    *,
    message: Message | None = None,
    customer_reference: str = "",
    delivery_address: str = "",
) -> Order:
    """Record the order of what a quote offers; a purchase order in hand (`message`) is the customer's agreement.

    Recording without agreement, check or look at the balance is possible, and recorded as it is.
    """
    if quote.state not in {QuoteState.SENT, QuoteState.ACCEPTED}:
        raise NotOffered
    if (before := queries.order_of_quote(quote)) is not None:
        raise AlreadyOrdered(number=before.number)
    lines = [line.data for line in quote.lines]
    source = _Source(quote, message, customer_reference, delivery_address)
    order = _enter(work, quote.company, lines, source)
    return _conclude(work, order, source)


def order_from_purchase_order(
    work: Work,
    company: Company,
    *,
    message: Message,
    lines: Sequence[LineData],
    customer_reference: str = "",
    delivery_address: str = "",
) -> Order:
    """Record an order as it was typed from a purchase order, beside the quote which that names, if any."""
    if (before := queries.order_of_message(message)) is not None:
        raise AlreadyOrdered(number=before.number)
    quote = queries.quote_of_message(message)
    if quote is not None and (before := queries.order_of_quote(quote)) is not None:
        raise AlreadyOrdered(number=before.number)
    source = _Source(quote, message, customer_reference, delivery_address)
    order = _enter(work, company, lines, source)
    return _conclude(work, order, source)


@dataclass(frozen=True)
class _Source:
    """Where an order comes from, and what was typed beside its lines."""

    quote: Quote | None
    message: Message | None
    customer_reference: str
    delivery_address: str

    @property
    def wanted_on(self) -> date | None:
        """The day on which the customer wants the goods, if the purchase order says one."""
        said = self.message.content.get("wanted_on") if self.message else None
        return date.fromisoformat(said) if isinstance(said, str) else None

    @cached_property
    def decided(self) -> rules.Decided:
        """What was decided of the purchase order's differences."""
        return queries.decided_on(self.message)

    def payment_days(self, company: Company) -> int:
        """The days in which the customer pays: those agreed, unless the purchase order's own were accepted."""
        asked = self.message.content.get("payment_days") if self.message else None
        accepted = self.decided.get(rules.name_of(rules.What.PAYMENT_TERMS)) == rules.ACCEPT
        if accepted and isinstance(asked, int):
            return asked
        return self.quote.payment_days if self.quote else company.payment_days


def _enter(work: Work, company: Company, lines: Sequence[LineData], source: _Source) -> Order:
    """Write the order into the books, with its number and lines."""
    if not lines:
        raise EmptyOrder
    quote, message = source.quote, source.message
    order = Order(
        company=company,
        quote_id=quote.id if quote else None,
        message_id=message.id if message else None,
        number=next_number(SERIES, work.today.year),
        customer_reference=source.customer_reference or queries.wish(message, quote).customer_reference,
        recorded_on=work.today,
        delivery_address=source.delivery_address.strip() or "\n".join(company.address_lines),
        payment_days=source.payment_days(company),
        wanted_on=source.wanted_on,
        **(_terms_of(quote) if quote else _terms_for(company, work)),
    )
    work.add(order)
    order.lines[:] = [OrderLine(**columns_of(line, rank)) for rank, line in enumerate(checked_lines(lines))]  # type: ignore[arg-type]
    for line in order.lines:
        work.stamp(line)
    order.net, order.gross = order.totals.net, order.totals.gross
    return order


def _terms_of(quote: Quote) -> dict[str, Any]:
    """Return the terms that an order takes over from its quote."""
    names = ("incoterm", "discount", "deposit", "currency", "exchange_ppm", "regime")
    return {name: getattr(quote, name) for name in names}


def _terms_for(company: Company, work: Work) -> dict[str, Any]:
    """Return the terms of an order without quote: the company's own currency and regime."""
    return {
        "currency": company.currency,
        "exchange_ppm": exchange_of(company.currency, work.procedure),
        "regime": company.regime,
    }


def _agreed(work: Work, source: _Source, company: Company, wish: Wish) -> Sequence[rules.Term]:
    """Return what was agreed: the quote, else what is asked for at the customer's own prices on the day it was."""
    if source.quote is not None or source.message is None:
        return wish.agreed
    tariff = tariff_for(company, on=local_date(source.message.sent_at), procedure=work.procedure)
    known = products_by_reference(term.reference for term in wish.agreed)
    return [
        replace(term, unit_price=tariff.price(known[term.reference], quantity=term.quantity)) for term in wish.agreed
    ]


def _conclude(work: Work, order: Order, source: _Source) -> Order:
    """Record what was entered and what it means; the company is a customer from now on."""
    company, quote, message = order.company, source.quote, source.message
    if quote is not None and message is not None and quote.can(QuoteState.ACCEPTED):
        accept_quote(work, quote)
    wish = queries.wish(message, quote)
    recorded = queries.terms_of(order.lines)
    apart = rules.differences(wish.asked or wish.agreed, recorded)
    apart += rules.address_difference(wish.address, order.delivery_address)
    limit = company.credit_limit or Money(work.procedure("credit_limit_default_cents"))
    total = in_euros(order.gross, order.exchange_ppm)
    before = queries.owed(company) + queries.ordered_not_invoiced(company) - total
    about: tuple[Recordable | None, ...] = (order, company, quote, message)
    work.record(
        Activity.ORDER_RECORDED,
        *about,
        total_cents=total.cents,
        matches_request=rules.as_requested(
            recorded,
            asked=wish.asked,
            agreed=_agreed(work, source, company, wish),
            asked_address=wish.address,
            recorded_address=order.delivery_address,
            home_address="\n".join(company.address_lines),
            decided=source.decided,
        ),
        differences=[each.plain() for each in apart],
        quote_accepted=quote is None or quote.state is QuoteState.ACCEPTED,
        new_customer=not queries.has_ordered(company, besides=order),
        large=total.cents >= work.procedure("large_order_cents"),
        over_limit=rules.credit_limit_passed(before, total, limit),
    )
    make_customer(company)
    if message is not None:
        mark_handled(work, message)
    return order
