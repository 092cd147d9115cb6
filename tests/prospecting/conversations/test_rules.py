"""Every graph is sound, ends whatever is said, and its goal can be reached; faulty ones are named."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.prospecting.conversations import queries
from crm.prospecting.conversations.models import FactKind, Medium, Outcome
from crm.prospecting.conversations.rules import engine
from crm.prospecting.conversations.rules.comparing import Trace, compare
from crm.prospecting.conversations.rules.engine import State
from crm.prospecting.conversations.rules.graph import Graph
from crm.prospecting.conversations.rules.reading import GraphError, read_graph

GRAPHS = list(queries.graphs().values())
THE_TWELVE = (
    "cold_call",
    "individual_call",
    "switchboard",
    "discovery_visit",
    "presentation",
    "price_objection",
    "negotiation",
    "closing",
    "complaint_call",
    "reminder_call",
    "english_enquiry",
    "trade_fair",
)
TALK = """
title = "Bref"
medium = "phone"
goal = "Finir"
situation = "Bref"
patience = 2
mood = 0
walkout = "end"
[persona]
name = "A"
role = "B"
knowledge = "C"
temper = "D"
[facts]
need = { kind = "need", text = "Des chaises", words = ["chaise"] }
[turns.hello]
says = "Allô ?"
act = "question"
reveals = ["need"]
options = [{ say = "Oui", act = "opening", to = "end" }]
[turns.end]
says = "Au revoir."
act = "farewell"
outcome = "reached"
"""


def walk(graph: Graph, choose: Callable[[int], int]) -> State:
    """Go through a graph to its end, choosing one of so many options each time."""
    state, steps = engine.begin(graph), 0
    while engine.outcome_at(graph, state) is None:
        options = engine.offered(graph, state)
        state = engine.say(graph, state, options[choose(len(options))])
        steps += 1
        assert steps < 60
    return state


def ends(graph: Graph) -> set[Outcome]:
    """Return every outcome that some walk reaches, having tried all of them up to equal states."""
    seen, open_, found = set(), [engine.begin(graph)], set()
    while open_:
        state = open_.pop()
        # The order in which things were said does not matter to what follows.
        same = (state.turn, state.patience, state.mood, frozenset(state.learnt), frozenset(state.said))
        if same in seen:
            continue
        seen.add(same)
        if (outcome := engine.outcome_at(graph, state)) is not None:
            found.add(outcome)
        else:
            open_ += [engine.say(graph, state, option) for option in engine.offered(graph, state)]
    return found


def test_there_are_the_twelve_of_the_trade_and_several_of_each_language_and_kind() -> None:
    assert set(THE_TWELVE) <= {graph.key for graph in GRAPHS}
    assert Counter(graph.language for graph in GRAPHS)["en"] >= 3
    assert Counter(graph.for_individuals for graph in GRAPHS)[True] >= 3


def test_nobody_is_canvassed_face_to_face_by_a_call_they_asked_for_or_for_a_debt() -> None:
    quiet = {graph.key for graph in GRAPHS if graph.medium is Medium.PHONE and not graph.canvasses}
    assert quiet == {"complaint_call", "reminder_call", "english_enquiry", "individual_call"}
    assert not any(graph.canvasses for graph in GRAPHS if graph.medium is Medium.MEETING)


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: graph.key)
class TestGraph:
    def test_can_end_well_half_well_and_badly(self, graph: Graph) -> None:
        assert ends(graph) == {Outcome.REACHED, Outcome.PARTLY, Outcome.MISSED}

    @given(data=st.data())
    def test_ends_whatever_is_said(self, graph: Graph, data: st.DataObject) -> None:
        state = walk(graph, lambda count: data.draw(st.integers(0, count - 1)))
        assert set(state.learnt) <= set(graph.facts)
        assert len(state.learnt) == len(set(state.learnt))
        assert engine.LEAST_MOOD <= state.mood <= engine.MOST_MOOD

    def test_offers_a_choice_wherever_it_goes_on(self, graph: Graph) -> None:
        assert all(len(graph.options_at(turn)) >= 2 for turn in graph.turns.values() if turn.outcome is None)

    def test_is_written_with_care(self, graph: Graph) -> None:
        texts = [turn.text for turn in graph.turns.values()]
        texts += [option.text for turn in graph.turns.values() for option in turn.options]
        assert not any("'" in text or " ?" in text or " !" in text for text in texts)


@pytest.mark.parametrize(
    ("there", "instead", "words"),
    [
        ('to = "end"', 'to = "nowhere"', "unknown nowhere"),
        ('to = "end"', 'to = "hello"', "hello comes back at no cost"),
        ('to = "end" }', 'to = "end", needs = ["need"] }', "without another way"),
        ('to = "end" }', 'to = "end", patience = 1 }', "gives patience back"),
        ('outcome = "reached"', "", "is no end"),
        ('outcome = "reached"', 'outcome = "missed"', "no turn reaches the goal"),
        ('reveals = ["need"]', "", "need is never revealed"),
        ('reveals = ["need"]', 'reveals = ["age"]', "unknown age"),
        ('act = "opening"', 'act = "song"', "unknown act song"),
        ("patience = 2", 'patience = "two"', "no whole number"),
        ('goal = "Finir"', "", "goal is no text"),
    ],
)
def test_a_faulty_graph_is_refused(there: str, instead: str, words: str) -> None:
    read_graph("talk", tomllib.loads(TALK))
    with pytest.raises(GraphError, match=words):
        read_graph("talk", tomllib.loads(TALK.replace(there, instead, 1)))


def test_a_turn_that_nothing_leads_to_is_named() -> None:
    lonely = '[turns.lonely]\nsays = "?"\nact = "farewell"\noutcome = "missed"\n'
    with pytest.raises(GraphError, match="lonely is never reached"):
        read_graph("talk", tomllib.loads(TALK + lonely))


class TestComparing:
    @pytest.mark.parametrize(
        ("learnt", "text", "trace"),
        [
            (["need"], "Cherche des CHAISES", Trace.NOTED),
            (["need"], "Cherche des bureaux", Trace.NOT_NOTED),
            ([], "Cherche des chaises", Trace.UNHEARD),
            ([], "", Trace.MISSED),
        ],
    )
    def test_tells_what_became_of_a_fact(self, learnt: list[str], text: str, trace: Trace) -> None:
        graph = read_graph("talk", tomllib.loads(TALK))
        (found,) = compare(graph, learnt=learnt, text=text, values={})
        assert (found.fact.kind, found.trace) == (FactKind.NEED, trace)

    def test_a_chosen_value_counts_as_written(self) -> None:
        graph = queries.graphs()["01-cold_call"]
        found = {each.fact.key: each.trace for each in compare(graph, learnt=[], text="", values={"timing": "quarter"})}
        assert (found["spring"], found["owner"]) == (Trace.UNHEARD, Trace.MISSED)
