"""Random filters, of every field and comparison."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from crm.prospecting.segments.rules.fields import FIELDS, Field
from crm.prospecting.segments.rules.tree import OPS, WITHOUT_VALUE, Condition, Group, Join, Kind, Op, Value

WORDS = ["Lille", "Évreux", "ç(,).%_", "ŒUF", "vip", "59", "a", "100 %", "-1", "l’été"]
texts = st.sampled_from(WORDS) | st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8
)
days = st.dates(date(2026, 1, 1), date(2026, 4, 1))


def values(field: Field, op: Op) -> st.SearchStrategy[Value]:  # noqa: PLR0911  (one for each kind)
    """Return the values which a field can be compared with."""
    if op in WITHOUT_VALUE:
        return st.none()
    if op in (Op.OLDER, Op.WITHIN):
        return st.integers(0, 60)
    if field.kind is Kind.DAY:
        return days
    if field.kind is Kind.NUMBER:
        return st.integers(0, 100)
    if field.kind is Kind.MONEY:
        return st.integers(0, 1_200_000)
    if field.choices is not None:
        return st.sampled_from([str(each.value) for each in field.choices])
    return texts


def _conditions(field: Field) -> st.SearchStrategy[Condition]:
    return st.sampled_from(OPS[field.kind]).flatmap(
        lambda op: values(field, op).map(lambda value: Condition(field.key, op, value))
    )


conditions = st.sampled_from(list(FIELDS.values())).flatmap(_conditions)
inner = st.builds(Group, st.sampled_from(Join), st.lists(conditions, min_size=1, max_size=3).map(tuple))
middle = st.builds(Group, st.sampled_from(Join), st.lists(conditions | inner, min_size=1, max_size=3).map(tuple))
trees = st.builds(Group, st.sampled_from(Join), st.lists(conditions | middle, min_size=1, max_size=4).map(tuple))
