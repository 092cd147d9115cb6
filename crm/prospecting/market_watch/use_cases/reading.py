"""News: the simulated world publishes it, people read it; what was not opened has only its headline."""

from __future__ import annotations

from dataclasses import dataclass

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.prospecting.market_watch import queries
from crm.prospecting.market_watch.choices import NewsKind, SourceKind
from crm.prospecting.market_watch.models import News
from crm.prospecting.market_watch.use_cases.sourcing import note_consultation


@dataclass(frozen=True)
class NewsData:
    """What is published, where and about whom; `key` names it in its scenario, `denies` what it takes back.

    `difficulty` is from 1 (plain) to 3 (to be compared with other sources); only the record keeps it.
    """

    key: str
    news_kind: NewsKind
    headline: str
    body: str
    outlet: str
    outlet_kind: SourceKind
    address: str = ""
    language: str = "fr"
    competitor: str = ""
    family: str = ""
    denies: str = ""
    difficulty: int = 1


def publish_news(work: Work, data: NewsData) -> News:
    """Let something appear, or let the management ask something; each once."""
    known = queries.news_by_key(data.key)
    if known is not None:
        return known
    denied = queries.news_by_key(data.denies) if data.denies else None
    news = News(
        key=data.key,
        news_kind=data.news_kind,
        headline=data.headline,
        body=data.body,
        outlet=data.outlet,
        outlet_kind=data.outlet_kind,
        address=data.address,
        language=data.language,
        competitor=data.competitor,
        family=data.family,
        denies_id=denied.id if denied else None,
        published_at=work.now,
    )
    work.add(news)
    work.record(
        Activity.MARKET_QUESTION_ASKED if news.is_question else Activity.MARKET_EVENT_PUBLISHED,
        news,
        queries.competitor_named(data.competitor) if data.competitor else None,
        denied,
        news_kind=news.news_kind.value,
        outlet=news.outlet,
        outlet_kind=news.outlet_kind.value,
        competitor=news.competitor,
        competitor_moves=bool(news.competitor) and news.news_kind.moves_competitor,
        language=news.language,
        difficulty=data.difficulty,
    )
    return news


def read_news(work: Work, news: News) -> News:
    """Read a piece of news; a listed source in which it stands counts as consulted that day."""
    if news.is_read:
        return news
    news.read_at, news.read_by = work.now, work.actor.name
    source = queries.source_of(news)
    work.record(Activity.MARKET_EVENT_READ, news, source, news_kind=news.news_kind.value, outlet=news.outlet)
    if source is not None and source.last_consulted_on != work.today:
        note_consultation(work, source, found=1)
    return news
