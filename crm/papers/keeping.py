"""A paper kept as text and read back the same: what was issued is printed again as it was, whatever changed since."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

from crm.kernel.money import Money, Rate
from crm.papers.views import CommercialPaper

Kept: TypeAlias = "str | int | bool | list[Kept] | dict[str, Kept] | None"


def keep(paper: CommercialPaper) -> str:
    """Return a paper as text: exact values, without what is left at its default."""
    return json.dumps(_kept(paper), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_back(text: str) -> CommercialPaper:
    """Return the paper that was kept; a field that came later has its default."""
    return cast(CommercialPaper, _read(CommercialPaper, json.loads(text)))


def _kept(value: object) -> Kept:
    """Return a value as JSON can say it."""
    if (writer := WRITERS.get(type(value))) is not None:
        return writer(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return [_kept(each) for each in value]
    if is_dataclass(value):
        said = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
        return {name: _kept(held) for name, (held, default) in said.items() if held != default}
    return cast(Kept, value)


def _read(wanted: object, kept: Kept) -> object:
    """Return the value of a type that `_kept` wrote."""
    wanted = _besides_none(wanted)
    if isinstance(wanted, type) and wanted in READERS and kept is not None:
        return READERS[wanted](kept)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return None if kept is None else wanted(kept)
    if get_origin(wanted) is tuple and isinstance(kept, list):
        return tuple(_read(get_args(wanted)[0], each) for each in kept)
    if isinstance(wanted, type) and is_dataclass(wanted) and isinstance(kept, dict):
        types = _types(wanted)
        return wanted(**{name: _read(types[name], value) for name, value in kept.items() if name in types})
    return kept


def _besides_none(wanted: object) -> object:
    """Return the type of a value that may be missing."""
    if get_origin(wanted) not in {Union, UnionType}:
        return wanted
    return next(each for each in get_args(wanted) if each is not NoneType)


WRITERS: dict[type, Callable[[Any], Kept]] = {
    Money: lambda value: value.cents,
    Rate: lambda value: value.basis_points,
    date: date.isoformat,
    Decimal: str,
}
READERS: dict[type, Callable[[Kept], object]] = {
    Money: lambda kept: Money(int(str(kept))),
    Rate: lambda kept: Rate(Decimal(str(kept)) / 10_000),
    date: lambda kept: date.fromisoformat(str(kept)),
    Decimal: lambda kept: Decimal(str(kept)),
}


@cache
def _types(wanted: type) -> dict[str, object]:
    """Return the types of a dataclass's fields."""
    return dict(get_type_hints(wanted))
