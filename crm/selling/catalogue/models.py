"""The catalogue: what the company sells, at which price and VAT rate."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.money import Money, Rate
from crm.store.scoping import Versioned
from crm.store.types import MoneyColumn, RateColumn


class Product(Versioned):
    """A product or service; `unit_price` and `cost` are net, `search_text` is folded for searching."""

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

    @property
    def label(self) -> str:
        """What records and pickers call it."""
        return f"{self.reference} {self.name}"
