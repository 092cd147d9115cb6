"""How a conversation goes on: a state and something said give the next state, and nothing else does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm.prospecting.conversations.models import Outcome, SalesAct
from crm.prospecting.conversations.rules.graph import Graph, Option, Turn

LEAST_MOOD, MOST_MOOD = -5, 5


@dataclass(frozen=True)
class State:
    """Where a conversation stands: the turn just heard, what is left of patience, the mood, what is known and said."""

    turn: str
    patience: int
    mood: int
    learnt: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def begin(graph: Graph) -> State:
    """Return the state in which the other one has said the first words."""
    return _hear(State("", graph.patience, graph.mood), graph.first)


def offered(graph: Graph, state: State) -> tuple[Option, ...]:
    """Return what can be said now: what was not said before, unless nothing else is left; nothing at an end."""
    options = graph.options_at(graph.turns[state.turn])
    return tuple(each for each in options if each.key not in state.said) or options


def say(graph: Graph, state: State, option: Option) -> State:
    """Return the state after an option was said and answered."""
    mood = max(LEAST_MOOD, min(MOST_MOOD, state.mood + option.mood))
    patience = state.patience + option.patience
    spoken = State(state.turn, patience, mood, state.learnt, (*state.said, option.key))
    return _hear(spoken, graph.turns[_target(graph, spoken, option)])


def outcome_at(graph: Graph, state: State) -> Outcome | None:
    """Return how it ended, None while it goes on."""
    return graph.turns[state.turn].outcome


def acts_done(graph: Graph, said: Sequence[str]) -> dict[SalesAct, int]:
    """Return how often each sales act was done that could be done on the way: 0 for a chance that was left."""
    state, done = begin(graph), dict[SalesAct, int]()
    for key in said:
        for act in (each.act for each in offered(graph, state)):
            done.setdefault(act, 0)
        option = next((each for each in offered(graph, state) if each.key == key), None)
        if option is None:
            break
        done[option.act] += 1
        state = say(graph, state, option)
    return done | {each.act: done.get(each.act, 0) for each in offered(graph, state)}


def _target(graph: Graph, state: State, option: Option) -> str:
    """Return the turn that answers an option: whoever has no patience left leaves, unless it ended anyway."""
    convinced = option.mood_from is None or state.mood >= option.mood_from
    convinced = convinced and set(option.needs) <= set(state.learnt)
    target = option.to if convinced else option.otherwise
    gone = state.patience <= 0 and graph.turns[target].outcome is None
    return graph.walkout if gone else target


def _hear(state: State, turn: Turn) -> State:
    """Return the state with what a turn says."""
    new = tuple(fact for fact in turn.reveals if fact not in state.learnt)
    return State(turn.key, state.patience, state.mood, (*state.learnt, *new), state.said)
