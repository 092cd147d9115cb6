"""Forms already carried out: the key of each, and what it led to, so that sending it twice does it once."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from crm.activity.models import SUBMISSIONS
from crm.activity.standing import Standing
from crm.store.base import Base
from crm.store.scoping import Scoped

ADD = insert(SUBMISSIONS)
FIND = select(SUBMISSIONS.c.workspace_id, SUBMISSIONS.c.kind, SUBMISSIONS.c.object_id).where(
    SUBMISSIONS.c.workspace_id == bindparam("workspace_id"), SUBMISSIONS.c.key == bindparam("key")
)


class Done(NamedTuple):
    """What a form led to: a thing's kind and id, or neither."""

    workspace_id: int
    kind: str | None
    object_id: int | None


def done_before(session: Session, standing: Standing) -> Done | None:
    """Return what the form led to when it was sent before, or None."""
    wanted = {"workspace_id": standing.workspace_id, "key": standing.submission}
    found = session.connection().execute(FIND, wanted).first()
    return Done(*found) if found else None


def remember(session: Session, standing: Standing, result: object) -> None:
    """Keep what a form led to; a thing must have its number."""
    kind = getattr(result, "kind", None) if isinstance(result, Base) else None
    row = {"workspace_id": standing.workspace_id, "key": standing.submission, "kind": kind}
    session.connection().execute(ADD, row | {"object_id": getattr(result, "id", None) if kind else None})


def result_of(session: Session, done: Done) -> object:
    """Return the thing to which a form led, as it is now."""
    for mapper in Base.registry.mappers:
        if done.kind and mapper.class_.__dict__.get("kind") == done.kind:
            scoped = issubclass(mapper.class_, Scoped)
            return session.get(mapper.class_, (done.workspace_id, done.object_id) if scoped else done.object_id)
    return None
