"""What a change of an order comes to: pure functions, values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from crm.activity.chain import Json
from crm.kernel.money import ZERO, Money
from crm.selling.lines import LineData

NOTHING = Decimal(0)


@dataclass(frozen=True)
class LineChange:
    """One reference before and after: how many, and what one costs once its discount is off."""

    reference: str
    wording: str
    before: Decimal
    after: Decimal
    net_before: Money
    net_after: Money

    def plain(self) -> dict[str, Json]:
        """Return it as a record holds it."""
        return {
            "reference": self.reference,
            "before": plain(self.before),
            "after": plain(self.after),
            "net_before_cents": self.net_before.cents,
            "net_after_cents": self.net_after.cents,
        }


@dataclass(frozen=True)
class Consequences:
    """What follows from a change: sums include VAT, in the order's currency; `shortages` lack on the shelf."""

    before: Money
    after: Money
    changes: tuple[LineChange, ...] = ()
    shortages: tuple[tuple[str, Decimal], ...] = ()
    over_limit: bool = False
    new_confirmation: bool = False

    @property
    def difference(self) -> Money:
        """How much dearer the order becomes; negative when it becomes cheaper."""
        return self.after - self.before


def plain(quantity: Decimal) -> str:
    """Return a quantity as a record holds it: exact, without needless zeros."""
    return f"{quantity.normalize():f}" if quantity else "0"


def changes(before: Iterable[LineData], after: Iterable[LineData]) -> tuple[LineChange, ...]:
    """Return what differs between two sets of lines, reference by reference; lines of one reference add up."""
    old, new = _summed(before), _summed(after)
    found = []
    for reference in [*old, *(each for each in new if each not in old)]:
        was, becomes = old.get(reference), new.get(reference)
        change = LineChange(
            reference=reference,
            wording=(becomes or was or _Sum("")).wording,
            before=was.quantity if was else NOTHING,
            after=becomes.quantity if becomes else NOTHING,
            net_before=was.net if was else ZERO,
            net_after=becomes.net if becomes else ZERO,
        )
        if (change.before, change.net_before) != (change.after, change.net_after):
            found.append(change)
    return tuple(found)


def lacking(after: Iterable[LineData], available: Mapping[int, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    """Return what the shelves lack for some lines; `available` holds stocked products only, by their id."""
    wanted: dict[int, tuple[str, Decimal]] = {}
    for line in after:
        if line.product_id is not None and line.product_id in available:
            _, before = wanted.get(line.product_id, (line.reference, NOTHING))
            wanted[line.product_id] = (line.reference, before + line.quantity)
    return tuple(
        (reference, quantity - available[product_id])
        for product_id, (reference, quantity) in wanted.items()
        if quantity > available[product_id]
    )


@dataclass(frozen=True)
class _Sum:
    """What the lines of one reference come to."""

    wording: str
    quantity: Decimal = NOTHING
    net: Money = ZERO


def _summed(lines: Iterable[LineData]) -> dict[str, _Sum]:
    """Add up the lines of each reference."""
    found: dict[str, _Sum] = {}
    for line in lines:
        before = found.get(line.reference, _Sum(line.wording))
        found[line.reference] = _Sum(before.wording, before.quantity + line.quantity, before.net + line.net)
    return found
