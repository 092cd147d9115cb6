"""Companies and individuals: suspects, prospects, customers, and the people to talk to."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from crm.kernel.choices import Labelled
from crm.kernel.currency import Currency
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.kernel.tax import TaxRegime, regime_of
from crm.places.gazetteer import position_of
from crm.places.positions import Position, PositionSource, Precision
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, JsonColumn, MoneyColumn, UtcDateTime


class Nature(Labelled):
    """Whether one sells to a business or to a consumer: the law differs."""

    BUSINESS = "business", N_("Entreprise")
    INDIVIDUAL = "individual", N_("Particulier")


class Stage(Labelled):
    """How near a company stands."""

    SUSPECT = "suspect", N_("Suspect")
    PROSPECT = "prospect", N_("Prospect")
    CUSTOMER = "customer", N_("Client")

    @property
    def plural(self) -> str:
        """The stage of several companies."""
        return {"suspect": N_("Suspects"), "prospect": N_("Prospects"), "customer": N_("Clients")}[self.value]


class Source(Labelled):
    """Where a record came from; whoever is asked must be able to say."""

    REFERRAL = "referral", N_("Recommandation")
    TRADE_FAIR = "trade_fair", N_("Salon")
    WEBSITE = "website", N_("Site internet")
    PHONE = "phone", N_("Appel entrant")
    DIRECTORY = "directory", N_("Annuaire professionnel")
    CANVASSING = "canvassing", N_("Prospection")
    CUSTOMER_FILE = "customer_file", N_("Fichier clients")


class LegalBasis(Labelled):
    """Why personal data may be kept (GDPR, article 6)."""

    CONTRACT = "contract", N_("Contrat")
    CONSENT = "consent", N_("Consentement")
    LEGITIMATE_INTEREST = "legitimate_interest", N_("Intérêt légitime")


class InformedBy(Labelled):
    """How somebody was told what is kept about them (GDPR, articles 13 and 14)."""

    EMAIL = "email", N_("Par e-mail")
    LETTER = "letter", N_("Par courrier")
    PHONE = "phone", N_("Au téléphone")
    IN_PERSON = "in_person", N_("De vive voix")


class ContactRole(Labelled):
    """What a person weighs in a decision."""

    DECISION_MAKER = "decision_maker", N_("Décideur")
    INFLUENCER = "influencer", N_("Prescripteur")
    USER = "user", N_("Utilisateur")
    ACCOUNTING = "accounting", N_("Comptabilité")


class DueRule(Labelled):
    """How days of payment are counted (Code de commerce, L441-10: both ends of month are allowed)."""

    NET = "net", N_("Date de facture + délai")
    DAYS_THEN_MONTH_END = "days_then_month_end", N_("Date de facture + délai, puis fin de mois")
    MONTH_END_THEN_DAYS = "month_end_then_days", N_("Fin de mois de la facture, puis délai")


def searchable(*texts: str) -> str:
    """Fold texts for searching: lower case, no accents."""
    said = " ".join(text for text in texts if text)
    if said.isascii():
        return said.lower()
    folded = unicodedata.normalize("NFKD", said)
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).lower()


class Company(Versioned):
    """A company or an individual in the prospect file.

    `sort_name` and `search_text` are folded copies for ordering and searching.
    `credit_limit` None means that nobody fixed one yet, `insurer_cover` None
    that no credit insurer was asked, `tax_regime` None that it follows from
    country and VAT number; `pricing_segment` names the price lists that apply.
    `tags` are kept as `|fair|vip|`; `last_contact_on` is the last sign *from* the prospect that somebody
    noted, beside those on record; `erased_on` says that personal data went at the person's request.
    `latitude` and `longitude` are whole millionths of a degree, None where nobody knows them.
    """

    __tablename__ = "companies"
    __table_args__ = (
        # With the text that a search reads: SQLite then looks into one row in a thousand, not into each of them.
        Index(None, "workspace_id", "sort_name", "id", "search_text"),
        Index(None, "workspace_id", "stage", "sort_name", "id"),
        Index(None, "workspace_id", "siren"),
    )
    kind: ClassVar[str] = "company"

    legal_name: Mapped[str] = mapped_column(String(200))
    nature: Mapped[Nature] = mapped_column(EnumColumn(Nature))
    stage: Mapped[Stage] = mapped_column(EnumColumn(Stage))
    siren: Mapped[str] = mapped_column(String(9), default="")
    siret: Mapped[str] = mapped_column(String(14), default="")
    vat_number: Mapped[str] = mapped_column(String(20), default="")
    sector: Mapped[str] = mapped_column(String(120), default="")
    staff_size: Mapped[str] = mapped_column(String(40), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    country: Mapped[str] = mapped_column(String(2), default="FR")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    source: Mapped[Source] = mapped_column(EnumColumn(Source))
    legal_basis: Mapped[LegalBasis] = mapped_column(EnumColumn(LegalBasis))
    opted_out_email: Mapped[bool] = mapped_column(default=False)
    opted_out_phone: Mapped[bool] = mapped_column(default=False)
    opted_out_post: Mapped[bool] = mapped_column(default=False)
    payment_days: Mapped[int] = mapped_column(default=30)
    due_rule: Mapped[DueRule] = mapped_column(EnumColumn(DueRule), default=DueRule.NET)
    currency: Mapped[Currency] = mapped_column(EnumColumn(Currency), default=Currency.EUR)
    tax_regime: Mapped[TaxRegime | None] = mapped_column(EnumColumn(TaxRegime), default=None)
    pricing_segment: Mapped[str] = mapped_column(String(40), default="")
    credit_limit: Mapped[Money | None] = mapped_column(MoneyColumn(), default=None)
    insurer_cover: Mapped[Money | None] = mapped_column(MoneyColumn(), default=None)
    notes: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(String(120), default="")
    tags: Mapped[str] = mapped_column(String(400), default="")
    informed_on: Mapped[date | None] = mapped_column(default=None)
    informed_by: Mapped[InformedBy | None] = mapped_column(EnumColumn(InformedBy), default=None)
    consented_phone_on: Mapped[date | None] = mapped_column(default=None)
    consented_email_on: Mapped[date | None] = mapped_column(default=None)
    consent_proof: Mapped[str] = mapped_column(String(200), default="")
    last_contact_on: Mapped[date | None] = mapped_column(default=None)
    erased_on: Mapped[date | None] = mapped_column(default=None)
    created_on: Mapped[date]
    latitude: Mapped[int | None] = mapped_column(default=None)
    longitude: Mapped[int | None] = mapped_column(default=None)
    position_precision: Mapped[Precision | None] = mapped_column(EnumColumn(Precision), default=None)
    position_source: Mapped[PositionSource | None] = mapped_column(EnumColumn(PositionSource), default=None)
    sort_name: Mapped[str] = mapped_column(String(200), init=False, default="")
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.legal_name

    @property
    def is_business(self) -> bool:
        """Whether the law of sales between professionals applies."""
        return self.nature is Nature.BUSINESS

    @property
    def regime(self) -> TaxRegime:
        """The VAT regime of what it buys."""
        if self.tax_regime is not None:
            return self.tax_regime
        return regime_of(country=self.country, is_business=self.is_business, vat_number=self.vat_number)

    @property
    def is_customer(self) -> bool:
        """Whether it has ordered."""
        return self.stage is Stage.CUSTOMER

    @property
    def tag_list(self) -> tuple[str, ...]:
        """Its tags, in the order of the alphabet."""
        return tuple(sorted(tag for tag in self.tags.split("|") if tag))

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = [word for word in self.legal_name.split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:2]).upper() or "?"

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The postal address, line by line."""
        return tuple(line for line in (self.street, f"{self.postcode} {self.city}".strip()) if line)

    @property
    def position(self) -> Position | None:
        """Where it is, as exactly as somebody said; a record older than positions is where its town is."""
        if self.latitude is None or self.longitude is None:
            return position_of(postcode=self.postcode, city=self.city, country=self.country)
        precision = self.position_precision or Precision.COMMUNE
        return Position(self.latitude, self.longitude, precision, self.position_source or PositionSource.GAZETTEER)

    def stand_at(self, position: Position | None) -> None:
        """Note where it is."""
        self.latitude, self.longitude = (position.latitude, position.longitude) if position else (None, None)
        self.position_precision = position.precision if position else None
        self.position_source = position.source if position else None

    @validates("legal_name", "city", "siren", "email")
    def _fold(self, key: str, value: str) -> str:
        """Keep the folded copies true."""
        parts = {name: getattr(self, name, "") or "" for name in ("legal_name", "city", "siren", "email")}
        parts[key] = value or ""
        self.search_text = searchable(*parts.values())
        if key == "legal_name":
            self.sort_name = searchable(value)[:200]
        return value


class Contact(Versioned):
    """A person to talk to in a company."""

    __tablename__ = "contacts"
    __table_args__ = (within_workspace("company_id", "companies"), Index(None, "workspace_id", "company_id"))
    kind: ClassVar[str] = "contact"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Contact.company_id", "Company")
    first_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80))
    function: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[ContactRole] = mapped_column(EnumColumn(ContactRole))
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")

    @property
    def label(self) -> str:
        """The person's name."""
        return f"{self.first_name} {self.last_name}".strip()


class CompanyMerge(Versioned):
    """Two records that were one company: what the other one was, so that it can come back.

    `snapshot` is the row that went, column by column as stored; `before` and
    `after` are the kept record's values by field; `moved` are the rows that
    pointed to it, as [table, column, [keys]]. Neither record is a foreign
    key: one of them is no longer there.
    """

    __tablename__ = "company_merges"
    __table_args__ = (Index(None, "workspace_id", "kept_id"), Index(None, "workspace_id", "merged_id"))
    kind: ClassVar[str] = "company_merge"

    kept_id: Mapped[int]
    merged_id: Mapped[int]
    kept_name: Mapped[str] = mapped_column(String(200))
    merged_name: Mapped[str] = mapped_column(String(200))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime())
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    snapshot: Mapped[dict[str, object]] = mapped_column(JsonColumn)
    before: Mapped[dict[str, object]] = mapped_column(JsonColumn)
    after: Mapped[dict[str, object]] = mapped_column(JsonColumn)
    moved: Mapped[list[list[object]]] = mapped_column(JsonColumn)

    @property
    def label(self) -> str:
        """Which record went."""
        return self.merged_name

    @property
    def stands(self) -> bool:
        """Whether it was not undone."""
        return self.undone_at is None
