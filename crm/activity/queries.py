"""What can be asked of the log: a thing's timeline, a workspace's records, the soundness of a chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from crm.activity.chain import Break, Sealed, first_break
from crm.activity.indexing import first_mismatch
from crm.activity.models import ActivityLink, ActivityRecord, ChainHead
from crm.store.base import db

BATCH = 1000
LONGEST_CHAIN = 2**31 - 1


@dataclass(frozen=True)
class Soundness:
    """What verifying a chain found: how many records, and the first break if there is one."""

    records: int
    head: str
    broken: Break | None


def timeline(
    *,
    kind: str,
    object_id: int,
    limit: int = 50,
    before: int | None = None,
    words: Sequence[str] = (),
    also: Sequence[int] = (),
) -> list[ActivityRecord]:
    """Return the records about a thing, newest first; `before` is the position to go on from.

    `also` are the numbers that the thing had before it was merged with others.
    """
    about = select(ActivityLink.position).where(
        ActivityLink.kind == kind, ActivityLink.object_id.in_([object_id, *also])
    )
    if also:
        return _page(
            select(ActivityRecord).where(ActivityRecord.position.in_(about)), limit=limit, before=before, words=words
        )
    statement = (
        select(ActivityRecord)
        .join(
            ActivityLink,
            (ActivityLink.workspace_id == ActivityRecord.workspace_id)
            & (ActivityLink.position == ActivityRecord.position),
        )
        .where(ActivityLink.kind == kind, ActivityLink.object_id == object_id)
    )
    return _page(statement, limit=limit, before=before, words=words)


def records(*, limit: int = 100, before: int | None = None, words: Sequence[str] = ()) -> list[ActivityRecord]:
    """Return the workspace's records, newest first."""
    return _page(select(ActivityRecord), limit=limit, before=before, words=words)


def _page(
    statement: Select[ActivityRecord], *, limit: int, before: int | None, words: Sequence[str]
) -> list[ActivityRecord]:
    """Cut one page out of a statement over records."""
    if before is not None:
        # No chain is longer; a larger number in an address would be the databases' fault.
        statement = statement.where(ActivityRecord.position < min(before, LONGEST_CHAIN))
    if words:
        statement = statement.where(ActivityRecord.activity.in_(words))
    return list(db.session.scalars(statement.order_by(ActivityRecord.position.desc()).limit(limit)))


def sealed_records(workspace_id: int, *, after: int = 0) -> Iterator[Sealed]:
    """Yield a chain's links in order, in batches, so that memory does not grow with the chain."""
    while True:
        rows = db.session.execute(
            select(ActivityRecord.position, ActivityRecord.text, ActivityRecord.seal)
            .where(ActivityRecord.workspace_id == workspace_id, ActivityRecord.position > after)
            .order_by(ActivityRecord.position)
            .limit(BATCH)
            .execution_options(every_workspace=True)
        ).all()
        yield from (Sealed(*row) for row in rows)
        if len(rows) < BATCH:
            return
        after = rows[-1].position


def verify_chain(workspace_id: int, *, key: bytes) -> Soundness:
    """Read a whole chain against its seals, its head, and the columns and links that index it.

    What is sealed is the text; a column that says something else than its text
    ("index") or a text sealed for another chain ("foreign") is a break, too.
    """
    head = db.session.get_one(ChainHead, workspace_id)
    broken = first_break(key, sealed_records(workspace_id), head=Sealed(head.position, "", head.seal))
    if broken is None:
        broken = first_mismatch(workspace_id, chain_key=head.key)
    return Soundness(head.position, head.seal, broken)


def chain_head(workspace_id: int) -> ChainHead:
    """Return where a chain ends."""
    return db.session.get_one(ChainHead, workspace_id)


def last_record(*, actor_id: int | None = None) -> ActivityRecord | None:
    """Return the newest record of the workspace, or of one person in it."""
    statement = select(ActivityRecord).order_by(ActivityRecord.position.desc()).limit(1)
    if actor_id is not None:
        statement = statement.where(ActivityRecord.actor_id == actor_id, ActivityRecord.actor_kind == "person")
    return db.session.scalar(statement)
