"""What can be asked about orders."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from crm.activity.chain import Json
from crm.activity.models import ActivityLink, ActivityRecord
from crm.activity.queries import timeline
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.desk.messages.queries import message_by_id
from crm.kernel.clock import opening_of
from crm.kernel.money import NO_RATE, Money, total
from crm.prospecting.companies.models import Company, searchable
from crm.selling.lines import DocumentLine, LineData
from crm.selling.orders import rules
from crm.selling.orders.models import NOTHING, Order, OrderLine, OrderState
from crm.selling.quotes import queries as quotes
from crm.selling.quotes.models import Quote
from crm.selling.quotes.rules import RequestedLine, priced, requested_lines
from crm.store.base import db
from crm.store.paging import Slice, keyset

OPEN = (
    OrderState.RECORDED,
    OrderState.CONFIRMED,
    OrderState.PARTLY_SHIPPED,
    OrderState.SHIPPED,
    OrderState.DELIVERED,
)
TO_SHIP = (OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED)


@dataclass(frozen=True)
class OrderFilter:
    """What the list of orders is narrowed to; it lives in the URL.

    `late_on` is the day on which a promise is over and not all has left.
    """

    search: str = ""
    state: OrderState | None = None
    company_id: int | None = None
    late_on: date | None = None


@dataclass(frozen=True)
class Wish:
    """What a customer ordered (`asked`), what had been agreed (quote or price list), and where it goes."""

    asked: tuple[rules.Term, ...]
    agreed: tuple[rules.Term, ...]
    address: str = ""
    customer_reference: str = ""


def order_by_id(order_id: int) -> Order | None:
    """Return an order with its company."""
    return db.session.scalar(select(Order).where(Order.id == order_id).options(joinedload(Order.company)))


def order_by_number(number: str) -> Order | None:
    """Return an order by its number, with its company."""
    return db.session.scalar(select(Order).where(Order.number == number).options(joinedload(Order.company)))


def orders(wanted: OrderFilter, *, cursor: str | None = None) -> Slice[Order]:
    """Return a page of orders with their companies, newest first."""
    statement = _matching(select(Order), wanted).options(contains_eager(Order.company))
    return keyset(statement, column=Order.id, tie=Order.id, cursor=cursor, descending=True)


def order_count(wanted: OrderFilter) -> int:
    """Return how many orders match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Order), wanted)) or 0


def state_counts() -> dict[OrderState, int]:
    """Return how many orders there are in each state."""
    return dict(db.session.execute(select(Order.state, func.count()).group_by(Order.state)).all())


def orders_of(company: Company) -> list[Order]:
    """Return a company's orders, newest first."""
    statement = select(Order).where(Order.company_id == company.id).options(joinedload(Order.company))
    return list(db.session.scalars(statement.order_by(Order.id.desc())))


def order_of_quote(quote: Quote) -> Order | None:
    """Return the order that was recorded from a quote and not cancelled, or None."""
    statement = select(Order).where(Order.quote_id == quote.id, Order.state != OrderState.CANCELLED)
    return db.session.scalar(statement.options(joinedload(Order.company)).order_by(Order.id.desc()))


def order_of_message(message: Message) -> Order | None:
    """Return the order that was recorded from a purchase order and not cancelled, or None."""
    statement = select(Order).where(Order.message_id == message.id, Order.state != OrderState.CANCELLED)
    return db.session.scalar(statement.options(joinedload(Order.company)).order_by(Order.id.desc()))


def acts_of(order: Order) -> dict[str, datetime]:
    """Return when each act was last done about an order, its purchase order or its quote, by the word of the record.

    A look at the customer's balance counts from the day before the order on.
    """
    about = [
        and_(ActivityLink.kind == kind, ActivityLink.object_id == object_id)
        for kind, object_id in ((Order.kind, order.id), ("message", order.message_id), ("quote", order.quote_id))
        if object_id is not None
    ]
    looked = and_(
        ActivityLink.kind == Company.kind,
        ActivityLink.object_id == order.company_id,
        ActivityRecord.activity == Activity.BALANCE_CHECKED.word,
        ActivityRecord.happened_at >= opening_of(order.recorded_on - timedelta(days=1)),
    )
    statement = (
        select(ActivityRecord.activity, func.max(ActivityRecord.happened_at))
        .join(
            ActivityLink,
            (ActivityLink.workspace_id == ActivityRecord.workspace_id)
            & (ActivityLink.position == ActivityRecord.position),
        )
        .where(or_(*about, looked))
        .group_by(ActivityRecord.activity)
    )
    return dict(db.session.execute(statement).all())


def recorded_before_count(day: date) -> int:
    """Return how many orders recorded before a day have not been confirmed."""
    late = (Order.state == OrderState.RECORDED, Order.recorded_on < day)
    return db.session.scalar(select(func.count()).select_from(Order).where(*late)) or 0


def late_to_ship_count(today: date) -> int:
    """Return how many confirmed orders have not left although their promised day is over."""
    late = (Order.state.in_(TO_SHIP), Order.promised_on < today)
    return db.session.scalar(select(func.count()).select_from(Order).where(*late)) or 0


def has_ordered(company: Company, *, besides: Order | None = None) -> bool:
    """Tell whether a company has an order that was not cancelled, another than `besides`."""
    statement = select(Order.id).where(Order.company_id == company.id, Order.state != OrderState.CANCELLED)
    if besides is not None:
        statement = statement.where(Order.id != besides.id)
    return db.session.scalar(statement.limit(1)) is not None


def ordered_not_invoiced(company: Company) -> Money:
    """Return what a company's orders are still to be invoiced, VAT included, in euros; cancelled parts are left out."""
    statement = select(Order).where(Order.company_id == company.id, Order.state.in_(OPEN))
    return total(order.open_gross for order in db.session.scalars(statement))


def owed(company: Company) -> Money:
    """Return what a company owes by the records: issued to it, less what was entered as paid.

    Invoices belong to a later room; their records are there for everybody.
    """
    signs = {
        Activity.INVOICE_ISSUED.word: ("total_cents", 1),
        Activity.CREDIT_NOTE_ISSUED.word: ("total_cents", -1),
        Activity.PAYMENT_RECORDED.word: ("amount_cents", -1),
    }
    about_it = (ActivityLink.kind == Company.kind, ActivityLink.object_id == company.id)
    statement = (
        select(ActivityRecord.activity, ActivityRecord.text)
        .join(
            ActivityLink,
            (ActivityLink.workspace_id == ActivityRecord.workspace_id)
            & (ActivityLink.position == ActivityRecord.position),
        )
        .where(*about_it, ActivityRecord.activity.in_(signs))
    )
    cents = 0
    for word, text in db.session.execute(statement):
        name, sign = signs[word]
        cents += sign * int(json.loads(text)["details"][name])
    return Money(cents)


def lines_with_reserved(product_ids: Collection[int]) -> dict[int, list[OrderLine]]:
    """Return the order lines for which some of each product is set aside, the newest first."""
    found: dict[int, list[OrderLine]] = defaultdict(list)
    if product_ids:
        statement = select(OrderLine).where(OrderLine.product_id.in_(product_ids), OrderLine.reserved > NOTHING)
        for line in db.session.scalars(statement.order_by(OrderLine.id.desc())):
            found[line.product_id or 0].append(line)
    return found


def quote_of_message(message: Message) -> Quote | None:
    """Return the quote which a purchase order names, or None."""
    quote_id, number = message.content.get("quote_id"), message.content.get("quote_number")
    if isinstance(quote_id, int):
        return quotes.quote_by_id(quote_id)
    return quotes.quote_by_number(number) if isinstance(number, str) else None


def wish(message: Message | None, quote: Quote | None) -> Wish:
    """Return what the customer wants, beside what was agreed; without quote, the price list is what was agreed."""
    content: dict[str, Json] = message.content if message else {}
    asked = rules.asked_terms(requested_lines(content))
    agreed = terms_of(quote.lines) if quote else _listed(asked)
    return Wish(
        asked=asked,
        agreed=agreed,
        address=_text(content, "delivery_address"),
        customer_reference=_text(content, "customer_reference"),
    )


def decided_on(message: Message | None) -> rules.Decided:
    """Return what was last decided of a purchase order's differences, by their names; the customer's answers count."""
    words = [Activity.PURCHASE_ORDER_SETTLED.word, Activity.MESSAGE_RECEIVED.word]
    found: dict[str, str] = {}
    for record in reversed(timeline(kind=Message.kind, object_id=message.id, words=words)) if message else ():
        facts = json.loads(record.text)
        found |= rules.decisions_in(facts["details"])
        reply = message_by_id(facts["about"][0]["id"]) if record.activity == words[1] else None
        found |= rules.answered_in(reply.content, found) if reply is not None else {}
    return found


def typed_from(wish: Wish) -> list[LineData]:
    """Return what was asked for as one begins to type it: at the price asked, else at the agreed one.

    A reference which the catalogue does not know comes without product: the person has to choose one.
    """
    agreed = {term.reference: term for term in wish.agreed}
    known = quotes.listed([term.reference for term in wish.asked])
    typed = []
    for term in wish.asked:
        product, fixed = known.get(term.reference), agreed.get(term.reference, term)
        price, discount = term.unit_price or fixed.unit_price, term.discount or fixed.discount or NO_RATE
        if product is None:
            line = LineData(term.reference, term.reference, term.quantity, price or Money(), NO_RATE)
        else:
            line = priced(RequestedLine(term.reference, term.quantity), product)
        typed.append(replace(line, unit_price=price or line.unit_price, discount=discount))
    return typed


def apart(wish: Wish, company: Company) -> tuple[rules.Difference, ...]:
    """Return all in which a purchase order differs from what was agreed and from the company's address."""
    lines = rules.differences(wish.agreed, wish.asked) if wish.asked else ()
    return lines + rules.address_difference(wish.address, "\n".join(company.address_lines))


def terms_of(lines: Sequence[DocumentLine]) -> tuple[rules.Term, ...]:
    """Return a document's lines as terms."""
    return tuple(
        rules.Term(line.reference, line.quantity, line.unit_price, line.discount, line.wording) for line in lines
    )


def _listed(asked: Sequence[rules.Term]) -> tuple[rules.Term, ...]:
    """Return what the price list says of the products asked for, those that it knows."""
    known = quotes.listed([term.reference for term in asked])
    found = [(term, known[term.reference]) for term in asked if term.reference in known]
    return tuple(
        rules.Term(term.reference, term.quantity, product.unit_price, wording=product.name) for term, product in found
    )


def _text(content: dict[str, Json], name: str) -> str:
    """Return a text of a message's content, empty if there is none."""
    value = content.get(name)
    return value if isinstance(value, str) else ""


def _matching(statement: Select, wanted: OrderFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over orders, their companies beside them."""
    statement = statement.join(Order.company)
    for word in searchable(wanted.search).split():
        number = func.lower(Order.number).contains(word, autoescape=True)
        theirs = func.lower(Order.customer_reference).contains(word, autoescape=True)
        statement = statement.where(or_(number, theirs, Company.search_text.contains(word, autoescape=True)))
    if wanted.state is not None:
        statement = statement.where(Order.state == wanted.state)
    if wanted.late_on is not None:
        statement = statement.where(Order.state.in_(TO_SHIP), Order.promised_on < wanted.late_on)
    return statement if wanted.company_id is None else statement.where(Order.company_id == wanted.company_id)
