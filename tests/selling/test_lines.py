"""Totals, margins and discounts of document lines: exact, whatever the figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.money import NO_RATE, ZERO, Money, Rate, total
from crm.selling.lines import LineData, Margin, WrongLine, checked_lines, effective_discount, margin_of, totals_of

rates = st.integers(0, 10_000).map(lambda points: Rate(Decimal(points) / 10_000))
vat_rates = st.sampled_from([Rate.percent(percent) for percent in ("20", "10", "5.5", "2.1", "0")])
prices = st.integers(0, 10_000_000).map(Money)
quantities = st.integers(1, 1_000_000).map(lambda thousandths: Decimal(thousandths) / 1000)
lines = st.builds(
    LineData,
    reference=st.just("REF"),
    wording=st.just("Article"),
    quantity=quantities,
    unit_price=prices,
    vat_rate=vat_rates,
    discount=rates,
    product_id=st.integers(1, 3),
)
COSTS = {1: Money(100), 2: Money(250), 3: ZERO}


class TestTotals:
    @given(st.lists(lines, max_size=12))
    def test_the_net_is_the_sum_of_the_lines_and_the_gross_adds_the_vat(self, several: list[LineData]) -> None:
        found = totals_of(several)
        assert found.net == total(line.net for line in several)
        assert found.gross == found.net + total(taxed.vat for taxed in found.by_rate)
        assert total(taxed.net for taxed in found.by_rate) == found.net

    @given(st.lists(lines, max_size=12))
    def test_vat_is_rounded_once_per_rate(self, several: list[LineData]) -> None:
        for taxed in totals_of(several).by_rate:
            exact = Decimal(taxed.net.cents) * taxed.rate.value
            assert abs(Decimal(taxed.vat.cents) - exact) <= Decimal("0.5")

    @given(st.lists(lines, max_size=8), st.randoms(use_true_random=False))
    def test_the_order_of_lines_changes_nothing(self, several: list[LineData], dice: object) -> None:
        shuffled = list(several)
        dice.shuffle(shuffled)  # type: ignore[attr-defined]
        assert totals_of(shuffled) == totals_of(several)

    @given(lines)
    def test_a_discount_never_makes_a_line_dearer_nor_negative(self, line: LineData) -> None:
        assert ZERO <= line.net <= line.unit_price.times(line.quantity)


class TestMargin:
    @given(st.lists(lines, max_size=8))
    def test_what_is_earned_and_what_it_cost_make_the_price(self, several: list[LineData]) -> None:
        margin = margin_of(several, COSTS)
        assert margin.amount + margin.cost == margin.net

    @given(prices, st.integers(1, 10_000_000).map(Money))
    def test_margin_on_price_is_never_above_markup_on_cost(self, net: Money, cost: Money) -> None:
        margin = Margin(net, cost)
        if net >= cost and margin.markup_rate is not None:
            assert margin.margin_rate is not None
            assert margin.margin_rate <= margin.markup_rate

    def test_a_share_beyond_reading_is_none(self) -> None:
        assert Margin(Money(10**9), Money(1)).markup_rate is None

    def test_the_two_rates_have_different_bases(self) -> None:
        margin = Margin(net=Money.of(100), cost=Money.of(60))
        assert margin.margin_rate == Rate.percent(40)
        assert margin.markup_rate == Rate.percent("66.67")

    def test_nothing_has_no_rate(self) -> None:
        assert Margin(ZERO, ZERO).margin_rate is None
        assert Margin(Money(5), ZERO).markup_rate is None

    def test_a_loss_is_negative(self) -> None:
        assert Margin(net=Money.of(50), cost=Money.of(60)).margin_rate == Rate.percent(-20)

    def test_lines_without_a_known_product_do_not_count(self) -> None:
        free = LineData("X", "Divers", Decimal(1), Money.of(10), Rate.percent(20))
        assert margin_of([free], COSTS) == Margin(ZERO, ZERO)


class TestEffectiveDiscount:
    @given(prices, prices, rates)
    def test_it_is_never_below_the_discount_written(self, listed: Money, price: Money, discount: Rate) -> None:
        assert discount <= effective_discount(listed, price, discount) <= Rate(Decimal(1))

    @given(st.integers(1, 10_000_000).map(Money), rates)
    def test_at_list_price_it_is_the_discount(self, listed: Money, discount: Rate) -> None:
        assert effective_discount(listed, listed, discount) == discount

    def test_a_lowered_price_is_a_discount(self) -> None:
        assert effective_discount(Money.of(10), Money.of(9), NO_RATE) == Rate.percent(10)
        assert effective_discount(Money.of(10), Money.of(9), Rate.percent(10)) == Rate.percent(19)


class TestCheckedLines:
    @pytest.mark.parametrize(
        ("quantity", "price", "discount"),
        [
            ("0", 100, "0"),
            ("-1", 100, "0"),
            ("1", -1, "0"),
            ("1", 100, "101"),
            ("1", 100, "-1"),
            ("1000000", 10**13, "0"),
        ],
    )
    def test_a_line_that_cannot_be_is_refused(self, quantity: str, price: int, discount: str) -> None:
        line = LineData(
            "X", "Article", Decimal(quantity), Money(price), Rate.percent(20), discount=Rate.percent(discount)
        )
        with pytest.raises(WrongLine):
            checked_lines([line])
