"""Invoices in figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.billing.invoices import rules
from crm.kernel.money import ZERO, Money, Rate, total, totals
from crm.prospecting.companies.models import DueRule
from crm.selling.lines import LineData, totals_of

PAPER = LineData(
    reference="PAP-1",
    wording="Ramette A4",
    quantity=Decimal(10),
    unit_price=Money.of("4.50"),
    vat_rate=Rate.percent(20),
)
CHAIR = replace(PAPER, reference="CHA-1", wording="Chaise", quantity=Decimal(2), unit_price=Money.of(90))
VAT_RATES = [Rate.percent(20), Rate.percent(10), Rate.percent("5.5")]
days_of_a_century = st.dates(date(2020, 1, 1), date(2099, 12, 31))
sums = st.integers(min_value=1, max_value=10**7).map(Money)


def test_an_invoice_falls_due_so_many_days_after_its_date() -> None:
    assert rules.due_date(date(2026, 3, 2), 30) == date(2026, 4, 1)


class TestDueDates:
    def test_forty_five_days_end_of_month_can_be_counted_in_two_ways(self) -> None:
        drawn_up = date(2026, 1, 15)
        assert rules.due_date(drawn_up, 45, DueRule.DAYS_THEN_MONTH_END) == date(2026, 3, 31)
        assert rules.due_date(drawn_up, 45, DueRule.MONTH_END_THEN_DAYS) == date(2026, 3, 17)

    def test_leap_years_have_their_day(self) -> None:
        assert rules.month_end(date(2028, 2, 1)) == date(2028, 2, 29)
        assert rules.month_of(date(2026, 2, 14)) == (date(2026, 2, 1), date(2026, 2, 28))

    @given(days_of_a_century, st.integers(0, 120))
    def test_days_then_month_end_is_the_last_day_of_the_month_of_the_net_date(self, day: date, days: int) -> None:
        due = rules.due_date(day, days, DueRule.DAYS_THEN_MONTH_END)
        net = rules.due_date(day, days)
        assert (due + timedelta(days=1)).day == 1
        assert timedelta(0) <= due - net <= timedelta(days=30)
        assert (due.year, due.month) == (net.year, net.month)

    @given(days_of_a_century, st.integers(0, 120))
    def test_month_end_then_days_counts_from_a_month_end(self, day: date, days: int) -> None:
        start = rules.due_date(day, days, DueRule.MONTH_END_THEN_DAYS) - timedelta(days=days)
        assert (start + timedelta(days=1)).day == 1
        assert (start.year, start.month) == (day.year, day.month)

    @given(days_of_a_century, st.integers(0, 120), st.sampled_from(DueRule))
    def test_nothing_is_due_before_the_agreed_days_are_over(self, day: date, days: int, rule: DueRule) -> None:
        assert rules.due_date(day, days, rule) >= rules.due_date(day, days)


class TestDeposits:
    @given(st.lists(st.tuples(sums, st.sampled_from(VAT_RATES)), min_size=1, max_size=6), st.integers(1, 10_000))
    def test_take_the_share_of_each_rate(self, sold: list[tuple[Money, Rate]], points: int) -> None:
        share = Rate(Decimal(points) / 10_000)
        whole = totals(sold)
        lines = rules.share_lines(whole, share, wording="Acompte")
        assert totals_of(lines).net == total(share.of(taxed.net) for taxed in whole.by_rate)
        assert {line.vat_rate for line in lines} <= {taxed.rate for taxed in whole.by_rate}
        assert totals_of(lines).gross <= whole.gross


class TestWhatIsLeftToCredit:
    def test_of_an_untouched_invoice_is_all(self) -> None:
        assert rules.less([PAPER, CHAIR], []) == [PAPER, CHAIR]

    def test_quantities_come_off_where_goods_and_price_are_the_same(self) -> None:
        returned = replace(PAPER, quantity=Decimal(4))
        assert rules.less([PAPER, CHAIR], [returned]) == [replace(PAPER, quantity=Decimal(6)), CHAIR]
        assert rules.less([PAPER, CHAIR], [PAPER, CHAIR]) == []

    def test_another_price_is_another_thing(self) -> None:
        assert rules.less([PAPER], [replace(PAPER, unit_price=Money.of(1))]) == [PAPER]

    @given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.lists(st.integers(1, 9), max_size=4))
    def test_never_is_more_than_there_was_nor_less_than_nothing(self, sold: list[int], back: list[int]) -> None:
        left = rules.less(
            [replace(PAPER, quantity=Decimal(each)) for each in sold],
            [replace(PAPER, quantity=Decimal(each)) for each in back],
        )
        assert sum(line.quantity for line in left) == max(0, sum(sold) - sum(back))


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

    @given(sums, sums, sums, sums, sums)
    def test_credit_notes_deposits_and_money_on_account_come_off(
        self, due: Money, ordered: Money, credit_notes: Money, deposits: Money, advances: Money
    ) -> None:
        owed = rules.outstanding([due], ordered, credit_notes=credit_notes, deposits=deposits, advances=advances)
        assert owed + credit_notes + deposits + advances == due + ordered


@given(st.integers(0, 10**8).map(Money), st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
def test_vat_that_falls_due_by_parts_is_all_of_it_in_the_end(vat: Money, parts: list[int]) -> None:
    gross, settled, due = Money(sum(parts)), ZERO, ZERO
    for part in parts:
        due += rules.vat_fallen_due(vat, settled=settled + Money(part), gross=gross, before=settled)
        settled += Money(part)
    assert due == vat
