"""What can be asked about customer accounts, their segments and their offers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from crm.activity.models import ActivityRecord
from crm.activity.queries import records
from crm.activity.vocabulary import Activity
from crm.aftersales.loyalty import rules
from crm.aftersales.loyalty.models import AccountSegment, Offer, Segment
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.kernel.money import ZERO, Money
from crm.prospecting.companies.models import Company, Stage, searchable
from crm.selling.orders.models import Order, OrderState
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find


@dataclass(frozen=True)
class AccountFilter:
    """What the list of accounts is narrowed to; it lives in the URL."""

    search: str = ""
    segment: Segment | None = None


@dataclass(frozen=True)
class Trade:
    """What an account ordered: the day of its last order, and orders and invoiced net of twelve months."""

    last_order_on: date | None = None
    orders: int = 0
    revenue: Money = ZERO


@dataclass(frozen=True)
class Detection:
    """What a person found when looking for inactive accounts."""

    companies: list[Company]
    days: int
    by: str
    record: ActivityRecord


def accounts(wanted: AccountFilter, *, cursor: str | None = None) -> Slice[Company]:
    """Return a page of customers by name."""
    return keyset(_matching(select(Company), wanted), column=Company.sort_name, tie=Company.id, cursor=cursor)


def account_count(wanted: AccountFilter) -> int:
    """Return how many customers match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Company), wanted)) or 0


def customers() -> list[Company]:
    """Return all customers."""
    return list(db.session.scalars(_matching(select(Company), AccountFilter()).order_by(Company.id)))


def segments_of(companies: Iterable[Company]) -> dict[int, AccountSegment]:
    """Return what the last computing said, by the company's id."""
    ids = [company.id for company in companies]
    found = db.session.scalars(select(AccountSegment).where(AccountSegment.company_id.in_(ids)))
    return {each.company_id: each for each in found}


def segment_counts() -> dict[Segment, int]:
    """Return how many accounts each segment holds, in the segments' order."""
    rows = db.session.execute(select(AccountSegment.segment, func.count()).group_by(AccountSegment.segment))
    counts = dict(rows.all())
    return {segment: counts[segment] for segment in Segment if segment in counts}


def computed_on() -> date | None:
    """Return the day of the last computing."""
    return db.session.scalar(select(func.max(AccountSegment.computed_on)))


def trade_of(companies: Sequence[Company] | None, *, today: date) -> dict[int, Trade]:
    """Return what companies ordered (all of them for None), by id, in two statements; none for who never did."""
    since = today - rules.OBSERVED
    recent = func.count().filter(Order.recorded_on > since)
    ordered = (
        select(Order.company_id, func.max(Order.recorded_on), recent)
        .where(Order.state != OrderState.CANCELLED)
        .group_by(Order.company_id)
    )
    invoiced = (
        select(Invoice.company_id, func.sum(Invoice.net))
        .where(Invoice.state != InvoiceState.DRAFT, Invoice.issued_on > since)
        .group_by(Invoice.company_id)
    )
    if companies is not None:
        ids = [company.id for company in companies]
        ordered, invoiced = ordered.where(Order.company_id.in_(ids)), invoiced.where(Invoice.company_id.in_(ids))
    sums = {company_id: _money(net) for company_id, net in db.session.execute(invoiced)}
    found = {who: Trade(last, count, sums.pop(who, ZERO)) for who, last, count in db.session.execute(ordered)}
    return found | {who: Trade(revenue=net) for who, net in sums.items()}


def idle_customers(*, days: int, today: date) -> list[Company]:
    """Return the customers without an order for more than `days`, the longest idle first."""
    trade, never = trade_of(None, today=today), Trade()
    idle = []
    for company in customers():
        last = trade.get(company.id, never).last_order_on
        if rules.is_inactive(last_order_on=last, created_on=company.created_on, today=today, days=days):
            idle.append((last or date.min, company.id, company))
    return [company for _, _, company in sorted(idle)]


def last_detection() -> Detection | None:
    """Return what the newest search for inactive accounts found, in its order."""
    newest = next(iter(records(limit=1, words=(Activity.INACTIVE_ACCOUNTS_DETECTED.word,))), None)
    if newest is None:
        return None
    facts = json.loads(newest.text)
    ids: list[int] = facts["details"]["companies"]
    found = {each.id: each for each in db.session.scalars(select(Company).where(Company.id.in_(ids)))}
    companies = [found[each] for each in ids if each in found]
    return Detection(companies, facts["details"]["days"], facts["actor"]["name"], newest)


def offer_by_id(offer_id: int) -> Offer | None:
    """Return an offer with its company."""
    return find(Offer, offer_id, joinedload(Offer.company))


def offers(*, cursor: str | None = None) -> Slice[Offer]:
    """Return a page of offers with their companies, newest first."""
    statement = select(Offer).options(joinedload(Offer.company))
    return keyset(statement, column=Offer.id, tie=Offer.id, cursor=cursor, descending=True)


def offers_to(company: Company) -> list[Offer]:
    """Return the offers sent to a company, newest first."""
    return list(db.session.scalars(select(Offer).where(Offer.company_id == company.id).order_by(Offer.id.desc())))


def last_offers(companies: Iterable[Company]) -> dict[int, Offer]:
    """Return the newest offer to each of these companies, by the company's id."""
    ids = [company.id for company in companies]
    newest = select(func.max(Offer.id)).where(Offer.company_id.in_(ids)).group_by(Offer.company_id)
    return {each.company_id: each for each in db.session.scalars(select(Offer).where(Offer.id.in_(newest)))}


def open_offers() -> list[Offer]:
    """Return the offers that nobody has answered, with their companies, oldest first."""
    statement = select(Offer).options(joinedload(Offer.company)).where(Offer.accepted.is_(None))
    return list(db.session.scalars(statement.order_by(Offer.id)))


def _money(net: Money | int | None) -> Money:
    """Return a sum out of the database as money, whatever the driver gave."""
    return net if isinstance(net, Money) else Money(int(net or 0))


def _matching(statement: Select, wanted: AccountFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over companies to the customers wanted."""
    statement = statement.where(Company.stage == Stage.CUSTOMER)
    for word in searchable(wanted.search).split():
        statement = statement.where(Company.search_text.contains(word, autoescape=True))
    if wanted.segment is not None:
        inside = select(AccountSegment.company_id).where(AccountSegment.segment == wanted.segment)
        statement = statement.where(Company.id.in_(inside))
    return statement
