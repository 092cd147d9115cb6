"""Decisions of counterparts: facts, habits and luck in, a decision out."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.clock import is_working_day, local_date, opening_of
from crm.kernel.money import Money, Rate, total
from crm.training.simulation import reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.personas import ORDINARY
from crm.training.simulation.reactions import DerogationSeen, Difference, InvoiceSeen, Punctuality, QuoteSeen
from tests.training.simulation.builders import answering, heeding, paying

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
SEEDS = st.integers(0, 10_000)


def lucks(count: int = 300) -> list[Luck]:
    return [Luck(seed, "petit") for seed in range(count)]


class TestPost:
    @given(DAYS, st.times())
    def test_it_comes_before_the_company_opens(self, day: date, at: time) -> None:
        arrival = reactions.post_of(day, at)
        assert local_date(arrival) == day
        assert arrival < opening_of(day)

    @given(DAYS, st.times(), st.times())
    def test_it_keeps_the_order_of_the_hours(self, day: date, one: time, other: time) -> None:
        if one < other:
            assert reactions.post_of(day, one) <= reactions.post_of(day, other)


class TestQuotes:
    def test_a_discount_helps(self) -> None:
        chances = [reactions.acceptance(ORDINARY, Rate.percent(percent)) for percent in (0, 5, 10)]
        assert chances == [Rate.percent(55), Rate.percent(65), Rate.percent(75)]

    def test_nobody_is_certain(self) -> None:
        assert reactions.acceptance(answering(acceptance=100), Rate.percent(50)) == Rate.percent(97)
        assert reactions.acceptance(answering(acceptance=0), Rate()) == Rate.percent(3)

    def test_an_answer_that_comes_too_late_spoils_the_quote(self) -> None:
        in_time = QuoteSeen(MONDAY, Rate(), asked_on=MONDAY - timedelta(days=2))
        too_late = QuoteSeen(MONDAY, Rate(), asked_on=MONDAY - timedelta(days=40))
        accepted = {
            seen: sum(reactions.answer_to_quote(ORDINARY, luck, seen).accepted for luck in lucks())
            for seen in (in_time, too_late)
        }
        assert accepted[too_late] < 50
        assert accepted[in_time] > 120

    @given(SEEDS, DAYS)
    def test_the_answer_comes_on_a_working_day_within_the_habit(self, seed: int, sent_on: date) -> None:
        answer = reactions.answer_to_quote(ORDINARY, Luck(seed, "x"), QuoteSeen(sent_on, Rate()))
        assert is_working_day(answer.on)
        assert sent_on < answer.on <= sent_on + timedelta(days=10)
        assert (answer.refusal is None) == answer.accepted

    def test_some_orders_differ_from_the_quote(self) -> None:
        answers = [
            reactions.answer_to_quote(answering(acceptance=97), luck, QuoteSeen(MONDAY, Rate())) for luck in lucks()
        ]
        differing = [answer for answer in answers if answer.difference]
        assert 30 < len(differing) < 100
        assert {answer.difference for answer in differing} == set(Difference)

    @given(SEEDS, st.integers(1, 500))
    def test_a_differing_quantity_differs_and_stays_above_zero(self, seed: int, quantity: int) -> None:
        found = reactions.differing(Decimal(quantity), Difference.QUANTITY, Luck(seed, "x"))
        assert found > 0
        assert found != quantity

    def test_other_differences_leave_the_quantity(self) -> None:
        assert reactions.differing(Decimal(7), Difference.PRICE, Luck(1, "x")) == 7
        assert reactions.cheaper(Money.of(100), Difference.PRICE) == Money.of(93)
        assert reactions.cheaper(Money.of(100), None) == Money.of(100)
        assert reactions.dearer_discount(Rate.percent(3), Difference.DISCOUNT) == Rate.percent(5)
        assert reactions.dearer_discount(Rate.percent(3), None) == Rate.percent(3)


class TestPayment:
    DUE = date(2026, 4, 1)

    def seen(self, **more: bool) -> InvoiceSeen:
        return InvoiceSeen(self.DUE, today=MONDAY, **more)

    def test_the_punctual_pay_by_the_day(self) -> None:
        for luck in lucks(100):
            settled = reactions.settlement(paying(on_time=100), luck, self.seen())
            assert settled.punctuality is Punctuality.ON_TIME
            assert settled.on <= self.DUE

    def test_the_late_pay_after_it(self) -> None:
        days = [(reactions.settlement(paying(late=100), luck, self.seen()).on - self.DUE).days for luck in lucks(100)]
        assert min(days) >= 3
        assert max(days) <= 16

    def test_the_hard_wait_for_a_formal_notice(self) -> None:
        hard = paying(only_when_formally_chased=100)
        assert (reactions.settlement(hard, Luck(1, "x"), self.seen()).on - self.DUE).days >= 240

    def test_an_order_that_nobody_checked_is_paid_worse(self) -> None:
        risky = paying(late=60, very_late=40)
        for luck in lucks(50):
            checked = reactions.settlement(risky, luck, self.seen())
            unchecked = reactions.settlement(risky, luck, self.seen(unchecked=True))
            assert (unchecked.on - checked.on).days >= 30
            assert unchecked.punctuality is reactions.worse(checked.punctuality)

    def test_a_sound_customer_does_not_care_who_checked(self) -> None:
        for luck in lucks(50):
            assert reactions.settlement(ORDINARY, luck, self.seen()) == reactions.settlement(
                ORDINARY, luck, self.seen(unchecked=True)
            )

    def test_beyond_the_limit_even_a_sound_customer_pays_worse(self) -> None:
        luck = Luck(1, "x")
        beyond = reactions.settlement(ORDINARY, luck, self.seen(unchecked=True, over_limit=True))
        assert (beyond.on - reactions.settlement(ORDINARY, luck, self.seen()).on).days >= 30

    def test_what_should_have_been_paid_long_ago_waits_to_be_asked_for(self) -> None:
        long_due = InvoiceSeen(date(2025, 10, 1), today=MONDAY)
        for luck in lucks(50):
            on = reactions.settlement(paying(late=100), luck, long_due).on
            assert MONDAY + timedelta(days=18) <= on <= MONDAY + timedelta(days=49)

    def test_a_reminder_brings_payment_or_nothing(self) -> None:
        heeds = heeding(ORDINARY, level_1=100)
        on = reactions.after_reminder(heeds, Luck(1, "x"), level=1, sent_on=MONDAY)
        assert on is not None
        assert 2 <= (on - MONDAY).days <= 5
        assert reactions.after_reminder(heeds, Luck(1, "x"), level=2, sent_on=MONDAY) is None

    @given(st.integers(1, 10**7), st.integers(1, 12), st.integers(1, 200))
    def test_instalments_add_up_and_follow_one_another(self, cents: int, count: int, length: int) -> None:
        last = MONDAY + timedelta(days=length)
        parts = reactions.instalments(Money(cents), count=count, first_on=MONDAY, last_on=last)
        assert total(amount for _, amount in parts) == Money(cents)
        days = [day for day, _ in parts]
        assert days == sorted(days)
        assert all(is_working_day(day) for day in days)
        assert last <= days[-1] <= last + timedelta(days=5)

    def test_the_risky_break_their_plans_more_often(self) -> None:
        kept = {
            persona: sum(reactions.keeps_instalment(persona, luck, 0) for luck in lucks())
            for persona in (ORDINARY, paying(very_late=100))
        }
        assert kept[ORDINARY] > 240
        assert kept[paying(very_late=100)] < 180


class TestManagement:
    @pytest.mark.parametrize(("percent", "granted"), [(6, True), (10, True), (11, False)])
    def test_a_discount_is_granted_up_to_a_bound(self, percent: int, granted: bool) -> None:  # noqa: FBT001
        assert reactions.grants_discount(DerogationSeen(discount=Rate.percent(percent))) is granted

    @pytest.mark.parametrize(("euros", "granted"), [(0, False), (6000, True), (6001, False)])
    def test_a_plan_is_granted_up_to_a_sum(self, euros: int, granted: bool) -> None:  # noqa: FBT001
        assert reactions.grants_plan(DerogationSeen(due=Money.of(euros))) is granted

    @pytest.mark.parametrize(("euros", "days", "granted"), [(1500, 0, True), (1501, 0, False), (10, 31, False)])
    def test_the_limit_may_be_passed_a_little_by_who_pays(self, euros: int, days: int, granted: bool) -> None:  # noqa: FBT001
        seen = DerogationSeen(over_limit=Money.of(euros), worst_delay_days=days)
        assert reactions.grants_limit(seen) is granted


def test_the_worst_cannot_get_worse() -> None:
    worst = Punctuality.ONLY_WHEN_FORMALLY_CHASED
    assert reactions.worse(worst) is worst


def test_an_offer_is_answered_on_a_working_day() -> None:
    answers = [reactions.takes_offer(ORDINARY, luck, sent_on=MONDAY) for luck in lucks()]
    assert all(is_working_day(on) and on > MONDAY for on, _ in answers)
    assert 70 < sum(taken for _, taken in answers) < 140
