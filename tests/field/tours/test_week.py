"""A week laid out at once can be driven, and no week brings more than its bound."""

from __future__ import annotations

import pytest

from crm.field.tours.rules.timetable import schedule
from crm.field.tours.rules.week import quick_week, upper_bound
from tests.field.tours.builders import by_subsets, random_instance

pytestmark = pytest.mark.once


@pytest.mark.parametrize("seed", range(12))
def test_a_week_laid_out_at_once_can_be_driven_and_never_beats_the_best(seed: int) -> None:
    instance = random_instance(seed, stops=6, days=2)
    orders = quick_week(instance)
    done = [stop for order in orders for stop in order]
    assert all(schedule(instance, day, order).feasible for day, order in enumerate(orders))
    assert len(done) == len(set(done))
    missed, best = by_subsets(instance)
    assert best <= upper_bound(instance)
    if missed == 0 and all(stop in done for stop, each in enumerate(instance.stops) if each.required):
        assert sum(instance.value(order) - instance.cost(order) for order in orders) <= best


def test_the_same_question_has_the_same_answer() -> None:
    assert quick_week(random_instance(5, stops=16, days=3)) == quick_week(random_instance(5, stops=16, days=3))
