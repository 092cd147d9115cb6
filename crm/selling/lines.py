"""The document line and its totals, shared by quotes, orders, delivery notes and invoices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.errors import N_, Refused
from crm.kernel.money import (
    BASIS_POINT,
    LARGEST_CENTS,
    LARGEST_RATE,
    NO_RATE,
    Money,
    Rate,
    Totals,
    line_net,
    total,
    totals,
)
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
    def label(self) -> str:
        """What the line is about, in words."""
        return self.wording

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


def totals_of(lines: Iterable[Priced], discount: Rate = NO_RATE) -> Totals:
    """Return a document's totals from its lines; `discount` is taken off the whole."""
    return totals(((line.net, line.vat_rate) for line in lines), discount=discount)


@dataclass(frozen=True)
class Margin:
    """What is earned on a sale: `net` is the selling price without VAT, `cost` what the goods cost."""

    net: Money
    cost: Money

    @property
    def amount(self) -> Money:
        """Net less cost; negative when one sells at a loss."""
        return self.net - self.cost

    @property
    def margin_rate(self) -> Rate | None:
        """The margin as a share of the price (in French: taux de marque); None for a price of nothing."""
        return _share(self.amount, self.net)

    @property
    def markup_rate(self) -> Rate | None:
        """The margin as a share of the cost (in French: taux de marge); None for a cost of nothing."""
        return _share(self.amount, self.cost)


def margin_of(lines: Iterable[LineData | DocumentLine], costs: Mapping[int, Money]) -> Margin:
    """Return the margin of a document, from the unit cost of each product by id.

    A line whose product's cost is unknown is left out on both sides.
    """
    beside = [(line, costs.get(line.product_id or 0)) for line in lines]
    known = [(line, cost) for line, cost in beside if cost is not None]
    return Margin(total(line.net for line, _ in known), total(cost.times(line.quantity) for line, cost in known))


def effective_discount(list_price: Money, unit_price: Money, discount: Rate) -> Rate:
    """Return the share really given away from the list price: a lowered unit price is a discount too.

    Never below `discount` itself: a dearer unit price does not make a discount smaller.
    """
    if list_price.cents <= 0 or unit_price >= list_price:
        return discount
    kept = (1 - discount.value) * unit_price.cents / list_price.cents
    return Rate((1 - kept).quantize(BASIS_POINT, rounding=ROUND_HALF_UP))


def combined(first: Rate, second: Rate) -> Rate:
    """Return what two discounts, one after the other, take off together; half-up to the basis point."""
    kept = (1 - first.value) * (1 - second.value)
    return Rate((1 - kept).quantize(BASIS_POINT, rounding=ROUND_HALF_UP))


def checked_lines(lines: Iterable[LineData]) -> list[LineData]:
    """Return the lines, or refuse one that cannot be: nothing of something, more off than all, a sum beyond reading."""
    checked = list(lines)
    for line in checked:
        if line.quantity <= 0 or line.unit_price.cents < 0 or not 0 <= line.discount.value <= 1:
            raise WrongLine(wording=line.wording)
        if line.unit_price.times(line.quantity).cents > LARGEST_CENTS:
            raise WrongLine(wording=line.wording)
    return checked


class WrongLine(Refused):
    """A line that no document can carry."""

    message = N_("La ligne « %(wording)s » est impossible : vérifiez la quantité, le prix et la remise.")


def _share(part: Money, whole: Money) -> Rate | None:
    """Return part of whole, to the basis point; None of nothing, and of so little that the share says nothing."""
    if not whole or abs(part.cents) > abs(whole.cents) * LARGEST_RATE:
        return None
    return Rate((Decimal(part.cents) / whole.cents).quantize(BASIS_POINT, rounding=ROUND_HALF_UP))
