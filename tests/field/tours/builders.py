"""Worlds for tours: small random instances, and the slow sure answer."""

from __future__ import annotations

import random
from itertools import permutations, product

from crm.field.tours.rules.model import MILLI, Day, Instance, Legs, Stop, Window, required_worth
from crm.field.tours.rules.one_day import DaySearch, missed_of
from crm.field.tours.rules.timetable import schedule


def random_stop(rng: random.Random, number: int, days: int) -> Stop:
    kinds = (
        (Window(540, 720), Window(840, 1080)),
        (Window(600, 1140),),
        (Window(540, 690), Window(900, 1020)),
        (),
    )
    windows = tuple(rng.choices(kinds, weights=(4, 3, 2, 1))[0] for _ in range(days))
    fixed = rng.random() < 0.15
    if fixed:
        opens, on = rng.randrange(540, 1000, 15), rng.randrange(days)
        windows = tuple((Window(opens, opens + 45),) if day == on else () for day in range(days))
    return Stop(f"Stop {number}", 45, rng.randrange(500, 9000), windows, required=fixed)


def random_instance(seed: int, stops: int, days: int = 1) -> Instance:
    rng = random.Random(seed)  # noqa: S311  # the same worlds every time
    places = [(0, 0), *((rng.randint(-60, 60), rng.randint(-60, 60)) for _ in range(stops))]
    places.append((0, 0) if rng.random() < 0.7 else (rng.randint(-30, 30), rng.randint(-30, 30)))
    metres = tuple(tuple(round(1300 * ((a - c) ** 2 + (b - d) ** 2) ** 0.5) for c, d in places) for a, b in places)
    minutes = tuple(tuple(4 + each // 900 if each else 0 for each in row) for row in metres)
    day = Day(lunch_minutes=rng.choice((45, 45, 0)), ends=rng.choice((900, 1020, 1080)))
    return Instance(
        tuple(random_stop(rng, number, days) for number in range(stops)), (day,) * days, Legs(minutes, metres)
    )


def brute_force(instance: Instance) -> tuple[int, int]:
    """Try every set and order of visits for every day: fewest required ones missed (negative), then most net."""
    count = len(instance.stops)
    cheapest: list[dict[frozenset[int], int]] = []
    for day in range(len(instance.days)):
        costs: dict[frozenset[int], int] = {frozenset(): 0}
        for size in range(1, count + 1):
            for order in permutations(range(count), size):
                if (
                    instance.cost(order) < costs.get(frozenset(order), 1 << 60)
                    and schedule(instance, day, order).feasible
                ):
                    costs[frozenset(order)] = instance.cost(order)
        cheapest.append(costs)
    best = (-count - 1, 0)
    for sets in product(*cheapest):
        chosen = frozenset[int]().union(*sets)
        if len(chosen) == sum(map(len, sets)):
            cost = sum(costs[each] for costs, each in zip(cheapest, sets, strict=True))
            missed = len(missed_of(instance, (tuple(chosen),)))
            best = max(best, (-missed, instance.value(tuple(chosen)) - cost))
    return best


def by_subsets(instance: Instance) -> tuple[int, int]:
    """Give every set of visits to every day, one day after the other: as sure as trying all, for up to a dozen stops."""
    extra, count = required_worth(instance), len(instance.stops)
    worths = [MILLI * each.value_cents + extra * each.required for each in instance.stops]
    best = {0: 0}
    for day in range(len(instance.days)):
        nets = {0: 0}
        for visited, (metres, _) in DaySearch(instance, day).roads().items():
            worth = sum(worths[stop] for stop in range(count) if visited >> stop & 1)
            nets[visited] = worth - metres * instance.cents_per_km
        longer = dict(best)
        for before, profit in best.items():
            for visited, net in nets.items():
                if not before & visited and profit + net > longer.get(before | visited, -1):
                    longer[before | visited] = profit + net
        best = longer
    visited, profit = max(best.items(), key=lambda each: each[1])
    done = sum(each.required for stop, each in enumerate(instance.stops) if visited >> stop & 1)
    return done - sum(each.required for each in instance.stops), profit - extra * done
