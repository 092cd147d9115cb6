"""What one orders, and in which words one asks where it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.money import Money
from crm.selling.supply import rules


class TestInPacks:
    @given(quantity=st.integers(0, 100_000), pack=st.integers(1, 500))
    def test_it_is_the_least_number_of_whole_packs_that_suffices(self, quantity: int, pack: int) -> None:
        rounded = rules.in_packs(Decimal(quantity), Decimal(pack))
        assert rounded % pack == 0
        assert quantity <= rounded < quantity + pack
        assert rules.is_in_packs(Decimal(quantity), Decimal(pack)) == (rounded == quantity)


def test_an_order_lacks_what_it_has_not_to_the_minimum() -> None:
    assert rules.lacks_to(Money(100), Money(40)) == Money(60)
    assert rules.lacks_to(Money(100), Money(140)) == Money()


class TestLetters:
    def test_each_letter_is_there_in_both_languages_with_the_same_places(self) -> None:
        french, english = rules.letters("fr"), rules.letters("en")
        assert french.keys() == english.keys()
        for name in french:
            assert rules.places_of(french[name]) == rules.places_of(english[name])

    def test_a_letter_says_the_days_in_its_language(self) -> None:
        assert rules.said(date(2026, 3, 6), "en") == "6 Mar 2026"
        assert rules.said(None, "fr") == "—"
        assert rules.listed([("PL-1", "Paper", Decimal("2.5"))], "en") == "- 2.5 × PL-1 Paper"
