"""The market watch, through its use cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm.activity.door import Work
from crm.prospecting.market_watch.choices import (
    Credibility,
    Importance,
    Nature,
    NewsKind,
    Reliability,
    Rhythm,
    SourceKind,
)
from crm.prospecting.market_watch.models import Competitor, News, Source, WatchNote
from crm.prospecting.market_watch.use_cases import (
    CompetitorData,
    NewsData,
    NoteData,
    SourceData,
    add_source,
    describe_competitor,
    publish_news,
    rate_source,
    take_note,
)

GAZETTE = SourceData(
    name="La Gazette du Bureau",
    source_kind=SourceKind.PRESS,
    address="gazette-du-bureau.example",
    sector="Fournitures de bureau",
    need="Prix et ouvertures des concurrents",
    rhythm=Rhythm.WEEKLY,
)
RUMOUR = NoteData(
    subject="Burolys fermerait son magasin de Lille",
    nature=Nature.RUMOUR,
    text="Un livreur l’a entendu au dépôt.",
    informed_on=date(2026, 3, 1),
    importance=Importance.HIGH,
)
FACT = NoteData(
    subject="Papyrade baisse la ramette A4",
    nature=Nature.FACT,
    text="3,79 € HT jusqu’à fin mars, sur leur catalogue.",
    informed_on=date(2026, 3, 2),
    credibility=Credibility.PROBABLE,
    family="Papier",
    valid_until=date(2026, 3, 31),
)
PAPYRADE = CompetitorData(
    name="Papyrade", city="Arras", price_level=2, service_level=3, fresh_until=date(2026, 4, 30), strengths="Prix"
)
PRICE_CUT = NewsData(
    key="papyrade-cuts",
    news_kind=NewsKind.PRICE,
    headline="Papyrade casse le prix de la ramette",
    body="Le discounter affiche 3,79 € HT.\n\nL’offre court jusqu’au 31 mars.",
    outlet="La gazette du bureau",
    outlet_kind=SourceKind.PRESS,
    competitor="Papyrade",
    family="Papier",
)


def a_source(work: Work, /, data: SourceData = GAZETTE, **changes: object) -> Source:
    """List the Gazette, or what it is changed into."""
    return add_source(work, replace(data, **changes))  # type: ignore[arg-type]


def a_rated_source(work: Work, /, reliability: Reliability = Reliability.B, **changes: object) -> Source:
    """List a source and rate it."""
    return rate_source(
        work, a_source(work, GAZETTE, **changes), reliability=reliability, reason="Exacte depuis deux ans."
    )


def a_note(
    work: Work, /, source: Source | None = None, data: NoteData = RUMOUR, *, news: News | None = None, **changes: object
) -> WatchNote:
    """Note a rumour, or what it is changed into, from the Gazette unless told otherwise."""
    whence = source or a_rated_source(work)
    return take_note(work, whence, replace(data, **changes), news=news)  # type: ignore[arg-type]


def a_competitor(work: Work, /, data: CompetitorData = PAPYRADE, **changes: object) -> Competitor:
    """Describe Papyrade, or what it is changed into."""
    return describe_competitor(work, replace(data, **changes))  # type: ignore[arg-type]


def some_news(work: Work, /, data: NewsData = PRICE_CUT, **changes: object) -> News:
    """Let the price cut appear, or what it is changed into."""
    return publish_news(work, replace(data, **changes))  # type: ignore[arg-type]
