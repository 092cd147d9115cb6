"""The columns and links beside the sealed texts: an index, which must say what the texts say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from crm.activity.chain import Break
from crm.activity.models import ActivityLink, ActivityRecord
from crm.store.base import db

BATCH = 1000
COLUMNS = (
    ActivityRecord.position,
    ActivityRecord.text,
    ActivityRecord.activity,
    ActivityRecord.actor_kind,
    ActivityRecord.actor_id,
    ActivityRecord.assistance,
    ActivityRecord.happened_at,
    ActivityRecord.recorded_at,
)


class _Indexed(NamedTuple):
    """A record's place, its text, and what its columns say."""

    position: int
    text: str
    columns: tuple[object, ...]


def first_mismatch(workspace_id: int, *, chain_key: str) -> Break | None:
    """Return the first record whose columns or links say something else than its text, or None."""
    for rows in _batches(workspace_id):
        links = _links(workspace_id, rows[0].position, rows[-1].position)
        for row in rows:
            facts = json.loads(row.text)
            if facts["chain"] != chain_key or facts["position"] != row.position:
                return Break(row.position, "foreign")
            if _columns_of(facts) != row.columns or _links_of(facts) != links.get(row.position, set()):
                return Break(row.position, "index")
    return None


def _columns_of(facts: dict[str, Any]) -> tuple[object, ...]:
    """Return what the columns must hold."""
    return (
        facts["activity"],
        facts["actor"]["kind"],
        facts["actor"]["id"],
        facts["assistance"],
        datetime.fromisoformat(facts["happened_at"]),
        datetime.fromisoformat(facts["recorded_at"]),
    )


def _links_of(facts: dict[str, Any]) -> set[tuple[str, int]]:
    """Return what the links must name."""
    return {(thing["kind"], thing["id"]) for thing in facts["about"]}


def _batches(workspace_id: int) -> Iterator[list[_Indexed]]:
    """Yield a chain's rows in order, in batches."""
    after = 0
    while True:
        rows = db.session.execute(
            select(*COLUMNS)
            .where(ActivityRecord.workspace_id == workspace_id, ActivityRecord.position > after)
            .order_by(ActivityRecord.position)
            .limit(BATCH)
            .execution_options(every_workspace=True)
        ).all()
        if not rows:
            return
        yield [_Indexed(row.position, row.text, tuple(row[2:])) for row in rows]
        after = rows[-1].position


def _links(workspace_id: int, first: int, last: int) -> dict[int, set[tuple[str, int]]]:
    """Return the things that a stretch of records is about, by position."""
    found: dict[int, set[tuple[str, int]]] = {}
    rows = db.session.execute(
        select(ActivityLink.position, ActivityLink.kind, ActivityLink.object_id)
        .where(ActivityLink.workspace_id == workspace_id, ActivityLink.position.between(first, last))
        .execution_options(every_workspace=True)
    )
    for position, kind, object_id in rows:
        found.setdefault(position, set()).add((kind, object_id))
    return found
