"""The best days are the best of all days."""

from __future__ import annotations

import pytest

from crm.field.tours.rules.several_days import best_days
from crm.field.tours.rules.timetable import schedule
from tests.field.tours.builders import brute_force, random_instance

pytestmark = pytest.mark.once


@pytest.mark.parametrize("seed", range(60))
def test_the_best_days_equal_the_slow_sure_answer(seed: int) -> None:
    instance = random_instance(1000 + seed, 2 + seed % 3, days=2 + seed % 2)
    plan = best_days(instance)
    assert (-len(plan.missed), plan.net) == brute_force(instance)
    assert plan.proven
    assert all(schedule(instance, day, order).feasible for day, order in enumerate(plan.orders))


def test_the_same_question_has_the_same_answer() -> None:
    assert best_days(random_instance(3, 11, days=3)) == best_days(random_instance(3, 11, days=3))


def test_nobody_is_visited_twice() -> None:
    done = [stop for order in best_days(random_instance(5, 12, days=4)).orders for stop in order]
    assert done
    assert len(done) == len(set(done))
