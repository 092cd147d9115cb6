"""The best day is the best of all days."""

from __future__ import annotations

import pytest

from crm.field.tours.rules.one_day import MOST_STOPS, TooManyStops, best_day
from crm.field.tours.rules.timetable import schedule
from tests.field.tours.builders import brute_force, random_instance

pytestmark = pytest.mark.once


@pytest.mark.parametrize("seed", range(80))
def test_the_best_day_equals_the_slow_sure_answer(seed: int) -> None:
    instance = random_instance(seed, 2 + seed % 4)
    plan = best_day(instance)
    assert (-len(plan.missed), plan.net) == brute_force(instance)
    assert plan.proven
    assert schedule(instance, 0, plan.orders[0]).feasible


def test_the_same_question_has_the_same_answer() -> None:
    assert best_day(random_instance(7, 10)) == best_day(random_instance(7, 10))


def test_more_than_fourteen_stops_are_refused() -> None:
    with pytest.raises(TooManyStops):
        best_day(random_instance(1, MOST_STOPS + 1))
