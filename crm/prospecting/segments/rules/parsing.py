"""A filter as it stands in an address, and back: `all(city.is.Lille,any(score.min.40,no_phone.no))`.

Values are percent-encoded so that no mark of the grammar is in them; a day is written as ISO, money in euros with two
decimals. What cannot be read is `Unreadable`, so that a forged address is answered plainly.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, unquote

from crm.kernel.money import Money
from crm.prospecting.segments.rules.fields import FIELDS, Field
from crm.prospecting.segments.rules.tree import (
    DEEPEST,
    EVERYTHING,
    MOST_CONDITIONS,
    OPS,
    WITHOUT_VALUE,
    Condition,
    Group,
    Join,
    Kind,
    Op,
    Value,
    depth,
)

LONGEST = 4000
LONGEST_VALUE = 100
LARGEST = 10**9
MOST_DAYS = 36_500
JOINS = {join.value: join for join in Join}
NAMES = {op.value: op for op in Op}


class Unreadable(ValueError):
    """A filter that the file cannot understand."""


def write(tree: Group) -> str:
    """Return a tree as text; everything is the empty text."""
    return "" if tree == EVERYTHING else _write(tree)


def _write(part: Condition | Group) -> str:
    """Return a part as text."""
    if isinstance(part, Group):
        return f"{part.join.value}({','.join(_write(each) for each in part.parts)})"
    said = f"{part.field}.{part.op.value}"
    return said if part.op in WITHOUT_VALUE else f"{said}.{quote(as_typed(FIELDS[part.field], part), safe='')}"


def read(text: str) -> Group:
    """Return the tree that a text says, everything for nothing; raises `Unreadable`."""
    if not text:
        return EVERYTHING
    if len(text) > LONGEST:
        raise Unreadable(text[:40])
    part, end = _part(text, 0, level=1)
    if end != len(text) or not isinstance(part, Group):
        raise Unreadable(text)
    return checked(part)


def checked(tree: Group) -> Group:
    """Return a tree that is not too large, or raise `Unreadable`."""
    if depth(tree) > DEEPEST or len(tree.conditions()) > MOST_CONDITIONS:
        raise Unreadable(str(len(tree.conditions())))
    return tree


def _part(text: str, start: int, *, level: int) -> tuple[Condition | Group, int]:
    """Read a group or a condition from a place on; return it and where it ends."""
    for word, join in JOINS.items():
        if text.startswith(f"{word}(", start):
            if level > DEEPEST:
                raise Unreadable(text)
            parts, end = _parts(text, start + len(word) + 1, level=level + 1)
            return Group(join, parts), end
    end = min((at for mark in ",()" if (at := text.find(mark, start)) >= 0), default=len(text))
    return _condition(text[start:end]), end


def _parts(text: str, start: int, *, level: int) -> tuple[tuple[Condition | Group, ...], int]:
    """Read the parts of a group up to its closing mark."""
    parts: list[Condition | Group] = []
    while not text.startswith(")", start):
        part, start = _part(text, start, level=level)
        parts.append(part)
        if text.startswith(",", start):
            start += 1
            if text.startswith(")", start):
                raise Unreadable(text)
        elif not text.startswith(")", start):
            raise Unreadable(text)
    return tuple(parts), start + 1


def _condition(text: str) -> Condition:
    """Read one condition."""
    field, _, rest = text.partition(".")
    op, separator, value = rest.partition(".")
    if field not in FIELDS or op not in NAMES or bool(separator) == (NAMES[op] in WITHOUT_VALUE):
        raise Unreadable(text)
    return condition(field, NAMES[op], unquote(value, errors="replace"))


def condition(key: str, op: Op, text: str = "") -> Condition:
    """Return a condition on a field from what was typed as its value; raises `Unreadable`."""
    field = FIELDS.get(key)
    if field is None or op not in OPS[field.kind]:
        raise Unreadable(key)
    return Condition(key, op, None if op in WITHOUT_VALUE else _value(field, op, text.strip()))


def _value(field: Field, op: Op, text: str) -> Value:
    """Read what a field is compared with."""
    if not text or len(text) > LONGEST_VALUE or not text.isprintable():
        raise Unreadable(text)
    try:
        if op in (Op.OLDER, Op.WITHIN):
            return _between(int(text), 0, MOST_DAYS)
        if field.kind is Kind.DAY:
            # As people write it in France, or as it stands in addresses.
            return date.fromisoformat("-".join(reversed(text.split("/"))) if "/" in text else text)
        if field.kind is Kind.NUMBER:
            return _between(int(text), -LARGEST, LARGEST)
        if field.kind is Kind.MONEY:
            return _between(Money.of(text.replace(" ", "").replace(",", ".")).cents, 0, 100 * LARGEST)
        if field.choices is not None:
            return str(field.choices(text).value)
    except ValueError as fault:
        raise Unreadable(text) from fault
    return text


def _between(number: int, least: int, most: int) -> int:
    """Return a number that the databases can hold, or raise ValueError."""
    if not least <= number <= most:
        raise ValueError(number)
    return number


def as_typed(field: Field, part: Condition) -> str:
    """Return a condition's value as it is typed and written in addresses."""
    if isinstance(part.value, date):
        return part.value.isoformat()
    if field.kind is Kind.MONEY and isinstance(part.value, int):
        return str(Money(part.value).euros)
    return str(part.value)
