"""What happens to a level: pure functions, values in, values out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from crm.activity.chain import Json
from crm.kernel.money import Money
from crm.selling.stock.models import NOTHING, Figures

__all__ = [
    "NOTHING",
    "Difference",
    "Figures",
    "Lacking",
    "Shortage",
    "Want",
    "expect",
    "is_low",
    "plain",
    "proposed_order",
    "put",
    "release",
    "reserve",
    "seen",
    "take_out",
]


def plain(quantity: Decimal) -> str:
    """Return a quantity as a record holds it: exact, without needless zeros."""
    return f"{quantity.normalize():f}" if quantity else "0"


class Lacking(Exception):
    """More was to leave than there is."""


def reserve(level: Figures, wanted: Decimal) -> tuple[Figures, Decimal]:
    """Set aside what is available of a wanted quantity; return the level and how much was set aside."""
    aside = min(wanted, level.available)
    return replace(level, reserved=level.reserved + aside), aside


def release(level: Figures, quantity: Decimal) -> Figures:
    """Give back what had been set aside, at most all of it."""
    return replace(level, reserved=level.reserved - min(quantity, level.reserved))


def take_out(level: Figures, quantity: Decimal, *, reserved: Decimal | None = None) -> Figures:
    """Let goods leave; `reserved` is how much of them had been set aside for this very order (None: as much as can be).

    Raises `Lacking` when they are not there, or are set aside for others.
    """
    own = min(quantity, level.reserved) if reserved is None else min(reserved, quantity, level.reserved)
    if quantity > level.on_hand or quantity - own > level.available:
        raise Lacking
    return replace(level, on_hand=level.on_hand - quantity, reserved=level.reserved - own)


def put(level: Figures, quantity: Decimal) -> tuple[Figures, Decimal]:
    """Add goods (or take off, when negative); return the level and how much set aside was lost because it is not there.

    Raises `Lacking` when less than nothing would be on hand.
    """
    on_hand = level.on_hand + quantity
    if on_hand < 0:
        raise Lacking
    reserved = min(level.reserved, on_hand)
    return replace(level, on_hand=on_hand, reserved=reserved), level.reserved - reserved


def expect(level: Figures, quantity: Decimal) -> Figures:
    """Count goods as on order; a negative quantity no longer, at most all of them."""
    return replace(level, on_order=max(NOTHING, level.on_order + quantity))


def is_low(level: Figures, reorder_point: Decimal) -> bool:
    """Tell whether it is time to order again: the reorder point is reached, counting what is already on order."""
    return reorder_point > 0 and level.available + level.on_order <= reorder_point


def proposed_order(level: Figures, *, reorder_point: Decimal, reorder_quantity: Decimal, lacking: Decimal) -> Decimal:
    """Return how much to order: what is lacking, and the usual lots until the reorder point is passed."""
    quantity, expected = lacking, level.available + level.on_order
    if reorder_point > 0 and expected <= reorder_point:
        missing = reorder_point - expected
        lots = missing // reorder_quantity + 1 if reorder_quantity > 0 else NOTHING
        quantity = max(quantity, lots * reorder_quantity, missing)
    return quantity


def seen(level: Figures | None) -> dict[str, Json]:
    """Return a level as a record holds it; an unstocked product has none."""
    if level is None:
        return {"stocked": False}
    return {
        "stocked": True,
        "on_hand": plain(level.on_hand),
        "reserved": plain(level.reserved),
        "available": plain(level.available),
        "on_order": plain(level.on_order),
    }


@dataclass(frozen=True)
class Difference:
    """What a stocktake found: counted beside expected, and how much set aside was lost by it."""

    reference: str
    expected: Decimal
    counted: Decimal
    lost: Decimal

    def plain(self, cost: Money) -> Json:
        """Return it as a record holds it, valued at what one unit cost."""
        return {
            "reference": self.reference,
            "expected": plain(self.expected),
            "counted": plain(self.counted),
            "value_cents": cost.times(self.counted - self.expected).cents,
            "reservations_lost": plain(self.lost),
        }


@dataclass(frozen=True)
class Want:
    """How much of a product a paper concerns; `line_id` is handed back with a shortage.

    `reserved` is how much of it had been set aside for that very order (take_out only; None: as much as there is).
    """

    product_id: int | None
    quantity: Decimal
    reserved: Decimal | None = None
    line_id: int | None = None


@dataclass(frozen=True)
class Shortage:
    """A want that could not be reserved whole."""

    product_id: int
    wanted: Decimal
    reserved: Decimal
    line_id: int | None = None

    @property
    def lacking(self) -> Decimal:
        """What remains to be found."""
        return self.wanted - self.reserved
