"""How promising a prospect is: a score from 0 to 100 out of what is known, and nothing else.

Four things count, each with a weight that anybody can check by hand:

- budget (30): approved 30, planned 20, not known 5, none 0;
- decision circuit (25): decision maker met 25, identified 15, not known 0;
- timing (20): within the month 20, the quarter 14, the year 7, not known 0;
- potential, in euros a year before tax (25): 10 000 and more 25, 5 000 20, 2 500 15, 1 000 10, 500 5.

How much was written about the need does not count: long is not good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.prospecting.qualification.models import Budget, DecisionCircuit, Timing

PROSPECT_FROM = 40
HIGHEST = 100
BUDGET_POINTS: Mapping[Budget, int] = {
    Budget.APPROVED: 30,
    Budget.PLANNED: 20,
    Budget.UNKNOWN: 5,
    Budget.NONE: 0,
}
CIRCUIT_POINTS: Mapping[DecisionCircuit, int] = {
    DecisionCircuit.DECISION_MAKER_MET: 25,
    DecisionCircuit.IDENTIFIED: 15,
    DecisionCircuit.UNKNOWN: 0,
}
TIMING_POINTS: Mapping[Timing, int] = {
    Timing.NOW: 20,
    Timing.QUARTER: 14,
    Timing.YEAR: 7,
    Timing.UNKNOWN: 0,
}
POTENTIAL_POINTS = (
    (Money.of(10_000), 25),
    (Money.of(5_000), 20),
    (Money.of(2_500), 15),
    (Money.of(1_000), 10),
    (Money.of(500), 5),
)


def score(*, budget: Budget, circuit: DecisionCircuit, timing: Timing, potential: Money | None) -> int:
    """Return the score, 0 to 100; `potential` is euros a year before tax, None when nobody knows."""
    return BUDGET_POINTS[budget] + CIRCUIT_POINTS[circuit] + TIMING_POINTS[timing] + potential_points(potential)


def potential_points(potential: Money | None) -> int:
    """Return what the potential weighs, 0 to 25."""
    if potential is None:
        return 0
    return next((points for least, points in POTENTIAL_POINTS if potential >= least), 0)


def is_prospect(points: int) -> bool:
    """Tell whether a suspect with that score deserves to be followed as a prospect."""
    return points >= PROSPECT_FROM


class Known(Protocol):
    """Whatever the score is made of."""

    @property
    def budget(self) -> Budget:
        """What is known of the money."""

    @property
    def circuit(self) -> DecisionCircuit:
        """What is known of those who decide."""

    @property
    def timing(self) -> Timing:
        """When the prospect means to buy."""

    @property
    def potential(self) -> Money | None:
        """Euros a year before tax."""


@dataclass(frozen=True)
class Part:
    """What one criterion brought to a score, out of how much."""

    label: str
    points: int
    most: int


def parts(known: Known) -> tuple[Part, ...]:
    """Return the criteria of a score with their points; they add up to it."""
    return (
        Part(N_("Budget"), BUDGET_POINTS[known.budget], max(BUDGET_POINTS.values())),
        Part(N_("Circuit de décision"), CIRCUIT_POINTS[known.circuit], max(CIRCUIT_POINTS.values())),
        Part(N_("Échéance"), TIMING_POINTS[known.timing], max(TIMING_POINTS.values())),
        Part(N_("Potentiel"), potential_points(known.potential), POTENTIAL_POINTS[0][1]),
    )
