"""How far one trusts a customer, in figures."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm.billing.credit import rules
from crm.billing.credit.rules import Risk
from crm.kernel.money import Money, Rate

sums = st.integers(min_value=0, max_value=10**9).map(Money)


class TestBehaviour:
    def test_an_early_payment_is_no_delay(self) -> None:
        assert rules.behaviour([-5, 4], []) == rules.Behaviour(2, 2, 4)

    def test_what_is_late_now_counts_in_the_worst_delay_only(self) -> None:
        assert rules.behaviour([1], [40]) == rules.Behaviour(1, 1, 40)

    def test_nobody_knows_a_customer_without_a_past(self) -> None:
        assert rules.behaviour([], []) == rules.Behaviour(0, 0, 0)


class TestSolvency:
    def test_a_customer_of_old_who_pays_in_time_is_safe(self) -> None:
        score = rules.solvency_score(worst_delay_days=0, overdue_share=Rate(), account_days=800)
        assert (score, Risk.of(score)) == (100, Risk.LOW)

    def test_everything_against_one(self) -> None:
        score = rules.solvency_score(worst_delay_days=90, overdue_share=Rate(Decimal(1)), account_days=10)
        assert (score, Risk.of(score)) == (0, Risk.HIGH)

    def test_a_doubtful_one(self) -> None:
        score = rules.solvency_score(worst_delay_days=30, overdue_share=Rate.percent(50), account_days=200)
        assert (score, Risk.of(score)) == (50, Risk.MEDIUM)

    @given(
        st.integers(min_value=0, max_value=5000),
        st.integers(min_value=0, max_value=10_000).map(lambda points: Rate(Decimal(points) / 10_000)),
        st.integers(min_value=0, max_value=5000),
    )
    def test_the_score_stays_on_its_scale(self, worst: int, share: Rate, age: int) -> None:
        score = rules.solvency_score(worst_delay_days=worst, overdue_share=share, account_days=age)
        assert 0 <= score <= 100

    @given(sums, sums)
    def test_a_share_lies_between_nothing_and_all(self, part: Money, rest: Money) -> None:
        assert Rate() <= rules.share(part, part + rest) <= Rate(Decimal(1))
