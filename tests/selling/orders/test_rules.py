"""What differs between what was agreed, asked for and recorded: values in, values out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.activity.chain import Json
from crm.kernel.money import Money, Rate
from crm.selling.orders.rules import (
    Term,
    What,
    address_difference,
    answered_in,
    as_requested,
    credit_limit_passed,
    differences,
    side_by_side,
)

terms = st.lists(
    st.builds(
        Term,
        reference=st.sampled_from(["A", "B", "C", "D"]),
        quantity=st.integers(1, 100).map(Decimal),
        unit_price=st.one_of(st.none(), st.integers(1, 1000).map(Money)),
        discount=st.one_of(st.none(), st.integers(0, 100).map(Rate.percent)),
    ),
    max_size=6,
)
PAPER = Term("PAP-101", Decimal(40), Money(420), Rate())


class TestDifferences:
    @given(terms)
    def test_nothing_differs_from_itself(self, several: list[Term]) -> None:
        assert differences(several, several) == ()
        assert as_requested(several, asked=several, agreed=several)

    @given(terms, terms)
    def test_both_ways_find_the_same_places(self, left: list[Term], right: list[Term]) -> None:
        there = {(each.what, each.reference, each.expected, each.found) for each in differences(left, right)}
        back = {(each.what, each.reference, each.found, each.expected) for each in differences(right, left)}
        assert there == back

    @given(terms, terms)
    def test_every_reference_of_either_side_is_shown_once(self, left: list[Term], right: list[Term]) -> None:
        shown = [pair.reference for pair in side_by_side(left, right)]
        assert len(shown) == len(set(shown))
        assert set(shown) == {term.reference for term in [*left, *right]}

    @pytest.mark.parametrize(
        ("found", "what"),
        [
            (Term("PAP-101", Decimal(41), Money(420), Rate()), What.QUANTITY),
            (Term("PAP-101", Decimal(40), Money(395), Rate()), What.PRICE),
            (Term("PAP-101", Decimal(40), Money(420), Rate.percent(2)), What.DISCOUNT),
        ],
    )
    def test_each_kind_is_named(self, found: Term, what: What) -> None:
        assert [each.what for each in differences([PAPER], [found])] == [what]
        assert side_by_side([PAPER], [found])[0].differs(what.value)

    def test_what_the_customer_does_not_mention_is_no_difference(self) -> None:
        assert differences([PAPER], [Term("PAP-101", Decimal(40))]) == ()

    def test_another_product_is_two_differences(self) -> None:
        apart = differences([PAPER], [Term("PAP-102", Decimal(40))])
        assert [(each.what, each.expected, each.found) for each in apart] == [
            (What.REFERENCE, "40", None),
            (What.REFERENCE, None, "40"),
        ]

    def test_the_lines_of_one_product_add_up(self) -> None:
        assert differences([PAPER], [Term("PAP-101", Decimal(15)), Term("PAP-101", Decimal("25.0"))]) == ()


class TestAsRequested:
    def test_prices_may_be_as_asked_or_as_agreed_but_not_a_third(self) -> None:
        asked = [Term("PAP-101", Decimal(40), Money(395))]
        assert as_requested([PAPER], asked=asked, agreed=[PAPER])
        assert as_requested([Term("PAP-101", Decimal(40), Money(395))], asked=asked, agreed=[PAPER])
        assert not as_requested([Term("PAP-101", Decimal(40), Money(400))], asked=asked, agreed=[PAPER])

    def test_quantities_are_the_customers_last_word(self) -> None:
        asked = [Term("PAP-101", Decimal(45))]
        assert not as_requested([PAPER], asked=asked, agreed=[PAPER])
        assert as_requested([Term("PAP-101", Decimal(45), Money(420))], asked=asked, agreed=[PAPER])

    def test_what_was_settled_is_right_and_nothing_else(self) -> None:
        asked = [Term("PAP-101", Decimal(45), Money(395)), Term("LIV-002", Decimal(1))]
        kept, other = {"quantity:PAP-101": "keep", "reference:LIV-002": "keep"}, [asked[1]]
        assert as_requested([PAPER], asked=asked, agreed=[PAPER], decided=kept)
        assert not as_requested(
            [replace(PAPER, quantity=Decimal(45)), *other], asked=asked, agreed=[PAPER], decided=kept
        )
        assert not as_requested([PAPER], asked=asked, agreed=[PAPER], decided={"quantity:PAP-101": "accept"})

    def test_a_price_that_was_settled_is_right_on_one_side_only(self) -> None:
        asked = [Term("PAP-101", Decimal(40), Money(395))]
        lower = replace(PAPER, unit_price=Money(395))
        for settlement, right, wrong in (("keep", PAPER, lower), ("accept", lower, PAPER)):
            decided = {"price:PAP-101": settlement}
            assert as_requested([right], asked=asked, agreed=[PAPER], decided=decided)
            assert not as_requested([wrong], asked=asked, agreed=[PAPER], decided=decided)
        for either in (PAPER, lower):
            assert as_requested([either], asked=asked, agreed=[PAPER], decided={"price:PAP-101": "ask"})

    def test_an_address_that_was_refused_is_the_companys_own(self) -> None:
        here, there = "1, rue du Four", "Quai 2"
        for address, right in ((here, True), (there, False)):
            found = as_requested(
                [PAPER],
                asked=[PAPER],
                agreed=[PAPER],
                asked_address=there,
                home_address=here,
                recorded_address=address,
                decided={"address:": "keep"},
            )
            assert found is right

    def test_a_customers_answer_counts_for_what_it_was_asked(self) -> None:
        told: dict[str, Json] = {"settlements": {"price:PAP-101": "keep", "quantity:PAP-101": "accept"}}
        assert answered_in(told, {"price:PAP-101": "ask"}) == {"price:PAP-101": "keep"}
        assert answered_in({}, {"price:PAP-101": "ask"}) == {}

    def test_the_address_is_the_one_asked_for(self) -> None:
        assert not as_requested(
            [PAPER], asked=[PAPER], agreed=[PAPER], asked_address="Quai 2", recorded_address="Quai 3"
        )


class TestAddresses:
    def test_writing_does_not_matter(self) -> None:
        assert address_difference("3, rue du Four\n59000 LILLE", "3 rue du four, 59000 Lille") == ()

    def test_nothing_said_is_no_difference(self) -> None:
        assert address_difference("", "3 rue du Four") == ()

    def test_another_place_is_one(self) -> None:
        assert [each.what for each in address_difference("4 rue du Four", "3 rue du Four")] == [What.ADDRESS]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_limit_itself_is_not_passed(outstanding: int, order: int, limit: int) -> None:
    assert credit_limit_passed(Money(outstanding), Money(order), Money(limit)) is (outstanding + order > limit)
