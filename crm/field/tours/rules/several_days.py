"""The best tours of several days for at most 14 stops, exactly: every worthwhile day, then a set packing.

The search of one day gives the shortest road of each feasible set of visits;
HiGHS then chooses at most one set for each day and at most one day for each
stop. Its bound is the certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.field.tours.rules.model import MILLI, Instance, Plan
from crm.field.tours.rules.one_day import DaySearch, missed_of

if TYPE_CHECKING:
    import highspy


@dataclass(frozen=True)
class Column:
    """A set of visits on a day, and what it brings, in thousandths of a cent."""

    day: int
    visited: int
    net: int


@dataclass(frozen=True)
class Choice:
    """The columns chosen, and by how much, in thousandths of a cent, a better choice could beat them at most."""

    columns: tuple[Column, ...]
    gap: int


def _stops_of(visited: int) -> Iterator[int]:
    """Yield the stops of a set."""
    return (stop for stop in range(visited.bit_length()) if visited >> stop & 1)


def required_worth(instance: Instance) -> int:
    """Return a worth that no saving of road and no value of other visits can outweigh: all values and longest legs."""
    longest = 2 * sum(max(row) for row in instance.legs.metres)
    return sum(MILLI * stop.value_cents for stop in instance.stops) + longest * instance.cents_per_km + 1


def _columns(instance: Instance, roads: list[dict[int, tuple[int, int]]]) -> list[Column]:
    """Return the sets worth choosing: those which lose by giving up any of their visits."""
    extra = required_worth(instance)
    worths = [MILLI * stop.value_cents + extra * stop.required for stop in instance.stops]
    columns = []
    for day, each in enumerate(roads):
        nets = {0: 0}
        for visited, (metres, _) in each.items():
            nets[visited] = sum(worths[stop] for stop in _stops_of(visited)) - metres * instance.cents_per_km
        for visited, net in nets.items():
            fewer = (nets.get(visited & ~(1 << stop)) for stop in _stops_of(visited))
            if visited and net > 0 and all(other is None or other < net for other in fewer):
                columns.append(Column(day, visited, net))
    return columns


def _packing(instance: Instance, columns: list[Column]) -> highspy.HighsLp:
    """Return the set packing: a row for each stop and for each day, each at most once."""
    import highspy  # noqa: PLC0415  (heavy, and only for tours)
    import numpy as np  # noqa: PLC0415

    count = len(instance.stops)
    rows = count + len(instance.days)
    entries = [[*_stops_of(each.visited), count + each.day] for each in columns]
    packing = highspy.HighsLp()
    packing.num_col_, packing.num_row_ = len(columns), rows
    packing.sense_ = highspy.ObjSense.kMaximize
    packing.col_cost_ = np.array([each.net / MILLI for each in columns])
    packing.col_lower_, packing.col_upper_ = np.zeros(len(columns)), np.ones(len(columns))
    packing.row_lower_, packing.row_upper_ = np.full(rows, -highspy.kHighsInf), np.ones(rows)
    packing.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    packing.a_matrix_.start_ = np.cumsum([0, *map(len, entries)]).astype(np.int32)
    packing.a_matrix_.index_ = np.array([row for each in entries for row in each], dtype=np.int32)
    packing.a_matrix_.value_ = np.ones(sum(map(len, entries)))
    packing.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    return packing


def choose(instance: Instance, columns: list[Column]) -> Choice:
    """Solve the packing to its end, on one thread and from one seed, so that the answer stays the same."""
    if not columns:
        return Choice((), 0)
    import highspy  # noqa: PLC0415  (heavy, and only for tours)

    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor is not annotated
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        solver.setOptionValue(name, value)
    for name in ("mip_rel_gap", "mip_abs_gap"):
        solver.setOptionValue(name, 0.0)
    solver.passModel(_packing(instance, columns))
    solver.run()
    taken = solver.getSolution().col_value
    chosen = tuple(each for each, share in zip(columns, taken, strict=True) if share > 1 / 2)
    bound = solver.getInfo().mip_dual_bound
    return Choice(chosen, max(0, round(MILLI * bound) - sum(each.net for each in chosen)))


def best_days(instance: Instance) -> Plan:
    """Return the best tours of the instance's days with their bound; raise TooManyStops above 14 stops."""
    searches = [DaySearch(instance, day) for day in range(len(instance.days))]
    choice = choose(instance, _columns(instance, [each.roads() for each in searches]))
    orders: list[tuple[int, ...]] = [() for _ in instance.days]
    for column in choice.columns:
        orders[column.day] = searches[column.day].order(column.visited)
    net = sum(instance.value(order) - instance.cost(order) for order in orders)
    return Plan(tuple(orders), net, net + choice.gap, missed_of(instance, tuple(orders)))
