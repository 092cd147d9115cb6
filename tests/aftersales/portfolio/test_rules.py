"""ABC and Pareto: shares add up, classes follow the limits."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.aftersales.portfolio import rules
from crm.aftersales.portfolio.rules import Account
from crm.kernel.money import Money


def accounts(*cents: int) -> list[Account]:
    """Return accounts that brought those sums."""
    return [Account(number, f"Client {number}", Money(sum_)) for number, sum_ in enumerate(cents, start=1)]


sums = st.lists(st.integers(-1000, 10**9), max_size=30)


@given(sums)
@settings(max_examples=60)
def test_classes_hold_everybody_who_brought_something_and_all_they_brought(cents: list[int]) -> None:
    ranked = rules.pareto(accounts(*cents))
    found = rules.classes(ranked)
    assert sum(each.count for each in found) == len([each for each in cents if each > 0])
    assert sum(each.revenue.cents for each in found) == sum(each for each in cents if each > 0)
    assert [each.letter for each in ranked] == sorted(each.letter for each in ranked)
    if ranked:
        assert ranked[0].letter == "A"
        assert ranked[-1].cumulated_bp == 10_000


def test_the_account_that_crosses_a_limit_belongs_to_the_class_before() -> None:
    ranked = rules.pareto(accounts(70, 15, 11, 4))
    assert [each.letter for each in ranked] == ["A", "A", "B", "C"]
    assert [each.cumulated_bp for each in ranked] == [7000, 8500, 9600, 10_000]


@given(sums)
@settings(max_examples=30)
def test_the_drawing_stays_in_its_box(cents: list[int]) -> None:
    drawn = rules.drawing(rules.pareto(accounts(*cents)))
    for bar in drawn.bars:
        assert rules.LEFT <= bar.x <= rules.WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= rules.HEIGHT
