"""Invoices in figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.billing.invoices import rules
from crm.kernel.money import ZERO, Money, Rate
from crm.selling.lines import LineData

PAPER = LineData(
    reference="PAP-1",
    wording="Ramette A4",
    quantity=Decimal(10),
    unit_price=Money.of("4.50"),
    vat_rate=Rate.percent(20),
)
CHAIR = replace(PAPER, reference="CHA-1", wording="Chaise", quantity=Decimal(2), unit_price=Money.of(90))
sums = st.integers(min_value=1, max_value=10**7).map(Money)


def test_an_invoice_falls_due_so_many_days_after_its_date() -> None:
    assert rules.due_date(date(2026, 3, 2), 30) == date(2026, 4, 1)


class TestAgreement:
    def test_order_and_wording_do_not_matter(self) -> None:
        assert rules.agrees([CHAIR, replace(PAPER, wording="Papier")], [PAPER, CHAIR])

    @pytest.mark.parametrize(
        "charged",
        [
            replace(PAPER, quantity=Decimal(11)),
            replace(PAPER, unit_price=Money.of("4.60")),
            replace(PAPER, discount=Rate.percent(5)),
            replace(PAPER, vat_rate=Rate.percent("5.5")),
            replace(PAPER, reference="PAP-2"),
        ],
        ids=["quantity", "price", "discount", "vat", "article"],
    )
    def test_what_is_charged_does(self, charged: LineData) -> None:
        assert not rules.agrees([charged], [PAPER])

    def test_a_line_twice_is_not_a_line_once(self) -> None:
        assert not rules.agrees([PAPER, PAPER], [PAPER])

    def test_free_lines_are_known_by_product_or_wording(self) -> None:
        free = replace(PAPER, reference="")
        assert not rules.agrees([free], [replace(free, wording="Livraison")])
        assert rules.agrees([replace(free, product_id=4)], [replace(free, product_id=4, wording="Livraison")])


class TestOutstanding:
    @given(st.lists(st.tuples(sums, st.lists(sums, max_size=4))), sums)
    def test_is_what_is_invoiced_less_what_is_paid_plus_what_is_ordered(
        self, invoices: list[tuple[Money, list[Money]]], ordered: Money
    ) -> None:
        dues, expected = [], ordered.cents
        for gross, payments in invoices:
            due = gross
            for payment in payments:
                due -= min(payment, due)
            dues.append(due)
            expected += max(0, gross.cents - sum(payment.cents for payment in payments))
        assert rules.outstanding(dues, ordered) == Money(expected)

    def test_of_nothing_is_nothing(self) -> None:
        assert rules.outstanding([], ZERO) == ZERO
