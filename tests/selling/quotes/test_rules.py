"""What a message asks for, and what goes beyond: values in, values out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.activity.chain import Json
from crm.kernel.currency import MILLION
from crm.kernel.money import NO_RATE, Money, Rate
from crm.selling.lines import LineData, combined
from crm.selling.quotes.models import Leave
from crm.selling.quotes.rules import (
    Beyond,
    Limits,
    RequestedLine,
    earned,
    highest_discount,
    leave_of,
    requested_lines,
    root_number,
)

SHARES = st.integers(0, 10_000).map(lambda points: Rate(Decimal(points) / 10_000))


def a_line(*, price: str = "10", discount: str = "0", quantity: str = "10", product_id: int | None = 1) -> LineData:
    """Return a line."""
    money, off = Money.of(price), Rate.percent(discount)
    return LineData("A", "Article", Decimal(quantity), money, Rate.percent(20), discount=off, product_id=product_id)


class TestRequestedLines:
    def test_reads_reference_quantity_and_price(self) -> None:
        content: dict[str, Json] = {
            "lines": [
                {"reference": "PAP-101", "quantity": "40"},
                {"reference": "SIE-601", "quantity": 2, "unit_price_cents": 18900, "discount_bp": 300},
            ]
        }
        assert requested_lines(content) == (
            RequestedLine("PAP-101", Decimal(40)),
            RequestedLine("SIE-601", Decimal(2), Money.of(189), Rate.percent(3)),
        )

    def test_a_discount_on_the_whole_stands_for_each_line_without_its_own(self) -> None:
        content: dict[str, Json] = {"discount_bp": 200, "lines": [{"reference": "A", "quantity": "1"}]}
        assert requested_lines(content)[0].discount == Rate.percent(2)

    @pytest.mark.parametrize(
        "line",
        [
            {},
            "PAP-101",
            {"reference": 7},
            {"reference": "A", "quantity": "beaucoup"},
            {"reference": "A", "quantity": "-1"},
        ],
    )
    def test_what_cannot_be_read_is_left_out(self, line: Json) -> None:
        assert requested_lines({"lines": [line]}) == ()

    def test_a_message_without_lines_asks_for_nothing(self) -> None:
        assert requested_lines({}) == ()


class TestBeyond:
    @pytest.mark.parametrize(
        ("discount", "days", "expected"),
        [("5", 30, (False, False)), ("5.01", 30, (True, False)), ("0", 31, (False, True)), ("50", 90, (True, True))],
    )
    def test_the_limit_itself_is_still_allowed(self, discount: str, days: int, expected: tuple[bool, bool]) -> None:
        found = Beyond(Rate.percent(discount), days, Limits(Rate.percent(5), 30))
        assert (found.terms, found.payment_terms) == expected
        assert found.anything is any(expected)


class TestDiscounts:
    @given(SHARES, SHARES)
    def test_two_discounts_take_off_at_least_the_larger_and_never_more_than_their_sum(
        self, first: Rate, second: Rate
    ) -> None:
        both = combined(first, second)
        assert max(first, second) <= both <= Rate(min(Decimal(1), first.value + second.value))
        assert both == combined(second, first)

    def test_the_highest_counts_from_the_list_price_and_with_the_whole(self) -> None:
        lines = [a_line(price="9", discount="10"), a_line(discount="15", product_id=None)]
        assert highest_discount(lines, lambda line: Money.of(10) if line.product_id else None) == Rate.percent(19)
        assert highest_discount(lines, lambda line: None, whole=Rate.percent(10)) == Rate.percent("23.5")
        assert highest_discount([], lambda line: None) == NO_RATE


class TestEarned:
    def test_it_is_what_is_left_in_euros_after_the_discount_on_the_whole(self) -> None:
        found = earned([a_line()], {1: Money.of(6)}, discount=Rate.percent(10), exchange_ppm=MILLION)
        assert (found.net, found.cost, found.amount) == (Money.of(90), Money.of(60), Money.of(30))
        assert (found.margin_rate, found.markup_rate) == (Rate.percent("33.33"), Rate.percent(50))

    def test_a_foreign_price_is_worth_its_euros(self) -> None:
        found = earned([a_line()], {1: Money.of(6)}, discount=NO_RATE, exchange_ppm=1_150_000)
        assert found.net == Money.of(115)


class TestLeaveOf:
    ASKED: tuple[str, dict[str, Json]] = ("derogation.requested", {"subject": "discount"})

    def test_what_is_asked_for_another_thing_says_nothing(self) -> None:
        assert leave_of([("derogation.granted", {"subject": "payment_plan"})], Rate.percent(8)) is Leave.NONE

    def test_a_leave_covers_what_was_offered_when_one_asked(self) -> None:
        facts: list[tuple[str, dict[str, Json]]] = [
            ("quote.drafted", {"max_discount_bp": 800}),
            self.ASKED,
            ("derogation.granted", {"subject": "discount"}),
        ]
        assert leave_of(facts, Rate.percent(8)) is Leave.GRANTED
        assert leave_of(facts, Rate.percent("8.01")) is Leave.EXCEEDED

    def test_asking_again_opens_the_question_anew(self) -> None:
        refused: tuple[str, dict[str, Json]] = ("derogation.refused", {"subject": "discount"})
        assert leave_of([self.ASKED, refused, self.ASKED], Rate.percent(8)) is Leave.WAITING


def test_a_versions_number_keeps_the_first_ones() -> None:
    assert root_number("DEV-2026-0007-V3") == root_number("DEV-2026-0007") == "DEV-2026-0007"
