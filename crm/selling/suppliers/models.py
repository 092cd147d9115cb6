"""Suppliers: who sells to us, in which language and currency, and what they offer."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.currency import Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import ZERO, Money
from crm.papers.views import Address, Language, Party
from crm.store.scoping import Entity, Versioned, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, QuantityColumn

HOME = "FR"
LANGUAGES = ("fr", "en")


class Supplier(Versioned):
    """Somebody from whom the company buys; `lead_days` are working days, `minimum` is the least order in its currency.

    `carrier_id` is who usually brings the goods.
    """

    __tablename__ = "suppliers"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    kind: ClassVar[str] = "supplier"

    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    country: Mapped[str] = mapped_column(String(2), default=HOME)
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    lead_days: Mapped[int] = mapped_column(default=5)
    minimum: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    currency: Mapped[Currency] = mapped_column(EnumColumn(Currency), default=Currency.EUR)
    incoterm: Mapped[Incoterm | None] = mapped_column(EnumColumn(Incoterm), default=None)
    carrier_id: Mapped[int | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.name

    @property
    def is_foreign(self) -> bool:
        """Whether goods cross a border, so that an Incoterm says who pays and bears what."""
        return self.country != HOME

    @property
    def reads(self) -> Language:
        """The language of the papers that one sends."""
        return "en" if self.language == "en" else "fr"

    @property
    def party(self) -> Party:
        """The supplier as a paper shows it."""
        country = self.country if self.is_foreign else ""
        return Party(
            name=self.name,
            address=Address(street=self.street, postcode=self.postcode, city=self.city, country=country),
            contact=self.contact,
            email=self.email,
            phone=self.phone,
            vat_number=self.vat_number,
        )

    @property
    def address_lines(self) -> list[str]:
        """The postal address, line by line."""
        town = f"{self.postcode} {self.city}".strip()
        return [line for line in (self.street, town, self.country if self.is_foreign else "") if line]


class SupplierOffer(Entity):
    """A product as a supplier sells it: its own reference, net price in its currency, and how many come in a pack."""

    __tablename__ = "supplier_offers"
    __table_args__ = (
        within_workspace("supplier_id", "suppliers"),
        within_workspace("product_id", "products"),
        UniqueConstraint("workspace_id", "supplier_id", "product_id"),
        Index(None, "workspace_id", "product_id"),
    )
    kind: ClassVar[str] = "supplier_offer"

    supplier_id: Mapped[int]
    product_id: Mapped[int]
    supplier_reference: Mapped[str] = mapped_column(String(40))
    unit_price: Mapped[Money] = mapped_column(MoneyColumn())
    pack: Mapped[Decimal] = mapped_column(QuantityColumn(), default=Decimal(1))

    @property
    def label(self) -> str:
        """What records call it."""
        return self.supplier_reference
