"""The score: bounded, monotone, and the sum of its parts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.money import Money
from crm.prospecting.qualification import rules
from crm.prospecting.qualification.models import Budget, DecisionCircuit, Timing

BUDGETS = [Budget.NONE, Budget.UNKNOWN, Budget.PLANNED, Budget.APPROVED]
CIRCUITS = [DecisionCircuit.UNKNOWN, DecisionCircuit.IDENTIFIED, DecisionCircuit.DECISION_MAKER_MET]
TIMINGS = [Timing.UNKNOWN, Timing.YEAR, Timing.QUARTER, Timing.NOW]


@dataclass(frozen=True)
class Known:
    """What is known of somebody."""

    budget: Budget
    circuit: DecisionCircuit
    timing: Timing
    potential: Money | None

    @property
    def score(self) -> int:
        return rules.score(budget=self.budget, circuit=self.circuit, timing=self.timing, potential=self.potential)


sums = st.none() | st.integers(0, 10**9).map(Money)
knowns = st.builds(Known, st.sampled_from(BUDGETS), st.sampled_from(CIRCUITS), st.sampled_from(TIMINGS), sums)


@given(knowns)
def test_it_lies_between_0_and_100(known: Known) -> None:
    assert 0 <= known.score <= rules.HIGHEST


@given(knowns)
def test_it_is_the_sum_of_its_parts(known: Known) -> None:
    parts = rules.parts(known)
    assert sum(part.points for part in parts) == known.score
    assert all(0 <= part.points <= part.most for part in parts)
    assert sum(part.most for part in parts) == rules.HIGHEST


@given(knowns, st.sampled_from(BUDGETS), st.sampled_from(CIRCUITS), st.sampled_from(TIMINGS), sums)
def test_more_of_anything_never_lowers_it(
    known: Known, budget: Budget, circuit: DecisionCircuit, timing: Timing, potential: Money | None
) -> None:
    if BUDGETS.index(budget) >= BUDGETS.index(known.budget):
        assert replace(known, budget=budget).score >= known.score
    if CIRCUITS.index(circuit) >= CIRCUITS.index(known.circuit):
        assert replace(known, circuit=circuit).score >= known.score
    if TIMINGS.index(timing) >= TIMINGS.index(known.timing):
        assert replace(known, timing=timing).score >= known.score
    if (potential or Money()) >= (known.potential or Money()):
        assert replace(known, potential=potential).score >= known.score


def test_the_best_has_100_and_the_worst_0() -> None:
    best = Known(Budget.APPROVED, DecisionCircuit.DECISION_MAKER_MET, Timing.NOW, Money.of(10_000))
    worst = Known(Budget.NONE, DecisionCircuit.UNKNOWN, Timing.UNKNOWN, None)
    assert (best.score, worst.score) == (100, 0)


@pytest.mark.parametrize(
    ("euros", "points"), [("499.99", 0), ("500", 5), ("999.99", 5), ("1000", 10), ("2500", 15), ("5000", 20)]
)
def test_potential_counts_by_steps(euros: str, points: int) -> None:
    assert rules.potential_points(Money.of(euros)) == points


@given(st.integers(0, 100))
def test_a_prospect_begins_at_40(points: int) -> None:
    assert rules.is_prospect(points) is (points >= 40)
