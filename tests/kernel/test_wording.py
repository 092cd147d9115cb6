"""How sums, rates and dates are written, in two languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel import wording
from crm.kernel.money import Money, Rate

NARROW, NBSP, MINUS = "\u202f", "\u00a0", "\u2212"


class TestMoney:
    @pytest.mark.parametrize(
        ("cents", "french", "english"),
        [
            (123456, f"1{NARROW}234,56{NBSP}€", "€1,234.56"),
            (0, f"0,00{NBSP}€", "€0.00"),
            (-5, f"{MINUS}0,05{NBSP}€", f"{MINUS}€0.05"),
        ],
    )
    def test_it_is_written_as_people_write_it(self, cents: int, french: str, english: str) -> None:
        assert wording.money(Money(cents)) == french
        assert wording.money(Money(cents), "en") == english

    @given(st.integers(-(10**13), 10**13))
    def test_no_cent_is_lost_in_writing(self, cents: int) -> None:
        for language, point in (("fr", ","), ("en", ".")):
            text = wording.money(Money(cents), language)
            digits = "".join(letter for letter in text if letter.isdigit() or letter in f"{MINUS}{point}")
            assert Money.of(digits.replace(",", ".").replace(MINUS, "-")) == Money(cents)


class TestOthers:
    @pytest.mark.parametrize(
        ("percent", "french", "english"),
        [("20", f"20{NARROW}%", "20%"), ("5.5", f"5,5{NARROW}%", "5.5%"), ("0.01", f"0,01{NARROW}%", "0.01%")],
    )
    def test_a_rate(self, percent: str, french: str, english: str) -> None:
        assert wording.rate(Rate.percent(percent)) == french
        assert wording.rate(Rate.percent(percent), "en") == english

    def test_a_quantity(self) -> None:
        assert wording.number(Decimal("1234.5")) == f"1{NARROW}234,5"
        assert wording.number(Decimal("2.0005"), "en") == "2.001"
        assert wording.number(12) == "12"

    def test_less_than_nothing_has_a_minus_sign_and_no_hyphen(self) -> None:
        assert wording.number(Decimal("-1234.5")) == f"{MINUS}1{NARROW}234,5"
        assert wording.counted(-2, "ramette") == f"{MINUS}2 ramettes"
        assert wording.rate(Rate.percent("-5.5"), "en") == f"{MINUS}5.5%"

    def test_days_and_moments(self) -> None:
        day = date(2026, 3, 2)
        assert wording.day(day) == "2 mars 2026"
        assert wording.long_day(day) == "lundi 2 mars 2026"
        assert wording.long_day(day, "en") == "Monday 2 March 2026"
        assert wording.moment(datetime(2026, 3, 2, 8, 5, tzinfo=UTC)) == "2 mars 2026, 09:05"
        assert wording.moment(datetime(2026, 7, 31, 22, 5, tzinfo=UTC)) == "1er août 2026, 00:05"


class TestCounted:
    @pytest.mark.parametrize(
        ("quantity", "unit", "said"),
        [
            (1, "pièce", "1 pièce"),
            (8, "pièce", "8 pièces"),
            ("1.5", "heure", "1,5 heure"),
            (3, "jeu", "3 jeux"),
            (2, "colis", "2 colis"),
            (2, "", "2"),
        ],
    )
    def test_a_unit_takes_its_plural_from_two_on(self, quantity: int | str, unit: str, said: str) -> None:
        assert wording.counted(Decimal(quantity), unit) == said
