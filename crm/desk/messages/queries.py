"""What can be asked about messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from crm.activity.models import ActivityRecord
from crm.desk.messages.models import Box, Message, Topic
from crm.kernel.actor import ActorKind
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find

WAITING, RECEIVED, SENT = "waiting", "received", "sent"
TABS = (WAITING, RECEIVED, SENT)


@dataclass(frozen=True)
class MessageFilter:
    """What the inbox is narrowed to; `tab` is one of TABS; it lives in the URL."""

    tab: str = WAITING
    topic: Topic | None = None


def message_by_id(message_id: int) -> Message | None:
    """Return a message of this workspace."""
    return find(Message, message_id)


def inbox(wanted: MessageFilter | None = None, *, cursor: str | None = None, size: int = 50) -> Slice[Message]:
    """Return a page of messages, newest first; those that wait unless told otherwise."""
    statement = _matching(select(Message), wanted or MessageFilter())
    return keyset(statement, column=Message.id, tie=Message.id, cursor=cursor, descending=True, size=size)


def oldest_waiting(*, limit: int = 6) -> list[Message]:
    """Return the messages that have waited longest."""
    return list(db.session.scalars(_matching(select(Message), MessageFilter()).order_by(Message.id).limit(limit)))


def message_count(wanted: MessageFilter) -> int:
    """Return how many messages match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Message), wanted)) or 0


def waiting_count() -> int:
    """Return how many messages nobody has dealt with."""
    return message_count(MessageFilter())


def topic_counts(tab: str) -> dict[Topic, int]:
    """Return how many messages of a tab there are by topic, in the topics' order."""
    statement = _matching(select(Message.topic, func.count()), MessageFilter(tab)).group_by(Message.topic)
    counts = dict(db.session.execute(statement).all())
    return {topic: counts[topic] for topic in Topic if topic in counts}


def messages_of(company_id: int, *, limit: int = 20, besides: int | None = None) -> list[Message]:
    """Return the newest messages from or about a company."""
    statement = select(Message).where(Message.company_id == company_id, Message.id != (besides or 0))
    return list(db.session.scalars(statement.order_by(Message.id.desc()).limit(limit)))


def recent_acts(actor_id: int | None, *, limit: int = 8) -> list[ActivityRecord]:
    """Return the newest acts of a person in this workspace, or of all its people for None."""
    statement = select(ActivityRecord).where(ActivityRecord.actor_kind == ActorKind.PERSON)
    if actor_id is not None:
        statement = statement.where(ActivityRecord.actor_id == actor_id)
    return list(db.session.scalars(statement.order_by(ActivityRecord.position.desc()).limit(limit)))


def waiting_since(topic: Topic, instant: datetime) -> int:
    """Return how many waiting messages of a topic arrived before an instant."""
    wanted = _matching(select(func.count()).select_from(Message), MessageFilter(topic=topic))
    return db.session.scalar(wanted.where(Message.sent_at < instant)) or 0


def _matching(statement: Select, wanted: MessageFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over messages."""
    if wanted.tab == WAITING:
        statement = statement.where(Message.handled_at.is_(None))
    elif wanted.tab == RECEIVED:
        statement = statement.where(Message.box == Box.INCOMING)
    else:
        statement = statement.where(Message.box != Box.INCOMING)
    return statement if wanted.topic is None else statement.where(Message.topic == wanted.topic)
