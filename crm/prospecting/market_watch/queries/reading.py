"""What can be asked about news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from crm.prospecting.companies.models import searchable
from crm.prospecting.market_watch.choices import NewsKind
from crm.prospecting.market_watch.models import News, Source, WatchNote
from crm.store.base import db
from crm.store.folding import fold, folded
from crm.store.paging import Slice, keyset
from crm.store.scoping import find

# How long a sheet that is brought up to date is taken as following what was published about its competitor.
RECENT = timedelta(days=45)


@dataclass(frozen=True)
class NewsFilter:
    """What the news are narrowed to; it lives in the URL."""

    unread: bool = True
    search: str = ""
    news_kind: NewsKind | None = None


def news_by_id(news_id: int) -> News | None:
    """Return a piece of news of this workspace."""
    return find(News, news_id)


def news_by_key(key: str) -> News | None:
    """Return the news that its scenario calls so."""
    return db.session.scalar(select(News).where(News.key == key))


def news_page(wanted: NewsFilter, *, cursor: str | None = None) -> Slice[News]:
    """Return a page of news, newest first."""
    return keyset(_matching(select(News), wanted), column=News.id, tie=News.id, cursor=cursor, descending=True)


def news_count(wanted: NewsFilter) -> int:
    """Return how many news match."""
    return db.session.scalar(_matching(select(func.count()).select_from(News), wanted)) or 0


def unread_count() -> int:
    """Return how many news nobody has read."""
    return news_count(NewsFilter())


def unread_of(source: Source) -> list[News]:
    """Return what a source published that nobody has read, the oldest first."""
    unread = select(News).where(News.read_at.is_(None)).order_by(News.id)
    return [each for each in db.session.scalars(unread) if searchable(each.outlet)[:120] == source.sort_name]


def published_by(source: Source, *, limit: int = 20) -> list[News]:
    """Return what a source published lately, the newest first."""
    newest = db.session.scalars(select(News).order_by(News.id.desc()))
    return [each for each in newest if searchable(each.outlet)[:120] == source.sort_name][:limit]


def news_about(sort_name: str, *, until: datetime) -> list[News]:
    """Return what was lately published about a competitor, whose name is folded for searching."""
    told = select(News).where(News.competitor != "", News.published_at > until - RECENT).order_by(News.id)
    return [each for each in db.session.scalars(told) if searchable(each.competitor)[:120] == sort_name]


def news_of(notes: Iterable[WatchNote]) -> list[News]:
    """Return the news from which notes were taken, each once."""
    ids = {each.news_id for each in notes if each.news_id is not None}
    return list(db.session.scalars(select(News).where(News.id.in_(ids)).order_by(News.id)))


def what_denies(news: News) -> News | None:
    """Return the later news that takes one back."""
    return db.session.scalar(select(News).where(News.denies_id == news.id).order_by(News.id).limit(1))


def what_is_denied(news: News | None) -> list[News]:
    """Return the earlier news that one takes back, if it does."""
    denied = find(News, news.denies_id) if news is not None and news.denies_id is not None else None
    return [denied] if denied is not None else []


def answers_to(news: News) -> list[WatchNote]:
    """Return the notes that were taken of a piece of news."""
    return list(db.session.scalars(select(WatchNote).where(WatchNote.news_id == news.id).order_by(WatchNote.id)))


def _matching(statement: Select, wanted: NewsFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over news."""
    if wanted.unread:
        statement = statement.where(News.read_at.is_(None))
    if wanted.news_kind is not None:
        statement = statement.where(News.news_kind == wanted.news_kind)
    for word in fold(wanted.search).split():
        told = folded(News.headline.expression), folded(News.outlet.expression), folded(News.competitor.expression)
        statement = statement.where(
            told[0].contains(word, autoescape=True)
            | told[1].contains(word, autoescape=True)
            | told[2].contains(word, autoescape=True)
        )
    return statement
