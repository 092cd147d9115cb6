"""What can be asked about sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from crm.prospecting.companies.models import searchable
from crm.prospecting.market_watch import rules
from crm.prospecting.market_watch.choices import SourceKind
from crm.prospecting.market_watch.models import News, Source, WatchNote
from crm.store.base import db
from crm.store.scoping import find


@dataclass(frozen=True)
class SourceFilter:
    """What the list of sources is narrowed to; it lives in the URL."""

    search: str = ""
    source_kind: SourceKind | None = None
    due: bool = False


@dataclass(frozen=True)
class Watched:
    """A source as its list shows it: when it is due, whether that day has passed, how many notes came of it."""

    source: Source
    due_on: date | None
    late: bool
    notes: int


def source_by_id(source_id: int) -> Source | None:
    """Return a source of this workspace."""
    return find(Source, source_id)


def source_named(sort_name: str) -> Source | None:
    """Return the source of that name, folded for searching."""
    return db.session.scalar(select(Source).where(Source.sort_name == sort_name[:120]).order_by(Source.id).limit(1))


def source_of(news: News) -> Source | None:
    """Return the listed source in which a piece of news stands."""
    return source_named(searchable(news.outlet))


def sources() -> list[Source]:
    """Return all sources by name."""
    return list(db.session.scalars(select(Source).order_by(Source.sort_name, Source.id)))


def source_count() -> int:
    """Return how many sources there are."""
    return db.session.scalar(select(func.count()).select_from(Source)) or 0


def watched(wanted: SourceFilter, *, today: date) -> list[Watched]:
    """Return the sources that match, by name; a watch has few dozens of them."""
    statement = select(Source).order_by(Source.sort_name, Source.id)
    for word in searchable(wanted.search).split():
        statement = statement.where(Source.sort_name.contains(word, autoescape=True))
    if wanted.source_kind is not None:
        statement = statement.where(Source.source_kind == wanted.source_kind)
    counted = select(WatchNote.source_id, func.count()).group_by(WatchNote.source_id)
    notes: dict[int, int] = dict(db.session.execute(counted).all())
    found = [_watched(each, notes.get(each.id, 0), today=today) for each in db.session.scalars(statement)]
    return [each for each in found if each.late or not wanted.due]


def watched_one(source: Source, *, today: date) -> Watched:
    """Return one source as the list shows it."""
    count = db.session.scalar(select(func.count()).select_from(WatchNote).where(WatchNote.source_id == source.id))
    return _watched(source, count or 0, today=today)


def due_count(today: date) -> int:
    """Return how many sources should have been consulted by now."""
    return len(watched(SourceFilter(due=True), today=today))


def _watched(source: Source, notes: int, *, today: date) -> Watched:
    """Say of a source when it is due."""
    on = rules.due_on(source.rhythm, added_on=source.added_on, last_consulted_on=source.last_consulted_on)
    return Watched(source, on, late=on is not None and on < today, notes=notes)
