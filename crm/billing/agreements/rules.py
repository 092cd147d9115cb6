"""Agreements in figures: how a sum is spread, whether a word was kept: pure functions on values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm.billing.agreements.models import AgreementState
from crm.kernel.money import ZERO, Money


@dataclass(frozen=True)
class Share:
    """One payment of a plan: its day, its sum, and what should remain of the plan once it is paid."""

    due_on: date
    amount: Money
    left_after: Money


def instalments(amount: Money, *, count: int, granted_on: date, last_on: date) -> tuple[Share, ...]:
    """Split a sum into equal payments at equal distances, the last one on `last_on`; the first takes the odd cents.

    Source: Code civil, article 1343-5 (terms of payment; two years at the most
    if a judge grants them); agreed out of court, parties are free.
    """
    share, rest = divmod(amount.cents, count)
    span = (last_on - granted_on).days
    days = [granted_on + timedelta(days=span * step // count) for step in range(1, count + 1)]
    sums = [Money(share + rest), *[Money(share)] * (count - 1)]
    return tuple(
        Share(day, each, Money(share * (count - 1 - step)))
        for step, (day, each) in enumerate(zip(days, sums, strict=True))
    )


def was_kept(*, left: Money, allowed: Money) -> AgreementState:
    """Tell whether a word was kept: of the debt no more is `left` than was `allowed` to remain.

    Source: Code civil, articles 1342 and 1342-4 (what is paid discharges so much of the debt).
    """
    return AgreementState.KEPT if left <= max(allowed, ZERO) else AgreementState.BROKEN
