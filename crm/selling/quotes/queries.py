"""What can be asked about quotes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.activity.queries import timeline
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.kernel.currency import in_euros
from crm.kernel.money import NO_RATE, Money, Rate, Totals
from crm.prospecting.companies.models import Company, searchable
from crm.selling.catalogue import queries as catalogue
from crm.selling.catalogue.models import Product
from crm.selling.lines import DocumentLine, LineData, Margin, totals_of
from crm.selling.pricing import queries as pricing
from crm.selling.quotes.models import Leave, Quote, QuoteState
from crm.selling.quotes.rules import Beyond, Limits, Listed, earned, highest_discount, leave_of, requested_lines
from crm.selling.tariffs import Tariff
from crm.store.base import db
from crm.store.paging import Slice, keyset

# How one of the company's procedures is asked for.
Procedure = Callable[[str], int]
# The records that tell how much a quote offers and what the management said of it.
TELLING = [
    each.word
    for each in (
        Activity.QUOTE_DRAFTED,
        Activity.QUOTE_LINES_CHANGED,
        Activity.QUOTE_REVISED,
        Activity.DEROGATION_REQUESTED,
        Activity.DEROGATION_GRANTED,
        Activity.DEROGATION_REFUSED,
    )
]


@dataclass(frozen=True)
class QuoteFilter:
    """What the list of quotes is narrowed to; it lives in the URL."""

    search: str = ""
    state: QuoteState | None = None
    company_id: int | None = None
    to_follow_up: date | None = None


@dataclass(frozen=True)
class Figures:
    """What an offer comes to: totals, margin, what goes beyond the delegation or the terms, what was allowed."""

    totals: Totals
    margin: Margin
    beyond: Beyond
    leave: Leave = Leave.NONE

    @property
    def needs_leave(self) -> bool:
        """Whether the management has still to be asked, or said no."""
        return self.beyond.terms and self.leave is not Leave.GRANTED


def quote_by_id(quote_id: int) -> Quote | None:
    """Return a quote with its company."""
    return db.session.scalar(select(Quote).where(Quote.id == quote_id).options(joinedload(Quote.company)))


def quote_by_number(number: str) -> Quote | None:
    """Return the quote that was sent under a number, with its company."""
    statement = select(Quote).where(Quote.number == number, Quote.number != "")
    return db.session.scalar(statement.options(joinedload(Quote.company)))


def quotes(wanted: QuoteFilter, *, cursor: str | None = None) -> Slice[Quote]:
    """Return a page of quotes with their companies, newest first."""
    statement = _matching(select(Quote), wanted).options(contains_eager(Quote.company))
    return keyset(statement, column=Quote.id, tie=Quote.id, cursor=cursor, descending=True)


def quote_count(wanted: QuoteFilter) -> int:
    """Return how many quotes match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Quote), wanted)) or 0


def state_counts(company_id: int | None = None) -> dict[QuoteState, int]:
    """Return how many quotes there are in each state."""
    statement = select(Quote.state, func.count()).group_by(Quote.state)
    if company_id is not None:
        statement = statement.where(Quote.company_id == company_id)
    return dict(db.session.execute(statement).all())


def quotes_of(company: Company, *, state: QuoteState | None = None) -> list[Quote]:
    """Return a company's quotes, newest first, all or those in one state."""
    statement = select(Quote).where(Quote.company_id == company.id).options(joinedload(Quote.company))
    if state is not None:
        statement = statement.where(Quote.state == state)
    return list(db.session.scalars(statement.order_by(Quote.id.desc())))


def sent_quotes(*, before: date | None = None) -> list[Quote]:
    """Return the quotes that wait for an answer, oldest first; those sent before a day if it is given."""
    statement = select(Quote).where(Quote.state == QuoteState.SENT).options(joinedload(Quote.company))
    if before is not None:
        statement = statement.where(Quote.sent_on < before)
    return list(db.session.scalars(statement.order_by(Quote.id)))


def listed(references: list[str]) -> dict[str, Listed]:
    """Return what the catalogue says of references, those that it knows."""
    return {reference: as_listed(each) for reference, each in catalogue.products_by_reference(references).items()}


def asked_for(message: Message | None, tariff: Tariff) -> list[LineData]:
    """Return what a message asks for, at list prices; what the catalogue does not know is left to the person."""
    wanted = requested_lines(message.content) if message else ()
    known = catalogue.products_by_reference([line.reference for line in wanted])
    return [tariff.line(known[line.reference], quantity=line.quantity) for line in wanted if line.reference in known]


def offered(
    lines: Sequence[LineData | DocumentLine],
    customer: Company,
    tariff: Tariff,
    *,
    discount: Rate,
    payment_days: int,
    procedure: Procedure,
) -> Figures:
    """Return what lines come to, and how far they go against the delegation and the terms of payment.

    The customer's own longer term of payment stands; the delegation is the
    schedule's for the net in euros, without schedule the procedure's.
    """
    products = catalogue.products_by_id(line.product_id for line in lines)
    sums = totals_of(lines, discount)
    delegated = pricing.delegated_discount(net=in_euros(sums.net, tariff.exchange_ppm))
    limits = Limits(
        Rate(Decimal(procedure("discount_limit_bp")) / 10_000) if delegated is None else delegated,
        max(procedure("payment_days"), customer.payment_days),
    )
    costs = {product_id: product.cost for product_id, product in products.items()}

    def list_price(line: LineData | DocumentLine) -> Money | None:
        product = products.get(line.product_id or 0)
        return tariff.price(product, quantity=line.quantity) if product else None

    highest = highest_discount(lines, list_price, whole=discount)
    margin = earned(lines, costs, discount=discount, exchange_ppm=tariff.exchange_ppm)
    return Figures(sums, margin, Beyond(highest, payment_days, limits))


def figures_of(quote: Quote, *, procedure: Procedure) -> Figures:
    """Return what a stored quote comes to, and what the management said of its discount."""
    book = pricing.price_book(quote.company, on=quote.sent_on or quote.drafted_on)
    tariff = Tariff(book, quote.currency, quote.exchange_ppm, quote.regime)
    found = offered(
        quote.lines,
        quote.company,
        tariff,
        discount=quote.discount,
        payment_days=quote.payment_days,
        procedure=procedure,
    )
    return replace(found, leave=leave_for(quote, found.beyond.discount))


def margins(lines: Sequence[LineData], tariff: Tariff) -> list[tuple[LineData, Margin]]:
    """Return what each line earns in euros, before any discount on the whole."""
    costs = catalogue.costs_of(line.product_id for line in lines)
    return [(line, earned([line], costs, discount=NO_RATE, exchange_ppm=tariff.exchange_ppm)) for line in lines]


def leave_for(quote: Quote, discount: Rate) -> Leave:
    """Tell what the management said of a discount on a quote, by the records."""
    told = timeline(kind=Quote.kind, object_id=quote.id, limit=200, words=TELLING)
    return leave_of(((each.activity, json.loads(each.text)["details"]) for each in reversed(told)), discount)


def versions_of(quote: Quote) -> list[Quote]:
    """Return the versions of an offer, first to last; one alone for what was never revised."""
    chain = [quote]
    while (before := chain[0].revises_id) is not None and (found := quote_by_id(before)) is not None:
        chain.insert(0, found)
    while (found := revision_of(chain[-1])) is not None:
        chain.append(found)
    return chain


def revision_of(quote: Quote) -> Quote | None:
    """Return the version that takes a quote's place, or None."""
    return db.session.scalar(select(Quote).where(Quote.revises_id == quote.id).options(joinedload(Quote.company)))


def follow_up_counts(today: date) -> tuple[int, int]:
    """Return how many quotes are to be followed up by today, and how many of them since before."""
    planned = (QuoteFilter(to_follow_up=day) for day in (today, today - timedelta(days=1)))
    by_today, before = (quote_count(each) for each in planned)
    return by_today, before


def out_of_date_count(today: date) -> int:
    """Return how many quotes wait for an answer although they no longer hold."""
    late = select(func.count()).select_from(Quote).where(Quote.state == QuoteState.SENT, Quote.valid_until < today)
    return db.session.scalar(late) or 0


def as_listed(product: Product) -> Listed:
    """Return what the catalogue says of a product, as a value."""
    return Listed(product.id, product.reference, product.name, product.unit, product.unit_price, product.vat_rate)


def _matching(statement: Select, wanted: QuoteFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over quotes, their companies beside them."""
    statement = statement.join(Quote.company)
    for word in searchable(wanted.search).split():
        number = func.lower(Quote.number).contains(word, autoescape=True)
        statement = statement.where(or_(number, Company.search_text.contains(word, autoescape=True)))
    if wanted.state is not None:
        statement = statement.where(Quote.state == wanted.state)
    if wanted.to_follow_up is not None:
        statement = statement.where(Quote.state == QuoteState.SENT, Quote.follow_up_on <= wanted.to_follow_up)
    return statement if wanted.company_id is None else statement.where(Quote.company_id == wanted.company_id)
