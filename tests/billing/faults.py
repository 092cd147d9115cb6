"""Faults at a chosen write, and things picked by chance, for the machines of hypothesis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import ColumnElement, event, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from crm.kernel.errors import Refused
from crm.store.base import db
from crm.store.scoping import Entity

T = TypeVar("T")
WRITES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def failing(engine: Engine, at: int) -> Iterator[None]:
    """Let the database fail at a write, counted from 1; 0 is never."""
    written = 0

    def count(conn: object, cursor: object, statement: str, *_: object) -> None:
        nonlocal written
        if statement.lstrip().upper().startswith(WRITES):
            written += 1
            if written == at:
                raise OperationalError(statement, {}, Exception("disk full"))

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)


def picked(kind: type[Entity], find: Callable[[int], T | None], pick: int, *fit: ColumnElement[bool]) -> T:
    """Return one of the things that fit; none is refused."""
    ids = db.session.scalars(select(kind.id).where(*fit).order_by(kind.id)).all()
    found = find(ids[pick % len(ids)]) if ids else None
    if found is None:
        raise Refused
    return found
