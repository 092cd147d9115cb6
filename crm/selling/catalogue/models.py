"""The catalogue: what the company sells, at which price and VAT rate, and who the company is."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate
from crm.selling.lines import Margin
from crm.store.scoping import Entity, Versioned
from crm.store.types import EnumColumn, MoneyColumn, QuantityColumn, RateColumn


class ProductNature(Labelled):
    """Whether one sells a thing or work: only things are kept in stock and delivered."""

    GOODS = "goods", N_("Produit")
    SERVICE = "service", N_("Service")


class Product(Versioned):
    """A product or service; `unit_price` and `cost` are net, `search_text` is folded for searching.

    `unit_price` holds where no price list says otherwise. A product that is
    not stocked is always at hand (made or bought to order). One orders
    `reorder_quantity` when what is left falls to `reorder_point` (0: never).
    """

    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("workspace_id", "reference"), Index(None, "workspace_id", "family", "name"))
    kind: ClassVar[str] = "product"

    reference: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    family: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(40))
    cost: Mapped[Money] = mapped_column(MoneyColumn())
    unit_price: Mapped[Money] = mapped_column(MoneyColumn())
    vat_rate: Mapped[Rate] = mapped_column(RateColumn())
    description: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    nature: Mapped[ProductNature] = mapped_column(EnumColumn(ProductNature), default=ProductNature.GOODS)
    is_stocked: Mapped[bool] = mapped_column(default=False)
    weight_grams: Mapped[int | None] = mapped_column(default=None)
    packaging: Mapped[str] = mapped_column(String(120), default="")
    reorder_point: Mapped[Decimal] = mapped_column(QuantityColumn(), default=Decimal(0))
    reorder_quantity: Mapped[Decimal] = mapped_column(QuantityColumn(), default=Decimal(0))

    @property
    def label(self) -> str:
        """What records and pickers call it."""
        return f"{self.reference} {self.name}"

    @property
    def weight_kilograms(self) -> Decimal | None:
        """What one unit weighs in kilograms; None of what weighs nothing or is not known."""
        return None if not self.weight_grams else Decimal(self.weight_grams) / 1000

    @property
    def margin(self) -> Margin:
        """What is earned on one unit at the list price."""
        return Margin(net=self.unit_price, cost=self.cost)


class SellerIdentity(Entity):
    """Who the simulated company is, as the law wants its papers to say; one row in a workspace.

    Numbers are bare (no spaces); `late_rate` None is the rate that the law sets
    (Code de commerce, L441-10); `opening` says when one can call.
    """

    __tablename__ = "seller_identities"
    __table_args__ = (UniqueConstraint("workspace_id"),)
    kind: ClassVar[str] = "seller"

    name: Mapped[str] = mapped_column(String(200))
    legal_form: Mapped[str] = mapped_column(String(60), default="")
    capital: Mapped[Money | None] = mapped_column(MoneyColumn(), default=None)
    siren: Mapped[str] = mapped_column(String(9), default="")
    siret: Mapped[str] = mapped_column(String(14), default="")
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    trade_register: Mapped[str] = mapped_column(String(120), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    iban: Mapped[str] = mapped_column(String(34), default="")
    bic: Mapped[str] = mapped_column(String(11), default="")
    mediator: Mapped[str] = mapped_column(String(300), default="")
    pays_vat_on_debits: Mapped[bool] = mapped_column(default=False)
    late_rate: Mapped[Rate | None] = mapped_column(RateColumn(), default=None)
    terms_of_sale: Mapped[str] = mapped_column(Text, default="")
    opening: Mapped[str] = mapped_column(String(200), default="")

    @property
    def label(self) -> str:
        """The company's name."""
        return self.name
