"""Pages of a list by keyset: the next page begins after a value, so it costs the same at any depth."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Generic, TypeVar

from sqlalchemy import Date, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from crm.kernel.money import Money
from crm.store.base import db
from crm.store.scoping import Entity
from crm.store.types import MoneyColumn

Row = TypeVar("Row", bound=Entity)
Column = InstrumentedAttribute
PAGE = 50


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """One page of rows, and the cursor from which the next one goes on (None at the end)."""

    rows: Sequence[Row]
    next: str | None


def keyset(
    statement: Select[Row],
    *,
    column: Column[object],
    tie: Column[int],
    cursor: str | None = None,
    descending: bool = False,
    size: int = PAGE,
) -> Slice[Row]:
    """Return a page ordered by a column that is never null, ties broken by id.

    A cursor that cannot be read begins at the first page.
    """
    start = _decode(cursor)
    if start is not None:
        value, tie_value = start
        bound = _bound(column, value)
        further = column < bound if descending else column > bound
        further_tie = tie < tie_value if descending else tie > tie_value
        statement = statement.where(or_(further, and_(column == bound, further_tie)))
    order = (column.desc(), tie.desc()) if descending else (column.asc(), tie.asc())
    rows = list(db.session.scalars(statement.order_by(*order).limit(size + 1)))
    following = _encode(rows[size - 1], column, tie) if len(rows) > size else None
    return Slice(rows[:size], following)


def _bound(column: Column[object], value: str | int) -> object:
    """Return a cursor's value as the column compares it."""
    if isinstance(column.type, MoneyColumn) and isinstance(value, int):
        return Money(value)
    if isinstance(column.type, Date) and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _encode(row: Entity, column: Column[object], tie: Column[int]) -> str:
    """Write down where a page ends."""
    value = getattr(row, column.key)
    if isinstance(value, Money):
        value = value.cents
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, Enum):
        value = value.value
    text = json.dumps([value, getattr(row, tie.key)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str | None) -> tuple[str | int, int] | None:
    """Read where a page begins, or None."""
    if not cursor:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        value, tie = json.loads(text)
    except (ValueError, binascii.Error):
        return None
    if not isinstance(value, str | int) or not isinstance(tie, int):
        return None
    return value, tie
