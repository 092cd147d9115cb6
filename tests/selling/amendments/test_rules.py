"""What a change of an order comes to."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.money import NO_RATE, Money
from crm.selling.amendments.rules import Consequences, changes, lacking, plain
from crm.selling.lines import LineData

references = st.sampled_from(["PAP-101", "PAP-102", "SIE-601"])
quantities = st.decimals(min_value=1, max_value=500, places=3)


def a_line(reference: str = "PAP-101", quantity: Decimal = Decimal(1), cents: int = 420) -> LineData:
    """Return a line of a product whose id is the length of nothing in particular: always the same."""
    ids = {"PAP-101": 1, "PAP-102": 2, "SIE-601": 3}
    return LineData(reference, reference.title(), quantity, Money(cents), NO_RATE, product_id=ids[reference])


lines = st.lists(st.builds(a_line, references, quantities, st.integers(1, 100_000)), max_size=6)


class TestChanges:
    @given(lines)
    def test_the_same_lines_are_no_change_in_whatever_order(self, some: list[LineData]) -> None:
        assert changes(some, reversed(some)) == ()

    @given(lines, lines)
    def test_what_changes_accounts_for_the_whole_difference(
        self, before: list[LineData], after: list[LineData]
    ) -> None:
        found = changes(before, after)
        nets = [sum(line.net.cents for line in some) for some in (before, after)]
        assert sum(each.net_after.cents - each.net_before.cents for each in found) == nets[1] - nets[0]

    @given(lines, lines)
    def test_a_change_back_is_its_mirror(self, before: list[LineData], after: list[LineData]) -> None:
        there = {(each.reference, each.before, each.after) for each in changes(before, after)}
        back = {(each.reference, each.after, each.before) for each in changes(after, before)}
        assert there == back

    def test_it_is_recorded_in_plain_figures(self) -> None:
        (change,) = changes([a_line(quantity=Decimal(2))], [a_line(quantity=Decimal("2.5"))])
        assert change.plain() == {
            "reference": "PAP-101",
            "before": "2",
            "after": "2.5",
            "net_before_cents": 840,
            "net_after_cents": 1050,
        }


class TestLacking:
    @given(lines, st.decimals(min_value=0, max_value=1000, places=3))
    def test_what_lacks_is_what_is_wanted_beyond_the_shelf(self, some: list[LineData], there: Decimal) -> None:
        wanted = sum((line.quantity for line in some if line.reference == "PAP-101"), Decimal(0))
        found = dict(lacking(some, {1: there}))
        assert found.get("PAP-101", Decimal(0)) == max(Decimal(0), wanted - there)

    def test_what_is_not_stocked_never_lacks(self) -> None:
        assert lacking([a_line(quantity=Decimal(99))], {}) == ()


def test_a_difference_is_after_less_before() -> None:
    assert Consequences(Money(1000), Money(800)).difference == Money(-200)


def test_quantities_lose_needless_zeros() -> None:
    assert [plain(Decimal(each)) for each in ("0", "40.000", "2.500")] == ["0", "40", "2.5"]
