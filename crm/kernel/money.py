"""Exact sums: euros in integer cents, rates and quantities as Decimal, VAT per rate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal(1)
BASIS_POINT = Decimal("0.0001")
THOUSANDTH = Decimal("0.001")
LARGEST_CENTS = 10**13
LARGEST_EXACT = 10**18
LARGEST_RATE = 10**6


def half_up(value: Decimal) -> int:
    """Round to an integer, halves away from zero (EN 16931 rounds so)."""
    return int(value.quantize(CENT, rounding=ROUND_HALF_UP))


@dataclass(frozen=True, order=True)
class Money:
    """A sum in euros, held as an integer number of cents; it may be negative."""

    cents: int = 0

    @classmethod
    def of(cls, euros: Decimal | str | int) -> Money:
        """Build from euros with at most two decimals; more is a ValueError."""
        try:
            exact = Decimal(euros)
        except InvalidOperation as fault:
            raise ValueError(euros) from fault
        # Beyond this size the product would be rounded, and a fraction of a cent with it.
        if not exact.is_finite() or abs(exact) > LARGEST_EXACT or exact * 100 != (exact * 100).to_integral_value():
            raise ValueError(euros)
        return cls(int(exact * 100))

    @property
    def euros(self) -> Decimal:
        """The sum in euros, with two decimals."""
        return (Decimal(self.cents) / 100).quantize(Decimal("0.01"))

    def __add__(self, other: Money) -> Money:
        """Add exactly."""
        return Money(self.cents + other.cents)

    def __sub__(self, other: Money) -> Money:
        """Subtract exactly."""
        return Money(self.cents - other.cents)

    def __neg__(self) -> Money:
        """Turn the sign."""
        return Money(-self.cents)

    def __bool__(self) -> bool:
        """A sum of nothing is false."""
        return self.cents != 0

    def times(self, factor: Decimal) -> Money:
        """Multiply by a quantity or a rate, rounded half-up to the cent."""
        return Money(half_up(self.cents * factor))


ZERO = Money()


def total(sums: Iterable[Money]) -> Money:
    """Add sums; nothing adds up to zero."""
    return Money(sum(each.cents for each in sums))


@dataclass(frozen=True, order=True)
class Rate:
    """A share such as a VAT or discount rate: 20 % is `Rate(Decimal("0.2"))`.

    Kept to the basis point (0.01 %); anything finer is a ValueError.
    """

    value: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Refuse what does not fit into basis points."""
        if not self.value.is_finite() or abs(self.value) > LARGEST_RATE:
            raise ValueError(self.value)
        if self.value != self.value.quantize(BASIS_POINT):
            raise ValueError(self.value)

    @classmethod
    def percent(cls, percent: Decimal | str | int) -> Rate:
        """Build from a percentage: `Rate.percent("5.5")`; what is no number is a ValueError."""
        try:
            return cls(Decimal(percent) / 100)
        except InvalidOperation as fault:
            raise ValueError(percent) from fault

    @property
    def as_percent(self) -> Decimal:
        """The rate as a percentage, with two decimals."""
        return (self.value * 100).quantize(Decimal("0.01"))

    @property
    def basis_points(self) -> int:
        """The rate as an integer number of hundredths of a percent."""
        return int(self.value / BASIS_POINT)

    def of(self, base: Money) -> Money:
        """Apply to a sum, rounded half-up to the cent."""
        return base.times(self.value)


NO_RATE = Rate()


@dataclass(frozen=True)
class Taxed:
    """The share of a document which one VAT rate bears."""

    rate: Rate
    net: Money
    vat: Money


@dataclass(frozen=True)
class Totals:
    """A document's totals: net, VAT per rate, gross; `discount` is what was taken off the whole, net of VAT."""

    net: Money
    by_rate: tuple[Taxed, ...]
    discount: Money = ZERO

    @property
    def lines_net(self) -> Money:
        """Sum of the lines before the discount on the whole (EN 16931, BT-106)."""
        return self.net + self.discount

    @property
    def vat(self) -> Money:
        """All VAT: the sum over the rates, never over the lines (EN 16931, BR-CO-14)."""
        return total(each.vat for each in self.by_rate)

    @property
    def gross(self) -> Money:
        """Net plus VAT (EN 16931, BR-CO-15)."""
        return self.net + self.vat


def line_net(quantity: Decimal, unit_price: Money, discount: Rate) -> Money:
    """Net of a line: r(quantity x price) - r(of that x discount), each half-up.

    Rounding as in EN 16931 (BT-131 with a BG-27 allowance).
    """
    before = unit_price.times(quantity)
    return before - discount.of(before)


def totals(lines: Iterable[tuple[Money, Rate]], *, discount: Rate = NO_RATE) -> Totals:
    """Sum (net, VAT rate) pairs; VAT is computed once per rate (EN 16931, BR-S-08, BR-CO-17).

    `discount` is taken off the whole: off each rate's base, half-up, as one
    document allowance per rate (EN 16931, BG-20).
    """
    bases: dict[Rate, Money] = {}
    for net, rate in lines:
        bases[rate] = bases.get(rate, ZERO) + net
    off = {rate: discount.of(base) for rate, base in bases.items()}
    taxed = tuple(
        Taxed(rate, base - off[rate], rate.of(base - off[rate])) for rate, base in sorted(bases.items(), reverse=True)
    )
    return Totals(total(each.net for each in taxed), taxed, total(off.values()))
