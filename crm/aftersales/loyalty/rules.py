"""Segments by recency, frequency and amount: three marks from 1 to 5, and what they say together.

The marks have fixed thresholds, so that a learner can check them by hand and
that one account's mark does not move because another account bought:

- recency, days since the last order: up to 30 → 5, 90 → 4, 180 → 3, 365 → 2, more or never → 1;
- frequency, orders of the last twelve months: 12 → 5, 6 → 4, 3 → 3, 1 → 2, none → 1;
- amount, net invoiced in the last twelve months: 10 000 € → 5, 5 000 → 4, 2 000 → 3, 500 → 2, less → 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm.aftersales.loyalty.models import Segment
from crm.kernel.money import Money

LOWEST, MIDDLE, GOOD, HIGHEST = 1, 3, 4, 5
RECENCY_DAYS = ((30, 5), (90, 4), (180, 3), (365, 2))
FREQUENCY_ORDERS = ((12, 5), (6, 4), (3, 3), (1, 2))
AMOUNTS = ((Money.of(10_000), 5), (Money.of(5_000), 4), (Money.of(2_000), 3), (Money.of(500), 2))
OBSERVED = timedelta(days=365)


@dataclass(frozen=True)
class Marks:
    """Recency, frequency and amount of one account, each from 1 (worst) to 5 (best)."""

    recency: int
    frequency: int
    amount: int


def marks(*, last_order_on: date | None, orders: int, revenue: Money, today: date) -> Marks:
    """Return an account's marks; `orders` and `revenue` are those of the last twelve months."""
    return Marks(recency_mark(last_order_on, today=today), frequency_mark(orders), amount_mark(revenue))


def recency_mark(last_order_on: date | None, *, today: date) -> int:
    """Mark how long ago the last order was."""
    if last_order_on is None:
        return LOWEST
    days = (today - last_order_on).days
    return next((mark for most, mark in RECENCY_DAYS if days <= most), LOWEST)


def frequency_mark(orders: int) -> int:
    """Mark how often the account ordered."""
    return next((mark for least, mark in FREQUENCY_ORDERS if orders >= least), LOWEST)


def amount_mark(revenue: Money) -> int:
    """Mark how much the account brought."""
    return next((mark for least, mark in AMOUNTS if revenue >= least), LOWEST)


def segment_of(account: Marks) -> Segment:
    """Return the segment that three marks make; every combination has one.

    No order for a year: lost. None for six months: to be won back. Else the
    more frequent and the bigger, the better; a recent account with few orders
    is new as long as it has ordered within three months.
    """
    if account.recency == LOWEST:
        return Segment.LOST
    if account.recency < MIDDLE:
        return Segment.AT_RISK
    if account.frequency >= GOOD and account.amount >= GOOD:
        return Segment.BEST
    if account.frequency >= MIDDLE:
        return Segment.LOYAL
    return Segment.NEW if account.recency >= GOOD else Segment.OCCASIONAL


def is_inactive(*, last_order_on: date | None, created_on: date, today: date, days: int) -> bool:
    """Tell whether an account has not ordered for more than `days`; a record younger than that is not idle yet."""
    return (last_order_on or created_on) < today - timedelta(days=days)
