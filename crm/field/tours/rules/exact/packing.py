"""The best choice among all day tours that a better plan can hold: set packing, in losses against the bound.

At the bound's prices each tour loses what it brings less than the best of its
day, each stop left out loses its price, each day at home what a day brings. A
plan's losses add up to its distance from the bound; so plans within a gap of it
hold only tours that lose less (reduced cost fixing; the enumeration of
Baldacci, Christofides and Mingozzi 2008). Losses are small numbers even where
required visits weigh more than everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import highspy
import numpy as np

from crm.field.tours.rules.exact.cuts import Table, broken_triples, cut_columns
from crm.field.tours.rules.exact.master import Column, silent_solver
from crm.field.tours.rules.exact.network import Ints, Small
from crm.field.tours.rules.exact.pricing import Bound, Pricing
from crm.field.tours.rules.model import MILLI

MOST_LABELS = 300_000
MOST_COLUMNS = 40_000
MOST_NODES = 1_000
# Columns among which whole ones are chosen at once.
MOST_WHOLE = 5_000
CUT_ROUNDS = 25
FEW_COLUMNS, MORE_COLUMNS = 400, 3
HALF = 0.5
# More than any loss.
BEYOND = 1 << 60


@dataclass(frozen=True)
class Near:
    """Tours by their losses, all days together; a tour that is not among them loses `missing` at least.

    `members[c, s]` is 1 when tour c visits stop s; `column` makes a column of one.
    """

    networks: Small
    losses: Ints
    members: Table
    missing: int
    column: Callable[[int], Column]


def tours_near(pricing: Pricing, bound: Bound, gap: int) -> Near:
    """Return the tours that lose at most a gap at a bound's prices; when they are too many, the best of them."""
    found = [pricing.tours(number, bound.prices, best - gap, MOST_LABELS) for number, best in enumerate(bound.days)]
    sizes = [len(each.profits) for each in found]
    numbers = np.concatenate([np.arange(each) for each in sizes])
    losses = np.concatenate([best - each.profits for best, each in zip(bound.days, found, strict=True)])
    networks = np.repeat(np.arange(len(found), dtype=np.int32), sizes)
    missing = min(best - each.missing for best, each in zip(bound.days, found, strict=True))
    kept = np.argsort(losses, kind="stable")
    if len(kept) > MOST_COLUMNS:
        missing = min(missing, int(losses[kept[MOST_COLUMNS]]))
        kept = kept[:MOST_COLUMNS]
    sets = np.concatenate([each.sets for each in found])[kept].astype("<u8")
    octets = sets.view(np.uint8).reshape(len(kept), sets.itemsize * sets.shape[1])
    octets = sets.view(np.uint8).reshape(len(kept), sets.itemsize * sets.shape[1])
    bits = np.unpackbits(octets, axis=1, bitorder="little")

    def column(chosen: int) -> Column:
        network = int(networks[kept[chosen]])
        rows = found[network].order(int(numbers[kept[chosen]]))
        return pricing.column(network, pricing.networks[network].stops[list(rows)].tolist())

    return Near(networks[kept], losses[kept], bits[:, : len(pricing.instance.stops)], missing, column)


def tours_known(pricing: Pricing, bound: Bound) -> Near:
    """Return the tours that pricing has met: enough for a good plan, not for a proof."""
    columns = pricing.columns
    members = np.zeros((len(columns), len(pricing.instance.stops)), dtype=np.uint8)
    for row, each in enumerate(columns):
        members[row, list(each.order)] = 1
    networks = np.array([each.network for each in columns], dtype=np.int32)
    profits = np.array([each.profit for each in columns], dtype=np.int64)
    losses = np.array(bound.days, dtype=np.int64)[networks] - profits + members @ bound.prices.stops
    return Near(networks, np.maximum(losses, 0), members, 0, columns.__getitem__)


@dataclass(frozen=True)
class Packing:
    """The tours chosen, if any choice was found, and what every choice among those offered loses at least."""

    columns: tuple[Column, ...] | None
    least: int


@dataclass(frozen=True)
class Relaxed:
    """A cut relaxation: what every choice loses at least, its columns, and what each loses more when it is chosen."""

    least: int
    chosen: Ints
    dearer: Ints

    def within(self, cutoff: int) -> Ints:
        """Return the columns of all choices that lose at most a cutoff."""
        return self.chosen[self.least + self.dearer <= cutoff + 1]

    def cutoff(self, count: int, most: int) -> int:
        """Return the cutoff that leaves about so many columns, or the most when that leaves no more."""
        if len(self.within(most)) <= count:
            return most
        return min(most, self.least + int(np.partition(self.dearer, count)[count]))


class _Choice:
    """The packing of one step: a row for each stop, one for required visits, one for each kind of day, with slack."""

    def __init__(self, pricing: Pricing, bound: Bound, near: Near, gap: int) -> None:
        """Lay out rows and columns; what alone loses more than the gap is not done."""
        self.near, self.gap = near, gap
        stops, days = len(pricing.instance.stops), [len(each.days) for each in pricing.networks]
        self.limits = np.array([1] * stops + [pricing.master.most_required] + days, dtype=np.float64)
        self.slacks = np.concatenate([bound.prices.duals, np.array(bound.days, dtype=np.int64)])
        self.table = np.zeros((len(near.losses), len(self.limits)))
        self.table[:, :stops] = near.members
        self.table[:, stops] = near.members @ pricing.master.required
        self.table[np.arange(len(near.losses)), stops + 1 + near.networks] = 1
        self.triples: list[Ints] = []

    def solver(self, chosen: Ints) -> highspy.Highs:
        """Return the packing of some columns, with the cuts known."""
        count, rows = len(chosen), len(self.limits)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count + rows, rows
        model.col_cost_ = np.concatenate([self.near.losses[chosen], np.minimum(self.slacks, self.gap + 1)]) / MILLI
        model.col_lower_ = np.zeros(count + rows)
        model.col_upper_ = np.concatenate([np.ones(count), np.where(self.slacks > self.gap, 0.0, self.limits)])
        model.row_lower_, model.row_upper_ = self.limits, self.limits
        column, row = np.nonzero(self.table[chosen])
        starts = np.searchsorted(column, np.arange(count))
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([starts, len(row) + np.arange(rows + 1)]).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate([row, np.arange(rows)]).astype(np.int32)
        model.a_matrix_.value_ = np.concatenate([self.table[chosen][column, row], np.ones(rows)])
        solver = silent_solver()
        solver.passModel(model)
        self.cut(solver, chosen, self.triples)
        return solver

    def cut(self, solver: highspy.Highs, chosen: Ints, triples: list[Ints]) -> None:
        """Add cuts to a packing."""
        for triple in triples:
            columns = cut_columns(self.near.members[chosen], triple).astype(np.int32)
            solver.addRow(-highspy.kHighsInf, 1.0, len(columns), columns, np.ones(len(columns)))

    def relax(self) -> Relaxed | None:
        """Cut the relaxation while that helps; None when no choice is within the gap."""
        chosen = np.arange(len(self.near.losses))
        solver = self.solver(chosen)
        for _ in range(CUT_ROUNDS):
            solver.run()
            if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                return None
            found, count = solver.getSolution(), len(chosen)
            least = MILLI * solver.getInfo().objective_function_value
            if least > self.gap:
                return None
            relaxed = Relaxed(round(least), chosen, np.rint(MILLI * np.array(found.col_dual[:count])).astype(np.int64))
            triples = list(broken_triples(self.near.members[chosen], np.array(found.col_value[:count])))
            if not triples:
                return relaxed
            self.triples += triples
            kept = relaxed.within(self.gap)
            if len(kept) < HALF * count:
                chosen = kept
                solver = self.solver(chosen)
            else:
                self.cut(solver, chosen, triples)
        return relaxed

    def whole(self, chosen: Ints) -> tuple[int, int, Ints]:
        """Choose whole columns; return what any choice loses at least, what this one loses, and its columns.

        The second is beyond any gap when no choice was found.
        """
        solver = self.solver(chosen)
        kinds = np.full(len(chosen), highspy.HighsVarType.kInteger)
        solver.changeColsIntegrality(len(chosen), np.arange(len(chosen), dtype=np.int32), kinds)
        for name in ("mip_rel_gap", "mip_abs_gap"):
            solver.setOptionValue(name, 0.0)
        solver.setOptionValue("mip_max_nodes", MOST_NODES)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return BEYOND, BEYOND, chosen[:0]
        info = solver.getInfo()
        least = max(0, round(MILLI * info.mip_dual_bound))
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return least, BEYOND, chosen[:0]
        taken = np.array(solver.getSolution().col_value[: len(chosen)])
        return least, round(MILLI * info.objective_function_value), chosen[taken > HALF]


def good_choice(pricing: Pricing, bound: Bound, gap: int) -> tuple[Column, ...]:
    """Return a good choice among the tours that pricing has met, if there is one within a gap."""
    choice = _Choice(pricing, bound, near := tours_known(pricing, bound), gap)
    relaxed = choice.relax()
    if relaxed is None:
        return ()
    return tuple(near.column(int(each)) for each in choice.whole(relaxed.within(relaxed.cutoff(FEW_COLUMNS, gap)))[2])


def pack(pricing: Pricing, bound: Bound, near: Near, gap: int) -> Iterator[Packing]:
    """Choose among tours for the least loss: first among few that the cut relaxation likes, then among more.

    Yield each time what is known; the end is reached when the choice is the best, or too hard to make.
    """
    choice = _Choice(pricing, bound, near, gap)
    relaxed = choice.relax()
    if relaxed is None:
        yield Packing(None, gap + 1)
        return
    least, best, few = relaxed.least, BEYOND, FEW_COLUMNS
    while least < min(best, gap + 1):
        cutoff = relaxed.cutoff(few, min(best, gap))
        offered = relaxed.within(cutoff)
        if len(offered) > MOST_WHOLE:
            return
        lowest, loss, chosen = choice.whole(offered)
        best = min(best, loss)
        least = max(least, min(lowest, loss, cutoff + 1))
        yield Packing(tuple(near.column(int(each)) for each in chosen) if loss < BEYOND else None, least)
        if lowest < min(loss, cutoff):
            return
        few *= MORE_COLUMNS
