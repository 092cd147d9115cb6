"""Which price holds, and how far a role may go: pure functions, values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.kernel.currency import Currency
from crm.kernel.money import NO_RATE, Money, Rate

# Longest terms between professionals (Code de commerce, L441-10): days from the invoice, or days and end of month.
LONGEST_DAYS, LONGEST_MONTH_END_DAYS = 60, 45


@dataclass(frozen=True)
class PriceData:
    """A price as typed: the net price of one unit of a product, from a quantity on."""

    product_id: int
    unit_price: Money
    min_quantity: Decimal = Decimal(1)


@dataclass(frozen=True)
class StepData:
    """A step of the discount schedule as typed; `role` is the stored word."""

    role: str
    from_net: Money
    limit: Rate


@dataclass(frozen=True)
class Offer:
    """A price that a list in force makes to a customer."""

    product_id: int
    unit_price: Money
    min_quantity: Decimal
    currency: Currency
    list_id: int
    list_code: str
    list_name: str
    segment: str
    since: date


def best(offers: Iterable[Offer], *, quantity: Decimal) -> Offer | None:
    """Return the price that holds for a quantity, or None.

    The customer's own segment before the lists for all; the newest list of
    those; in it the highest quantity break that is reached.
    """
    reached = [offer for offer in offers if offer.min_quantity <= quantity]
    return max(
        reached, key=lambda each: (bool(each.segment), each.since, each.min_quantity, each.list_id), default=None
    )


def delegated(steps: Iterable[tuple[Money, Rate]], net: Money) -> Rate | None:
    """Return the limit of the highest step that a net reaches; nothing below the first; None without steps."""
    known = sorted(steps)
    if not known:
        return None
    return next((limit for from_net, limit in reversed(known) if from_net <= net), NO_RATE)


def beyond_the_law(days: int, *, ends_at_month: bool) -> bool:
    """Tell whether terms between professionals are longer than allowed: 60 days, or 45 days end of month.

    Code de commerce, article L441-10, I.
    """
    return days > (LONGEST_MONTH_END_DAYS if ends_at_month else LONGEST_DAYS)
