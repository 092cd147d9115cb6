"""Quotes as pure reckoning: what a message asks for, what goes beyond a delegation or the terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from crm.activity.chain import Json
from crm.activity.vocabulary import Activity
from crm.kernel.currency import in_euros
from crm.kernel.money import NO_RATE, Money, Rate
from crm.selling.lines import DocumentLine, LineData, Margin, combined, effective_discount, margin_of
from crm.selling.quotes.models import Leave

ListPrice = Callable[[LineData | DocumentLine], Money | None]
VERSION_MARK = "-V"
# What a derogation is asked for, as its records say it.
DISCOUNT = "discount"
LEAVES = {
    Activity.DEROGATION_REQUESTED.word: Leave.WAITING,
    Activity.DEROGATION_GRANTED.word: Leave.GRANTED,
    Activity.DEROGATION_REFUSED.word: Leave.REFUSED,
}


@dataclass(frozen=True)
class RequestedLine:
    """A line of a customer's request or purchase order; None for a price or discount that is not said."""

    reference: str
    quantity: Decimal
    unit_price: Money | None = None
    discount: Rate | None = None


@dataclass(frozen=True)
class Listed:
    """What the catalogue says of a product."""

    product_id: int
    reference: str
    name: str
    unit: str
    unit_price: Money
    vat_rate: Rate


@dataclass(frozen=True)
class Limits:
    """How far one may go alone: the highest discount, the longest term of payment."""

    discount: Rate
    payment_days: int


@dataclass(frozen=True)
class Beyond:
    """What of a quote goes beyond: its highest discount and its days of payment, against the limits."""

    discount: Rate
    payment_days: int
    limits: Limits

    @property
    def terms(self) -> bool:
        """Whether the discount goes beyond the delegation."""
        return self.discount > self.limits.discount

    @property
    def payment_terms(self) -> bool:
        """Whether the customer would pay later than the terms of sale allow."""
        return self.payment_days > self.limits.payment_days

    @property
    def anything(self) -> bool:
        """Whether either does."""
        return self.terms or self.payment_terms


def requested_lines(content: Mapping[str, Json]) -> tuple[RequestedLine, ...]:
    """Return what a message asks for; a line that cannot be read is left out.

    `content` is {"lines": [{"reference", "quantity", "unit_price_cents"?, "discount_bp"?}], "discount_bp"?}.
    """
    lines, common = content.get("lines"), _rate(content.get("discount_bp"))
    if not isinstance(lines, list):
        return ()
    read = (_requested(line, common) for line in lines if isinstance(line, dict))
    return tuple(line for line in read if line is not None)


def priced(wanted: RequestedLine, product: Listed) -> LineData:
    """Return a line at the price list, without discount."""
    return LineData(
        reference=product.reference,
        wording=product.name,
        quantity=wanted.quantity,
        unit_price=product.unit_price,
        vat_rate=product.vat_rate,
        unit=product.unit,
        product_id=product.product_id,
    )


def highest_discount(lines: Iterable[LineData | DocumentLine], list_price: ListPrice, *, whole: Rate = NO_RATE) -> Rate:
    """Return the highest share given away, seen from each line's list price where there is one.

    `whole` is taken off the whole document, after the lines' own discounts.
    """
    return combined(max((_given(line, list_price(line)) for line in lines), default=NO_RATE), whole)


def earned(
    lines: Sequence[LineData | DocumentLine], costs: Mapping[int, Money], *, discount: Rate, exchange_ppm: int
) -> Margin:
    """Return the margin of an offer in euros: what its lines bring after the discount on the whole, less their cost.

    `costs` are unit costs in euros by product; a line whose cost is unknown is left out.
    """
    sold = margin_of(lines, costs)
    return Margin(in_euros(sold.net - discount.of(sold.net), exchange_ppm), sold.cost)


def leave_of(facts: Iterable[tuple[str, Mapping[str, Json]]], offered: Rate) -> Leave:
    """Tell what the management said of the discount `offered`, from a quote's records, oldest first.

    What is granted is the discount which the quote bore when one asked: more than that is not covered.
    """
    leave, borne, asked = Leave.NONE, NO_RATE, NO_RATE
    for word, details in facts:
        if word.startswith("quote."):
            borne = _rate(details.get("max_discount_bp")) or borne
        elif details.get("subject") == DISCOUNT:
            leave = LEAVES[word]
            asked = borne if leave is Leave.WAITING else asked
    return Leave.EXCEEDED if leave is Leave.GRANTED and offered > asked else leave


def root_number(number: str) -> str:
    """Return the number of a quote's first version."""
    return number.partition(VERSION_MARK)[0]


def _given(line: LineData | DocumentLine, listed: Money | None) -> Rate:
    """Return the share which one line gives away."""
    return line.discount if listed is None else effective_discount(listed, line.unit_price, line.discount)


def _requested(line: dict[str, Json], common: Rate | None) -> RequestedLine | None:
    """Read one line of a message."""
    reference, price = line.get("reference"), line.get("unit_price_cents")
    try:
        quantity = Decimal(str(line.get("quantity", "1")))
    except InvalidOperation:
        return None
    if not isinstance(reference, str) or not quantity.is_finite() or quantity <= 0:
        return None
    own = _rate(line.get("discount_bp"))
    return RequestedLine(
        reference, quantity, Money(price) if isinstance(price, int) else None, common if own is None else own
    )


def _rate(basis_points: Json) -> Rate | None:
    """Read a rate written in basis points."""
    return Rate(Decimal(basis_points) / 10_000) if isinstance(basis_points, int) else None
