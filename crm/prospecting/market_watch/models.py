"""Market watch: sources and how far they can be trusted, notes, competitors, digests, what the press publishes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from crm.kernel.clock import local_date
from crm.kernel.money import Money
from crm.prospecting.companies.models import searchable
from crm.prospecting.market_watch.choices import (
    Credibility,
    Finding,
    Importance,
    Nature,
    NewsKind,
    Reliability,
    Rhythm,
    SourceKind,
)
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, JsonColumn, MoneyColumn, UtcDateTime


class Named:
    """What lists sort by its name, and by which papers and the press are recognised."""

    if TYPE_CHECKING:
        name: Mapped[str]
        sort_name: Mapped[str]

    @validates("name")
    def _sort(self, _key: str, value: str) -> str:
        """Keep the folded name beside."""
        self.sort_name = searchable(value)[:120]
        return value

    @property
    def label(self) -> str:
        """What records call it."""
        return self.name


class Source(Named, Versioned):
    """Where one learns something; `address` is plain text that nobody ever fetches.

    `reliability` is None until somebody rated it; `last_consulted_on` is the
    day of the last act of consulting it, not of the last page that was opened.
    """

    __tablename__ = "watch_sources"
    __table_args__ = (Index(None, "workspace_id", "sort_name", "id"),)
    kind: ClassVar[str] = "source"

    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120), init=False)
    source_kind: Mapped[SourceKind] = mapped_column(EnumColumn(SourceKind))
    address: Mapped[str] = mapped_column(String(200), default="")
    sector: Mapped[str] = mapped_column(String(120), default="")
    need: Mapped[str] = mapped_column(Text, default="")
    rhythm: Mapped[Rhythm] = mapped_column(EnumColumn(Rhythm), default=Rhythm.MONTHLY)
    reliability: Mapped[Reliability | None] = mapped_column(EnumColumn(Reliability), default=None)
    rating_reason: Mapped[str] = mapped_column(Text, default="")
    rated_on: Mapped[date | None] = mapped_column(default=None)
    last_consulted_on: Mapped[date | None] = mapped_column(default=None)
    consultations: Mapped[int] = mapped_column(default=0)
    added_on: Mapped[date] = mapped_column(kw_only=True)
    added_by: Mapped[str] = mapped_column(String(120), default="")


class Competitor(Named, Versioned):
    """A competitor's sheet, or with `is_us` our own company's place beside them.

    `price_level` and `service_level` go from 1 (cheapest, plainest) to 10; None
    is not placed yet. `fresh_until` is None until the sheet was described.
    """

    __tablename__ = "competitors"
    __table_args__ = (Index(None, "workspace_id", "sort_name", "id"),)
    kind: ClassVar[str] = "competitor"

    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120), init=False)
    is_us: Mapped[bool] = mapped_column(default=False)
    siren: Mapped[str] = mapped_column(String(9), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    identity: Mapped[str] = mapped_column(Text, default="")
    range_text: Mapped[str] = mapped_column(Text, default="")
    prices_text: Mapped[str] = mapped_column(Text, default="")
    service_text: Mapped[str] = mapped_column(Text, default="")
    strengths: Mapped[str] = mapped_column(Text, default="")
    weaknesses: Mapped[str] = mapped_column(Text, default="")
    price_level: Mapped[int | None] = mapped_column(default=None)
    service_level: Mapped[int | None] = mapped_column(default=None)
    fresh_until: Mapped[date | None] = mapped_column(default=None)
    described_on: Mapped[date | None] = mapped_column(default=None)
    described_by: Mapped[str] = mapped_column(String(120), default="")

    @property
    def is_placed(self) -> bool:
        """Whether both axes are said."""
        return self.price_level is not None and self.service_level is not None

    def is_stale(self, *, on: date) -> bool:
        """Tell whether the sheet is to be looked at again."""
        return self.fresh_until is None or self.fresh_until < on


class CompetitorPrice(Entity):
    """A competitor's net price seen on a day; `reference` is our article that it stands beside, "" for none."""

    __tablename__ = "competitor_prices"
    __table_args__ = (
        within_workspace("competitor_id", "competitors"),
        Index(None, "workspace_id", "competitor_id", "id"),
        Index(None, "workspace_id", "reference"),
    )
    kind: ClassVar[str] = "competitor_price"

    competitor_id: Mapped[int]
    reference: Mapped[str] = mapped_column(String(40), default="")
    wording: Mapped[str] = mapped_column(String(200), default="")
    price: Mapped[Money] = mapped_column(MoneyColumn(), kw_only=True)
    seen_on: Mapped[date] = mapped_column(kw_only=True)
    source_id: Mapped[int | None] = mapped_column(default=None)
    noted_by: Mapped[str] = mapped_column(String(120), default="")


class News(Entity):
    """Something that is published, or asked by the management, where the company hears of it.

    `key` names it in its scenario. `competitor` is the name it tells of,
    as printed; `denies_id` the earlier news that it takes back. What is not
    read has only its headline.
    """

    __tablename__ = "market_events"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(None, "workspace_id", "read_at", "id"),
    )
    kind: ClassVar[str] = "market_event"

    key: Mapped[str] = mapped_column(String(60))
    news_kind: Mapped[NewsKind] = mapped_column(EnumColumn(NewsKind))
    headline: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    outlet: Mapped[str] = mapped_column(String(120))
    outlet_kind: Mapped[SourceKind] = mapped_column(EnumColumn(SourceKind))
    address: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    competitor: Mapped[str] = mapped_column(String(120), default="")
    family: Mapped[str] = mapped_column(String(80), default="")
    denies_id: Mapped[int | None] = mapped_column(default=None)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    read_by: Mapped[str] = mapped_column(String(120), default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.headline

    @property
    def published_on(self) -> date:
        """The day in France on which it appeared."""
        return local_date(self.published_at)

    @property
    def is_question(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.news_kind is NewsKind.QUESTION

    @property
    def is_read(self) -> bool:
        """Whether somebody of the team read it."""
        return self.read_at is not None


class WatchNote(Versioned):
    """What was learnt from a source on a day; `credibility` is of this information, whatever the source is worth.

    `valid_until` None is without an end; `family` is a product family of ours
    as the catalogue calls it, `news_id` the news that it was taken from.
    """

    __tablename__ = "watch_notes"
    __table_args__ = (
        within_workspace("source_id", "watch_sources"),
        Index(None, "workspace_id", "taken_at", "id"),
        Index(None, "workspace_id", "competitor_id", "id"),
        Index(None, "workspace_id", "news_id"),
    )
    kind: ClassVar[str] = "watch_note"

    source_id: Mapped[int] = mapped_column(init=False)
    source: Mapped[Source] = belongs_to("WatchNote.source_id", "Source")
    subject: Mapped[str] = mapped_column(String(200))
    nature: Mapped[Nature] = mapped_column(EnumColumn(Nature))
    text: Mapped[str] = mapped_column(Text)
    credibility: Mapped[Credibility] = mapped_column(EnumColumn(Credibility), default=Credibility.UNJUDGED)
    importance: Mapped[Importance] = mapped_column(EnumColumn(Importance), default=Importance.MEDIUM)
    competitor_id: Mapped[int | None] = mapped_column(default=None)
    family: Mapped[str] = mapped_column(String(80), default="")
    informed_on: Mapped[date] = mapped_column(kw_only=True)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    news_id: Mapped[int | None] = mapped_column(default=None)
    checks: Mapped[int] = mapped_column(default=0)
    search_text: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    taken_by: Mapped[str] = mapped_column(String(120), default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.subject

    def is_stale(self, *, on: date) -> bool:
        """Tell whether it holds no more."""
        return self.valid_until is not None and self.valid_until < on

    @property
    def is_open_rumour(self) -> bool:
        """Whether it is hearsay that nobody compared with another source."""
        return self.nature is Nature.RUMOUR and not self.checks


class CrossCheck(Entity):
    """A note compared with what another source says."""

    __tablename__ = "watch_checks"
    __table_args__ = (
        within_workspace("note_id", "watch_notes"),
        within_workspace("source_id", "watch_sources"),
        Index(None, "workspace_id", "note_id", "id"),
    )
    kind: ClassVar[str] = "watch_check"

    note_id: Mapped[int]
    source_id: Mapped[int] = mapped_column(init=False)
    source: Mapped[Source] = belongs_to("CrossCheck.source_id", "Source")
    finding: Mapped[Finding] = mapped_column(EnumColumn(Finding))
    text: Mapped[str] = mapped_column(Text, default="")
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    checked_by: Mapped[str] = mapped_column(String(120), default="")


class Digest(Entity):
    """Chosen notes sent to colleagues: `notes` are ids, `recipients` the words of services, `text` as it was sent."""

    __tablename__ = "watch_digests"
    __table_args__ = (Index(None, "workspace_id", "sent_at", "id"),)
    kind: ClassVar[str] = "digest"

    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    notes: Mapped[list[int]] = mapped_column(JsonColumn)
    recipients: Mapped[list[str]] = mapped_column(JsonColumn)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    sent_by: Mapped[str] = mapped_column(String(120), default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.title

    @property
    def sent_on(self) -> date:
        """The day in France on which it was sent."""
        return local_date(self.sent_at)


class Argument(Entity):
    """A note used to sell: `about_kind` and `about_id` name the quote or the conversation, which higher rooms know."""

    __tablename__ = "watch_arguments"
    __table_args__ = (
        within_workspace("note_id", "watch_notes"),
        Index(None, "workspace_id", "note_id", "id"),
        Index(None, "workspace_id", "about_kind", "about_id"),
    )
    kind: ClassVar[str] = "argument"

    note_id: Mapped[int] = mapped_column(init=False)
    note: Mapped[WatchNote] = belongs_to("Argument.note_id", "WatchNote")
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    about_label: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    used_by: Mapped[str] = mapped_column(String(120), default="")
