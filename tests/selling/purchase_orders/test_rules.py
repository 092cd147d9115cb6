"""What is made of differences: values in, values out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.money import Money, Rate
from crm.selling.orders.rules import Difference, Term, What, differences, side_by_side
from crm.selling.purchase_orders.rules import (
    Settled,
    Settlement,
    date_difference,
    key_of,
    payment_difference,
    plain,
    read_settlements,
    rows,
    settled_terms,
    total_difference,
)

TERMS = st.lists(
    st.builds(
        Term,
        st.sampled_from("ABC"),
        st.integers(1, 9).map(Decimal),
        st.integers(1, 3).map(Money),
        st.sampled_from([Rate.percent(percent) for percent in (0, 1, 2)]),
    ),
    max_size=3,
    unique_by=lambda term: term.reference,
)


def every(found: tuple[Difference, ...], settlement: Settlement) -> dict[str, Settlement]:
    """Decide alike of all differences."""
    return {key_of(each.what, each.reference): settlement for each in found}


class TestSettledTerms:
    @given(TERMS, TERMS)
    def test_keeping_everything_is_what_was_agreed(self, agreed: list[Term], asked: list[Term]) -> None:
        decided = every(differences(agreed, asked), Settlement.KEEP)
        assert not differences(agreed, settled_terms(side_by_side(agreed, asked), decided))

    @given(TERMS, TERMS)
    def test_accepting_everything_or_deciding_nothing_is_what_is_asked(
        self, agreed: list[Term], asked: list[Term]
    ) -> None:
        pairs = side_by_side(agreed, asked)
        for settlement in (Settlement.ACCEPT, Settlement.ASK):
            decided = every(differences(agreed, asked), settlement)
            assert not differences(asked, settled_terms(pairs, decided))
        assert not differences(asked, settled_terms(pairs, {}))

    def test_each_difference_is_decided_for_itself(self) -> None:
        agreed = [Term("A", Decimal(40), Money(420), Rate.percent(5)), Term("B", Decimal(1), Money(900))]
        asked = [Term("A", Decimal(50), Money(399), Rate.percent(8)), Term("C", Decimal(2), Money(100))]
        decided = {
            "quantity:A": Settlement.ACCEPT,
            "price:A": Settlement.KEEP,
            "discount:A": Settlement.KEEP,
            "reference:B": Settlement.KEEP,
            "reference:C": Settlement.KEEP,
        }
        assert settled_terms(side_by_side(agreed, asked), decided) == (
            Term("A", Decimal(50), Money(420), Rate.percent(5)),
            Term("B", Decimal(1), Money(900)),
        )


class TestDates:
    def test_earlier_than_agreed_differs_later_does_not(self) -> None:
        agreed = date(2026, 3, 9)
        assert date_difference(agreed, date(2026, 3, 6)) == (Difference(What.DATE, "", "2026-03-09", "2026-03-06"),)
        assert date_difference(agreed, agreed) == date_difference(agreed, date(2026, 3, 12)) == ()
        assert date_difference(agreed, None) == ()

    def test_a_day_wanted_where_none_was_agreed_is_to_be_settled(self) -> None:
        assert date_difference(None, date(2026, 3, 6))[0].expected is None


def test_a_total_differs_when_it_is_stated_and_another() -> None:
    assert total_difference(Money(100), Money(100)) == total_difference(Money(100), None) == ()
    assert total_difference(Money(100), Money(90))[0].plain()["found"] == 90


def test_a_term_of_payment_differs_when_it_is_asked_for_and_another() -> None:
    assert payment_difference(30, 30) == payment_difference(30, None) == ()
    assert payment_difference(30, 60)[0].plain() == {
        "what": "payment_terms",
        "reference": "",
        "expected": 30,
        "found": 60,
    }


def test_what_a_record_holds_is_read_again() -> None:
    found = (Difference(What.PRICE, "A", 420, 399), Difference(What.ADDRESS, "", "Ici", "Là"))
    settled = Settled(What.PRICE, Settlement.KEEP, "A")
    told = plain(found, {settled.key: settled.settlement})
    assert told == [{"what": "price", "reference": "A", "agreed": 420, "asked": 399, "settlement": "keep"}]
    assert read_settlements({"settlements": told}) == {"price:A": Settlement.KEEP}
    assert read_settlements({}) == {}


def test_a_table_shows_exact_values() -> None:
    found = [
        Difference(What.PRICE, "A", 420, 399),
        Difference(What.DISCOUNT, "A", 500, 800),
        Difference(What.DATE, "", None, "2026-03-04"),
        Difference(What.REFERENCE, "B", "1", None),
        Difference(What.ADDRESS, "", "Ici", "Là"),
    ]
    shown = [(row.agreed, row.asked) for row in rows(found, {})]
    assert shown == [
        (Money(420), Money(399)),
        (Rate.percent(5), Rate.percent(8)),
        (None, date(2026, 3, 4)),
        (Decimal(1), None),
        ("Ici", "Là"),
    ]
