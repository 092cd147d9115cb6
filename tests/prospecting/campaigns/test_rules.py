"""Whom a campaign may reach, what it says, what its figures are worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.kernel.money import Money, total
from crm.prospecting.campaigns import rules
from crm.prospecting.campaigns.models import Exclusion, Technique
from crm.prospecting.campaigns.rules import Figures, Person

BEFORE, AFTER = date(2026, 8, 10), date(2026, 8, 11)
FIT = Person(is_individual=False, is_customer=False, consents=False, phone="1", email="a@b", has_address=True)
CONSUMER = replace(FIT, is_individual=True)
COUNTS = st.integers(0, 400)


class TestExclusion:
    @pytest.mark.parametrize("technique", Technique)
    def test_lets_a_business_be_reached_by_every_means(self, technique: Technique) -> None:
        assert rules.exclusion(FIT, technique, on=AFTER) is None

    @pytest.mark.parametrize(
        ("technique", "objection"),
        [
            (Technique.PHONE, "no_phone"),
            (Technique.NETWORK, "no_phone"),
            (Technique.EMAIL, "no_email"),
            (Technique.LETTER, "no_post"),
            (Technique.COMBINATION, "no_phone"),
            (Technique.COMBINATION, "no_email"),
        ],
    )
    def test_respects_an_objection_on_its_own_channel(self, technique: Technique, objection: str) -> None:
        found = rules.exclusion(replace(FIT, **{objection: True}), technique, on=BEFORE)  # type: ignore[arg-type]
        assert found is Exclusion.OPTED_OUT

    def test_asks_consumers_for_consent_to_calls_from_the_day_of_the_law(self) -> None:
        assert rules.exclusion(CONSUMER, Technique.PHONE, on=BEFORE) is None
        assert rules.exclusion(CONSUMER, Technique.PHONE, on=AFTER) is Exclusion.NO_CONSENT
        assert rules.exclusion(replace(CONSUMER, consents=True), Technique.PHONE, on=AFTER) is None
        assert rules.exclusion(replace(CONSUMER, is_customer=True), Technique.PHONE, on=AFTER) is None

    def test_asks_consumers_for_consent_to_e_mails_always_and_to_letters_never(self) -> None:
        assert rules.exclusion(CONSUMER, Technique.EMAIL, on=BEFORE) is Exclusion.NO_CONSENT
        assert rules.exclusion(CONSUMER, Technique.LETTER, on=AFTER) is None

    @pytest.mark.parametrize(
        ("technique", "missing", "why"),
        [
            (Technique.PHONE, {"phone": ""}, Exclusion.NO_PHONE),
            (Technique.EMAIL, {"email": ""}, Exclusion.NO_EMAIL),
            (Technique.LETTER, {"has_address": False}, Exclusion.NO_ADDRESS),
            (Technique.COMBINATION, {"phone": ""}, Exclusion.NO_PHONE),
        ],
    )
    def test_says_what_is_missing(self, technique: Technique, missing: dict[str, object], why: Exclusion) -> None:
        assert rules.exclusion(replace(FIT, **missing), technique, on=BEFORE) is why  # type: ignore[arg-type]


class TestMergeFields:
    def test_fills_in_and_leaves_no_gap_before_a_comma(self) -> None:
        text = "{{ bonjour }} {{nom}}, à {{ville}}."
        assert rules.merged(text, {"bonjour": "Bonjour", "ville": "Lille"}) == "Bonjour, à Lille."
        assert rules.empty_fields(text, {"bonjour": "Bonjour", "ville": "Lille"}) == ("nom",)

    def test_names_what_it_does_not_know(self) -> None:
        assert rules.unknown_fields("{{nom}} {{prix}} {{prix}} {{}}") == ("prix", "")

    @settings(max_examples=40)
    @given(st.sampled_from(sorted(rules.MERGE_FIELDS)), st.text(st.characters(categories=["L"]), min_size=1))
    def test_every_field_is_filled_with_its_own_value(self, name: str, value: str) -> None:
        assert rules.merged(f"A {{{{{name}}}}} B", {name: value}) == f"A {value} B"


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of March 2026, when Paris is an hour ahead."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


class TestRatios:
    @settings(max_examples=60)
    @given(tried=COUNTS, contacts=COUNTS, useful=COUNTS, appointments=COUNTS, sales=COUNTS, cents=st.integers(0, 10**7))
    def test_each_is_the_share_of_what_stands_before_it(
        self, *, tried: int, contacts: int, useful: int, appointments: int, sales: int, cents: int
    ) -> None:
        figures = Figures(
            tried=tried, contacts=contacts, useful=useful, appointments=appointments, sales=sales, cost=Money(cents)
        )
        found = [each.value for each in rules.ratios(figures)]
        for value, part, whole in zip(
            found[:4], (contacts, useful, appointments, sales), (tried, contacts, useful, contacts), strict=True
        ):
            assert (value is None) is (whole == 0)
            if isinstance(value, Decimal):
                assert abs(value * whole - part * 100) <= Decimal("0.05") * whole
        for cost, count in zip(found[4:], (contacts, useful, appointments, sales), strict=True):
            assert (cost is None) is (count == 0)
            if isinstance(cost, Money):
                assert abs(2 * (cost.cents * count - cents)) <= count

    def test_opening_is_a_share_of_what_was_delivered(self) -> None:
        figures = Figures(sent=10, bounced=2, opened=4, answered=1)
        shares = {each.label: each.value for each in rules.mail_ratios(figures)}
        assert shares["Taux de non-distribution"] == Decimal("20.0")
        assert shares["Taux d’ouverture"] == Decimal("50.0")
        assert shares["Taux de réponse"] == Decimal("12.5")

    @settings(max_examples=60)
    @given(st.integers(0, 10**7), st.integers(0, 10**4), st.lists(st.integers(0, 90), min_size=1, max_size=5))
    def test_the_salespeoples_costs_add_up_to_the_campaigns(self, fixed: int, unit: int, deeds: list[int]) -> None:
        whole = rules.cost_share(Money(fixed), Money(unit), own=sum(deeds), everybodys=sum(deeds))
        assert whole == Money(fixed + unit * sum(deeds))
        if sum(deeds):
            shares = [rules.cost_share(Money(fixed), Money(unit), own=own, everybodys=sum(deeds)) for own in deeds]
            assert abs((total(shares) - whole).cents) <= len(deeds)


class TestVariances:
    @settings(max_examples=40)
    @given(st.integers(1, 500), COUNTS)
    def test_a_count_is_good_when_it_reaches_its_goal(self, goal: int, actual: int) -> None:
        found = rules.count_variance("Contacts", goal=goal, actual=actual)
        assert found.gap == actual - goal
        assert found.is_good is (actual >= goal)
        assert found.percent is not None and abs(found.percent * goal - 100 * (actual - goal)) <= Decimal("0.05") * goal

    def test_a_cost_is_good_when_it_stays_below(self) -> None:
        assert rules.cost_variance("", goal=Money.of(10), actual=Money.of("9.99")).is_good
        dear = rules.cost_variance("", goal=Money.of(10), actual=Money.of(12))
        assert (dear.gap, dear.percent, dear.is_good) == (Money.of(2), Decimal("20.0"), False)
        assert rules.cost_variance("", goal=Money.of(10), actual=None).is_good is None
