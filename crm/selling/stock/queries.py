"""What can be asked about the stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, func, select

from crm.prospecting.companies.models import searchable
from crm.selling.catalogue.models import Product
from crm.selling.stock import rules
from crm.selling.stock.models import NOTHING, StockLevel, StockMovement
from crm.store.base import db
from crm.store.paging import Slice, keyset

SORTS = {"name": Product.name, "reference": Product.reference}
EXPECTED = StockLevel.on_hand - StockLevel.reserved + StockLevel.on_order


@dataclass(frozen=True)
class StockFilter:
    """What the list of the stock is narrowed to; it lives in the URL. `state`: "", low or out."""

    search: str = ""
    family: str = ""
    state: str = ""
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class Held:
    """A stocked product and how much there is of it."""

    product: Product
    level: StockLevel

    @property
    def is_low(self) -> bool:
        """Whether it is time to order again."""
        return rules.is_low(self.level.figures, self.product.reorder_point)

    @property
    def proposed_order(self) -> Decimal:
        """How much to order again so that the reorder point is passed, in whole lots; nothing above it."""
        return rules.proposed_order(
            self.level.figures,
            reorder_point=self.product.reorder_point,
            reorder_quantity=self.product.reorder_quantity,
            lacking=NOTHING,
        )

    @property
    def is_out(self) -> bool:
        """Whether nothing can be promised."""
        return self.level.available <= 0


@dataclass(frozen=True)
class Shelf:
    """A page of the stock, and the cursor from which the next one goes on."""

    rows: list[Held]
    next: str | None


def level_of(product_id: int) -> StockLevel | None:
    """Return the level of a product, or None if it is not stocked."""
    return db.session.scalar(select(StockLevel).where(StockLevel.product_id == product_id))


def levels_by_product(product_ids: Iterable[int | None]) -> dict[int, StockLevel]:
    """Return the levels of the stocked ones among some products, by the product's id."""
    wanted = {product_id for product_id in product_ids if product_id is not None}
    found = db.session.scalars(select(StockLevel).where(StockLevel.product_id.in_(wanted)))
    return {level.product_id: level for level in found}


def availability(product_ids: Iterable[int | None]) -> dict[int, Decimal]:
    """Return how much can be promised of the stocked ones among some products."""
    return {product_id: level.available for product_id, level in levels_by_product(product_ids).items()}


def levels(wanted: StockFilter, *, cursor: str | None = None) -> Shelf:
    """Return a page of the stock."""
    column = SORTS.get(wanted.sort, Product.name)
    statement = _matching(select(Product), wanted)
    found: Slice[Product] = keyset(
        statement, column=column, tie=Product.id, cursor=cursor, descending=wanted.descending
    )
    return Shelf(_held(list(found.rows)), found.next)


def level_count(wanted: StockFilter) -> int:
    """Return how many stocked products match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Product), wanted)) or 0


def shortages() -> list[Held]:
    """Return the products of which nothing can be promised any more, by name."""
    return _all(StockFilter(state="out"))


def below_reorder_point() -> list[Held]:
    """Return the products that must be ordered again, by name: what is already on order counts."""
    return _all(StockFilter(state="low"))


def stocked() -> list[Held]:
    """Return everything in stock, by family and name, as one counts it."""
    statement = _matching(select(Product), StockFilter()).order_by(Product.family, Product.name, Product.id)
    return _held(list(db.session.scalars(statement)))


def movements(product_id: int, *, cursor: str | None = None) -> Slice[StockMovement]:
    """Return a page of a product's movements, latest first."""
    statement = select(StockMovement).where(StockMovement.product_id == product_id)
    return keyset(statement, column=StockMovement.id, tie=StockMovement.id, cursor=cursor, descending=True)


def moved(product_id: int) -> Decimal:
    """Return the sum of a product's movements: what must be on hand."""
    statement = select(func.sum(StockMovement.quantity)).where(StockMovement.product_id == product_id)
    return db.session.scalar(statement) or NOTHING


def _all(wanted: StockFilter) -> list[Held]:
    return _held(list(db.session.scalars(_matching(select(Product), wanted).order_by(Product.name, Product.id))))


def _held(found: list[Product]) -> list[Held]:
    beside = levels_by_product(product.id for product in found)
    return [Held(product, beside[product.id]) for product in found]


def _matching(statement: Select, wanted: StockFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over products to the stocked ones that match."""
    here: ColumnElement[bool] = and_(
        StockLevel.workspace_id == Product.workspace_id, StockLevel.product_id == Product.id
    )
    statement = statement.join(StockLevel, here)
    for word in searchable(wanted.search).split():
        statement = statement.where(Product.search_text.contains(word, autoescape=True))
    if wanted.family:
        statement = statement.where(Product.family == wanted.family)
    if wanted.state == "out":
        statement = statement.where(StockLevel.on_hand <= StockLevel.reserved)
    if wanted.state == "low":
        statement = statement.where(Product.reorder_point > NOTHING, Product.reorder_point >= EXPECTED)
    return statement
