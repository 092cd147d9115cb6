"""Copying a seeded world into a new workspace: the same rows and ids, its chain sealed anew."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table, insert, literal, select

from crm.activity import chain
from crm.activity.door import Work, lock_head, open_chain
from crm.activity.models import RECORDS, ActivityRecord, ChainHead, Submission
from crm.store.base import Base, db
from crm.store.scoping import Scoped

APART = {ActivityRecord.__tablename__, Submission.__tablename__}


class ForeignRecord(RuntimeError):
    """A record does not name the chain on which it stands."""


def copy_world(work: Work, *, source_id: int, target_id: int) -> ChainHead:
    """Copy every row of a workspace into a new, empty one and return the head of its chain."""
    source = lock_head(source_id)
    target = open_chain(target_id, next_id=source.next_id)
    db.session.flush()
    _copy_records(work, source, target)
    for table in scoped_tables():
        if table.name not in APART:
            _copy_rows(table, source_id, target_id)
    return target


def scoped_tables() -> list[Table]:
    """Return the tables whose rows belong to a workspace, parents before children."""
    names = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, Scoped)}
    return [table for table in Base.metadata.sorted_tables if table.name in names]


def _copy_rows(table: Table, source_id: int, target_id: int) -> None:
    """Copy one table's rows by the database itself."""
    others = [column for column in table.columns if column.name != "workspace_id"]
    rows = select(literal(target_id), *others).where(table.c.workspace_id == source_id)
    db.session.execute(insert(table).from_select(["workspace_id", *(column.name for column in others)], rows))


def _copy_records(work: Work, source: ChainHead, target: ChainHead) -> None:
    """Copy the records under the new chain's name, and seal them as its own."""
    rows = list(_resealed(work, source, target))
    if rows:
        db.session.execute(insert(RECORDS), rows)


def _resealed(work: Work, source: ChainHead, target: ChainHead) -> Iterator[dict[str, object]]:
    """Yield the rows of the copied chain, moving the target's head along.

    The name of the chain is put into the sealed text as it stands: reading and
    writing thousands of texts anew would be half of the time.
    """
    mine = RECORDS.c.workspace_id == source.workspace_id
    statement = select(RECORDS).where(mine).order_by(RECORDS.c.position)
    for row in db.session.execute(statement).mappings():
        before, name, after = row["text"].partition(chain.name_in_text(source.key))
        if not name:
            raise ForeignRecord(row["position"])
        text = before + chain.name_in_text(target.key) + after
        target.position = row["position"]
        target.seal = chain.seal(work.standing.house.seal_key, target.seal, target.position, text)
        yield dict(row) | {"workspace_id": target.workspace_id, "text": text, "seal": target.seal}
