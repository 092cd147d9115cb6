"""Price lists, and the discounts that each role may grant by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.currency import Currency
from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate
from crm.store.scoping import Entity, Versioned, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, QuantityColumn, RateColumn


class Role(Labelled):
    """Who grants a discount."""

    ASSISTANT = "assistant", N_("Assistant commercial")
    SALESPERSON = "salesperson", N_("Commercial")
    MANAGER = "manager", N_("Direction commerciale")


class PriceList(Versioned):
    """Prices that hold for a segment of customers (all of them when empty), in one currency, for a time.

    `valid_until` is the last day, None without end.
    """

    __tablename__ = "price_lists"
    __table_args__ = (UniqueConstraint("workspace_id", "code"), Index(None, "workspace_id", "currency", "segment"))
    kind: ClassVar[str] = "price_list"

    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    segment: Mapped[str] = mapped_column(String(40), default="")
    currency: Mapped[Currency] = mapped_column(EnumColumn(Currency), default=Currency.EUR)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)

    @property
    def label(self) -> str:
        """What records and pages call it."""
        return self.name

    def holds_on(self, day: date) -> bool:
        """Whether its prices hold on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class PriceEntry(Entity):
    """The net price of one unit of a product, from a quantity on."""

    __tablename__ = "price_entries"
    __table_args__ = (
        within_workspace("price_list_id", "price_lists"),
        within_workspace("product_id", "products"),
        UniqueConstraint("workspace_id", "price_list_id", "product_id", "min_quantity"),
        Index(None, "workspace_id", "product_id"),
    )
    kind: ClassVar[str] = "price_entry"

    price_list_id: Mapped[int]
    product_id: Mapped[int]
    min_quantity: Mapped[Decimal] = mapped_column(QuantityColumn(), default=Decimal(1))
    unit_price: Mapped[Money] = mapped_column(MoneyColumn())


class DiscountStep(Entity):
    """A step of the discount schedule: from this net on, a role may grant up to this rate without asking."""

    __tablename__ = "discount_steps"
    __table_args__ = (UniqueConstraint("workspace_id", "role", "from_net"),)
    kind: ClassVar[str] = "discount_step"

    role: Mapped[Role] = mapped_column(EnumColumn(Role))
    from_net: Mapped[Money] = mapped_column(MoneyColumn())
    limit: Mapped[Rate] = mapped_column("limit_rate", RateColumn())
