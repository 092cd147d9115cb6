"""Filters kept under a name, and the file taken out of the house."""

from __future__ import annotations

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_, Refused
from crm.prospecting.segments import queries
from crm.prospecting.segments.models import Segment
from crm.prospecting.segments.rules import parsing
from crm.prospecting.segments.rules.tree import Group
from crm.store.base import db


class NotAFilter(Refused):
    """A filter that nobody can read narrows nothing."""

    message = N_("Ce filtre est illisible : composez-le avec les champs de la liste.")
    field = "expression"


class NameTaken(Refused):
    """Two filters of one name cannot be told apart."""

    message = N_("Ce nom est déjà pris : choisissez-en un autre.")
    field = "name"


class NoName(Refused):
    """A filter without a name is not found again."""

    message = N_("Donnez un nom.")
    field = "name"


class NotYours(Refused):
    """A view is its owner's."""

    message = N_("Cette vue appartient à une autre personne.")


class Format(Labelled):
    """The files in which prospects leave."""

    CSV = "csv", N_("CSV")
    XLSX = "xlsx", N_("Classeur Excel")


def define_segment(work: Work, *, name: str, expression: str) -> Segment:
    """Keep a filter as a segment of the workspace: everybody sees the same one."""
    return _keep(work, name=name, expression=expression, shared=True)


def save_view(work: Work, *, name: str, expression: str) -> Segment:
    """Keep a filter as one's own view."""
    return _keep(work, name=name, expression=expression, shared=False)


def change_segment(work: Work, segment: Segment, *, name: str, expression: str, version: int | None = None) -> Segment:
    """Give a segment or view another name or another filter; both are recorded, old and new."""
    _check_owner(work, segment)
    tree, name = _tree(expression), _name(name)
    work.expect(segment, version, {"name": name, "expression": parsing.write(tree)})
    other = queries.named(name, shared=segment.shared, owner_id=segment.owner_id)
    if other is not None and other.id != segment.id:
        raise NameTaken
    before = [segment.name, segment.expression]
    segment.name, segment.expression = name, parsing.write(tree)
    work.record(
        Activity.SEGMENT_CHANGED,
        segment,
        name=[before[0], segment.name],
        expression=[before[1], segment.expression],
        count=queries.count(tree, today=work.today),
        shared=segment.shared,
    )
    return segment


def remove_segment(work: Work, segment: Segment) -> None:
    """Take a segment or a view away; its records stay."""
    _check_owner(work, segment)
    work.record(Activity.SEGMENT_REMOVED, segment, expression=segment.expression, shared=segment.shared)
    db.session.delete(segment)


def export_prospects(work: Work, *, expression: str, format: Format = Format.CSV) -> int:  # noqa: A002
    """Take the records that fit a filter out of the house as a file: on record, for they are personal data."""
    tree = _tree(expression)
    count = queries.count(tree, today=work.today)
    work.record(Activity.PROSPECTS_EXPORTED, expression=parsing.write(tree), count=count, format=format.value)
    return count


def _keep(work: Work, *, name: str, expression: str, shared: bool) -> Segment:
    """Keep a filter and record it."""
    tree, name = _tree(expression), _name(name)
    owner_id = work.actor.id
    if queries.named(name, shared=shared, owner_id=owner_id) is not None:
        raise NameTaken
    segment = work.add(
        Segment(
            name=name,
            expression=parsing.write(tree),
            shared=shared,
            owner_id=owner_id,
            owner_name=work.actor.name,
            defined_on=work.today,
        )
    )
    count = queries.count(tree, today=work.today)
    work.record(
        Activity.SEGMENT_DEFINED if shared else Activity.VIEW_SAVED,
        segment,
        expression=segment.expression,
        count=count,
        fields=[*sorted({each.field for each in tree.conditions()})],
    )
    return segment


def _check_owner(work: Work, segment: Segment) -> None:
    """Refuse to touch another person's view."""
    if not segment.shared and segment.owner_id != work.actor.id:
        raise NotYours


def _name(name: str) -> str:
    """Return a name without blanks around it, or refuse."""
    if not name.strip():
        raise NoName
    return name.strip()


def _tree(expression: str) -> Group:
    """Read a filter, or refuse."""
    try:
        return parsing.read(expression)
    except parsing.Unreadable as fault:
        raise NotAFilter from fault
