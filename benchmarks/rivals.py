"""What an engine off the shelf makes of the same weeks: OR-Tools routing, when requirements/bench.txt is installed."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from typing import Any

from crm.field.tours.rules.model import MILLI, Instance
from crm.field.tours.rules.timetable import schedule

A_DAY = 24 * 60
# Outweighs every visit, as a required one does.
REQUIRED = 50_000_000


def is_installed() -> bool:
    """Tell whether there is something to compare with."""
    return find_spec("ortools") is not None


def reaches(instance: Instance, seconds: int) -> tuple[int, int]:
    """Return what OR-Tools reaches in so many seconds: required visits missed (negative), what the plan brings.

    It works in a process of its own: it brings another HiGHS than ours along.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        return elsewhere.submit(_reaches, instance, seconds).result()


def _reaches(instance: Instance, seconds: int) -> tuple[int, int]:
    """Lay the week out and let it search.

    Each visit may be dropped for its value, each day is a vehicle on one
    timeline, lunch a break of its own. A day that our timetable finds at fault is
    dropped.
    """
    pywrapcp = import_module("ortools.constraint_solver.pywrapcp")
    count, days = len(instance.stops), len(instance.days)
    manager = pywrapcp.RoutingIndexManager(count + 2, days, [count] * days, [count + 1] * days)
    routing = pywrapcp.RoutingModel(manager)
    row = [*range(1, count + 1), 0, count + 1]
    service = [each.minutes for each in instance.stops] + [0, 0]
    legs = instance.legs

    def minutes(a: int, b: int) -> int:
        here, there = manager.IndexToNode(a), manager.IndexToNode(b)
        return int(service[here] + legs.minutes[row[here]][row[there]])

    def cents(a: int, b: int) -> int:
        here, there = row[manager.IndexToNode(a)], row[manager.IndexToNode(b)]
        return int(legs.metres[here][there] * instance.cents_per_km // MILLI)

    transit = routing.RegisterTransitCallback(minutes)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(cents))
    routing.AddDimension(transit, A_DAY, A_DAY * days, False, "time")
    time = routing.GetDimensionOrDie("time")
    _open(instance, manager, routing, time)
    _lunch(instance, routing, time, [service[manager.IndexToNode(each)] for each in range(routing.Size())])
    settings = pywrapcp.DefaultRoutingSearchParameters()
    # By their numbers: parallel cheapest insertion, guided local search.
    settings.first_solution_strategy, settings.local_search_metaheuristic = 8, 2
    settings.time_limit.seconds = seconds
    found = routing.SolveWithParameters(settings)
    return _judged(instance, manager, routing, found) if found else (-count, 0)


def _open(instance: Instance, manager: Any, routing: Any, time: Any) -> None:
    """Let each visit begin within its windows of all days, or be dropped."""
    for number, stop in enumerate(instance.stops):
        index, after, beginning = manager.NodeToIndex(number), 0, time.CumulVar(manager.NodeToIndex(number))
        for day, windows in enumerate(stop.windows):
            for window in windows:
                if window.closes - stop.minutes >= window.opens:
                    opens, closes = day * A_DAY + window.opens, day * A_DAY + window.closes - stop.minutes
                    beginning.RemoveInterval(after, opens - 1)
                    after = closes + 1
        beginning.RemoveInterval(after, len(instance.days) * A_DAY)
        routing.AddDisjunction([index], stop.value_cents + REQUIRED * stop.required)


def _lunch(instance: Instance, routing: Any, time: Any, service: list[int]) -> None:
    """Keep each vehicle within its day, with its break."""
    solver = routing.solver()
    for number, day in enumerate(instance.days):
        for index in (routing.Start(number), routing.End(number)):
            time.CumulVar(index).SetRange(number * A_DAY + day.starts, number * A_DAY + day.ends)
        if day.lunch_minutes:
            earliest, latest = number * A_DAY + day.lunch_from, number * A_DAY + day.lunch_until
            lunch = solver.FixedDurationIntervalVar(earliest, latest, day.lunch_minutes, False, f"lunch {number}")
            time.SetBreakIntervalsOfVehicle([lunch], number, service)


def _judged(instance: Instance, manager: Any, routing: Any, found: Any) -> tuple[int, int]:
    """Return what its plan is worth by our own timetable."""
    net, done = 0, 0
    for number in range(len(instance.days)):
        order, index = [], found.Value(routing.NextVar(routing.Start(number)))
        while not routing.IsEnd(index):
            order.append(manager.IndexToNode(index))
            index = found.Value(routing.NextVar(index))
        if schedule(instance, number, tuple(order)).feasible:
            net += instance.value(tuple(order)) - instance.cost(tuple(order))
            done += sum(instance.stops[stop].required for stop in order)
    return done - sum(stop.required for stop in instance.stops), net
