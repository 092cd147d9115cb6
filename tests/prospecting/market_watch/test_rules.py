"""When a source is due, what a check changes, what a digest holds, where a mark stands."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.kernel.money import Money
from crm.prospecting.market_watch import rules
from crm.prospecting.market_watch.choices import Credibility, Finding, Nature, NewsKind, Reliability, Rhythm
from crm.prospecting.market_watch.rules import Placed, Weighed

MONDAY = date(2026, 3, 2)
LEVELS = st.integers(1, 10)
WEIGHED = st.builds(
    Weighed,
    nature=st.sampled_from(Nature),
    credibility=st.sampled_from(Credibility),
    reliability=st.none() | st.sampled_from(Reliability),
    source_id=st.integers(1, 4),
    checks=st.integers(0, 2),
    stale=st.booleans(),
)


class TestWhenASourceIsDue:
    def test_counts_from_the_last_time_or_from_the_day_it_was_listed(self) -> None:
        assert rules.due_on(Rhythm.WEEKLY, added_on=MONDAY, last_consulted_on=None) == date(2026, 3, 9)
        later = rules.due_on(Rhythm.WEEKLY, added_on=MONDAY, last_consulted_on=date(2026, 3, 5))
        assert later == date(2026, 3, 12)

    def test_waits_for_nobody_when_it_is_read_now_and_then(self) -> None:
        assert rules.due_on(Rhythm.OCCASIONAL, added_on=MONDAY, last_consulted_on=None) is None

    def test_lets_a_daily_source_rest_at_the_weekend(self) -> None:
        friday = date(2026, 3, 6)
        assert rules.due_on(Rhythm.DAILY, added_on=MONDAY, last_consulted_on=friday) == date(2026, 3, 9)

    @given(st.sampled_from([each for each in Rhythm if each is not Rhythm.OCCASIONAL]), st.integers(0, 400))
    @settings(max_examples=40)
    def test_comes_after_the_last_time(self, rhythm: Rhythm, after: int) -> None:
        last = MONDAY + timedelta(days=after)
        due = rules.due_on(rhythm, added_on=MONDAY, last_consulted_on=last)
        assert due is not None
        assert last < due


class TestGrades:
    def test_reads_source_and_information_as_one(self) -> None:
        assert rules.grade(Reliability.B, Credibility.PROBABLE) == "B2"
        assert rules.grade(None, Credibility.UNJUDGED) == "–6"

    @pytest.mark.parametrize(
        ("finding", "after"),
        [
            (Finding.CONFIRMS, Credibility.CONFIRMED),
            (Finding.CONTRADICTS, Credibility.UNLIKELY),
            (Finding.SILENT, Credibility.DOUBTFUL),
        ],
    )
    def test_follows_what_another_source_says(self, finding: Finding, after: Credibility) -> None:
        assert rules.judged(Credibility.DOUBTFUL, finding) is after

    @pytest.mark.parametrize(
        ("nature", "credibility", "reliability", "shaky"),
        [
            (Nature.FACT, Credibility.PROBABLE, Reliability.B, False),
            (Nature.FACT, Credibility.PROBABLE, None, True),
            (Nature.FACT, Credibility.PROBABLE, Reliability.E, True),
            (Nature.FACT, Credibility.CONFIRMED, Reliability.E, False),
            (Nature.RUMOUR, Credibility.PROBABLE, Reliability.A, True),
            (Nature.RUMOUR, Credibility.CONFIRMED, None, False),
            (Nature.FACT, Credibility.UNLIKELY, Reliability.A, True),
            (Nature.OPINION, Credibility.POSSIBLE, Reliability.C, False),
        ],
    )
    def test_says_on_what_nothing_should_be_sold(
        self, nature: Nature, credibility: Credibility, reliability: Reliability | None, *, shaky: bool
    ) -> None:
        assert rules.is_shaky(nature, credibility, reliability) is shaky

    def test_a_competitors_move_is_no_rumour(self) -> None:
        assert NewsKind.PRICE.moves_competitor
        assert not NewsKind.RUMOUR.moves_competitor


class TestWhatADigestHolds:
    @given(st.lists(WEIGHED, max_size=12))
    @settings(max_examples=40)
    def test_counts_every_note_once(self, notes: list[Weighed]) -> None:
        held = rules.contents(notes)
        assert held.facts + held.opinions + held.rumours == held.notes == len(notes)
        assert held.open_rumours <= held.rumours
        assert held.sources <= min(held.notes, 4)


class TestPrices:
    def test_says_how_far_theirs_is_from_ours(self) -> None:
        assert rules.gap_percent(Money.of("4.20"), Money.of("3.79")) == Decimal("-9.8")
        assert rules.gap_percent(Money.of("4.20"), Money.of("4.20")) == 0
        assert rules.gap_percent(Money.of(0), Money.of(1)) is None


class TestTheMap:
    def test_puts_the_dear_to_the_right_and_the_good_at_the_top(self) -> None:
        cheap, dear = Placed(1, "Papyrade", 1, 1), Placed(2, "Atelier Voltige", 10, 10)
        marks = {each.placed.key: each for each in rules.positions([cheap, dear])}
        assert marks[1].x < marks[2].x
        assert marks[1].y > marks[2].y

    @given(st.lists(st.tuples(LEVELS, LEVELS), max_size=10))
    @settings(max_examples=60)
    def test_keeps_everybody_on_it_and_names_apart(self, levels: list[tuple[int, int]]) -> None:
        marks = rules.positions([Placed(key, f"n{key}", *each) for key, each in enumerate(levels)])
        assert sorted(mark.placed.key for mark in marks) == list(range(len(levels)))
        assert all(0 < mark.x < rules.WIDTH and 0 < mark.y < rules.HEIGHT for mark in marks)
        for mark in marks:
            near = [other for other in marks if other is not mark and abs(other.x - mark.x) < rules.WIDE]
            assert all(abs(other.y - mark.y) >= rules.APART for other in near)
