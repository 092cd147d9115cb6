"""Which price holds, and how far a role may go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.currency import Currency
from crm.kernel.money import Money, Rate
from crm.selling.pricing import rules
from crm.selling.pricing.rules import Offer

D = Decimal


def an_offer(
    price: str, minimum: int = 1, *, segment: str = "", since: date = date(2026, 1, 1), list_id: int = 1
) -> Offer:
    """Write an offer shortly."""
    return Offer(7, Money.of(price), D(minimum), Currency.EUR, list_id, "L", "Liste", segment, since)


class TestTheBestPrice:
    def test_is_that_of_the_highest_quantity_break_reached(self) -> None:
        offers = [an_offer("4.00"), an_offer("3.50", 50), an_offer("3.80", 10)]
        found = [rules.best(offers, quantity=D(each)) for each in ("1", "9.999", "10", "49", "50", "900")]
        assert [each.unit_price.cents for each in found if each] == [400, 400, 380, 380, 350, 350]

    def test_is_the_segments_own_even_when_dearer(self) -> None:
        found = rules.best([an_offer("3.00"), an_offer("3.90", segment="Santé", list_id=2)], quantity=D(1))
        assert found is not None
        assert found.segment == "Santé"

    def test_is_the_newest_lists(self) -> None:
        offers = [an_offer("4.10", since=date(2026, 2, 1)), an_offer("3.00", 10, since=date(2025, 1, 1), list_id=2)]
        found = rules.best(offers, quantity=D(20))
        assert found is not None
        assert found.unit_price == Money.of("4.10")

    def test_falls_back_to_the_lists_for_all_below_the_segments_first_break(self) -> None:
        offers = [an_offer("4.00"), an_offer("3.50", 10, segment="Santé", list_id=2)]
        found = rules.best(offers, quantity=D(5))
        assert found is not None
        assert found.unit_price == Money.of("4.00")

    def test_is_none_without_offers(self) -> None:
        assert rules.best([], quantity=D(5)) is None

    @given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 9000)), max_size=8), st.integers(1, 100).map(D))
    def test_is_never_one_whose_quantity_was_not_reached(self, said: list[tuple[int, int]], quantity: Decimal) -> None:
        offers = [an_offer("0.00", minimum, list_id=number) for number, (minimum, _) in enumerate(said)]
        found = rules.best(offers, quantity=quantity)
        assert (found is None) == all(each.min_quantity > quantity for each in offers)
        if found is not None:
            reached = [each.min_quantity for each in offers if each.min_quantity <= quantity]
            assert found.min_quantity == max(reached)


class TestDelegation:
    STEPS = ((Money.of(1000), Rate.percent(8)), (Money.of(100), Rate.percent(3)))

    @pytest.mark.parametrize(
        ("net", "limit"), [("99.99", "0"), ("100", "3"), ("999.99", "3"), ("1000", "8"), ("9000", "8")]
    )
    def test_goes_by_the_highest_step_reached(self, net: str, limit: str) -> None:
        assert rules.delegated(self.STEPS, Money.of(net)) == Rate.percent(limit)

    def test_is_none_without_a_schedule(self) -> None:
        assert rules.delegated([], Money.of(5000)) is None


@pytest.mark.parametrize(
    ("days", "ends_at_month", "beyond"), [(60, False, False), (61, False, True), (45, True, False), (46, True, True)]
)
def test_the_law_allows_sixty_days_or_forty_five_end_of_month(days: int, *, ends_at_month: bool, beyond: bool) -> None:
    assert rules.beyond_the_law(days, ends_at_month=ends_at_month) is beyond
