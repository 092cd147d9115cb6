"""Day tours worth their duals: labels extended visit by visit, all of a length at once.

A label is a tour so far: its visits as a set, the last one, the minute, what it
brought, and whether lunch was had. It is dropped when even the best completion
does not reach the threshold, or when another with the same visits and the same
last one is as early and brings as much (Feillet, Dejax, Gendreau and Gueguen
2004). What remains is every set of visits worth at least the threshold, each in
its best order: the enumeration of Baldacci, Christofides and Mingozzi (2008).
With a `most` of labels for each length the search keeps the most promising ones
and says what the others could have been worth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm.field.tours.rules.exact.completion import FED, HUNGRY, Completion, Grid
from crm.field.tours.rules.exact.network import NEVER, Ints, Mask, Small, Words

# Labels extended at a time: their tables stay in the processor's cache.
BATCH = 4096


@dataclass(frozen=True)
class Labels:
    """Tours so far: `states` are hungry or fed, `parents` number the labels one visit shorter."""

    minutes: Small
    profits: Ints
    lasts: Small
    states: Small
    sets: Words
    parents: Small
    hopes: Ints

    def __len__(self) -> int:
        """Count them."""
        return len(self.minutes)

    def take(self, chosen: Small | Ints | Mask) -> Labels:
        """Return some of them."""
        return Labels(
            self.minutes[chosen],
            self.profits[chosen],
            self.lasts[chosen],
            self.states[chosen],
            self.sets[chosen],
            self.parents[chosen],
            self.hopes[chosen],
        )


@dataclass(frozen=True)
class Tours:
    """Whole day tours: reduced profits, sets of visits, and where their last label is (layer, number).

    `missing` is the most that a tour which is not among them can be worth: less
    than the threshold when nothing was cut.
    """

    layers: tuple[Labels, ...]
    profits: Ints
    sets: Words
    ends: tuple[Small, Small]
    missing: int

    @property
    def most(self) -> int:
        """The most that any tour can be worth."""
        return max(self.missing, int(self.profits.max(initial=NEVER)))

    def order(self, number: int) -> tuple[int, ...]:
        """Return the visits of a tour in order, as rows of the network."""
        layer, label = int(self.ends[0][number]), int(self.ends[1][number])
        found = []
        while layer >= 0:
            labels = self.layers[layer]
            found.append(int(labels.lasts[label]))
            label, layer = int(labels.parents[label]), layer - 1
        return tuple(reversed(found))


@dataclass(frozen=True)
class Search:
    """A search of one network: what legs bring, how much may follow, how little is still wanted."""

    grid: Grid
    gains: Ints
    bounds: Completion
    threshold: int
    most: int

    def run(self) -> Tours:
        """Extend labels until none is left."""
        layers: list[Labels] = []
        missing, labels = self.threshold - 1, self._first()
        while len(labels):
            labels = _undominated(labels)
            if len(labels) > self.most:
                order = np.argpartition(-labels.hopes, self.most)
                missing = max(missing, int(labels.hopes[order[self.most :]].max()))
                labels = labels.take(np.sort(order[: self.most]))
            layers.append(labels)
            labels = self._longer(labels)
        return self._tours(layers, missing)

    def _first(self) -> Labels:
        """Return the tours of one visit."""
        network, zero = self.grid.network, np.zeros(1, dtype=np.int32)
        state = np.full(1, HUNGRY if network.day.lunch_minutes else FED, dtype=np.int32)
        sets = np.zeros((1, network.bits.shape[1]), dtype=np.uint64)
        start = Labels(
            zero,
            zero.astype(np.int64),
            np.full(1, network.home, dtype=np.int32),
            state,
            sets,
            zero,
            zero.astype(np.int64),
        )
        return self._longer(start)

    def _longer(self, labels: Labels) -> Labels:
        """Return all labels longer by one visit that can still be worth it."""
        found = []
        for begin in range(0, len(labels), BATCH):
            some = np.arange(begin, min(begin + BATCH, len(labels)), dtype=np.int32)
            found.append(self._extended(labels, some, lunching=False))
            could = (labels.states[some] == HUNGRY) & (labels.minutes[some] <= self.grid.network.hungry_until)
            found.append(self._extended(labels, some[could], lunching=True))
        return Labels(*(np.concatenate([getattr(each, name) for each in found]) for name in Labels.__annotations__))

    def _extended(self, labels: Labels, some: Small, *, lunching: bool) -> Labels:
        """Return some labels longer by each visit, with lunch on the way or not."""
        network, grid = self.grid.network, self.grid
        lasts = labels.lasts[some]
        arrivals = labels.minutes[some][:, None] + network.minutes[lasts]
        arrivals = network.capped(network.fed(arrivals) if lunching else arrivals)
        columns = np.arange(len(network.stops), dtype=np.int32)
        ends = network.ends.ravel().take(arrivals + columns * np.int32(network.horizon + 2))
        profits = labels.profits[some][:, None] + self.gains[lasts]
        places = grid.place(ends) + columns * np.int32(grid.stride)
        states = np.full(len(some), FED, dtype=np.int32) if lunching else labels.states[some]
        tables = self.bounds.best.ravel()
        size = np.int32(self.bounds.best.shape[1])
        hopes = profits + tables.take(places + states[:, None] * size)
        row, column = np.nonzero(hopes >= self.threshold)
        sets, bits = labels.sets[some[row]], network.bits[column]
        last, place = lasts[row], places[row, column] + states[row] * size
        straight = self.bounds.following.ravel().take(place) == last
        hope = profits[row, column] + np.where(straight, self.bounds.second.ravel().take(place), tables.take(place))
        kept = (hope >= self.threshold) & ~(sets & bits).any(axis=1)
        row, column = row[kept], column[kept]
        return Labels(
            ends[row, column],
            profits[row, column],
            column.astype(np.int32),
            states[row],
            sets[kept] | bits[kept],
            some[row],
            hope[kept],
        )

    def _tours(self, layers: list[Labels], missing: int) -> Tours:
        """Bring the labels home; of tours with the same visits the best remains."""
        network, none = self.grid.network, np.zeros(0, dtype=np.int32)
        profits, sets, ends = [none.astype(np.int64)], [network.bits[:0]], [(none, none)]
        for number, labels in enumerate(layers):
            back = labels.minutes + network.home_minutes[labels.lasts]
            hungry = labels.states == HUNGRY
            back = np.where(hungry, network.fed(back), back)
            worth = labels.profits - network.home_costs[labels.lasts]
            can = (back <= network.horizon) & (~hungry | (labels.minutes <= network.hungry_until))
            chosen = np.flatnonzero(can & (worth >= self.threshold)).astype(np.int32)
            order = np.lexsort((-worth[chosen], _hashed(labels.sets[chosen])))
            chosen = chosen[order]
            chosen = chosen[_begins(labels.sets[chosen])]
            profits.append(worth[chosen])
            sets.append(labels.sets[chosen])
            ends.append((np.full(len(chosen), number, dtype=np.int32), chosen))
        joined = (np.concatenate([each[0] for each in ends]), np.concatenate([each[1] for each in ends]))
        return Tours(tuple(layers), np.concatenate(profits), np.concatenate(sets), joined, missing)


def _hashed(sets: Words) -> Words:
    """Return a number for each set, the same for the same set; others may share it."""
    mixed = sets[:, 0].copy()
    for word in range(1, sets.shape[1]):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) ^ sets[:, word]
    return mixed


def _begins(*keys: Words | Small) -> Mask:
    """Tell of sorted rows which ones differ from the row before."""
    differs = np.ones(len(keys[0]), dtype=np.bool_)
    if len(differs):
        differs[1:] = False
    for key in keys:
        changes = key[1:] != key[:-1]
        differs[1:] |= changes.any(axis=1) if changes.ndim > 1 else changes
    return differs


def _undominated(labels: Labels) -> Labels:
    """Return the labels that no other with the same visits, last one and state dominates."""
    if len(labels) < 2:  # noqa: PLR2004  (one alone)
        return labels
    keys = _hashed(labels.sets)
    ends = labels.lasts * np.int32(2) + labels.states
    order = np.lexsort((-labels.profits, labels.minutes, ends, keys))
    group = np.cumsum(_begins(ends[order], labels.sets[order])) - 1
    profits = labels.profits[order]
    ranks = np.unique(profits, return_inverse=True)[1].astype(np.int64) + 1
    # Ranks grow with the group, so that the best so far begins anew with each.
    ranked = ranks + group * np.int64(len(ranks) + 1)
    best = np.maximum.accumulate(ranked)
    kept = np.ones(len(order), dtype=np.bool_)
    kept[1:] = ranked[1:] > best[:-1]
    return labels.take(np.sort(order[kept]))
