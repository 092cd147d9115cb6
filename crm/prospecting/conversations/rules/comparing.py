"""What was said, beside what was written of it afterwards."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.prospecting.companies.models import searchable
from crm.prospecting.conversations.rules.graph import Fact, Graph


class Trace(Labelled):
    """What became of a fact."""

    NOTED = "noted", N_("Entendu et noté")
    NOT_NOTED = "not_noted", N_("Entendu, pas retrouvé dans vos notes")
    UNHEARD = "unheard", N_("Noté sans avoir été dit")
    MISSED = "missed", N_("Pas découvert")


@dataclass(frozen=True)
class Compared:
    """A fact and its trace."""

    fact: Fact
    trace: Trace


def compare(graph: Graph, *, learnt: Collection[str], text: str, values: Mapping[str, str]) -> tuple[Compared, ...]:
    """Compare a graph's facts with a text and with chosen values by kind of fact (`{"timing": "quarter"}`)."""
    folded = searchable(text)
    return tuple(
        Compared(fact, _trace(heard=key in learnt, written=_is_written(fact, folded, values)))
        for key, fact in graph.facts.items()
    )


def _is_written(fact: Fact, folded: str, values: Mapping[str, str]) -> bool:
    """Tell whether a fact is found: its value was chosen or one of its words stands in the folded text."""
    chosen = bool(fact.value) and values.get(fact.kind.value) == fact.value
    return chosen or any(searchable(word) in folded for word in fact.words)


def _trace(*, heard: bool, written: bool) -> Trace:
    """Return what became of a fact."""
    if heard:
        return Trace.NOTED if written else Trace.NOT_NOTED
    return Trace.UNHEARD if written else Trace.MISSED
