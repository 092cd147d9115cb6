"""What can be asked about what to order, and the orders sent to suppliers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, type_coerce
from sqlalchemy.orm import contains_eager, joinedload

from crm.prospecting.companies.models import searchable
from crm.selling.catalogue.models import Product
from crm.selling.catalogue.queries import products_by_id
from crm.selling.orders.models import Order, OrderLine, OrderState
from crm.selling.stock import queries as stock
from crm.selling.stock.models import StockLevel
from crm.selling.stock.rules import Figures, proposed_order
from crm.selling.suppliers.models import Supplier, SupplierOffer
from crm.selling.suppliers.queries import offers_of, sellers_of
from crm.selling.supply import rules
from crm.selling.supply.models import EXPECTED, FollowUp, SupplyOrder, SupplyState
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.types import QuantityColumn

NOTHING = Decimal(0)
OF_THE_ORDER = and_(OrderLine.workspace_id == Order.workspace_id, OrderLine.order_id == Order.id)
LACKING = OrderLine.quantity - OrderLine.shipped - OrderLine.cancelled - OrderLine.reserved
WAITING = (Order.state.in_((OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED)), LACKING > NOTHING)


@dataclass(frozen=True)
class SupplyFilter:
    """What the list of orders to suppliers is narrowed to; it lives in the URL. `late_on`: late on that day."""

    search: str = ""
    state: SupplyState | None = None
    supplier_id: int | None = None
    late_on: date | None = None


@dataclass(frozen=True)
class Offered:
    """A product as a supplier sells it, how much there is of it, and how much one would order now."""

    offer: SupplierOffer
    product: Product
    level: StockLevel | None
    proposed: Decimal

    @property
    def is_needed(self) -> bool:
        """Whether it is time to order it."""
        return self.proposed > 0


@dataclass(frozen=True)
class Need:
    """A product to be ordered, how much customers wait for, and who sells it, the lowest figure first."""

    product: Product
    level: StockLevel
    awaited: Decimal
    quantity: Decimal
    sellers: tuple[tuple[Supplier, SupplierOffer], ...]


def offered_by(supplier: Supplier) -> list[Offered]:
    """Return what a supplier sells, by name, with the stock and what one would order of it."""
    offers = offers_of(supplier)
    products = products_by_id(offer.product_id for offer in offers)
    levels, awaited = stock.levels_by_product(products), awaited_by_customers()
    found = [
        _offered(offer, products[offer.product_id], levels.get(offer.product_id), awaited)
        for offer in offers
        if offer.product_id in products
    ]
    return sorted(found, key=lambda each: (not each.is_needed, each.product.name, each.offer.id))


def needs() -> list[Need]:
    """Return the products to be ordered: out of stock, at their reorder point, or awaited by customers."""
    awaited = awaited_by_customers()
    held = {each.product.id: each for each in (*stock.shortages(), *stock.below_reorder_point())}
    products, levels = products_by_id(awaited), stock.levels_by_product(awaited)
    held |= {product_id: stock.Held(products[product_id], level) for product_id, level in levels.items()}
    sellers = sellers_of(held)
    found = []
    for product_id, each in held.items():
        waited = awaited.get(product_id, NOTHING)
        quantity = _proposed(each.product, each.level.figures, waited)
        if quantity > 0:
            found.append(Need(each.product, each.level, waited, quantity, tuple(sellers.get(product_id, []))))
    return sorted(found, key=lambda each: (each.product.name, each.product.id))


def awaited_by_customers() -> dict[int, Decimal]:
    """Return how much of each product confirmed orders still lack: ordered, neither gone nor set aside."""
    lacking = type_coerce(func.sum(LACKING), QuantityColumn())
    statement = select(OrderLine.product_id, lacking).join(Order, OF_THE_ORDER)
    statement = statement.where(*WAITING, OrderLine.product_id.is_not(None)).group_by(OrderLine.product_id)
    return {product_id: found for product_id, found in db.session.execute(statement) if product_id}


def waiting_for(order: SupplyOrder) -> list[Order]:
    """Return the customers' orders that wait for what an order to a supplier will bring, with their companies."""
    found = orders_lacking(line.product_id for line in order.remaining)
    return sorted(found, key=lambda each: each.id)


def orders_lacking(product_ids: Iterable[int]) -> list[Order]:
    """Return the confirmed orders for which something of these products lacks, oldest promise first, with companies."""
    statement = select(Order).join(OrderLine, OF_THE_ORDER).where(*WAITING, OrderLine.product_id.in_(set(product_ids)))
    statement = statement.options(joinedload(Order.company)).order_by(Order.promised_on, Order.id)
    return list(dict.fromkeys(db.session.scalars(statement)))


def order_by_id(order_id: int) -> SupplyOrder | None:
    """Return an order to a supplier, with supplier and carrier."""
    return db.session.scalar(_orders().where(SupplyOrder.id == order_id))


def order_by_number(number: str) -> SupplyOrder | None:
    """Return an order to a supplier by its number, with supplier and carrier."""
    return db.session.scalar(_orders().where(SupplyOrder.number == number))


def supply_orders(wanted: SupplyFilter, *, cursor: str | None = None) -> Slice[SupplyOrder]:
    """Return a page of orders with their suppliers, newest first."""
    statement = _matching(select(SupplyOrder), wanted).options(contains_eager(SupplyOrder.supplier))
    return keyset(statement, column=SupplyOrder.id, tie=SupplyOrder.id, cursor=cursor, descending=True)


def supply_order_count(wanted: SupplyFilter) -> int:
    """Return how many orders match."""
    return db.session.scalar(_matching(select(func.count()).select_from(SupplyOrder), wanted)) or 0


def state_counts() -> dict[SupplyState, int]:
    """Return how many orders there are in each state."""
    return dict(db.session.execute(select(SupplyOrder.state, func.count()).group_by(SupplyOrder.state)).all())


def orders_of(supplier: Supplier) -> list[SupplyOrder]:
    """Return a supplier's orders, newest first."""
    return list(
        db.session.scalars(_orders().where(SupplyOrder.supplier_id == supplier.id).order_by(SupplyOrder.id.desc()))
    )


def orders_under_way() -> list[SupplyOrder]:
    """Return the orders of which goods are still to come, oldest first."""
    return list(db.session.scalars(_orders().where(SupplyOrder.state.in_(EXPECTED)).order_by(SupplyOrder.id)))


def orders_awaiting(product_id: int) -> list[SupplyOrder]:
    """Return the orders under way that will bring a product, the earliest day first."""
    found = [
        order
        for order in orders_under_way()
        if any(line.product_id == product_id and line.remaining > 0 for line in order.lines)
    ]
    return sorted(found, key=lambda order: (order.due_on is None, order.due_on, order.id))


def follow_ups_of(order: SupplyOrder) -> Sequence[FollowUp]:
    """Return how often a supplier was asked about an order, latest first."""
    return list(db.session.scalars(select(FollowUp).where(FollowUp.order_id == order.id).order_by(FollowUp.id.desc())))


def follow_up_letter(order: SupplyOrder, language: str, *, on: date, signature: str) -> rules.Letter:
    """Return the letter that one would write about an order on a day: unconfirmed, late, or to come."""
    late = order.days_late(on) > 0
    name = "late" if late else "upcoming" if order.promised_on else "unconfirmed"
    lines = ((each.supplier_reference, each.wording, each.remaining) for each in order.remaining)
    return rules.letter(
        name,
        language,
        number=order.number,
        sent=rules.said(order.sent_on, language),
        wanted=rules.said(order.wanted_on, language),
        due=rules.said(order.due_on, language),
        lines=rules.listed(lines, language),
        signature=signature,
    )


def _offered(
    offer: SupplierOffer, product: Product, level: StockLevel | None, awaited: Mapping[int, Decimal]
) -> Offered:
    needed = _proposed(product, level.figures, awaited.get(product.id, NOTHING)) if level else NOTHING
    return Offered(offer, product, level, rules.in_packs(needed, offer.pack))


def _proposed(product: Product, figures: Figures, awaited: Decimal) -> Decimal:
    """Return how much to order of a product: what is lacking, and the usual lots until the reorder point is passed."""
    return proposed_order(
        figures,
        reorder_point=product.reorder_point,
        reorder_quantity=product.reorder_quantity,
        lacking=max(NOTHING, awaited - figures.available - figures.on_order),
    )


def _orders() -> Select[SupplyOrder]:
    return select(SupplyOrder).options(joinedload(SupplyOrder.supplier), joinedload(SupplyOrder.carrier))


def _matching(statement: Select, wanted: SupplyFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over orders, their suppliers beside them."""
    statement = statement.join(SupplyOrder.supplier)
    for word in searchable(wanted.search).split():
        number = func.lower(SupplyOrder.number).contains(word, autoescape=True)
        theirs = func.lower(SupplyOrder.supplier_number).contains(word, autoescape=True)
        statement = statement.where(or_(number, theirs, Supplier.search_text.contains(word, autoescape=True)))
    if wanted.state is not None:
        statement = statement.where(SupplyOrder.state == wanted.state)
    if wanted.supplier_id is not None:
        statement = statement.where(SupplyOrder.supplier_id == wanted.supplier_id)
    return statement if wanted.late_on is None else statement.where(_late(wanted.late_on))


def _late(on: date) -> ColumnElement[bool]:
    due = func.coalesce(SupplyOrder.promised_on, SupplyOrder.wanted_on)
    return and_(SupplyOrder.state.in_(EXPECTED), due < on)
