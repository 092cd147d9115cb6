"""A row as plain JSON, so that it can be put away and come back as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, DateTime, Dialect, Table
from sqlalchemy.types import TypeDecorator


def freeze(table: Table, row: Mapping[str, Any], dialect: Dialect) -> dict[str, object]:
    """Return a row's values as they are stored, days and instants in ISO form; bytes are none of JSON's."""
    return {column.name: _frozen(column, row[column.name], dialect) for column in table.columns}


def thaw(table: Table, frozen: Mapping[str, Any], dialect: Dialect) -> dict[str, object]:
    """Return the values of a frozen row as the table takes them; columns that came since are left to their default."""
    return {
        column.name: _thawed(column, frozen[column.name], dialect) for column in table.columns if column.name in frozen
    }


def _frozen(column: Column[Any], value: Any, dialect: Dialect) -> object:
    """Return one value as JSON holds it."""
    if isinstance(column.type, TypeDecorator):
        value = column.type.process_bind_param(value, dialect)
    return value.isoformat() if isinstance(value, date) else value


def _thawed(column: Column[Any], value: Any, dialect: Dialect) -> object:
    """Return one value as it was before it was frozen."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(value, str) and isinstance(kind, DateTime):
        value = datetime.fromisoformat(value)
    elif isinstance(value, str) and isinstance(kind, Date):
        value = date.fromisoformat(value)
    return column.type.process_result_value(value, dialect) if isinstance(column.type, TypeDecorator) else value
