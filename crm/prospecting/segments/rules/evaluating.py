"""Whether a record fits a filter, said on plain values: what the database answers must be the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from crm.prospecting.segments.rules.fields import FIELDS
from crm.prospecting.segments.rules.tree import Condition, Group, Join, Kind, Op
from crm.store.folding import fold

Held = str | int | date | bool | frozenset[str] | None
FAR_TWO, FAR_THREE = 2, 3


def department_of(postcode: str, country: str = "FR") -> str:
    """Return the department of a French postcode: its first two digits, three overseas (97, 98); else nothing."""
    if country != "FR" or not postcode:
        return ""
    return postcode[: FAR_THREE if postcode[:FAR_TWO] in ("97", "98") else FAR_TWO]


def fits(tree: Group, sheet: Mapping[str, Held], *, today: date) -> bool:
    """Tell whether a record's values, by field, fit a filter."""
    if not tree.parts:
        return True
    found = (
        fits(part, sheet, today=today) if isinstance(part, Group) else holds(part, sheet.get(part.field), today=today)
        for part in tree.parts
    )
    return all(found) if tree.join is Join.ALL else any(found)


def holds(part: Condition, held: Held, *, today: date) -> bool:
    """Tell whether one condition holds of a value."""
    if part.op in (Op.EMPTY, Op.FILLED):
        return (held in (None, "", frozenset())) is (part.op is Op.EMPTY)
    kind = FIELDS[part.field].kind
    if kind is Kind.FLAG:
        return bool(held) is (part.op is Op.YES)
    if isinstance(held, frozenset):
        return (fold(str(part.value)) in {fold(each) for each in held}) is (part.op is Op.IS)
    if kind is Kind.TEXT:
        return _text(part.op, fold(str(held or "")), fold(str(part.value)))
    if kind is Kind.CHOICE:
        return (held == part.value) is (part.op is Op.IS)
    return held is not None and _measure(part, held, today)


def _text(op: Op, held: str, value: str) -> bool:
    """Compare two folded texts."""
    if op is Op.IS:
        return held == value
    if op is Op.STARTS:
        return held.startswith(value)
    return (value in held) is (op is Op.CONTAINS)


def _measure(part: Condition, held: object, today: date) -> bool:
    """Compare numbers or days."""
    if isinstance(held, date):
        since, bound = day_bound(part, today)
        return held >= bound if since else held < bound
    assert isinstance(held, int) and isinstance(part.value, int)  # noqa: S101, PT018  (the parser gives nothing else)
    return held >= part.value if part.op is Op.AT_LEAST else held <= part.value


def day_bound(part: Condition, today: date) -> tuple[bool, date]:
    """Return (since or before, day): how a day is compared; "older than 30 days" is before the day 30 days ago."""
    if isinstance(part.value, date):
        return part.op is Op.SINCE, part.value
    assert isinstance(part.value, int)  # noqa: S101  (the parser gives nothing else)
    return part.op is Op.WITHIN, today - timedelta(days=part.value)
