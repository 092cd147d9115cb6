"""Taught tours can be driven; what they leave out has a reason; distances are those of the globe."""

from __future__ import annotations

import random

import pytest

from crm.field.tours.rules.distances import DETOURS, Place, crow_metres, legs_between
from crm.field.tours.rules.explanations import Reason, dearest_detours, dropped_visits, impossible_visits
from crm.field.tours.rules.model import Day, Instance, Stop, Window
from crm.field.tours.rules.patterns import Pattern, pattern_plan
from crm.field.tours.rules.solving import solve
from crm.field.tours.rules.timetable import FaultKind, schedule

pytestmark = pytest.mark.once

HOME = Place(50.63, 3.06)
OPEN = (Window(540, 720), Window(840, 1080))


def around(seed: int, stops: int, days: int) -> tuple[Instance, tuple[Place, ...]]:
    rng = random.Random(seed)  # noqa: S311  # the same worlds every time
    places = tuple(Place(HOME.latitude + rng.gauss(0, 0.2), HOME.longitude + rng.gauss(0, 0.3)) for _ in range(stops))
    asked = tuple(Stop(f"Stop {n}", 45, rng.randrange(1500, 9000), (OPEN,) * days) for n in range(stops))
    return Instance(asked, (Day(),) * days, legs_between((HOME, *places, HOME))), places


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("pattern", Pattern)
def test_a_taught_tour_can_be_driven_and_never_beats_the_best(pattern: Pattern, seed: int) -> None:
    instance, places = around(seed, 7, 2)
    plan = pattern_plan(instance, pattern, home=HOME, places=places)
    done = [stop for order in plan.orders for stop in order]
    assert done
    assert len(done) == len(set(done))
    assert all(schedule(instance, day, order).feasible for day, order in enumerate(plan.orders))
    best = solve(instance)
    assert best.proven
    assert plan.net <= best.net <= plan.bound


@pytest.mark.parametrize("seed", range(5))
def test_the_best_plan_leaves_out_nothing_worth_adding(seed: int) -> None:
    instance, _ = around(seed, 9, 1)
    plan = solve(instance)
    reasons = {each.reason for each in dropped_visits(instance, plan)}
    assert reasons <= {Reason.NO_ROOM, Reason.TOO_DEAR}
    assert all(each.loss <= 0 for each in dearest_detours(instance, plan))


def test_a_dear_visit_is_named_with_its_cost_and_its_value() -> None:
    places = (Place(50.7, 3.06), Place(51.2, 3.06))
    stops = (Stop("Near", 45, 9000, (OPEN,)), Stop("Far", 45, 100, (OPEN,)))
    instance = Instance(stops, (Day(),), legs_between((HOME, *places, HOME)))
    (far,) = dropped_visits(instance, solve(instance))
    assert (far.stop, far.reason, far.value) == (1, Reason.TOO_DEAR, 100_000)
    assert far.cost is not None
    assert far.cost > far.value


def test_an_impossible_visit_says_which_window_is_missed() -> None:
    stops = (Stop("Shut", 45, 1, ((),)), Stop("Dawn", 45, 1, ((Window(540, 590),),)), Stop("Easy", 45, 1, (OPEN,)))
    places = (HOME, Place(50.9, 3.06), HOME)
    shut, dawn = impossible_visits(Instance(stops, (Day(),), legs_between((HOME, *places, HOME))))
    assert (shut.stop, shut.reason) == (0, Reason.CLOSED)
    assert (dawn.stop, dawn.reason) == (1, Reason.OUT_OF_REACH)
    assert (dawn.faults[0].kind, dawn.faults[0].stop) == (FaultKind.LATE, 1)


@pytest.mark.parametrize("there", [Place(50.65, 3.07), Place(50.9, 2.9), Place(48.86, 2.35)])
def test_a_matrix_agrees_with_the_geodesic(there: Place) -> None:
    crow = crow_metres(HOME, there)
    factor = next(factor for farthest, factor in DETOURS if crow <= farthest)
    legs = legs_between((HOME, there))
    assert legs.metres[0][1] == pytest.approx(crow * factor, rel=0.005)
    assert legs.metres[0][1] == legs.metres[1][0]
    assert legs.minutes[0][0] == 0
