"""A document's states and the only moves between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from crm.kernel.errors import ImpossibleMove

State = TypeVar("State")


@dataclass(frozen=True)
class Lifecycle(Generic[State]):
    """The pairs (from, to) that a document may walk."""

    moves: frozenset[tuple[State, State]]

    def allows(self, state: State, wanted: State) -> bool:
        """Tell whether a document in `state` may go to `wanted`."""
        return (state, wanted) in self.moves

    def move(self, state: State, wanted: State) -> State:
        """Return `wanted`, or refuse with `ImpossibleMove`."""
        if not self.allows(state, wanted):
            raise ImpossibleMove(state=getattr(state, "label", state), wanted=getattr(wanted, "label", wanted))
        return wanted


def lifecycle(*moves: tuple[State, State]) -> Lifecycle[State]:
    """Build a lifecycle from its pairs."""
    return Lifecycle(frozenset(moves))
