"""What the screens of segments share: the blueprint, the filter of the address, and how it is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext

from crm.kernel.errors import N_
from crm.people.access import Permission
from crm.prospecting.segments import queries
from crm.prospecting.segments.models import BulkChange, Segment
from crm.prospecting.segments.rules import parsing, tree
from crm.prospecting.segments.rules.fields import FIELDS
from crm.prospecting.segments.rules.tree import EVERYTHING, WITHOUT_VALUE, Condition, Group, Kind, Op
from crm.web import filters
from crm.web.navigation import Entry, announce

blueprint = Blueprint("segments", __name__, url_prefix="/w/<int:workspace_id>/prospects")
announce(Entry(N_("Prospection"), 27, "segments.index", N_("Filtres et segments"), "filter", Permission.READ))


def filter_of_the_url() -> Group:
    """Read the filter from the address; one that cannot be read is answered 400 in plain words."""
    try:
        return parsing.read(request.args.get("f", ""))
    except parsing.Unreadable:
        abort(400, gettext("Le filtre de cette adresse est illisible."))


def readable(expression: str | None) -> Group:
    """Read a kept filter; one that cannot be read any more narrows nothing."""
    try:
        return parsing.read(expression or "")
    except parsing.Unreadable:
        return EVERYTHING


def list_url(wanted: Group, **others: object) -> str:
    """Return the address of the list through a filter."""
    return url_for("segments.index", f=parsing.write(wanted) or None, **others)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Chip:
    """A part of the filter in words: a condition, or a group with its own chips."""

    label: str
    comparison: str
    value: str
    off_url: str
    turn_url: str = ""
    parts: tuple[Chip, ...] = ()
    is_group: bool = False


def chips(wanted: Group) -> Chip:
    """Return a filter in words, each part with the address of the list without it."""
    return _chip_of_group(wanted, wanted, ())


def _chip_of_group(wanted: Group, group: Group, path: tuple[int, ...]) -> Chip:
    """Return a group in words."""
    parts = tuple(
        _chip_of_group(wanted, part, (*path, place)) if isinstance(part, Group) else _chip(wanted, part, (*path, place))
        for place, part in enumerate(group.parts)
    )
    off = list_url(tree.without(wanted, path))
    turn = list_url(tree.turned(wanted, path))
    return Chip(gettext(group.join.label), "", "", off, turn, parts, is_group=True)


def _chip(wanted: Group, part: Condition, path: tuple[int, ...]) -> Chip:
    """Return a condition in words."""
    field = FIELDS[part.field]
    return Chip(gettext(field.label), gettext(part.op.label), said(part), list_url(tree.without(wanted, path)))


def said(part: Condition) -> str:
    """Return a condition's value as people read it."""
    field = FIELDS[part.field]
    if part.op in WITHOUT_VALUE:
        return ""
    if isinstance(part.value, date):
        return filters.day(part.value)
    if field.choices is not None:
        return str(gettext(field.choices(str(part.value)).label))
    if field.kind is Kind.MONEY and part.op in (Op.AT_LEAST, Op.AT_MOST):
        return f"{parsing.as_typed(field, part).removesuffix('.00')}\N{NO-BREAK SPACE}€"
    return str(part.value)


def in_words(expression: str) -> str:
    """Return a kept filter as one sentence."""
    try:
        wanted = parsing.read(expression)
    except parsing.Unreadable:
        return expression
    return _sentence(wanted) if wanted != EVERYTHING else gettext("Tout le fichier")


def _sentence(group: Group) -> str:
    """Return a group as a sentence."""
    joint = gettext(" et ") if group.join is tree.Join.ALL else gettext(" ou ")
    words = []
    for part in group.parts:
        if isinstance(part, Group):
            words.append(f"({_sentence(part)})")
        else:
            words.append(
                " ".join(filter(None, (gettext(FIELDS[part.field].label), gettext(part.op.label), said(part))))
            )
    return str(joint.join(words))


def the_segment(segment_id: int) -> Segment:
    """Find a kept filter or answer 404."""
    return queries.segment_by_id(segment_id) or abort(404)


def the_change(change_id: int) -> BulkChange:
    """Find a change of many records or answer 404."""
    return queries.bulk_change_by_id(change_id) or abort(404)
