"""A workspace's records for whoever reviews them: filtered, newest first, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, select

from crm.activity.models import ActivityRecord
from crm.activity.vocabulary import Activity
from crm.kernel.actor import ActorKind
from crm.kernel.clock import PARIS
from crm.store.base import db

PAGE = 50


@dataclass(frozen=True)
class TimelineFilter:
    """What is wanted: a subject of the vocabulary, an actor, simulated days, acts of persons only.

    `actor` is a kind (`customer`, `house`…) or a user's id as digits.
    """

    subject: str = ""
    actor: str = ""
    persons_only: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class TimelinePage:
    """Some records, and the position before which the next page begins (None at the end)."""

    records: Sequence[ActivityRecord]
    next: int | None


def timeline(wanted: TimelineFilter, *, before: int | None = None, size: int = PAGE) -> TimelinePage:
    """Return the records of the workspace that fit, newest first."""
    statement = _filtered(wanted)
    if before is not None:
        statement = statement.where(ActivityRecord.position < before)
    found = list(db.session.scalars(statement.order_by(ActivityRecord.position.desc()).limit(size + 1)))
    return TimelinePage(found[:size], found[size - 1].position if len(found) > size else None)


def words_of(subject: str) -> list[str]:
    """Return the words of the vocabulary that begin with a subject."""
    return [each.word for each in Activity if each.subject == subject]


def _filtered(wanted: TimelineFilter) -> Select[ActivityRecord]:
    """Return the statement without its page."""
    statement = select(ActivityRecord)
    if wanted.subject:
        statement = statement.where(ActivityRecord.activity.in_(words_of(wanted.subject)))
    if wanted.actor.isdigit():
        statement = statement.where(
            ActivityRecord.actor_kind == ActorKind.PERSON, ActivityRecord.actor_id == int(wanted.actor)
        )
    elif wanted.actor in set(ActorKind):
        statement = statement.where(ActivityRecord.actor_kind == ActorKind(wanted.actor))
    if wanted.persons_only:
        statement = statement.where(ActivityRecord.actor_kind == ActorKind.PERSON)
    if wanted.since is not None:
        statement = statement.where(ActivityRecord.happened_at >= _midnight(wanted.since))
    if wanted.until is not None:
        statement = statement.where(ActivityRecord.happened_at < _midnight(wanted.until + timedelta(days=1)))
    return statement


def _midnight(day: date) -> datetime:
    """Return the instant at which a day begins in France."""
    return datetime.combine(day, time.min, PARIS).astimezone(UTC)
