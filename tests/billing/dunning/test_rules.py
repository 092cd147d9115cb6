"""Dunning in figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.billing.dunning import rules
from crm.billing.dunning.rules import Bucket, Risk, Step, Unpaid
from crm.kernel.money import ZERO, Money, Rate, total

CALENDAR = (8, 15, 30)
days_late = st.integers(min_value=-400, max_value=4000)
sums = st.integers(min_value=0, max_value=10**9).map(Money)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))


class TestBuckets:
    @given(days_late)
    def test_each_day_lies_in_exactly_one(self, late: int) -> None:
        holding = [
            bucket
            for bucket in Bucket
            if (bucket.days[0] is None or bucket.days[0] <= late) and (bucket.days[1] is None or late <= bucket.days[1])
        ]
        assert holding == [rules.bucket_of(late)]

    @given(st.lists(st.tuples(days_late, sums)))
    def test_their_sums_add_up_to_what_is_open(self, unpaid: list[tuple[int, Money]]) -> None:
        found = rules.aged(unpaid)
        assert set(found) == set(Bucket)
        assert rules.open_total(found) == total(amount for _, amount in unpaid)

    @pytest.mark.parametrize(
        ("late", "bucket"),
        [
            (0, Bucket.NOT_DUE),
            (1, Bucket.MONTH),
            (30, Bucket.MONTH),
            (31, Bucket.TWO_MONTHS),
            (60, Bucket.TWO_MONTHS),
            (61, Bucket.THREE_MONTHS),
            (90, Bucket.THREE_MONTHS),
            (91, Bucket.LATER),
        ],
    )
    def test_their_bounds(self, late: int, bucket: Bucket) -> None:
        assert rules.bucket_of(late) is bucket


class TestTheReminderCalendar:
    @pytest.mark.parametrize(
        ("last_level", "step"),
        [
            (0, Step(1, date(2026, 3, 10))),
            (1, Step(2, date(2026, 3, 17))),
            (2, Step(3, date(2026, 4, 1))),
            (3, Step(None, date(2026, 4, 1))),
        ],
    )
    def test_says_what_comes_next_and_when(self, last_level: int, step: Step) -> None:
        assert rules.next_step(date(2026, 3, 2), last_level=last_level, calendar=CALENDAR) == step

    def test_a_step_is_due_from_its_day_on(self) -> None:
        step = Step(1, date(2026, 3, 10))
        assert not step.is_due(on=date(2026, 3, 9))
        assert step.is_due(on=date(2026, 3, 10))

    @pytest.mark.parametrize(("last_level", "level"), [(0, 1), (1, 2), (2, 3), (3, 3)])
    def test_proposes_the_next_level_and_never_more_than_the_formal_notice(self, last_level: int, level: int) -> None:
        assert rules.proposed_level(last_level) == level


class TestLateFees:
    def test_on_one_semester(self) -> None:
        fees = rules.late_fees(Money.of("720.17"), due_on=date(2026, 4, 1), until=date(2026, 5, 4))
        assert fees == Money.of("7.91")

    def test_each_day_has_the_rate_of_its_semester(self) -> None:
        fees = rules.late_fees(Money.of(36_500), due_on=date(2025, 6, 29), until=date(2025, 7, 2))
        assert fees == Money(100 * 1315 // 100 + 2 * 1215)

    def test_nothing_before_the_day_after_the_due_date(self) -> None:
        assert rules.late_fees(Money.of(1000), due_on=date(2026, 3, 2), until=date(2026, 3, 2)) == ZERO

    @given(sums, days, st.integers(min_value=0, max_value=900), st.integers(min_value=0, max_value=400))
    def test_never_fall_as_days_go_by(self, amount: Money, due_on: date, late: int, more: int) -> None:
        sooner = rules.late_fees(amount, due_on=due_on, until=due_on + timedelta(days=late))
        later = rules.late_fees(amount, due_on=due_on, until=due_on + timedelta(days=late + more))
        assert ZERO <= sooner <= later

    @given(sums, sums, days, st.integers(min_value=0, max_value=900))
    def test_never_fall_as_the_sum_grows(self, amount: Money, more: Money, due_on: date, late: int) -> None:
        until = due_on + timedelta(days=late)
        less = rules.late_fees(amount, due_on=due_on, until=until)
        assert less <= rules.late_fees(amount + more, due_on=due_on, until=until)

    @pytest.mark.parametrize(
        ("on", "percent"),
        [
            (date(2020, 1, 1), "13.15"),
            (date(2025, 6, 30), "13.15"),
            (date(2025, 7, 1), "12.15"),
            (date(2026, 3, 2), "12.15"),
            (date(2030, 1, 1), "12.15"),
        ],
    )
    def test_use_the_nearest_known_rate_for_an_unknown_semester(self, on: date, percent: str) -> None:
        assert rules.late_rate(on) == Rate.percent(percent)


class TestTheRecoveryFee:
    @pytest.mark.parametrize(
        ("is_professional", "late", "fee"),
        [(True, 1, Money.of(40)), (True, 0, ZERO), (False, 90, ZERO)],
        ids=["late professional", "professional in time", "consumer"],
    )
    def test_is_for_late_professionals_only(self, is_professional: bool, late: int, fee: Money) -> None:  # noqa: FBT001
        assert rules.recovery_fee(is_professional=is_professional, days_late=late) == fee


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


class TestTheText:
    UNPAID = Unpaid(
        number="FA-2026-0042",
        issued_on=date(2026, 1, 2),
        due_on=date(2026, 2, 1),
        amount_due=Money.of("720.17"),
        today=date(2026, 3, 2),
        is_professional=True,
        name="Lina",
    )

    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_names_the_invoice_the_sum_and_who_signs(self, language: str, level: int) -> None:
        text = rules.reminder_text(self.UNPAID, level=level, language=language)
        assert "FA-2026-0042" in text
        assert "720" in text
        assert text.endswith("Lina")
        assert "{" not in text

    def test_claims_the_fees_in_the_formal_notice_to_a_professional(self) -> None:
        text = rules.reminder_text(self.UNPAID, level=3, language="en")
        assert "€6.95" in text
        assert "€40.00" in text

    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_never_speaks_of_fees_to_a_consumer(self, level: int) -> None:
        consumer = Unpaid(**(vars(self.UNPAID) | {"is_professional": False}))
        text = rules.reminder_text(consumer, level=level, language="fr")
        for word in ("40", "pénalités", "indemnité"):
            assert word not in text

    def test_writes_french_to_who_speaks_neither(self) -> None:
        assert rules.reminder_text(self.UNPAID, level=1, language="de").startswith("Bonjour")
