"""What suppliers decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.clock import add_working_days, is_working_day
from crm.kernel.money import Rate
from crm.training.counterparts.models import Span
from crm.training.counterparts.suppliers import SupplierCharacter
from crm.training.simulation import sourcing
from crm.training.simulation.dice import Luck
from crm.training.simulation.personas import character_from, plain_character
from crm.training.simulation.replies import REPLIES, Reply
from crm.training.simulation.sourcing import ORDINARY
from crm.training.values import Misfit

MONDAY = date(2026, 3, 2)
NEVER, ALWAYS = Rate.percent(0), Rate.percent(100)
lucks = st.builds(Luck, st.integers(0, 10_000), st.just("lys"), st.integers(0, 50))
days = st.dates(date(2025, 1, 1), date(2030, 1, 1))


@given(luck=lucks, promised_on=days, late=st.sampled_from([0, 50, 100]), told=st.sampled_from([0, 100]))
def test_goods_come_on_the_day_or_later_and_only_the_late_are_announced(
    luck: Luck, promised_on: date, late: int, told: int
) -> None:
    character = replace(ORDINARY, late=Rate.percent(late), announces=Rate.percent(told))
    coming = sourcing.comes(character, luck, promised_on)
    assert coming.on >= promised_on
    assert (coming.on > promised_on) or coming.told_on is None
    if late == 100:
        assert coming.on > promised_on
        assert (coming.told_on is not None) == (told == 100)


@given(luck=lucks, today=days, wait=st.integers(1, 40))
def test_whoever_hurries_comes_after_today_and_not_later_than_before(luck: Luck, today: date, wait: int) -> None:
    coming_on = add_working_days(today, wait)
    day = sourcing.hurries(luck, today, coming_on)
    assert today < day <= coming_on
    assert is_working_day(day)


@given(
    luck=lucks,
    due=st.dictionaries(st.integers(1, 9), st.integers(1, 500).map(Decimal), min_size=1, max_size=5),
    trip=st.integers(0, 3),
)
def test_nobody_loads_more_than_is_due(luck: Luck, due: dict[int, Decimal], trip: int) -> None:
    character = replace(ORDINARY, partial=ALWAYS, short=ALWAYS, damaged=ALWAYS)
    loaded = sourcing.load(character, luck, due, trip=trip)
    assert [each.line_id for each in loaded] == list(due)
    for each in loaded:
        assert 0 <= each.damaged <= each.there <= each.announced <= due[each.line_id]
        assert each.there >= 1
    if trip:
        assert all(each.announced == due[each.line_id] for each in loaded)


def test_the_flawless_bring_all_of_it() -> None:
    character = replace(ORDINARY, partial=NEVER, short=NEVER, damaged=NEVER)
    (loaded,) = sourcing.load(character, Luck(7, "lys"), {1: Decimal(40)}, trip=0)
    assert (loaded.announced, loaded.there, loaded.damaged) == (Decimal(40), Decimal(40), Decimal(0))


def test_a_day_is_promised_in_the_usual_time_or_when_wanted() -> None:
    assert sourcing.promises(MONDAY, lead_days=3, wanted_on=None) == date(2026, 3, 5)
    assert sourcing.promises(MONDAY, lead_days=3, wanted_on=date(2026, 3, 20)) == date(2026, 3, 20)
    assert sourcing.answers_on(replace(ORDINARY, answer_days=Span(1, 1)), Luck(7, "lys"), MONDAY) == date(2026, 3, 3)


class TestCharacters:
    def test_they_go_to_plain_data_and_back(self) -> None:
        assert character_from(plain_character(ORDINARY)) == ORDINARY

    def test_nobody_answers_before_being_asked(self) -> None:
        with pytest.raises(Misfit):
            SupplierCharacter(**{**vars(ORDINARY), "answer_days": Span(0, 1)})


def test_each_reply_is_there_in_both_languages() -> None:
    assert set(REPLIES["fr"]) == set(REPLIES["en"]) == set(Reply)
    for language in REPLIES:
        for text in REPLIES[language].values():
            text.about(order="ACH-1", number="LYS-1", day="lundi", name="Lys")
