"""How far one trusts a customer: how it pays, its solvency score: pure functions on values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money, Rate, half_up


@dataclass(frozen=True)
class Behaviour:
    """How a customer pays: delays in days past the due date over its paid invoices and what is late now."""

    invoices: int
    average_delay: int
    worst_delay: int


def behaviour(paid_delays: Sequence[int], late_now: Sequence[int]) -> Behaviour:
    """Sum up delays; an early payment counts as no delay. The average is over paid invoices, rounded half-up."""
    delays = [max(0, delay) for delay in paid_delays]
    average = half_up(Decimal(sum(delays)) / len(delays)) if delays else 0
    return Behaviour(len(delays), average, max([0, *delays, *late_now]))


class Risk(Labelled):
    """What a solvency score means."""

    LOW = "low", N_("Risque faible")
    MEDIUM = "medium", N_("Risque moyen")
    HIGH = "high", N_("Risque élevé")

    @classmethod
    def of(cls, score: int) -> Risk:
        """Return the risk that a score from 0 to 100 means."""
        if score >= SAFE_SCORE:
            return cls.LOW
        return cls.MEDIUM if score >= DOUBTFUL_SCORE else cls.HIGH


SAFE_SCORE, DOUBTFUL_SCORE = 70, 40
HEAVIEST = 40
YOUNG, SETTLED = 90, 365


def solvency_score(*, worst_delay_days: int, overdue_share: Rate, account_days: int) -> int:
    """Return a score from 0 (worst) to 100 (best) out of three facts.

    Up to 40 points go for the worst delay (all of them at sixty days), up to
    40 for the share of the open sum that is overdue, up to 20 for an account
    younger than a year.
    """
    for_delay = min(HEAVIEST, worst_delay_days * 2 // 3)
    for_overdue = half_up(HEAVIEST * min(overdue_share.value, Decimal(1)))
    for_youth = 20 if account_days < YOUNG else 10 if account_days < SETTLED else 0
    return 100 - for_delay - for_overdue - for_youth


def share(part: Money, whole: Money) -> Rate:
    """Return a part of a sum as a rate between 0 and 1, to the basis point; nothing of nothing is nothing."""
    if whole <= ZERO:
        return Rate()
    return Rate((Decimal(part.cents) / whole.cents).quantize(Decimal("0.0001")))
