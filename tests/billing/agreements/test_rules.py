"""Agreements in figures."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm.billing.agreements import rules
from crm.billing.agreements.models import AgreementState
from crm.kernel.money import ZERO, Money, total

sums = st.integers(min_value=0, max_value=10**9).map(Money)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))


class TestInstalments:
    @given(sums, st.integers(min_value=1, max_value=36), days, st.integers(min_value=36, max_value=900))
    def test_add_up_and_come_in_order(self, amount: Money, count: int, granted_on: date, span: int) -> None:
        last_on = granted_on + timedelta(days=span)
        plan = rules.instalments(amount, count=count, granted_on=granted_on, last_on=last_on)
        assert len(plan) == count
        assert total(each.amount for each in plan) == amount
        assert [each.due_on for each in plan] == sorted(each.due_on for each in plan)
        assert granted_on < plan[0].due_on
        assert plan[-1].due_on == last_on

    @given(sums, st.integers(min_value=1, max_value=36))
    def test_leave_less_and_less_and_nothing_at_the_end(self, amount: Money, count: int) -> None:
        plan = rules.instalments(amount, count=count, granted_on=date(2026, 3, 2), last_on=date(2026, 6, 1))
        left = amount
        for each in plan:
            left = left - each.amount
            assert each.left_after == left
        assert left == ZERO


class TestAWord:
    @given(sums, sums)
    def test_is_kept_if_no_more_is_left_than_allowed(self, left: Money, allowed: Money) -> None:
        assert (rules.was_kept(left=left, allowed=allowed) is AgreementState.KEPT) == (left <= allowed)

    def test_more_promised_than_left_asks_for_all(self) -> None:
        assert rules.was_kept(left=ZERO, allowed=Money(-5)) is AgreementState.KEPT
        assert rules.was_kept(left=Money(1), allowed=Money(-5)) is AgreementState.BROKEN
