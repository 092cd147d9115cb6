"""The procedure in figures and words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.billing.procedure import rules
from crm.billing.procedure.rules import RATES, Rates
from crm.kernel.money import ZERO, Money, Rate

sums = st.integers(min_value=0, max_value=10**9).map(Money)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 12, 31))


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


class TestLegalInterest:
    def test_is_that_of_a_creditor_who_acts_for_a_business(self) -> None:
        interest = rules.legal_interest(Money.of(36_500), since=date(2026, 3, 2), until=date(2026, 3, 12))
        assert interest == Money(10 * 262)

    @given(sums, days, st.integers(min_value=0, max_value=900))
    def test_never_exceeds_late_fees(self, amount: Money, since: date, late: int) -> None:
        until = since + timedelta(days=late)
        legal = rules.legal_interest(amount, since=since, until=until)
        assert ZERO <= legal <= rules.late_fees(amount, due_on=since, until=until)

    def test_the_table_keeps_to_the_floor(self) -> None:
        assert all(each.is_lawful for each in RATES.values())
        assert Rates(Rate.percent("7.85"), Rate.percent(6), Rate.percent("2.62")).is_lawful is False

    def test_a_semester_that_was_set_goes_before_the_house(self) -> None:
        table = {**RATES, (2026, 2): Rates(Rate.percent(12), Rate.percent(6), Rate.percent(2))}
        assert rules.late_rate(date(2026, 7, 1), table) == Rate.percent(12)
        assert rules.late_rate(date(2026, 6, 30), table) == Rate.percent("12.15")


class TestSemesters:
    @given(days, st.integers(min_value=0, max_value=900))
    def test_every_day_lies_in_one(self, after: date, count: int) -> None:
        pieces = list(rules.semesters(after, after + timedelta(days=count)))
        assert sum(length for _, length in pieces) == count


class TestSteps:
    def test_the_usual_ones_end_with_handing_over(self) -> None:
        assert [each.days for each in rules.usual_steps([8, 15, 30])] == [8, 15, 30, 38]

    def test_a_step_says_the_house_text_unless_it_has_its_own(self) -> None:
        step = rules.StepPlan(1, 8, text_fr="Et {number} ?")
        assert step.template("fr") == "Et {number} ?"
        assert step.template("en") == rules.house_text(1, "en")
        assert rules.house_text(4, "fr") == ""

    @pytest.mark.parametrize(
        ("text", "unknown"),
        [
            ("Facture {number}, {amount}", []),
            ("{nom}", ["nom"]),
            ("{number!r}", ["number"]),
            ("{amount:>9}", ["amount"]),
            ("{number.__class__}", ["number.__class__"]),
            ("{", ["{"]),
        ],
    )
    def test_a_text_can_only_say_what_is_known(self, text: str, unknown: list[str]) -> None:
        assert rules.unknown_places(text) == unknown

    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_the_house_texts_keep_to_it(self, language: str, level: int) -> None:
        for text in (rules.house_text(level, language), rules.script(language, level=level)):
            assert rules.unknown_places(text) == []


class TestTheRecoveryFee:
    @pytest.mark.parametrize(
        ("is_professional", "late", "fee"),
        [(True, 1, Money.of(40)), (True, 0, ZERO), (False, 90, ZERO)],
        ids=["late professional", "professional in time", "consumer"],
    )
    def test_is_for_late_professionals_only(self, is_professional: bool, late: int, fee: Money) -> None:  # noqa: FBT001
        assert rules.recovery_fee(is_professional=is_professional, days_late=late) == fee
