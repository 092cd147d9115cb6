"""What can be done in a conversation: start it, say something, hang up."""

from __future__ import annotations

from collections import Counter

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import Company
from crm.prospecting.conversations import queries
from crm.prospecting.conversations.models import Conversation, ConversationLine, Outcome
from crm.prospecting.conversations.rules import engine
from crm.prospecting.conversations.rules.engine import State
from crm.prospecting.conversations.rules.graph import Graph, Option
from crm.prospecting.privacy.queries import callee
from crm.prospecting.privacy.rules import canvassing
from crm.prospecting.privacy.use_cases.agreeing import facts


class NoSuchConversation(Refused):
    """The graph is gone or never was."""

    message = N_("Cet entretien n’existe pas.")


class AlreadyOver(Refused):
    """Nothing can be said once it is over."""

    message = N_("Cet entretien est terminé.")


class NotOffered(Refused):
    """The reply does not fit what was said last."""

    message = N_("Choisissez une des répliques proposées.")


def start_conversation(
    work: Work, company: Company, *, graph_key: str, campaign: Recordable | None = None
) -> Conversation:
    """Call or meet somebody of a company, maybe for a campaign; a call in spite of an opt-out is recorded as one."""
    graph = queries.graph_by_key(graph_key)
    if graph is None:
        raise NoSuchConversation
    state = engine.begin(graph)
    conversation = Conversation(
        company=company,
        graph=graph.key,
        title=graph.title,
        turn=state.turn,
        patience=state.patience,
        mood=state.mood,
        learnt=list(state.learnt),
        started_at=work.now,
        started_by=work.actor.name,
    )
    work.add(conversation)
    _answer(work, conversation, graph, state)
    work.record(
        Activity.CONVERSATION_STARTED,
        conversation,
        company,
        campaign,
        graph=graph.key,
        purpose=graph.purpose.value,
        medium=graph.medium.value,
        language=graph.language,
        canvasses=graph.canvasses,
        despite_opt_out=graph.canvasses and company.opted_out_phone,
        **(facts(canvassing(callee(company), at=work.now)) if graph.canvasses else {}),
    )
    return conversation


def say(work: Work, conversation: Conversation, *, choice: str) -> Conversation:
    """Say one of the replies offered, and hear the answer; it may be the last one."""
    graph, state = _going_on(conversation)
    option = next((each for each in engine.offered(graph, state) if each.key == choice), None)
    if option is None:
        raise NotOffered
    after = engine.say(graph, state, option)
    rank = 2 * len(state.said) + 1
    work.add(ConversationLine(conversation=conversation, rank=rank, text=option.text, act=option.act))
    _move(conversation, after)
    _answer(work, conversation, graph, after)
    _record_turn(work, conversation, graph, option, before=state, after=after)
    outcome = engine.outcome_at(graph, after)
    if outcome is not None:
        _end(work, conversation, graph, outcome)
    return conversation


def hang_up(work: Work, conversation: Conversation) -> Conversation:
    """Break the conversation off before it came to an end."""
    graph, _ = _going_on(conversation)
    _end(work, conversation, graph, Outcome.HUNG_UP)
    return conversation


def _going_on(conversation: Conversation) -> tuple[Graph, State]:
    """Return the graph and the state of a conversation that is not over, or refuse."""
    if conversation.is_over:
        raise AlreadyOver
    graph = queries.graph_by_key(conversation.graph)
    if graph is None or conversation.turn not in graph.turns:
        raise NoSuchConversation
    return graph, queries.state_of(conversation)


def _move(conversation: Conversation, state: State) -> None:
    """Bring a conversation to a state."""
    conversation.turn, conversation.patience, conversation.mood = state.turn, state.patience, state.mood
    conversation.learnt, conversation.said = list(state.learnt), list(state.said)


def _answer(work: Work, conversation: Conversation, graph: Graph, state: State) -> None:
    """Write down what the other one says."""
    turn = graph.turns[state.turn]
    rank = 2 * len(state.said)
    work.add(ConversationLine(conversation=conversation, rank=rank, text=turn.text, answer=turn.act))


def _record_turn(
    work: Work, conversation: Conversation, graph: Graph, option: Option, *, before: State, after: State
) -> None:
    """Leave the record of one exchange."""
    heard: list[Json] = [graph.facts[key].kind.value for key in after.learnt if key not in before.learnt]
    work.record(
        Activity.CONVERSATION_TURN_TAKEN,
        conversation,
        turn=len(after.said),
        purpose=graph.purpose.value,
        medium=graph.medium.value,
        act=option.act.value,
        fault=option.act.is_fault,
        offered=[*dict.fromkeys(each.act.value for each in engine.offered(graph, before))],
        tied_to_need=option.act.ties_to_need,
        answers=graph.turns[before.turn].act.value,
        answer=graph.turns[after.turn].act.value,
        heard=heard,
        said=option.text,
    )


def _end(work: Work, conversation: Conversation, graph: Graph, outcome: Outcome) -> None:
    """Close a conversation and record what came of it."""
    conversation.outcome, conversation.ended_at = outcome, work.now
    options = {each.key: each for turn in graph.turns.values() for each in turn.options}
    acts = engine.acts_done(graph, conversation.said)
    learnt = Counter(graph.facts[key].kind.value for key in conversation.learnt if key in graph.facts)
    work.record(
        Activity.CONVERSATION_ENDED,
        conversation,
        conversation.company,
        graph=graph.key,
        purpose=graph.purpose.value,
        medium=graph.medium.value,
        language=graph.language,
        outcome=outcome.value,
        learnt=len(conversation.learnt),
        to_learn=len(graph.facts),
        kinds={each.kind.value: learnt[each.kind.value] for each in graph.facts.values()},
        acts={act.value: times for act, times in acts.items()},
        turns=len(conversation.said),
        faults=sum(options[key].act.is_fault for key in conversation.said if key in options),
    )
