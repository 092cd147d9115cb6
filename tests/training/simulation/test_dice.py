"""Chance: the same for the same words, and nobody else's business."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.money import Rate
from crm.training.counterparts.models import Span
from crm.training.simulation.dice import SIDES, Luck, roll

WORDS = st.text(max_size=20)
SEEDS = st.integers(min_value=0, max_value=2**31)
TIMES = st.integers(min_value=0, max_value=1000)


@given(SEEDS, WORDS, WORDS, TIMES)
def test_the_same_words_draw_the_same_number(seed: int, who: str, purpose: str, occurrence: int) -> None:
    drawn = roll(seed, who, purpose, occurrence)
    assert 0 <= drawn < SIDES
    assert drawn == roll(seed, who, purpose, occurrence)


@given(SEEDS, WORDS, WORDS, st.lists(st.tuples(WORDS, WORDS, TIMES), max_size=8))
def test_draws_of_others_change_nothing(seed: int, who: str, purpose: str, others: list[tuple[str, str, int]]) -> None:
    before = Luck(seed, who).roll(purpose)
    for other, their_purpose, occurrence in others:
        Luck(seed, other, occurrence).roll(their_purpose)
    assert Luck(seed, who).roll(purpose) == before


def test_each_of_the_four_words_counts() -> None:
    drawn = {
        roll(1, "a", "b", 0),
        roll(2, "a", "b", 0),
        roll(1, "c", "b", 0),
        roll(1, "a", "c", 0),
        roll(1, "a", "b", 1),
    }
    assert len(drawn) == 5


def test_words_cannot_run_into_each_other() -> None:
    assert roll(1, "ab", "c", 0) != roll(1, "a", "bc", 0)


@given(SEEDS, st.integers(-50, 50), st.integers(0, 60))
def test_a_span_is_kept(seed: int, low: int, length: int) -> None:
    assert low <= Luck(seed, "x").between("days", Span(low, low + length)) <= low + length


def test_certain_and_impossible() -> None:
    assert all(Luck(seed, "x").happens("p", Rate.percent(100)) for seed in range(200))
    assert not any(Luck(seed, "x").happens("p", Rate.percent(0)) for seed in range(200))


def test_a_chance_comes_true_about_as_often_as_it_says() -> None:
    hits = sum(Luck(7, "x", turn).happens("p", Rate.percent(30)) for turn in range(4000))
    assert 1100 < hits < 1300


def test_weights_are_weights() -> None:
    drawn = [Luck(7, "x", turn).weighted("w", [("rare", 1), ("never", 0), ("often", 9)]) for turn in range(2000)]
    assert "never" not in drawn
    assert 120 < drawn.count("rare") < 290


def test_choosing_reaches_every_choice() -> None:
    assert {Luck(7, "x", turn).choose("c", "abc") for turn in range(100)} == set("abc")
