"""Pages of a list by keyset: the next page begins after a value, so it costs the same at any depth."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Generic, TypeGuard, TypeVar

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from crm.kernel.money import Money
from crm.store.base import db
from crm.store.scoping import Entity
from crm.store.types import EnumColumn, MoneyColumn, UtcDateTime

Row = TypeVar("Row", bound=Entity)
Column = InstrumentedAttribute
PAGE = 50
LONGEST_CURSOR = 2000
LARGEST_ID, LARGEST_VALUE = 2**31 - 1, 2**63 - 1


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
    start = _start(cursor, column)
    if start is not None:
        bound, tie_value = start
        further = column < bound if descending else column > bound
        further_tie = tie < tie_value if descending else tie > tie_value
        statement = statement.where(or_(further, and_(column == bound, further_tie)))
    order = (column.desc(), tie.desc()) if descending else (column.asc(), tie.asc())
    rows = list(db.session.scalars(statement.order_by(*order).limit(size + 1)))
    following = _encode(rows[size - 1], column, tie) if len(rows) > size else None
    return Slice(rows[:size], following)


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


def _start(cursor: str | None, column: Column[object]) -> tuple[object, int] | None:
    """Read where a page begins, or None; whoever writes cursors by hand begins at the first page."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        written, tie = json.loads(text)
        bound = _bound(column, written)
    except (ValueError, TypeError, RecursionError):
        return None
    return (bound, tie) if _fits(tie, LARGEST_ID) else None


def _bound(column: Column[object], written: object) -> object:
    """Return a cursor's value as the column compares it; one of another type is a ValueError."""
    if isinstance(column.type, EnumColumn):
        return column.type.choices(written)
    wanted = column.type.python_type
    if isinstance(column.type, MoneyColumn) and _fits(written, LARGEST_VALUE):
        return Money(written)
    if wanted is int and _fits(written, LARGEST_ID):
        return written
    if wanted is date and isinstance(written, str):
        return date.fromisoformat(written)
    if isinstance(column.type, UtcDateTime) and isinstance(written, str):
        return datetime.fromisoformat(written).astimezone(UTC)
    if wanted is str and isinstance(written, str) and "\0" not in written:
        return written.encode("utf-8").decode("utf-8")
    raise ValueError(written)


def _fits(number: object, largest: int) -> TypeGuard[int]:
    """Tell whether something is a whole number that the databases can hold."""
    return isinstance(number, int) and not isinstance(number, bool) and -largest - 1 <= number <= largest
