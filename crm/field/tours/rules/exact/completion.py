"""The most that the rest of a day can bring: bounds for the labels, by dynamic programming backwards in time.

A walk may come back to a place, though not at once (two-cycle elimination:
Houck, Picard, Queyranne and Vemuganti 1980); so it brings at least as much as
any tour. Minutes are put into buckets, each as early as its first (completion
bounds: Righini and Salani 2006; Baldacci, Mingozzi and Roberti 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm.field.tours.rules.exact.network import NEVER, Ints, Mask, Network, Small

HUNGRY, FED = 0, 1
# Nothing follows: the way back. The departure has another number.
HOME = -1


@dataclass(frozen=True)
class Grid:
    """Where each leg leads, whatever it brings: the flat place in a table of stops and buckets.

    `dry[b, i, j]` goes from i, left in bucket b, to j; `lunching` has lunch on the way.
    """

    network: Network
    width: int
    dry: Small
    lunching: Small
    home_dry: Mask
    home_lunching: Mask

    @property
    def buckets(self) -> int:
        """How many buckets the day has, without the one that is too late."""
        return self.network.horizon // self.width + 1

    @property
    def stride(self) -> int:
        """The length of a stop's row in a table."""
        return self.buckets + 1

    def place(self, minutes: Small) -> Small:
        """Return the buckets of minutes; too late is the last."""
        return np.where(minutes > self.network.horizon, np.int32(self.buckets), minutes // np.int32(self.width))


def grid(network: Network, width: int) -> Grid:
    """Tabulate where legs lead; buckets are narrowed until no visit fits into one."""
    count, late = len(network.stops), network.horizon + 1
    if count:
        shortest = network.ends - np.arange(late + 1, dtype=np.int32)
        steps = network.minutes[:-1] + shortest.min(axis=1, initial=late, where=network.ends < late)
        np.fill_diagonal(steps, late)
        width = max(1, min(width, int(steps.min())))
    made = Grid(network, width, *(np.zeros(0, dtype=np.int32),) * 2, *(np.zeros(0, dtype=np.bool_),) * 2)
    times = (np.arange(made.buckets, dtype=np.int32) * width)[:, None, None]
    legs = network.minutes[None, :-1]
    columns = np.arange(count, dtype=np.int32)[None, None]

    def leads(arrivals: Small, allowed: Mask) -> Small:
        ends = network.ends[columns, network.capped(np.where(allowed, arrivals, late))]
        return (made.place(ends) + columns * made.stride).astype(np.int32)

    at = times[:, :, 0]
    hungry = times <= network.hungry_until
    back = at + network.home_minutes
    return Grid(
        network,
        width,
        leads(times + legs, np.ones_like(hungry)),
        leads(network.fed(times + legs), hungry),
        back <= network.horizon,
        (network.fed(back) <= network.horizon) & hungry[:, :, 0],
    )


@dataclass(frozen=True)
class Completion:
    """The most that can follow a visit which ends in a bucket, by state: `best`, through which next stop, and `second`.

    Each table has a row for each state, then a flat place for each stop and bucket; `second` avoids that next stop.
    """

    best: Ints
    following: Small
    second: Ints


def completion(on: Grid, gains: Ints) -> Completion:
    """Return the bounds for what legs bring: `gains[i, j]`, visit j less the road to it and less its dual price."""
    count, stride = len(on.network.stops), on.stride
    best = np.full((2, count * stride), NEVER, dtype=np.int64)
    second, following = best.copy(), np.full((2, count * stride), HOME, dtype=np.int32)
    if not count:
        return Completion(best, following, second)
    rows = np.arange(count, dtype=np.int32)
    legs = gains[:-1].copy()
    np.fill_diagonal(legs, NEVER)
    chunk = _chunk(on)
    for last in range(on.buckets, 0, -chunk):
        buckets = slice(max(0, last - chunk), last)
        places = (rows[None, :] * stride + np.arange(buckets.start, buckets.stop, dtype=np.int32)[:, None]).ravel()
        fed = _follow(best, second, following, FED, on.dry[buckets])
        hungry = np.maximum(
            _follow(best, second, following, HUNGRY, on.dry[buckets]),
            _follow(best, second, following, FED, on.lunching[buckets]),
        )
        for state, found, home in (
            (FED, fed, on.home_dry[buckets]),
            (HUNGRY, hungry, on.home_lunching[buckets]),
        ):
            options = np.empty((*found.shape[:2], count + 1), dtype=np.int64)
            np.add(found, legs, out=options[:, :, :count])
            options[:, :, count] = np.where(home, -on.network.home_costs, NEVER)
            flat = options.reshape(-1, count + 1)
            row = np.arange(len(flat))
            winner = flat.argmax(axis=1)
            best[state, places] = flat[row, winner]
            following[state, places] = np.where(winner < count, winner, HOME)
            flat[row, winner] = NEVER
            second[state, places] = flat.max(axis=1)
    return Completion(best, following, second)


def _chunk(on: Grid) -> int:
    """Return how many buckets can be filled at once: no visit ends within so many."""
    here = np.arange(on.buckets, dtype=np.int32)[:, None, None]
    arrives = on.dry % on.stride
    ahead = np.where(arrives < on.buckets, arrives - here, on.buckets)
    others = ~np.eye(len(on.network.stops), dtype=np.bool_)
    return max(1, int(ahead[:, others].min(initial=on.buckets)))


def _follow(best: Ints, second: Ints, following: Small, state: int, places: Small) -> Ints:
    """Return what each leg's end can bring, without going straight back."""
    rows = np.arange(places.shape[1], dtype=np.int32)[None, :, None]
    straight = following[state].take(places) == rows
    return np.where(straight, second[state].take(places), best[state].take(places))
