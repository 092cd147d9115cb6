"""The search finds the best week and proves it; each step on the way is honest, and the first ones already serve."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from crm.field.tours.rules.exact.packing import pack, tours_near
from crm.field.tours.rules.exact.pricing import Pricing
from crm.field.tours.rules.model import Day, Instance, Plan, Window
from crm.field.tours.rules.progress import Progress, Stage
from crm.field.tours.rules.solving import improve, solve
from crm.field.tours.rules.timetable import schedule
from tests.field.tours.builders import brute_force, by_subsets, random_instance

pytestmark = pytest.mark.once


def reached(plan: Plan) -> tuple[int, int]:
    """Return what a plan is judged by: required visits missed (negative), then what it brings."""
    return -len(plan.missed), plan.net


def can_be_driven(instance: Instance, plan: Plan) -> bool:
    done = [stop for order in plan.orders for stop in order]
    assert plan.net == sum(instance.value(order) - instance.cost(order) for order in plan.orders)
    feasible = all(schedule(instance, day, order).feasible for day, order in enumerate(plan.orders))
    return feasible and len(done) == len(set(done))


@pytest.mark.parametrize("seed", range(40))
def test_the_best_week_equals_the_slow_sure_answer(seed: int) -> None:
    instance = random_instance(1000 + seed, 2 + seed % 4, days=1 + seed % 3)
    *_, last = improve(instance)
    assert reached(last.plan) == brute_force(instance)
    assert last.proven
    assert last.said is Stage.DONE


@pytest.mark.parametrize("seed", range(12))
def test_each_step_can_be_driven_and_its_bound_is_never_below_the_truth(seed: int) -> None:
    instance = random_instance(2000 + seed, 9, days=2 + seed % 3)
    truth, steps = by_subsets(instance), list(improve(instance))
    assert all(can_be_driven(instance, each.plan) for each in steps)
    for each in steps:
        assert reached(each.plan) <= truth
        assert each.bound == each.plan.bound >= each.plan.net
        assert each.proven == each.plan.proven
        if len(each.plan.missed) == -truth[0]:
            assert each.bound >= truth[1]
        if each.proven:
            assert reached(each.plan) == truth
    assert reached(steps[-1].plan) == truth


def test_plans_only_get_better_and_bounds_only_closer() -> None:
    steps = list(improve(random_instance(7, 25, days=3)))
    reaches = [reached(each.plan) for each in steps]
    assert [each.said for each in steps][0 :: len(steps) - 1] == [Stage.FIRST, Stage.DONE]
    assert reaches == sorted(reaches)
    last = steps[-1]
    assert all(each.bound >= last.bound for each in steps if len(each.plan.missed) <= len(last.plan.missed))
    assert last.proven


def test_the_same_question_has_the_same_steps() -> None:
    assert list(improve(random_instance(3, 18, days=3))) == list(improve(random_instance(3, 18, days=3)))


def test_who_stops_asking_keeps_the_best_so_far() -> None:
    instance = random_instance(11, 25, days=4)
    search = improve(instance)
    seen = list(islice(search, 4))
    search.close()  # type: ignore[attr-defined]  # it is a generator
    assert can_be_driven(instance, seen[-1].plan)
    assert reached(seen[-1].plan) == max(reached(each.plan) for each in seen)
    assert seen[-1].bound >= solve(instance).net


def test_the_search_begins_no_worse_than_the_learners_own_tour() -> None:
    instance = random_instance(21, 20, days=3)
    best = solve(instance)
    first: Progress = next(iter(improve(instance, own=best)))
    assert first.said is Stage.FIRST
    assert reached(first.plan) == reached(best)


def test_days_of_ones_own_that_cannot_be_driven_are_left_out() -> None:
    instance = random_instance(21, 20, days=3)
    best = solve(instance)
    impossible = tuple(range(20))
    own = Plan((impossible, *best.orders[1:]), best.net, best.bound)
    steps = list(improve(instance, own=own))
    assert all(can_be_driven(instance, each.plan) for each in steps)
    kept = sum(instance.value(order) - instance.cost(order) for order in best.orders[1:])
    assert steps[0].plan.net >= kept or len(steps[0].plan.missed) < len(best.missed)
    assert reached(steps[-1].plan) == reached(best)


def test_a_required_visit_comes_first_even_where_it_costs_more_than_it_brings() -> None:
    instance = random_instance(4, 8, days=2)
    poor = tuple(
        replace(stop, value_cents=0, required=index == 3, windows=((Window(540, 1080),),) * 2)
        if index == 3
        else replace(stop, required=False)
        for index, stop in enumerate(instance.stops)
    )
    asked = replace(instance, stops=poor)
    plan = solve(asked)
    assert any(3 in order for order in plan.orders)
    assert reached(plan) == by_subsets(asked)


def test_a_fixed_appointment_is_kept_on_its_day_and_at_its_minute() -> None:
    instance = random_instance(9, 14, days=3)
    fixed = replace(instance.stops[5], windows=((), (Window(600, 645),), ()), required=True)
    asked = replace(instance, stops=(*instance.stops[:5], fixed, *instance.stops[6:]))
    plan = solve(asked)
    assert 5 in plan.orders[1]
    (call,) = [each for each in schedule(asked, 1, plan.orders[1]).calls if each.stop == 5]
    assert (call.starts, call.ends) == (600, 645)


def test_more_required_visits_than_fit_are_proven_to_be_too_many() -> None:
    instance = random_instance(13, 10, days=2)
    short = tuple(replace(day, ends=840) for day in instance.days)
    asked = replace(instance, days=short, stops=tuple(replace(each, required=True) for each in instance.stops))
    *_, last = improve(asked)
    assert last.plan.missed
    assert reached(last.plan) == by_subsets(asked)
    assert last.proven


def test_nobody_is_visited_on_a_closing_day_and_equal_days_are_all_used() -> None:
    instance = random_instance(17, 12, days=4)
    asked = replace(
        instance,
        stops=tuple(
            replace(each, windows=((Window(540, 1080),),) * 3 + ((),), required=False) for each in instance.stops
        ),
        days=(Day(ends=840),) * 4,
    )
    plan = solve(asked)
    assert plan.orders[3] == ()
    assert sum(map(bool, plan.orders)) == 3
    assert can_be_driven(asked, plan)


def test_lunch_is_had_whenever_the_day_asks_for_it() -> None:
    instance = random_instance(23, 14, days=2)
    asked = replace(instance, days=(Day(lunch_minutes=60),) * 2)
    days = [schedule(asked, day, order) for day, order in enumerate(solve(asked).orders)]
    assert all(each.lunch_at is not None and 720 <= each.lunch_at <= 780 for each in days if each.calls)


@pytest.mark.parametrize("stops", [0, 1, 70])
def test_weeks_of_any_size_have_an_answer(stops: int) -> None:
    """More stops than a machine word has bits, too."""
    instance = random_instance(29, stops, days=2)
    *_, last = improve(instance)
    assert can_be_driven(instance, last.plan)
    assert last.bound >= last.plan.net >= 0


def test_nothing_can_be_done_where_everybody_is_closed() -> None:
    instance = random_instance(31, 5, days=2)
    closed = replace(instance, stops=tuple(replace(each, windows=((), ()), required=False) for each in instance.stops))
    plan = solve(closed)
    assert (plan.orders, plan.net, plan.proven) == (((), ()), 0, True)


def test_where_no_tour_is_near_the_bound_none_is_offered_and_none_chosen() -> None:
    pricing = Pricing(random_instance(7, 8, days=2))
    for _ in pricing.rounds():
        pass
    assert pricing.bound is not None
    near = tours_near(pricing, pricing.bound, -1)
    assert near.members.shape == (0, 8)
    assert [each.columns for each in pack(pricing, pricing.bound, near, 1)] == [None]
