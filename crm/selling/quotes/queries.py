"""What can be asked about quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.desk.messages.models import Message
from crm.kernel.money import Rate
from crm.prospecting.companies.models import Company, searchable
from crm.selling.catalogue import queries as catalogue
from crm.selling.catalogue.models import Product
from crm.selling.lines import DocumentLine, LineData
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.quotes.rules import Beyond, Limits, Listed, highest_discount, priced, requested_lines
from crm.store.base import db
from crm.store.paging import Slice, keyset


@dataclass(frozen=True)
class QuoteFilter:
    """What the list of quotes is narrowed to; it lives in the URL."""

    search: str = ""
    state: QuoteState | None = None
    company_id: int | None = None


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


def asked_for(message: Message | None) -> list[LineData]:
    """Return what a message asks for, at list prices; what the catalogue does not know is left to the person."""
    wanted = requested_lines(message.content) if message else ()
    known = listed([line.reference for line in wanted])
    return [priced(line, known[line.reference]) for line in wanted if line.reference in known]


def reach(
    lines: Sequence[LineData | DocumentLine],
    customer: Company,
    *,
    asked_days: int,
    discount_limit_bp: int,
    payment_days: int,
) -> Beyond:
    """Return how far an offer goes against the delegation and the terms of payment, or the customer's own longer ones.

    `asked_days` are the days of payment offered, `discount_limit_bp` and
    `payment_days` the company's procedures.
    """
    limits = Limits(Rate(Decimal(discount_limit_bp) / 10_000), max(payment_days, customer.payment_days))
    products = catalogue.products_by_id(line.product_id for line in lines)
    list_prices = {product_id: product.unit_price for product_id, product in products.items()}
    return Beyond(highest_discount(lines, list_prices), asked_days, limits)


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
    return statement if wanted.company_id is None else statement.where(Quote.company_id == wanted.company_id)
