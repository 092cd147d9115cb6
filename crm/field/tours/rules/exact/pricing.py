"""Column generation: day tours that the relaxation misses, and the bound that no plan exceeds.

With prices for visits, the best a day can bring is found network by network;
prices paid plus the best of each day bound every plan (Lagrange; Lasdon 1970).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from crm.field.tours.rules.exact.completion import Grid, completion, grid
from crm.field.tours.rules.exact.labelling import Search, Tours
from crm.field.tours.rules.exact.master import Column, Master, Prices, Relaxation
from crm.field.tours.rules.exact.network import Network, networks
from crm.field.tours.rules.model import MILLI, Instance, required_worth

# Minutes in a bucket of the bounds.
WIDTH = 4
# Labels kept for each length of tour: at first, and when few tours were found with fewer.
FEW, MANY = 300, 19_200
SCARCE = 20
# New tours of each kind of day in a round.
TOURS_A_DAY = 60
ROUNDS = 150
# Pricing ends when it can raise the relaxation by less than this share of what the plan brings.
CLOSE = 10_000


@dataclass(frozen=True)
class Bound:
    """A bound with its proof: the prices, and the most that a day of each network brings at these prices."""

    value: int
    prices: Prices
    days: tuple[int, ...]


@dataclass
class Pricing:
    """Column generation for an instance; `pool` holds the best order known of each set of visits on a kind of day."""

    instance: Instance
    networks: tuple[Network, ...] = ()
    grids: tuple[Grid, ...] = ()
    pool: dict[tuple[int, int], Column] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    bound: Bound | None = None

    def __post_init__(self) -> None:
        """Tabulate the days."""
        self.networks = networks(self.instance)
        self.grids = tuple(grid(each, WIDTH) for each in self.networks)
        self.master = Master(self.instance, self.networks)
        self.extra = required_worth(self.instance)

    def column(self, network: int, order: Sequence[int]) -> Column:
        """Return a day tour with what it brings."""
        stops = [self.instance.stops[each] for each in order]
        worth = sum(MILLI * each.value_cents + self.extra * each.required for each in stops)
        visited = sum(1 << each for each in order)
        return Column(network, tuple(order), visited, worth - self.instance.cost(tuple(order)))

    def add(self, columns: Sequence[Column]) -> list[Column]:
        """Let new day tours be chosen; return those that were not known so short."""
        new = []
        for each in columns:
            known = self.pool.get((each.network, each.visited))
            if known is None or known.profit < each.profit:
                self.pool[each.network, each.visited] = each
                new.append(each)
        if new:
            self.master.add(new)
            self.columns += new
        return new

    def tours(self, network: int, prices: Prices, threshold: int, most: int) -> Tours:
        """Return the tours of a day worth a threshold at these prices."""
        on, lattice = self.networks[network], self.grids[network]
        gains = on.values - prices.stops[on.stops] - on.costs
        return Search(lattice, gains, completion(lattice, gains), threshold, most).run()

    def rounds(self) -> Iterator[Relaxation]:
        """Price until the relaxation is solved, or nearly; yield it each time, its bound kept in `bound`."""
        most = FEW
        for _ in range(ROUNDS):
            relaxation = self.master.solve()
            new = self._price(relaxation, most)
            yield relaxation
            if self.bound is None or self._limit_required():
                continue
            if self.bound.value - relaxation.value <= self.net_bound() // CLOSE or (not new and most >= MANY):
                return
            if len(new) < SCARCE:
                most = min(MANY, 4 * most)

    def net_bound(self) -> int:
        """Return what no plan with the most required visits brings, their extra worth aside; at least 0."""
        return max(0, self.bound.value - self.extra * self.master.most_required) if self.bound else 0

    def _price(self, relaxation: Relaxation, most: int) -> list[Column]:
        """Look for tours that improve a relaxation, note the bound that its prices give, and return the new ones."""
        days, found, prices = [], [], relaxation.prices
        for number, on in enumerate(self.networks):
            wanted = int(relaxation.days[number]) + 1
            tours = self.tours(number, prices, wanted, most)
            days.append(max(tours.most, 0))
            for each in np.argsort(-tours.profits, kind="stable")[:TOURS_A_DAY].tolist():
                order = on.stops[list(tours.order(each))].tolist()
                found.append(self.column(number, order))
        spent = prices.spent(self.master.most_required)
        value = spent + sum(len(on.days) * each for on, each in zip(self.networks, days, strict=True))
        if self.bound is None or value < self.bound.value:
            self.bound = Bound(value, prices, tuple(days))
        return self.add(found)

    def _limit_required(self) -> bool:
        """Count no more required visits than the bound leaves room for; tell whether that is news."""
        longest = sum(max(row) for row in self.instance.legs.metres) * self.instance.cents_per_km
        most = max(0, (self.bound.value + longest) // self.extra) if self.bound else 0
        if most >= self.master.most_required:
            return False
        self.master.limit_required(most)
        return True
