"""The linear relaxation of the choice among day tours (Dantzig and Wolfe 1960): it prices visits and days.

Each stop is visited at most once, each kind of day used at most as often as
there is one, and no more required visits are made than can be. Prices are
rounded to whole thousandths of a cent, and every bound is computed from them in
whole numbers: it stays a bound however the solver rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from crm.field.tours.rules.exact.network import Ints, Network
from crm.field.tours.rules.model import MILLI, Instance


@dataclass(frozen=True)
class Column:
    """A day tour: the number of its network, its visits in order and as a set, and what it brings."""

    network: int
    order: tuple[int, ...]
    visited: int
    profit: int


@dataclass(frozen=True)
class Prices:
    """The dual of each stop, then, last, that of the row which counts required visits; each at least 0."""

    duals: Ints
    required: Ints

    @property
    def stops(self) -> Ints:
        """What a tour pays for each visit."""
        return np.add(self.duals[:-1], int(self.duals[-1]) * self.required, dtype=np.int64)

    def spent(self, most_required: int) -> int:
        """Return what the rows of stops cost together."""
        return int(self.duals[:-1].sum()) + int(self.duals[-1]) * most_required


@dataclass(frozen=True)
class Relaxation:
    """The relaxation solved over the columns known: its value, its prices, those of days, and the shares taken."""

    value: int
    prices: Prices
    days: Ints
    shares: tuple[float, ...]


def silent_solver() -> highspy.Highs:
    """Return HiGHS, silent, on one thread and from one seed."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor is not annotated
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        solver.setOptionValue(name, value)
    return solver


class Master:
    """The relaxation over a growing set of columns."""

    def __init__(self, instance: Instance, networks: Sequence[Network]) -> None:
        """Begin without columns."""
        self.stops, self.networks = len(instance.stops), networks
        self.required = np.array([each.required for each in instance.stops], dtype=np.int64)
        self.most_required = int(self.required.sum())
        self.solver = silent_solver()
        self.solver.setOptionValue("solver", "simplex")
        rows = self.stops + 1 + len(networks)
        empty = highspy.HighsLp()
        empty.num_row_ = rows
        empty.row_lower_ = np.full(rows, -highspy.kHighsInf)
        limits = [1.0] * self.stops + [float(self.most_required)] + [float(len(each.days)) for each in networks]
        empty.row_upper_ = np.array(limits)
        empty.a_matrix_.start_ = np.zeros(1, dtype=np.int32)
        self.solver.passModel(empty)

    def limit_required(self, most: int) -> None:
        """Note that no plan makes more required visits: a rounded row (Gomory 1958)."""
        self.most_required = most
        self.solver.changeRowBounds(self.stops, -highspy.kHighsInf, float(most))

    def add(self, columns: Sequence[Column]) -> None:
        """Let columns be chosen."""
        rows: list[int] = []
        entries: list[float] = []
        starts = []
        for each in columns:
            starts.append(len(rows))
            required = sum(int(self.required[stop]) for stop in each.order)
            rows += [*each.order, self.stops, self.stops + 1 + each.network]
            entries += [*[1.0] * len(each.order), float(required), 1.0]
        count = len(columns)
        self.solver.addCols(
            count,
            np.array([-each.profit / MILLI for each in columns]),
            np.zeros(count),
            np.full(count, highspy.kHighsInf),
            len(rows),
            np.array(starts, dtype=np.int32),
            np.array(rows, dtype=np.int32),
            np.array(entries),
        )

    def solve(self) -> Relaxation:
        """Solve it from where it was."""
        self.solver.run()
        found = self.solver.getSolution()
        duals = np.maximum(np.rint(-MILLI * np.array(found.row_dual)).astype(np.int64), 0)
        value = -MILLI * self.solver.getInfo().objective_function_value
        prices = Prices(duals[: self.stops + 1], self.required)
        return Relaxation(round(value), prices, duals[self.stops + 1 :], tuple(found.col_value))
