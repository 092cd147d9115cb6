"""Rows that plans keep and halves of tours do not: of any three stops, at most one day visits two of them.

Subset-row inequalities (Jepsen, Petersen, Spoorendonk and Pisinger 2008). They
are looked for among the tours that the relaxation takes in part.
"""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from crm.field.tours.rules.exact.network import Ints

Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.uint8]
WHOLE = 1e-6
VIOLATED = 1.02
MOST_CUTS = 60
PAIR = 2


def broken_triples(members: Table, shares: Floats) -> Ints:
    """Return the triples of stops of which too much is visited in twos, the worst first: a row of three for each.

    `members[c, s]` is 1 when column c visits stop s, `shares[c]` how much of it is taken.
    """
    partly = (shares > WHOLE) & (shares < 1 - WHOLE)
    visits, taken = members[partly].astype(np.float64), shares[partly]
    pairs = (visits * taken[:, None]).T @ visits
    stops = np.flatnonzero(pairs.diagonal() > WHOLE)
    triples = np.fromiter(chain.from_iterable(combinations(stops.tolist(), 3)), dtype=np.int64).reshape(-1, 3)
    first, second, third = triples.T
    triples = triples[pairs[first, second] + pairs[first, third] + pairs[second, third] > VIOLATED]
    counts = visits[:, triples[:, 0]] + visits[:, triples[:, 1]] + visits[:, triples[:, 2]]
    sums = taken @ (counts >= PAIR)
    order = np.argsort(-sums, kind="stable")[:MOST_CUTS]
    return triples[order[sums[order] > VIOLATED]]


def cut_columns(members: Table, triple: Ints) -> Ints:
    """Return the columns that visit two or three of a triple's stops."""
    return np.flatnonzero(members[:, triple].sum(axis=1) >= PAIR)
