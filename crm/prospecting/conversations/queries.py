"""What can be asked about conversations, and the graphs along which they go."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.activity.queries import timeline
from crm.activity.vocabulary import Activity
from crm.config import ROOT
from crm.kernel.actor import ActorKind
from crm.prospecting.companies.models import Company
from crm.prospecting.conversations.models import Conversation, ConversationLine, Outcome, SalesAct
from crm.prospecting.conversations.rules.comparing import Compared, compare
from crm.prospecting.conversations.rules.engine import State
from crm.prospecting.conversations.rules.graph import Graph
from crm.prospecting.conversations.rules.reading import read_graph
from crm.prospecting.privacy.rules import Fault
from crm.prospecting.qualification.models import Qualification
from crm.store.base import db
from crm.store.scoping import find

NOTES = (
    Activity.NOTE_ADDED.word,
    Activity.CAMPAIGN_CALL_LOGGED.word,
    Activity.CANVASSING_CALL_MADE.word,
    Activity.PROSPECT_CONTACT_NOTED.word,
    Activity.NEXT_STEP_PLANNED.word,
)
NOTED = ("text", "next_step", "note")
GRAPHS = ROOT / "seed_data" / "conversations"


@lru_cache(maxsize=1)
def graphs() -> dict[str, Graph]:
    """Return all graphs by key, in the order of a sale; `GraphError` if one is unsound."""
    files = {file.stem: file for file in GRAPHS.glob("*.toml")}
    return {
        key: read_graph(key.partition("-")[2], tomllib.loads(files[key].read_text(encoding="utf-8")))
        for key in sorted(files)
    }


def graph_by_key(key: str) -> Graph | None:
    """Return the graph of that key."""
    return next((graph for graph in graphs().values() if graph.key == key), None)


def graphs_for(company: Company) -> list[Graph]:
    """Return the graphs that suit a company: individuals are not called as businesses are."""
    return [each for each in graphs().values() if each.for_individuals is not company.is_business]


def conversation_by_id(conversation_id: int) -> Conversation | None:
    """Return a conversation with its company."""
    return find(Conversation, conversation_id, joinedload(Conversation.company))


def conversations_of(company: Company) -> list[Conversation]:
    """Return the latest conversations with a company, newest first."""
    statement = select(Conversation).where(Conversation.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Conversation.id.desc()).limit(50)))


def lines_of(conversation: Conversation) -> list[ConversationLine]:
    """Return what was said, in order."""
    statement = select(ConversationLine).where(ConversationLine.conversation_id == conversation.id)
    return list(db.session.scalars(statement.order_by(ConversationLine.rank)))


def state_of(conversation: Conversation) -> State:
    """Return where a conversation stands."""
    return State(
        conversation.turn,
        conversation.patience,
        conversation.mood,
        tuple(conversation.learnt),
        tuple(conversation.said),
    )


@dataclass(frozen=True)
class ActCount:
    """How often a sales act was done."""

    act: SalesAct
    times: int


def acts_in(lines: list[ConversationLine]) -> list[ActCount]:
    """Return the sales acts of a conversation, the most frequent first."""
    counted = Counter(line.act for line in lines if line.act is not None)
    return [ActCount(act, times) for act, times in counted.most_common()]


def written_after(conversation: Conversation) -> Qualification | None:
    """Return the first qualification of the company written once the conversation was over."""
    if conversation.ended_at is None:
        return None
    statement = select(Qualification).where(
        Qualification.company_id == conversation.company_id, Qualification.id > conversation.id
    )
    statement = statement.where(Qualification.qualified_at >= conversation.ended_at)
    return db.session.scalar(statement.order_by(Qualification.id).limit(1))


def notes_after(conversation: Conversation) -> str:
    """Return what people noted of the company once the conversation was over: notes, accounts of calls, next steps."""
    if conversation.ended_at is None:
        return ""
    about = timeline(kind=Company.kind, object_id=conversation.company_id, words=NOTES)
    later = [each for each in about if each.happened_at >= conversation.ended_at]
    details = [json.loads(each.text)["details"] for each in later if each.actor_kind is ActorKind.PERSON]
    return " ".join(str(said[key]) for said in details for key in NOTED if said.get(key))


def compared(
    graph: Graph, conversation: Conversation, written: Qualification | None, notes: str = ""
) -> tuple[Compared, ...]:
    """Compare what was said with what the qualification and the notes say; nothing where nothing was written."""
    if written is None:
        return compare(graph, learnt=conversation.learnt, text=notes, values={}) if notes else ()
    text = f"{written.need} {written.objections} {written.next_step_note} {notes}"
    values = {"circuit": written.circuit.value, "timing": written.timing.value, "budget": written.budget.value}
    return compare(graph, learnt=conversation.learnt, text=text, values=values)


def faults_of(conversation: Conversation) -> list[Fault]:
    """Return what a call broke of the rules on canvassing when it began, as its record says."""
    begun = timeline(kind=Conversation.kind, object_id=conversation.id, words=(Activity.CONVERSATION_STARTED.word,))
    return [Fault(each) for record in begun for each in json.loads(record.text)["details"].get("faults", [])]


def ended_well(conversation: Conversation) -> bool:
    """Tell whether the goal or the fallback was reached."""
    return conversation.outcome in {Outcome.REACHED, Outcome.PARTLY}
