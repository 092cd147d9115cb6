"""The one door: every write passes through `perform`, leaves a record and is sealed with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Concatenate, ParamSpec, TypeVar, cast
from uuid import uuid4

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.util import identity_key

from crm.activity import chain
from crm.activity.chain import Json
from crm.activity.models import HEADS, LINKS, RECORDS, ChainHead
from crm.activity.standing import PROCEDURES, House, Recordable, Standing, procedure_in
from crm.activity.submissions import done_before, remember, result_of
from crm.activity.vocabulary import Activity
from crm.kernel.actor import Actor
from crm.kernel.clock import local_date
from crm.kernel.errors import Refused, Stale
from crm.store.base import Base, db
from crm.store.scoping import Entity, Scoped, Versioned, enter

__all__ = [
    "PROCEDURES",
    "House",
    "Recordable",
    "Standing",
    "UnrecordedChange",
    "Work",
    "WriteOutsideTheDoor",
    "begin_writing",
    "lock_head",
    "open_chain",
    "perform",
]
P = ParamSpec("P")
T = TypeVar("T")
# Built once: the door is passed at every write.
ADD_RECORDS, ADD_LINKS = insert(RECORDS), insert(LINKS)
HEAD = select(HEADS).where(HEADS.c.workspace_id == bindparam("place")).with_for_update()
MOVE_HEAD = update(HEADS).where(HEADS.c.workspace_id == bindparam("place"))
Row = TypeVar("Row", bound=Base)


class WriteOutsideTheDoor(RuntimeError):
    """Something was to be written while no use case was at work."""


class UnrecordedChange(RuntimeError):
    """A use case changed rows and recorded nothing."""


@dataclass
class _Note:
    """A record before it is sealed."""

    activity: Activity
    about: tuple[Recordable, ...]
    details: dict[str, Json]
    actor: Actor
    happened_at: datetime


class Work:
    """What a use case holds while it acts: the actor, the time, the pen."""

    def __init__(self, standing: Standing, head: ChainHead) -> None:
        """Stand at the door with the chain's head in hand."""
        self.standing = standing
        self.actor = standing.actor
        self.workspace_id = standing.workspace_id
        self.now = standing.instant_after(head.position)
        self.changed = False
        self.notes: list[_Note] = []
        self.chain_key = head.key
        self.position, self.last_seal, self.next_id = head.position, head.seal, head.next_id

    @property
    def today(self) -> date:
        """The day in the simulated company."""
        return local_date(self.now)

    @property
    def real_now(self) -> datetime:
        """The real instant, which an exercise cannot move."""
        return self.standing.house.clock.now()

    def procedure(self, name: str) -> int:
        """Return one of the company's procedures that is a whole number (days, hours, cents, basis points)."""
        return procedure_in(self.standing.procedures, name)

    def add(self, row: Row) -> Row:
        """Put a new row into the workspace; an entity gets its id at once."""
        self.stamp(row)
        db.session().add(row)
        return row

    def stamp(self, row: object) -> None:
        """Give a new row its workspace and, if it has none, its id."""
        if isinstance(row, Scoped) and getattr(row, "workspace_id", None) is None:
            row.workspace_id = self.workspace_id
        if isinstance(row, Entity) and getattr(row, "id", None) is None:
            row.id, self.next_id = self.next_id, self.next_id + 1

    def expect(self, row: Versioned, version: int | None, wanted: dict[str, object]) -> None:
        """Refuse with `Stale` if the row moved on since `version` was shown.

        `wanted` are the values typed; the refusal carries those stored now
        that differ from them.
        """
        if version is not None and version != row.version:
            raise Stale({name: getattr(row, name) for name in wanted if getattr(row, name) != wanted[name]})

    def record(self, activity: Activity, *about: Recordable | None, **details: Json) -> None:
        """Leave a record of what is being done; it is sealed when the use case ends well."""
        things = tuple(thing for thing in about if thing is not None)
        self.notes.append(_Note(activity, things, details, self.actor, self.now))

    @contextmanager
    def acting_as(self, actor: Actor, *, at: datetime | None = None) -> Iterator[Work]:
        """Act for a while as somebody else, at another simulated instant: the simulation and the seeds do."""
        before = (self.actor, self.now)
        self.actor, self.now = actor, at or self.now
        try:
            yield self
        finally:
            self.actor, self.now = before

    @contextmanager
    def beside(self, standing: Standing, head: ChainHead) -> Iterator[Work]:
        """Write on another chain within the same transaction: a new workspace's first records."""
        inner = Work(standing, head)
        yield inner
        inner.seal(db.session())
        head.position, head.seal, head.next_id = inner.position, inner.last_seal, inner.next_id

    def seal(self, session: Session) -> None:
        """Seal the notes onto the chain and store them."""
        recorded_at, key = self.real_now, self.standing.house.seal_key
        records, links = [], {}
        for note in self.notes:
            self.position += 1
            position = self.position
            text = chain.canonical(_text(self, note, position, recorded_at))
            self.last_seal = chain.seal(key, self.last_seal, position, text)
            records.append(_row(self, note, position, recorded_at, text=text, sealed=self.last_seal))
            for thing in note.about:
                link = {"workspace_id": self.workspace_id, "position": position}
                links[position, thing.kind, thing.id] = link | {"kind": thing.kind, "object_id": thing.id}
        if records:
            session.connection().execute(ADD_RECORDS, records)
        if links:
            session.connection().execute(ADD_LINKS, list(links.values()))


def perform(standing: Standing, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Carry out a use case: all of it, with its records, in one transaction, or nothing.

    Raises what the use case refuses with; `UnrecordedChange` if rows changed
    and nothing was recorded; `Stale` if another person was quicker.
    """
    session = db.session()
    _stand(session, standing.workspace_id)
    try:
        head = lock_head(standing.workspace_id)
        if standing.submission and (done := done_before(session, standing)):
            return cast(T, result_of(session, done))
        work = Work(standing, head)
        session.info["work"] = work
        result = use_case(work, *args, **kwargs)
        _number_things(session, work, result)
        if standing.submission:
            remember(session, standing, result)
        work.seal(session)
        session.flush()
        if work.changed and not work.notes:
            raise UnrecordedChange(getattr(use_case, "__name__", "?"))
        _move_head(session, head, work)
        _end(session)
    except StaleDataError as fault:
        raise Stale({}) from fault
    else:
        return result
    finally:
        session.info.pop("work", None)
        if session.in_transaction():
            session.rollback()


def _end(session: Session) -> None:
    """End the session's transaction for good: the only place in the house that does."""
    session.commit()


def _stand(session: Session, workspace_id: int) -> None:
    """Check that the session stands where the writer does, and let it write."""
    if session.info.get("work") is not None:
        raise WriteOutsideTheDoor("perform inside perform")
    enter(workspace_id)
    begin_writing()


def begin_writing() -> None:
    """Let the session's transaction be one that writes (BEGIN IMMEDIATE on SQLite).

    A reading transaction cannot become a writing one there without the risk
    of losing against another writer, so it is ended first.
    """
    session = db.session()
    if session.in_transaction():
        if session.connection().get_execution_options().get("writing"):
            return
        _end(session)
    session.connection(execution_options={"writing": True})


def lock_head(workspace_id: int) -> ChainHead:
    """Queue for a workspace's chain and return its head; other writers of the workspace wait."""
    session = db.session()
    session.flush()
    found = session.connection().execute(HEAD, {"place": workspace_id}).mappings().first()
    if found is None:
        raise Refused
    head = session.identity_map.get(identity_key(ChainHead, workspace_id))
    if head is None:
        head = ChainHead(workspace_id=workspace_id, key=found["key"])
        make_transient_to_detached(head)
        session.add(head)
    for name, value in found.items():
        set_committed_value(head, name, value)
    return head


def _move_head(session: Session, head: ChainHead, work: Work) -> None:
    """Write down where the chain ends now: after the flush, which numbers the last things."""
    end = {"position": work.position, "seal": work.last_seal, "next_id": work.next_id}
    session.connection().execute(MOVE_HEAD, end | {"place": head.workspace_id})
    for name, value in end.items():
        set_committed_value(head, name, value)


def open_chain(workspace_id: int, *, key: str | None = None, next_id: int = 1) -> ChainHead:
    """Begin the chain of a new workspace; only inside a use case."""
    head = ChainHead(workspace_id=workspace_id, key=key or str(uuid4()), next_id=next_id)
    db.session().add(head)
    return head


def _number_things(session: Session, work: Work, result: object) -> None:
    """Let the database number what it numbers itself, if a record or a form's key is to name it."""
    things = [thing for note in work.notes for thing in note.about]
    if any(thing.id is None for thing in things) or (isinstance(result, Base) and getattr(result, "id", 0) is None):
        session.flush()


def _text(work: Work, note: _Note, position: int, recorded_at: datetime) -> dict[str, Json]:
    """Return the facts of a record, as they are sealed (version 1 of the format)."""
    actor: dict[str, Json] = {"kind": note.actor.kind.value, "id": note.actor.id, "name": note.actor.name}
    about: list[Json] = [{"kind": thing.kind, "id": thing.id, "label": thing.label} for thing in note.about]
    return {
        "version": 1,
        "chain": work.chain_key,
        "position": position,
        "activity": note.activity.word,
        "actor": actor,
        "assistance": work.standing.assistance.value,
        "happened_at": note.happened_at.astimezone(UTC).isoformat(),
        "recorded_at": recorded_at.isoformat(),
        "about": about,
        "details": note.details,
    }


def _row(work: Work, note: _Note, position: int, recorded_at: datetime, *, text: str, sealed: str) -> dict[str, object]:
    """Return the stored row of a record."""
    return {
        "workspace_id": work.workspace_id,
        "position": position,
        "activity": note.activity.word,
        "actor_kind": note.actor.kind,
        "actor_id": note.actor.id,
        "assistance": work.standing.assistance,
        "happened_at": note.happened_at,
        "recorded_at": recorded_at,
        "text": text,
        "seal": sealed,
    }
