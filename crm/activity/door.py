"""The one door: every write passes through `perform`, leaves a record and is sealed with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Concatenate, ParamSpec, TypeVar, cast
from uuid import uuid4

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crm.activity import chain
from crm.activity.chain import Json
from crm.activity.models import LINKS, RECORDS, SUBMISSIONS, ChainHead
from crm.activity.standing import PROCEDURES, House, Recordable, Standing
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
ADD_RECORDS, ADD_LINKS, ADD_SUBMISSION = insert(RECORDS), insert(LINKS), insert(SUBMISSIONS)
HEAD = (
    select(ChainHead)
    .where(ChainHead.workspace_id == bindparam("workspace_id"))
    .with_for_update()
    .execution_options(populate_existing=True, every_workspace=True)
)
DONE = select(SUBMISSIONS.c.kind, SUBMISSIONS.c.object_id).where(
    SUBMISSIONS.c.workspace_id == bindparam("workspace_id"), SUBMISSIONS.c.key == bindparam("key")
)
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
        self._head = head

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
        value = self.standing.procedures.get(name, PROCEDURES[name])
        return value if isinstance(value, int) else int(str(value))

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
            row.id = self._head.next_id
            self._head.next_id += 1

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

    def seal(self, session: Session) -> None:
        """Seal the notes onto the chain and store them."""
        recorded_at = self.real_now
        records, links = [], {}
        for note in self.notes:
            self._head.position += 1
            position = self._head.position
            text = chain.canonical(_text(self, note, position, recorded_at))
            self._head.seal = chain.seal(self.standing.house.seal_key, self._head.seal, position, text)
            records.append(_row(self, note, position, recorded_at, text=text, sealed=self._head.seal))
            for thing in note.about:
                link = {"workspace_id": self.workspace_id, "position": position}
                links[position, thing.kind, thing.id] = link | {"kind": thing.kind, "object_id": thing.id}
        if records:
            session.connection().execute(ADD_RECORDS, records)
        if links:
            session.connection().execute(ADD_LINKS, list(links.values()))

    @property
    def chain_key(self) -> str:
        """The name of this workspace's chain (a UUID)."""
        return self._head.key


def perform(standing: Standing, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Carry out a use case: all of it, with its records, in one transaction, or nothing.

    Raises what the use case refuses with; `UnrecordedChange` if rows changed
    and nothing was recorded; `Stale` if another person was quicker.
    """
    session = db.session()
    _stand(session, standing.workspace_id)
    try:
        head = lock_head(standing.workspace_id)
        if standing.submission and (done := _done_before(session, standing)):
            return cast(T, _result_of(standing.workspace_id, *done))
        work = Work(standing, head)
        session.info["work"] = work
        result = use_case(work, *args, **kwargs)
        _number_things(session, work, result)
        _remember(session, work, result)
        work.seal(session)
        session.flush()
        if work.changed and not work.notes:
            raise UnrecordedChange(getattr(use_case, "__name__", "?"))
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
    head = session.scalar(HEAD, {"workspace_id": workspace_id})
    if head is None:
        raise Refused
    return head


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


def _remember(session: Session, work: Work, result: object) -> None:
    """Keep what a form led to, so that sending it again leads to the same."""
    if work.standing.submission is None:
        return
    kind = getattr(result, "kind", None) if isinstance(result, Base) else None
    row = {"workspace_id": work.workspace_id, "key": work.standing.submission, "kind": kind}
    session.connection().execute(ADD_SUBMISSION, row | {"object_id": getattr(result, "id", None) if kind else None})


def _done_before(session: Session, standing: Standing) -> tuple[str | None, int | None] | None:
    """Return the kind and id to which a form's key led, if it was sent before."""
    wanted = {"workspace_id": standing.workspace_id, "key": standing.submission}
    found = session.connection().execute(DONE, wanted).first()
    return (found.kind, found.object_id) if found else None


def _result_of(workspace_id: int, kind: str | None, object_id: int | None) -> object:
    """Return what the first sending of a form led to."""
    for mapper in Base.registry.mappers:
        if kind and mapper.class_.__dict__.get("kind") == kind:
            scoped = issubclass(mapper.class_, Scoped)
            return db.session().get(mapper.class_, (workspace_id, object_id) if scoped else object_id)
    return None


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
