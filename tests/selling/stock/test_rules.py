"""What happens to a level: whatever comes, nothing is promised twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.selling.stock import rules
from crm.selling.stock.models import Figures
from crm.selling.stock.rules import Lacking

D = Decimal
quantities = st.integers(0, 50_000).map(lambda thousandths: D(thousandths) / 1000)
acts = st.tuples(
    st.sampled_from(["reserve", "release", "take_out", "take_own", "put", "lose", "expect", "unexpect"]), quantities
)


def after(level: Figures, act: str, quantity: Decimal) -> Figures:
    """Do one thing to a level."""
    if act == "reserve":
        return rules.reserve(level, quantity)[0]
    if act == "release":
        return rules.release(level, quantity)
    if act in {"put", "lose"}:
        return rules.put(level, quantity if act == "put" else -quantity)[0]
    if act in {"expect", "unexpect"}:
        return rules.expect(level, quantity if act == "expect" else -quantity)
    return rules.take_out(level, quantity, reserved=D(0) if act == "take_out" else None)


@given(st.lists(acts, max_size=30))
def test_never_less_than_nothing_and_never_more_set_aside_than_there_is(done: list[tuple[str, Decimal]]) -> None:
    level = Figures()
    for act, quantity in done:
        try:
            level = after(level, act, quantity)
        except Lacking:
            continue
        assert 0 <= level.reserved <= level.on_hand
        assert level.on_order >= 0
        assert level.available == level.on_hand - level.reserved


@given(quantities, quantities, quantities)
def test_what_is_set_aside_and_given_back_leaves_no_trace(on_hand: Decimal, first: Decimal, second: Decimal) -> None:
    before, _ = rules.reserve(Figures(on_hand=on_hand), first)
    level, aside = rules.reserve(before, second)
    assert aside == min(second, before.available)
    assert rules.release(level, aside) == before


@given(quantities, quantities, quantities)
def test_nobody_takes_what_is_set_aside_for_others(on_hand: Decimal, others: Decimal, wanted: Decimal) -> None:
    level, aside = rules.reserve(Figures(on_hand=on_hand), others)
    if wanted > on_hand - aside:
        with pytest.raises(Lacking):
            rules.take_out(level, wanted, reserved=D(0))
    else:
        assert rules.take_out(level, wanted, reserved=D(0)).reserved == aside


def test_what_is_lost_on_the_shelf_is_lost_to_those_it_was_set_aside_for() -> None:
    level, lost = rules.put(Figures(on_hand=D(10), reserved=D(9)), D(-3))
    assert (level.on_hand, level.reserved, lost) == (D(7), D(7), D(2))


@pytest.mark.parametrize(
    ("on_hand", "on_order", "lacking", "expected"),
    [
        ("10", "0", "0", "20"),
        ("10", "15", "0", "0"),
        ("0", "0", "45", "45"),
        ("12", "0", "0", "20"),
        ("13", "0", "4", "4"),
        ("0", "0", "0", "20"),
    ],
)
def test_one_orders_lots_until_the_reorder_point_is_passed(
    on_hand: str, on_order: str, lacking: str, expected: str
) -> None:
    level = Figures(on_hand=D(on_hand), on_order=D(on_order))
    ordered = rules.proposed_order(level, reorder_point=D(12), reorder_quantity=D(20), lacking=D(lacking))
    assert ordered == D(expected)


@given(quantities, quantities, st.integers(1, 40).map(D))
def test_once_it_has_come_the_reorder_point_is_passed(on_hand: Decimal, point: Decimal, lot: Decimal) -> None:
    level = Figures(on_hand=on_hand)
    ordered = rules.proposed_order(level, reorder_point=point, reorder_quantity=lot, lacking=D(0))
    assert not rules.is_low(rules.expect(level, ordered), point)
    assert (ordered > 0) == rules.is_low(level, point)


def test_without_lots_one_orders_what_is_missing() -> None:
    ordered = rules.proposed_order(Figures(on_hand=D(2)), reorder_point=D(5), reorder_quantity=D(0), lacking=D(0))
    assert ordered == D(3)


def test_quantities_are_recorded_without_needless_zeros() -> None:
    assert [rules.plain(D(each)) for each in ("10", "2.50", "0.000", "1E+2")] == ["10", "2.5", "0", "100"]
