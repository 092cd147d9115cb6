"""The document line and its totals, shared by quotes, orders, delivery notes and invoices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.money import NO_RATE, Money, Rate, Totals, line_net, totals
from crm.store.scoping import Entity
from crm.store.types import MoneyColumn, QuantityColumn, RateColumn


class Priced(Protocol):
    """Whatever has a net and a VAT rate."""

    @property
    def net(self) -> Money:
        """Net of the line."""

    @property
    def vat_rate(self) -> Rate:
        """Its VAT rate."""


@dataclass(frozen=True)
class LineData:
    """A line as it travels between documents and into papers: quantity x unit price - discount."""

    reference: str
    wording: str
    quantity: Decimal
    unit_price: Money
    vat_rate: Rate
    unit: str = "unité"
    discount: Rate = NO_RATE
    product_id: int | None = None

    @property
    def net(self) -> Money:
        """Net of the line, half-up."""
        return line_net(self.quantity, self.unit_price, self.discount)


class DocumentLine(Entity):
    """A stored line; each document has its own table of them, ordered by `rank`."""

    __abstract__ = True

    rank: Mapped[int]
    product_id: Mapped[int | None]
    reference: Mapped[str] = mapped_column(String(40))
    wording: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[Decimal] = mapped_column(QuantityColumn())
    unit_price: Mapped[Money] = mapped_column(MoneyColumn())
    discount: Mapped[Rate] = mapped_column(RateColumn())
    vat_rate: Mapped[Rate] = mapped_column(RateColumn())

    @property
    def net(self) -> Money:
        """Net of the line, half-up."""
        return line_net(self.quantity, self.unit_price, self.discount)

    @property
    def data(self) -> LineData:
        """The line as a value, to be copied into the next document."""
        return LineData(
            reference=self.reference,
            wording=self.wording,
            quantity=self.quantity,
            unit_price=self.unit_price,
            vat_rate=self.vat_rate,
            unit=self.unit,
            discount=self.discount,
            product_id=self.product_id,
        )


def columns_of(line: LineData, rank: int) -> dict[str, object]:
    """Return the columns of a stored line for a line's value."""
    return {
        "rank": rank,
        "product_id": line.product_id,
        "reference": line.reference,
        "wording": line.wording,
        "unit": line.unit,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "discount": line.discount,
        "vat_rate": line.vat_rate,
    }


def totals_of(lines: Iterable[Priced]) -> Totals:
    """Return a document's totals from its lines."""
    return totals((line.net, line.vat_rate) for line in lines)
