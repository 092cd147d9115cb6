"""Measuring two things by turns, so that a busy machine is busy for both, and what came of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

MS = "ms"
PER_SECOND = "/s"


@dataclass(frozen=True)
class Spread:
    """How long something took: milliseconds, smallest first."""

    ms: tuple[float, ...]

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread:
        """Sort what was measured."""
        return cls(tuple(sorted(1000 * each for each in seconds)))

    def at(self, share: float) -> float:
        """Return the time within which that share of the runs was done, in ms."""
        return self.ms[min(len(self.ms) - 1, int(share * len(self.ms)))]

    @property
    def p50(self) -> float:
        """The median, in ms."""
        return self.at(0.50)

    @property
    def p95(self) -> float:
        """All but the slowest twentieth, in ms."""
        return self.at(0.95)


@dataclass(frozen=True)
class Line:
    """One line of the report.

    `ours` and `floor` are what was measured, per run of `pieces` pieces (1 for
    a page, the number of records for a chain). `goal` is the largest ratio
    wanted, `limit` the longest median in ms; None where none is promised.
    """

    group: str
    name: str
    ours: Spread
    floor: Spread | None
    unit: str = MS
    pieces: int = 1
    goal: float | None = None
    limit: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times its floor it costs (medians)."""
        return self.ours.p50 / self.floor.p50 if self.floor else None

    @property
    def misses(self) -> bool:
        """Whether it costs more than its goal."""
        too_dear = self.goal is not None and self.ratio is not None and self.ratio > self.goal
        return too_dear or (self.limit is not None and self.ours.p50 > self.limit)

    def shown(self, ms: float) -> float:
        """Return a time as the line's unit says it: milliseconds, or pieces per second."""
        return 1000 * self.pieces / ms if self.unit == PER_SECOND else ms


def by_turns(
    ours: Callable[[], object], floor: Callable[[], object] | None, *, rounds: int, warm: int = 3
) -> tuple[Spread, Spread | None]:
    """Run both so many times, one after the other, and return how long each took."""
    for _ in range(warm):
        ours()
        if floor:
            floor()
    gc.collect()
    taken: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        taken.append(_seconds(ours))
        if floor:
            bare.append(_seconds(floor))
    return Spread.of(taken), Spread.of(bare) if floor else None


def _seconds(act: Callable[[], object]) -> float:
    """Return how long one run takes."""
    began = perf_counter()
    act()
    return perf_counter() - began
