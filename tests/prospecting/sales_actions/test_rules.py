"""A goal in parts: to the last cent."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.kernel.money import Money, Rate
from crm.prospecting.sales_actions.models import Dimension, Indicator, Unit
from crm.prospecting.sales_actions.rules import balance, months, spread

CENTS = st.integers(min_value=0, max_value=10**12)


class TestSpreading:
    @settings(max_examples=60)
    @given(whole=CENTS, weights=st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=24))
    def test_loses_no_cent_and_favours_nobody_by_more_than_one(self, whole: int, weights: list[int]) -> None:
        parts = spread(whole, weights)
        assert sum(parts) == whole
        total = sum(weights) or len(weights)
        heavy = weights if sum(weights) else [1] * len(weights)
        assert all(0 <= part - whole * weight // total <= 1 for part, weight in zip(parts, heavy, strict=True))

    def test_gives_the_odd_cent_to_the_first_of_equals(self) -> None:
        assert spread(100, [1, 1, 1]) == (34, 33, 33)
        assert spread(100, [0, 0]) == (50, 50)
        assert spread(100, []) == ()


class TestBalance:
    @settings(max_examples=60)
    @given(target=CENTS, parts=st.lists(CENTS, max_size=12))
    def test_is_balanced_exactly_when_the_parts_make_the_goal(self, target: int, parts: list[int]) -> None:
        said = balance(target, parts)
        assert said.target + said.gap == sum(parts)
        assert said.is_balanced == (sum(parts) == target)

    @settings(max_examples=30)
    @given(target=CENTS, count=st.integers(min_value=1, max_value=24))
    def test_one_cent_off_is_not_balanced(self, target: int, count: int) -> None:
        parts = [*spread(target, [1] * count)]
        assert balance(target, parts).is_balanced
        parts[-1] += 1
        assert balance(target, parts).gap == 1


class TestMonths:
    def test_are_those_that_the_days_touch(self) -> None:
        found = months(date(2025, 12, 31), date(2026, 2, 1))
        assert found == (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
        assert months(date(2026, 3, 1), date(2026, 2, 28)) == ()

    @settings(max_examples=40)
    @given(first=st.dates(date(2000, 1, 1), date(2100, 1, 1)), days=st.integers(min_value=0, max_value=800))
    def test_each_day_lies_in_exactly_one(self, first: date, days: int) -> None:
        last = first + timedelta(days=days)
        assert {last.replace(day=1), first.replace(day=1)} <= set(months(first, last))
        assert len(months(first, last)) == (last.year - first.year) * 12 + last.month - first.month + 1


class TestIndicators:
    def test_count_in_one_unit_each(self) -> None:
        assert Indicator.REVENUE.amount(1250) == Money(1250)
        assert Indicator.CONVERSION.amount(3550) == Rate.percent("35.5")
        assert Indicator.VISITS.amount(12) == 12
        assert Indicator.AVERAGE_ORDER.unit is Unit.EUROS

    def test_are_broken_down_only_by_what_adds_up(self) -> None:
        assert Indicator.CONVERSION.dimensions == Indicator.AVERAGE_ORDER.dimensions == ()
        assert Dimension.FAMILY in Indicator.MARGIN.dimensions
        assert Dimension.FAMILY not in Indicator.ORDERS.dimensions
