"""What is in the warehouse: a level per product, and every movement with its cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.store.scoping import Entity, Versioned, within_workspace
from crm.store.types import EnumColumn, QuantityColumn, UtcDateTime

NOTHING = Decimal(0)


class Cause(Labelled):
    """Why goods came or went."""

    OPENING = "opening", N_("Stock initial")
    RECEIPT = "receipt", N_("Réception fournisseur")
    DELIVERY = "delivery", N_("Livraison client")
    RETURN = "return", N_("Retour client")
    CORRECTION = "correction", N_("Correction")
    STOCKTAKE = "stocktake", N_("Inventaire")


@dataclass(frozen=True)
class Figures:
    """A level as a value: on hand, of that reserved, and on order at suppliers; 0 ≤ reserved ≤ on hand."""

    on_hand: Decimal = NOTHING
    reserved: Decimal = NOTHING
    on_order: Decimal = NOTHING

    @property
    def available(self) -> Decimal:
        """What can still be promised."""
        return self.on_hand - self.reserved


class StockLevel(Versioned):
    """How much of a product there is: on hand, of that reserved for orders, and on order at suppliers.

    0 ≤ reserved ≤ on hand, always; what is on hand is the sum of the movements.
    """

    __tablename__ = "stock_levels"
    __table_args__ = (
        within_workspace("product_id", "products"),
        UniqueConstraint("workspace_id", "product_id"),
        CheckConstraint("reserved >= 0 AND reserved <= on_hand AND on_order >= 0", name="never_oversold"),
    )
    kind: ClassVar[str] = "stock_level"

    product_id: Mapped[int]
    on_hand: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)
    reserved: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)
    on_order: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)

    @property
    def available(self) -> Decimal:
        """What can still be promised."""
        return self.on_hand - self.reserved

    @property
    def figures(self) -> Figures:
        """The level as a value, on which the rules reckon."""
        return Figures(self.on_hand, self.reserved, self.on_order)


class StockMovement(Entity):
    """Goods that came (positive) or went (negative): why, by which paper, and what was on hand afterwards."""

    __tablename__ = "stock_movements"
    __table_args__ = (within_workspace("product_id", "products"), Index(None, "workspace_id", "product_id", "id"))
    kind: ClassVar[str] = "stock_movement"

    product_id: Mapped[int]
    quantity: Mapped[Decimal] = mapped_column(QuantityColumn())
    on_hand_after: Mapped[Decimal] = mapped_column(QuantityColumn())
    cause: Mapped[Cause] = mapped_column(EnumColumn(Cause))
    about_kind: Mapped[str] = mapped_column(String(40), default="")
    about_id: Mapped[int | None] = mapped_column(default=None)
    about_label: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime())
