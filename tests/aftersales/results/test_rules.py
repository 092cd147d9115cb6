"""Goal against actual, in figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.aftersales.results.rules import (
    Fact,
    NotOfItsUnit,
    Standing,
    Step,
    as_typed,
    by_family,
    drawing,
    expected,
    in_unit,
    measured,
    of_part,
    way,
    year_before,
)
from crm.prospecting.sales_actions.models import Dimension, Indicator
from crm.prospecting.sales_actions.rules import months, spread

FIRST, DUE = date(2026, 3, 1), date(2026, 5, 31)
SOME = [
    Fact(date(2026, 3, 2), 1000, company_id=1, person="Lina", family="Sièges"),
    Fact(date(2026, 4, 30), 500, company_id=2, person="Karim", family="Papier"),
    Fact(date(2026, 5, 1), -200, company_id=1, person="Lina", family="Sièges"),
]


class TestMeasuring:
    def test_adds_sums_and_divides_averages_and_rates(self) -> None:
        assert measured(Indicator.REVENUE, SOME) == 1300
        assert measured(Indicator.AVERAGE_ORDER, SOME) == 433
        answers = [Fact(FIRST, value) for value in (1, 0, 1)]
        assert measured(Indicator.CONVERSION, answers) == 6667

    def test_of_nothing_a_sum_is_nought_and_a_rate_is_none(self) -> None:
        assert measured(Indicator.VISITS, []) == 0
        assert measured(Indicator.CONVERSION, []) is None

    @pytest.mark.parametrize(
        ("dimension", "key", "whole"),
        [
            (Dimension.MONTH, "2026-03-01", 1000),
            (Dimension.SALESPERSON, "Lina", 800),
            (Dimension.FAMILY, "Papier", 500),
            (Dimension.SEGMENT, "7", 500),
        ],
    )
    def test_of_a_part_counts_what_is_its_own(self, dimension: Dimension, key: str, whole: int) -> None:
        assert measured(Indicator.REVENUE, of_part(SOME, dimension, key, members={2})) == whole

    @settings(max_examples=60)
    @given(
        whole=st.integers(min_value=0, max_value=10**10),
        nets=st.lists(st.integers(min_value=0, max_value=10**8), min_size=1, max_size=10),
    )
    def test_the_lines_of_a_document_make_its_whole_to_the_cent(self, whole: int, nets: list[int]) -> None:
        lines = [(f"famille {place % 3}", net) for place, net in enumerate(nets)]
        assert sum(part for _, part in by_family(lines, whole)) == whole


class TestExpecting:
    def test_goes_in_step_with_the_days(self) -> None:
        def by(on: date) -> int:
            return expected(Indicator.REVENUE, 9200, first=FIRST, due=DUE, on=on)

        assert by(date(2026, 2, 28)) == 0
        assert by(FIRST) == 100
        assert by(date(2026, 3, 31)) == 3100
        assert by(DUE) == by(date(2027, 1, 1)) == 9200

    def test_follows_the_months_when_they_add_up(self) -> None:
        shares = {"2026-03-01": 1000, "2026-04-01": 2000, "2026-05-01": 6200}

        def by(on: date, shares: dict[str, int]) -> int:
            return expected(Indicator.REVENUE, 9200, first=FIRST, due=DUE, on=on, shares=shares)

        assert by(date(2026, 3, 31), shares) == 1000
        assert by(date(2026, 4, 15), shares) == 2000
        assert by(date(2026, 3, 31), shares | {"2026-05-01": 1}) == 3100

    def test_a_rate_is_to_be_as_aimed_at_all_the_time(self) -> None:
        assert expected(Indicator.CONVERSION, 4000, first=FIRST, due=DUE, on=FIRST) == 4000

    @settings(max_examples=60)
    @given(
        target=st.integers(min_value=1, max_value=10**12),
        length=st.integers(min_value=0, max_value=500),
        share_out=st.booleans(),
    )
    def test_never_falls_and_ends_at_the_goal(self, target: int, length: int, share_out: bool) -> None:  # noqa: FBT001
        due = FIRST + timedelta(days=length)
        parts = spread(target, [1] * len(months(FIRST, due)))
        keys = [each.isoformat() for each in months(FIRST, due)]
        shares = dict(zip(keys, parts, strict=True)) if share_out else None
        days = [FIRST + timedelta(days=length * step // 7) for step in range(8)]
        found = [expected(Indicator.REVENUE, target, first=FIRST, due=due, on=day, shares=shares) for day in days]
        assert found == sorted(found)
        assert (found[0] >= 0, found[-1]) == (True, target)


class TestStanding:
    @pytest.mark.parametrize(
        ("standing", "word"),
        [
            (Standing(100, 0, 0, begun=False), "Pas commencé"),
            (Standing(100, 40, None), "Rien à mesurer"),
            (Standing(100, 40, 40), "Dans les temps"),
            (Standing(100, 40, 39), "En retard"),
            (Standing(100, 40, 100), "Atteint"),
            (Standing(100, 100, 99, over=True), "Non atteint"),
        ],
    )
    def test_is_said_in_a_word(self, standing: Standing, word: str) -> None:
        assert standing.word[1] == word

    def test_has_its_gap_against_what_was_expected_by_now(self) -> None:
        standing = Standing(20_000, 5000, 4000, previous=16_000)
        assert (standing.gap, standing.gap_percent, standing.percent) == (-1000, Decimal("-20.0"), Decimal("20.0"))
        assert standing.stretch == Decimal("25.0")
        assert Standing(1, 1, 1, previous=0).stretch is None


class TestTheYearBefore:
    def test_is_the_same_day_but_for_the_leap_day(self) -> None:
        assert year_before(date(2026, 3, 2)) == date(2025, 3, 2)
        assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)


class TestTheWay:
    def test_is_cumulated_and_stops_at_the_day_on_which_one_looks(self) -> None:
        steps = months(FIRST, DUE)
        assert way(Indicator.REVENUE, steps, SOME, FIRST, date(2026, 4, 30)) == [1000, 1500, None]

    def test_is_drawn_within_its_box(self) -> None:
        steps = [Step(FIRST, 100, -50, None), Step(date(2026, 4, 1), 200, 300, 10)]
        drawn = drawing(steps, 200)
        assert drawn.bars[0].height == 0
        assert 0 < drawn.bars[1].y < drawn.bars[1].y + drawn.bars[1].height <= 236
        assert len(drawn.aim.split()) == 2
        assert len(drawn.before.split()) == 1


class TestUnits:
    @pytest.mark.parametrize(
        ("indicator", "typed", "stored"),
        [(Indicator.REVENUE, "1250.5", 125_050), (Indicator.VISITS, "12", 12), (Indicator.CONVERSION, "35.5", 3550)],
    )
    def test_are_kept_exactly(self, indicator: Indicator, typed: str, stored: int) -> None:
        assert in_unit(indicator, Decimal(typed)) == stored
        assert as_typed(indicator, stored) == Decimal(typed)

    @pytest.mark.parametrize(
        ("indicator", "typed"),
        [
            (Indicator.REVENUE, "1.005"),
            (Indicator.REVENUE, "-1"),
            (Indicator.VISITS, "1.5"),
            (Indicator.CONVERSION, "100.01"),
            (Indicator.CONVERSION, "33.333"),
        ],
    )
    def test_refuse_what_they_do_not_count_in(self, indicator: Indicator, typed: str) -> None:
        with pytest.raises(NotOfItsUnit):
            in_unit(indicator, Decimal(typed))
