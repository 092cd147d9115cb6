"""Pure rules of visits: the scale of mileage, the checklist, the deadline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.field.visits.models import Motive
from crm.field.visits.queries import scales
from crm.field.visits.rules import Prepared, checklist, ranked, report_due_on, scale_from, scale_of
from crm.kernel.money import ZERO, Money

SCALE = scale_of(scales(), 2026)
POWERS = st.integers(1, 12)
KM = st.decimals(Decimal("0.1"), 30_000, places=1)


class TestMileage:
    @pytest.mark.parametrize(
        ("km", "power", "worth"),
        [(4000, 3, "2116"), (6000, 5, "3537"), (22_000, 5, "9394"), (10_000, 4, "4730"), (5000, 9, "3485")],
    )
    def test_of_a_whole_year_is_that_of_the_table(self, km: int, power: int, worth: str) -> None:
        assert SCALE.worth(Decimal(km), power) == Money.of(worth)

    def test_falls_with_the_kilometres_already_driven(self) -> None:
        assert SCALE.worth(Decimal(100), 5) == Money.of("63.60")
        assert SCALE.worth(Decimal(100), 5, before=Decimal(5000)) == Money.of("35.70")
        assert SCALE.rate(5, before=Decimal(5000)) == Decimal("0.357")

    def test_is_a_fifth_more_for_an_electric_car(self) -> None:
        assert SCALE.worth(Decimal(100), 5, electric=True) == Money.of("76.32")

    @given(first=KM, second=KM, power=POWERS)
    @settings(max_examples=60)
    def test_of_two_drives_is_that_of_their_sum(self, first: Decimal, second: Decimal, power: int) -> None:
        parts = SCALE.worth(first, power) + SCALE.worth(second, power, before=first)
        assert parts == SCALE.worth(first + second, power)

    @given(km=KM, before=KM, power=POWERS)
    @settings(max_examples=60)
    def test_is_never_negative(self, km: Decimal, before: Decimal, power: int) -> None:
        assert SCALE.worth(km, power, before=before) >= ZERO

    def test_is_read_with_its_source_or_not_at_all(self) -> None:
        assert "article 6 B" in SCALE.source
        with pytest.raises(ValueError, match="5000"):
            scale_from({"year": 2026, "source": "", "electric_bp": 0, "powers": {"3": [[5000, "0.5", "0"]]}})


class TestChecklist:
    def test_names_what_was_seen_to(self) -> None:
        points = checklist(Prepared(history=True, main_goal="Vendre", people=" "))
        assert [each.name for each in points if each.done] == ["history", "main_goal"]


class TestMotives:
    def test_are_ranked_once_each_and_at_most_three(self) -> None:
        chosen = [Motive.MONEY, Motive.PRIDE, Motive.MONEY, Motive.COMFORT, Motive.SECURITY]
        assert ranked(chosen) == (Motive.MONEY, Motive.PRIDE, Motive.COMFORT)


def test_a_report_is_due_after_working_days() -> None:
    assert report_due_on(date(2026, 3, 6), days=2) == date(2026, 3, 10)
