"""Chance: one hashed stream per (seed, counterpart, purpose, occurrence), so that no draw disturbs another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from crm.kernel.money import Rate
from crm.training.counterparts.models import Span

T = TypeVar("T")
SIDES = 10**12
BASIS = 10_000
DIGEST_BITS = 256
SEPARATOR = "\x1f"


def roll(seed: int, counterpart: str, purpose: str, occurrence: int) -> int:
    """Return a whole number in [0, SIDES): always the same for the same four words."""
    words = SEPARATOR.join((str(seed), counterpart, purpose, str(occurrence)))
    drawn = int.from_bytes(sha256(words.encode()).digest(), "big")
    return drawn * SIDES >> DIGEST_BITS


@dataclass(frozen=True)
class Luck:
    """The chance of one counterpart on one occasion (the n-th quote, the n-th invoice); ask it by purpose."""

    seed: int
    counterpart: str
    occurrence: int = 0

    def roll(self, purpose: str) -> int:
        """Return a whole number in [0, SIDES)."""
        return roll(self.seed, self.counterpart, purpose, self.occurrence)

    def happens(self, purpose: str, chance: Rate) -> bool:
        """Tell whether something comes true that has this chance."""
        return self.roll(purpose) * BASIS < chance.basis_points * SIDES

    def between(self, purpose: str, span: Span) -> int:
        """Return a whole number of a span, each as likely as the others."""
        return span.low + self.roll(purpose) * (span.high - span.low + 1) // SIDES

    def choose(self, purpose: str, choices: Sequence[T]) -> T:
        """Return one of several, each as likely as the others; nothing to choose from is an IndexError."""
        return choices[self.roll(purpose) * len(choices) // SIDES]

    def weighted(self, purpose: str, choices: Sequence[tuple[T, int]]) -> T:
        """Return one of several (thing, weight) pairs; the weights are whole, not negative, and not all zero."""
        whole = sum(weight for _, weight in choices)
        mark = self.roll(purpose) * whole // SIDES
        for thing, weight in choices:
            mark -= weight
            if mark < 0:
                return thing
        raise ValueError(whole)
