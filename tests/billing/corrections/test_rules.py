"""Corrections in figures."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm.billing.corrections import rules
from crm.kernel.currency import Currency
from crm.kernel.money import Money, Rate, totals
from crm.selling.lines import totals_of

RATES = [Rate.percent(20), Rate.percent(10), Rate.percent("5.5"), Rate()]
nets = st.integers(min_value=1, max_value=10**6).map(Money)


@given(st.lists(st.tuples(nets, st.sampled_from(RATES)), min_size=1, max_size=5), nets)
def test_a_gesture_adds_up_to_its_sum_over_the_invoices_rates(sold: list[tuple[Money, Rate]], net: Money) -> None:
    sums = totals(sold)
    lines = rules.gesture_lines(sums, net, label="Geste commercial")
    assert totals_of(lines).net == net
    assert {line.vat_rate for line in lines} <= {taxed.rate for taxed in sums.by_rate}
    assert all(line.quantity == Decimal(1) and line.unit_price > Money() for line in lines)


def test_a_gesture_of_nothing_has_no_lines() -> None:
    assert rules.gesture_lines(totals([(Money(100), RATES[0])]), Money(), label="Geste") == []


def test_a_refusal_names_a_sum_in_its_currency() -> None:
    assert rules.said(Money.of("12.50"), Currency.GBP) == "12,50\xa0£GB"
