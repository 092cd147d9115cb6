"""Money: exact, half-up, VAT per rate, compared with fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.money import NO_RATE, ZERO, Money, Rate, half_up, line_net, total, totals

cents = st.integers(-(10**11), 10**11)
prices = st.integers(0, 10**9).map(Money)
rates = st.integers(0, 10_000).map(lambda bp: Rate(Decimal(bp) / 10_000))
quantities = st.integers(1, 10**9).map(lambda thousandths: Decimal(thousandths) / 1000)
lines = st.lists(st.tuples(st.integers(-(10**9), 10**9).map(Money), rates), max_size=12)


def oracle(value: Fraction) -> int:
    """Round a fraction half away from zero, without any Decimal."""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    away = whole + (2 * rest >= value.denominator)
    return away if value >= 0 else -away


class TestRounding:
    @given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
    def test_halves_go_away_from_zero(self, value: Decimal) -> None:
        assert half_up(value) == oracle(Fraction(value))

    @pytest.mark.parametrize(("value", "wanted"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("0.49", 0)])
    def test_it_is_not_bankers_rounding(self, value: str, wanted: int) -> None:
        assert half_up(Decimal(value)) == wanted


class TestMoney:
    @given(cents)
    def test_euros_and_cents_say_the_same(self, amount: int) -> None:
        assert Money.of(Money(amount).euros) == Money(amount)
        assert Money.of(str(Money(amount).euros)) == Money(amount)

    @given(cents, cents, cents)
    def test_it_adds_like_integers(self, a: int, b: int, c: int) -> None:
        assert (Money(a) + Money(b)) - Money(c) == Money(a + b - c)
        assert -Money(a) + Money(a) == ZERO
        assert total([Money(a), Money(b), Money(c)]) == Money(a + b + c)
        assert bool(Money(a)) == (a != 0)
        assert (Money(a) < Money(b)) == (a < b)

    @given(cents, st.decimals(min_value=-1000, max_value=1000, places=4))
    def test_it_multiplies_as_fractions_do(self, amount: int, factor: Decimal) -> None:
        assert Money(amount).times(factor).cents == oracle(amount * Fraction(factor))

    @pytest.mark.parametrize(
        "text", ["0.001", "12.345", "abc", "", "NaN", "Infinity", "-Infinity", "1,50", "sNaN", "1e-3", f"{10**30}.001"]
    )
    def test_what_is_no_sum_is_a_value_error(self, text: str) -> None:
        with pytest.raises(ValueError, match=r".*"):
            Money.of(text)

    def test_nothing_adds_up_to_zero(self) -> None:
        assert total([]) == ZERO


class TestRate:
    @given(st.integers(0, 100_000))
    def test_basis_points_come_back(self, basis_points: int) -> None:
        rate = Rate(Decimal(basis_points) / 10_000)
        assert rate.basis_points == basis_points
        assert Rate.percent(rate.as_percent) == rate

    @given(prices, rates)
    def test_it_applies_half_up(self, base: Money, rate: Rate) -> None:
        assert rate.of(base).cents == oracle(base.cents * Fraction(rate.value))

    @pytest.mark.parametrize("value", ["0.00001", "NaN", "Infinity", "1e30"])
    def test_what_no_basis_point_holds_is_a_value_error(self, value: str) -> None:
        with pytest.raises(ValueError, match=r".*"):
            Rate(Decimal(value))

    def test_a_percentage_that_is_none_is_a_value_error(self) -> None:
        with pytest.raises(ValueError, match="abc"):
            Rate.percent("abc")


class TestLine:
    @given(quantities, prices, rates)
    def test_each_step_is_rounded(self, quantity: Decimal, price: Money, discount: Rate) -> None:
        before = oracle(Fraction(quantity) * price.cents)
        assert line_net(quantity, price, discount).cents == before - oracle(before * Fraction(discount.value))

    @given(quantities, prices)
    def test_all_or_nothing_may_be_taken_off(self, quantity: Decimal, price: Money) -> None:
        assert line_net(quantity, price, Rate(Decimal(1))) == ZERO
        assert line_net(quantity, price, NO_RATE) == price.times(quantity)


class TestTotals:
    @given(lines)
    def test_net_is_the_sum_of_the_lines(self, given_lines: list[tuple[Money, Rate]]) -> None:
        found = totals(given_lines)
        assert found.net == total(net for net, _ in given_lines)
        assert found.gross == found.net + found.vat

    @given(lines)
    def test_vat_is_reckoned_once_per_rate(self, given_lines: list[tuple[Money, Rate]]) -> None:
        bases: dict[Rate, int] = {}
        for net, rate in given_lines:
            bases[rate] = bases.get(rate, 0) + net.cents
        wanted = {rate: (base, oracle(base * Fraction(rate.value))) for rate, base in bases.items()}
        assert {each.rate: (each.net.cents, each.vat.cents) for each in totals(given_lines).by_rate} == wanted

    @given(st.permutations([(Money(1001), Rate.percent(20)), (Money(333), Rate.percent("5.5")), (Money(7), NO_RATE)]))
    def test_the_order_of_lines_changes_nothing(self, shuffled: list[tuple[Money, Rate]]) -> None:
        found = totals(shuffled)
        assert [each.rate.as_percent for each in found.by_rate] == [Decimal(20), Decimal("5.5"), Decimal(0)]
        assert found.gross == Money(1001 + 200 + 333 + 18 + 7)

    def test_vat_per_line_would_say_something_else(self) -> None:
        thrice = [(Money(2), Rate.percent(20))] * 3
        assert totals(thrice).vat == Money(1)
        assert total(rate.of(net) for net, rate in thrice) == ZERO
