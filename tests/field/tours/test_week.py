"""A whole week: never better than the best, never worse than plain insertion, the same each time, its bound honest."""

from __future__ import annotations

import pytest

from crm.field.tours.rules.model import Instance
from crm.field.tours.rules.several_days import best_days
from crm.field.tours.rules.timetable import schedule
from crm.field.tours.rules.week import best_week, upper_bound
from tests.field.tours.builders import random_instance


def net_of(instance: Instance, orders: tuple[tuple[int, ...], ...]) -> int:
    return sum(instance.value(order) - instance.cost(order) for order in orders)


@pytest.mark.parametrize("seed", range(12))
def test_a_week_is_feasible_and_between_its_bound_and_the_best(seed: int) -> None:
    instance = random_instance(seed, stops=6, days=2)
    best, found = best_days(instance), best_week(instance)
    assert all(schedule(instance, day, order).feasible for day, order in enumerate(found.orders))
    assert len({stop for order in found.orders for stop in order}) == sum(map(len, found.orders))
    assert found.net == net_of(instance, found.orders)
    if not best.missed and not found.missed:
        assert found.net <= best.net
    assert best.net <= upper_bound(instance)
    assert found.net <= found.bound


def test_the_same_question_has_the_same_answer() -> None:
    instance = random_instance(5, stops=16, days=3)
    assert best_week(instance) == best_week(instance)


def test_a_small_week_is_mostly_the_best_one() -> None:
    instances = [random_instance(seed, stops=6, days=2) for seed in range(20, 32)]
    reached = [best_week(each).net >= best_days(each).net for each in instances]
    assert sum(reached) >= 10
