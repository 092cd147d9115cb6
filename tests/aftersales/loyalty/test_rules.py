"""Marks and segments: bounded, monotone, and one segment for every account."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.aftersales.loyalty import rules
from crm.aftersales.loyalty.models import Segment
from crm.aftersales.loyalty.rules import Marks
from crm.kernel.money import Money

TODAY = date(2026, 3, 2)
mark = st.integers(1, 5)
days_ago = st.integers(0, 4000)
cents = st.integers(0, 10**9)


@given(st.none() | days_ago, st.integers(0, 1000), cents)
def test_marks_lie_between_1_and_5(days: int | None, orders: int, amount: int) -> None:
    last = None if days is None else TODAY - timedelta(days=days)
    found = rules.marks(last_order_on=last, orders=orders, revenue=Money(amount), today=TODAY)
    assert all(1 <= each <= 5 for each in (found.recency, found.frequency, found.amount))


@given(days_ago, days_ago)
def test_a_more_recent_order_never_lowers_the_mark(some: int, other: int) -> None:
    nearer, further = sorted((some, other))
    marks = [rules.recency_mark(TODAY - timedelta(days=each), today=TODAY) for each in (nearer, further)]
    assert marks[0] >= marks[1] >= rules.recency_mark(None, today=TODAY)


@given(st.integers(0, 1000), st.integers(0, 1000), cents, cents)
def test_more_orders_or_more_money_never_lower_a_mark(few: int, more: int, small: int, big: int) -> None:
    assert rules.frequency_mark(few + more) >= rules.frequency_mark(few)
    assert rules.amount_mark(Money(small + big)) >= rules.amount_mark(Money(small))


@given(mark, mark, mark)
def test_every_account_has_one_segment(recency: int, frequency: int, amount: int) -> None:
    assert rules.segment_of(Marks(recency, frequency, amount)) in Segment


@given(mark, mark)
def test_who_has_not_ordered_for_a_year_is_lost_whatever_was_bought(frequency: int, amount: int) -> None:
    assert rules.segment_of(Marks(1, frequency, amount)) is Segment.LOST


@pytest.mark.parametrize(
    ("marks", "segment"),
    [
        (Marks(5, 5, 5), Segment.BEST),
        (Marks(3, 4, 4), Segment.BEST),
        (Marks(5, 5, 3), Segment.LOYAL),
        (Marks(3, 3, 1), Segment.LOYAL),
        (Marks(4, 2, 5), Segment.NEW),
        (Marks(3, 2, 1), Segment.OCCASIONAL),
        (Marks(2, 5, 5), Segment.AT_RISK),
        (Marks(1, 5, 5), Segment.LOST),
    ],
)
def test_segments(marks: Marks, segment: Segment) -> None:
    assert rules.segment_of(marks) is segment


class TestInactivity:
    @given(days_ago, st.integers(1, 3650), st.integers(0, 500))
    def test_a_longer_patience_never_adds_an_account(self, ago: int, days: int, more: int) -> None:
        last = TODAY - timedelta(days=ago)
        strict = rules.is_inactive(last_order_on=last, created_on=last, today=TODAY, days=days)
        patient = rules.is_inactive(last_order_on=last, created_on=last, today=TODAY, days=days + more)
        assert strict or not patient

    def test_begins_the_day_after_the_limit(self) -> None:
        def idle(ago: int) -> bool:
            last = TODAY - timedelta(days=ago)
            return rules.is_inactive(last_order_on=last, created_on=date(2020, 1, 1), today=TODAY, days=180)

        assert (idle(180), idle(181)) == (False, True)

    def test_of_who_never_ordered_counts_from_the_day_of_the_record(self) -> None:
        assert rules.is_inactive(last_order_on=None, created_on=date(2025, 1, 1), today=TODAY, days=180)
        assert not rules.is_inactive(last_order_on=None, created_on=TODAY, today=TODAY, days=180)
