"""What a message asks for, and what goes beyond: values in, values out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm.activity.chain import Json
from crm.kernel.money import Money, Rate
from crm.selling.quotes.rules import Beyond, Limits, RequestedLine, requested_lines


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
