"""What can be asked about prices and the discounts that may be granted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, or_, select

from crm.kernel.currency import Currency
from crm.kernel.money import Money, Rate
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product
from crm.selling.pricing import rules
from crm.selling.pricing.models import DiscountStep, PriceEntry, PriceList, Role
from crm.selling.pricing.rules import Offer
from crm.store.base import db
from crm.store.scoping import find

SAME_LIST: ColumnElement[bool] = and_(
    PriceList.workspace_id == PriceEntry.workspace_id, PriceList.id == PriceEntry.price_list_id
)


@dataclass(frozen=True)
class PriceBook:
    """The prices that hold for one customer on one day, by product."""

    offers: Mapping[int, tuple[Offer, ...]]

    def offer(self, product_id: int, *, quantity: Decimal = Decimal(1)) -> Offer | None:
        """Return the list price that holds for a quantity; None where the catalogue's price does, in euros."""
        return rules.best(self.offers.get(product_id, ()), quantity=quantity)

    def price(self, product: Product, *, quantity: Decimal = Decimal(1)) -> Money:
        """Return the net price of one unit."""
        offer = self.offer(product.id, quantity=quantity)
        return offer.unit_price if offer else product.unit_price


def price_book(company: Company | None, *, on: date, product_ids: Iterable[int] | None = None) -> PriceBook:
    """Return the prices that hold for a customer (None: for anybody, in euros), by one query."""
    currency = company.currency if company else Currency.EUR
    segments = {"", company.pricing_segment if company else ""}
    statement = (
        select(PriceEntry, PriceList)
        .join(PriceList, SAME_LIST)
        .where(PriceList.currency == currency, PriceList.segment.in_(segments), PriceList.valid_from <= on)
        .where(or_(PriceList.valid_until.is_(None), PriceList.valid_until >= on))
    )
    if product_ids is not None:
        statement = statement.where(PriceEntry.product_id.in_(set(product_ids)))
    found: dict[int, list[Offer]] = {}
    for entry, listed in db.session.execute(statement):
        found.setdefault(entry.product_id, []).append(_offer(entry, listed))
    return PriceBook({product_id: tuple(offers) for product_id, offers in found.items()})


def price_for(product: Product, company: Company | None, *, quantity: Decimal, on: date) -> Money:
    """Return what one unit of a product costs a customer, net: the best matching list, else the catalogue's price.

    In the customer's currency if a list in that currency holds it, else in
    euros: `price_book(…).offer(…)` tells which.
    """
    return price_book(company, on=on, product_ids=[product.id]).price(product, quantity=quantity)


def delegated_discount(*, net: Money, role: str = "assistant") -> Rate | None:
    """Return how much a role may grant by itself on a document of that net; None if there is no schedule."""
    steps = db.session.scalars(select(DiscountStep).where(DiscountStep.role == Role(role)))
    return rules.delegated(((step.from_net, step.limit) for step in steps), net)


def discount_schedule() -> dict[Role, list[DiscountStep]]:
    """Return the schedule: each role's steps, lowest first."""
    steps = db.session.scalars(select(DiscountStep).order_by(DiscountStep.from_net, DiscountStep.id)).all()
    return {role: [step for step in steps if step.role is role] for role in Role}


def price_list_by_id(price_list_id: int) -> PriceList | None:
    """Return a price list of this workspace."""
    return find(PriceList, price_list_id)


def price_list_by_code(code: str) -> PriceList | None:
    """Return the price list with that code, or None."""
    return db.session.scalar(select(PriceList).where(PriceList.code == code))


def price_lists() -> list[PriceList]:
    """Return all price lists, by code."""
    return list(db.session.scalars(select(PriceList).order_by(PriceList.code)))


def price_lists_of(company: Company, *, on: date) -> list[PriceList]:
    """Return the price lists that hold for a customer on a day: those of its segment first."""
    segments = {"", company.pricing_segment}
    found = [
        each
        for each in price_lists()
        if each.currency is company.currency and each.segment in segments and each.holds_on(on)
    ]
    return sorted(found, key=lambda each: (not each.segment, each.code))


def entry_counts() -> dict[int, int]:
    """Return how many prices each list has, by its id."""
    counted = select(PriceEntry.price_list_id, func.count()).group_by(PriceEntry.price_list_id)
    return dict(db.session.execute(counted).all())


def entries_of(price_list: PriceList) -> list[PriceEntry]:
    """Return the prices of a list, by product and quantity."""
    statement = select(PriceEntry).where(PriceEntry.price_list_id == price_list.id)
    return list(db.session.scalars(statement.order_by(PriceEntry.product_id, PriceEntry.min_quantity)))


def offers_of_product(product: Product) -> list[tuple[PriceEntry, PriceList]]:
    """Return every list price of a product, by list and quantity, in force or not."""
    rows = db.session.execute(
        select(PriceEntry, PriceList)
        .join(PriceList, SAME_LIST)
        .where(PriceEntry.product_id == product.id)
        .order_by(PriceList.code, PriceEntry.min_quantity)
    )
    return [(entry, listed) for entry, listed in rows]


def segments() -> list[str]:
    """Return the segments that price lists or companies name, by name."""
    of_lists = set(db.session.scalars(select(PriceList.segment).distinct()))
    of_companies = set(db.session.scalars(select(Company.pricing_segment).distinct()))
    return sorted((of_lists | of_companies) - {""})


def _offer(entry: PriceEntry, listed: PriceList) -> Offer:
    return Offer(
        product_id=entry.product_id,
        unit_price=entry.unit_price,
        min_quantity=entry.min_quantity,
        currency=listed.currency,
        list_id=listed.id,
        list_code=listed.code,
        list_name=listed.name,
        segment=listed.segment,
        since=listed.valid_from,
    )
