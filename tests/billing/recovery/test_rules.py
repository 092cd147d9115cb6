"""Recovery in figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.billing.recovery import rules
from crm.billing.recovery.models import OrderStep
from crm.billing.recovery.rules import Debt, Limits
from crm.kernel.money import ZERO, Money

sums = st.integers(min_value=0, max_value=10**9).map(Money)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))


class TestPrescription:
    @pytest.mark.parametrize(
        ("is_professional", "on"), [(True, date(2031, 2, 11)), (False, date(2028, 2, 11))], ids=["business", "consumer"]
    )
    def test_is_five_years_or_two(self, is_professional: bool, on: date) -> None:  # noqa: FBT001
        assert rules.prescribed_on(date(2026, 2, 11), is_professional=is_professional) == on

    def test_begins_anew_when_the_debt_is_acknowledged(self) -> None:
        found = rules.prescribed_on(date(2026, 2, 11), is_professional=True, acknowledged_on=date(2026, 3, 2))
        assert found == date(2031, 3, 2)

    @given(days, days)
    def test_is_never_sooner_for_having_been_acknowledged(self, due_on: date, on: date) -> None:
        plain = rules.prescribed_on(due_on, is_professional=True)
        assert rules.prescribed_on(due_on, is_professional=True, acknowledged_on=on) >= plain

    @given(days, st.integers(min_value=0, max_value=90))
    def test_months_keep_the_day_where_they_can(self, day: date, months: int) -> None:
        later = rules.months_after(day, months)
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
        assert later.day <= day.day
        assert later.day == day.day or (later + timedelta(days=1)).day == 1


class TestTheClaim:
    def test_of_a_professional_is_fees_and_the_fixed_sum(self) -> None:
        debt = Debt(Money.of(252), date(2026, 2, 11), date(2026, 3, 2), is_professional=True)
        claim = rules.claim_of(debt)
        assert (claim.interest, claim.fee, claim.total) == (Money(159), Money.of(40), Money(29359))

    def test_of_a_consumer_begins_with_the_formal_notice(self) -> None:
        debt = Debt(Money.of(36_500), date(2026, 1, 2), date(2026, 3, 12), is_professional=False)
        assert rules.claim_of(debt).total == Money.of(36_500)
        noticed = Debt(
            Money.of(36_500), date(2026, 1, 2), date(2026, 3, 12), is_professional=False, noticed_on=date(2026, 3, 2)
        )
        assert (rules.claim_of(noticed).interest, rules.claim_of(noticed).fee) == (Money(2620), ZERO)

    @given(sums, days, st.integers(min_value=0, max_value=800), st.booleans())
    def test_never_falls_below_what_is_due(self, due: Money, due_on: date, late: int, business: bool) -> None:  # noqa: FBT001
        debt = Debt(due, due_on, due_on + timedelta(days=late), is_professional=business, noticed_on=due_on)
        claim = rules.claim_of(debt)
        assert claim.total >= claim.principal == due
        assert business or not claim.fee


class TestThePaymentOrder:
    @pytest.mark.parametrize(
        ("ordered_on", "limits"), [(date(2026, 8, 31), Limits(6, 1)), (date(2026, 9, 1), Limits(3, 2))]
    )
    def test_its_limits_changed_in_september_2026(self, ordered_on: date, limits: Limits) -> None:
        assert rules.limits_of(ordered_on) == limits

    def test_the_first_step_that_was_not_done_is_next(self) -> None:
        listed = rules.checklist({OrderStep.CLAIM: (date(2026, 3, 2), "")})
        assert [each.step for each in listed] == list(OrderStep)
        assert [each.step for each in listed if each.is_next] == [OrderStep.PAPERS]

    def test_it_says_by_when_to_serve_and_from_when_to_enforce(self) -> None:
        done = {step: (date(2026, 9, 1), "") for step in list(OrderStep)[:4]}
        served = done | {OrderStep.SERVICE: (date(2026, 12, 2), "")}
        service = next(each for each in rules.checklist(served) if each.step is OrderStep.SERVICE)
        assert (service.before, service.in_time) == (date(2026, 12, 1), False)
        quiet = next(each for each in rules.checklist(served) if each.step is OrderStep.NO_OPPOSITION)
        assert (quiet.after, quiet.in_time) == (date(2027, 2, 2), True)
