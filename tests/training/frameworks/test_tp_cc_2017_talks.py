"""The rules on interviews beside the interviews that there are: each can be held without a fault, and with one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm.prospecting.conversations import queries
from crm.prospecting.conversations.models import Medium, Outcome
from crm.prospecting.conversations.rules import engine
from crm.prospecting.conversations.rules.engine import State
from crm.prospecting.conversations.rules.graph import Graph, Option
from crm.training.frameworks.rules.facts import Detail
from crm.training.frameworks.rules.judge import judge
from tests.training.frameworks.test_tp_cc_2017_prospecting import talk
from tests.training.frameworks.traces import CC, Log

MEETINGS = [graph for graph in queries.graphs().values() if graph.medium is Medium.MEETING]
CRITERIA = ("CP4.3", "CP7.3", "CP7.4", "CP7.5", "CP7.6", "CP7.7")
MOST_WALKS = 3_000
Walk = tuple[tuple[State, Option], ...]


def walks(graph: Graph, state: State, before: Walk = ()) -> Iterator[tuple[Walk, State]]:
    """Yield the ways in which a conversation can be held to its end, what was said and how it ended."""
    if engine.outcome_at(graph, state) is not None:
        yield before, state
        return
    for option in engine.offered(graph, state):
        yield from walks(graph, engine.say(graph, state, option), (*before, (state, option)))


def logged(graph: Graph, walk: Walk, end: State) -> Log:
    """Return what the records say of a conversation held so."""
    after = [state for state, _ in walk[1:]] + [end]
    turns: list[dict[str, Detail]] = [
        {
            "act": option.act.value,
            "fault": option.act.is_fault,
            "tied_to_need": option.act.ties_to_need,
            "answers": graph.turns[state.turn].act.value,
            "answer": graph.turns[then.turn].act.value,
            "heard": tuple(graph.facts[key].kind.value for key in then.learnt if key not in state.learnt),
        }
        for (state, option), then in zip(walk, after, strict=True)
    ]
    outcome = engine.outcome_at(graph, end) or Outcome.HUNG_UP
    return talk(*turns, outcome=outcome.value, faults=sum(option.act.is_fault for _, option in walk))


def faults(log: Log) -> int:
    """Count what is held against an interview."""
    return sum(each.violated for each in judge(CC, log.facts, log.now) if each.code in CRITERIA)


@pytest.mark.parametrize("graph", MEETINGS, ids=lambda graph: graph.key)
def test_each_meeting_can_be_held_to_its_goal_without_a_fault(graph: Graph) -> None:
    ends = walks(graph, engine.begin(graph))
    reached = (each for each in ends if engine.outcome_at(graph, each[1]) is Outcome.REACHED)
    clean = (each for each in reached if not any(option.act.is_fault for _, option in each[0]))
    assert any(not faults(logged(graph, *each)) for _, each in zip(range(MOST_WALKS), clean, strict=False))


@pytest.mark.parametrize("graph", MEETINGS, ids=lambda graph: graph.key)
def test_each_meeting_can_go_wrong_in_the_eyes_of_the_rules(graph: Graph) -> None:
    ends = walks(graph, engine.begin(graph))
    assert any(faults(logged(graph, *each)) for _, each in zip(range(50), ends, strict=False))
