"""Quotes: prepared, sent, accepted, declined."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.kernel.choices import Labelled
from crm.kernel.currency import MILLION, Currency, in_euros
from crm.kernel.errors import N_
from crm.kernel.incoterms import Incoterm
from crm.kernel.lifecycle import lifecycle
from crm.kernel.money import NO_RATE, Money, Rate, Totals
from crm.kernel.tax import TaxRegime
from crm.papers.views import CommercialPaper, PaperKind, Party
from crm.prospecting.companies.models import Company
from crm.selling.lines import DocumentLine, combined, totals_of
from crm.selling.parties import customer_party, delivery_terms, language_of, paper_lines, payment_terms
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, RateColumn, UtcDateTime


class QuoteState(Labelled):
    """Where a quote stands."""

    DRAFT = "draft", N_("Brouillon")
    SENT = "sent", N_("Envoyé")
    ACCEPTED = "accepted", N_("Accepté")
    DECLINED = "declined", N_("Refusé")
    SUPERSEDED = "superseded", N_("Remplacé")

    @property
    def plural(self) -> str:
        """The state of several quotes."""
        return {
            "draft": N_("Brouillons"),
            "sent": N_("Envoyés"),
            "accepted": N_("Acceptés"),
            "declined": N_("Refusés"),
            "superseded": N_("Remplacés"),
        }[self.value]


class Channel(Labelled):
    """How something reaches a customer."""

    EMAIL = "email", N_("E-mail")
    POST = "post", N_("Courrier")
    PHONE = "phone", N_("Téléphone")
    HAND = "hand", N_("Main propre")


class Leave(Labelled):
    """Whether the management allowed a quote's discount beyond the delegation."""

    NONE = "none", N_("Aucune dérogation demandée")
    WAITING = "waiting", N_("Dérogation demandée, sans réponse")
    GRANTED = "granted", N_("Dérogation accordée")
    REFUSED = "refused", N_("Dérogation refusée")
    EXCEEDED = "exceeded", N_("Dérogation accordée pour une remise moindre")


class FollowUpResult(Labelled):
    """What came of following a quote up."""

    NO_ANSWER = "no_answer", N_("Pas de réponse")
    THINKING = "thinking", N_("Le client réfléchit encore")
    NEGOTIATES = "negotiates", N_("Le client demande un effort")
    LIKELY = "likely", N_("Le client pense accepter")
    LOST_INTEREST = "lost_interest", N_("Le projet est abandonné")


QUOTE_LIFE = lifecycle(
    (QuoteState.DRAFT, QuoteState.SENT),
    (QuoteState.SENT, QuoteState.ACCEPTED),
    (QuoteState.SENT, QuoteState.DECLINED),
    (QuoteState.SENT, QuoteState.SUPERSEDED),
    (QuoteState.DECLINED, QuoteState.SUPERSEDED),
)


class Quote(Versioned):
    """A quote; its number is given when it is sent. `net` and `gross` are kept for lists.

    `revises_id` is the version that this one takes the place of, `discount`
    what is taken off the whole, `deposit` the share asked for with the order.
    Sums are in `currency`, of which one unit is worth `exchange_ppm`
    millionths of a euro. `delivery_days` are working days from the order on;
    0 promises nothing.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "company_id", "id"),
        Index(None, "workspace_id", "state", "id"),
        UniqueConstraint("workspace_id", "revises_id"),
        Index(None, "workspace_id", "number"),
    )
    kind: ClassVar[str] = "quote"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Quote.company_id", "Company")
    message_id: Mapped[int | None] = mapped_column(default=None)
    revises_id: Mapped[int | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    number: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[QuoteState] = mapped_column(EnumColumn(QuoteState), default=QuoteState.DRAFT)
    drafted_on: Mapped[date]
    sent_on: Mapped[date | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    channel: Mapped[Channel | None] = mapped_column(EnumColumn(Channel), default=None)
    valid_until: Mapped[date]
    answered_on: Mapped[date | None] = mapped_column(default=None)
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    follow_up_on: Mapped[date | None] = mapped_column(default=None)
    payment_days: Mapped[int]
    delivery_terms: Mapped[str] = mapped_column(Text, default="")
    delivery_days: Mapped[int] = mapped_column(default=0)
    incoterm: Mapped[Incoterm | None] = mapped_column(EnumColumn(Incoterm), default=None)
    discount: Mapped[Rate] = mapped_column(RateColumn(), default=NO_RATE)
    deposit: Mapped[Rate] = mapped_column(RateColumn(), default=NO_RATE)
    currency: Mapped[Currency] = mapped_column(EnumColumn(Currency), default=Currency.EUR)
    exchange_ppm: Mapped[int] = mapped_column(default=MILLION)
    regime: Mapped[TaxRegime] = mapped_column(EnumColumn(TaxRegime), default=TaxRegime.DOMESTIC)
    note: Mapped[str] = mapped_column(Text, default="")
    net: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    gross: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    lines: Mapped[list[QuoteLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="QuoteLine.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number or f"brouillon de devis {self.id}"

    @property
    def totals(self) -> Totals:
        """Net, VAT per rate, gross."""
        return totals_of(self.lines, self.discount)

    @property
    def worth(self) -> Money:
        """The gross in euros, as records and limits count it."""
        return in_euros(self.gross, self.exchange_ppm)

    @property
    def deposit_amount(self) -> Money:
        """What is to be paid with the order, VAT included."""
        return self.deposit.of(self.totals.gross)

    @property
    def max_discount(self) -> Rate:
        """The highest discount of its lines, with what is taken off the whole."""
        return combined(max((line.discount for line in self.lines), default=NO_RATE), self.discount)

    def paper(self, *, seller: Party) -> CommercialPaper:
        """Return the quote as its paper shows it; one that was not sent is a draft and says so."""
        language = language_of(self.company)
        return CommercialPaper(
            kind=PaperKind.QUOTE,
            number=self.number,
            issued_on=self.sent_on or self.drafted_on,
            valid_until=self.valid_until,
            seller=seller,
            customer=customer_party(self.company),
            lines=paper_lines(self.lines),
            language=language,
            payment_terms=payment_terms(self.payment_days, language),
            delivery_terms=delivery_terms(self.delivery_terms, self.delivery_days, language),
            note=self.note,
            currency=self.currency,
            exchange_ppm=self.exchange_ppm,
            regime=self.regime,
            discount=self.discount,
            deposit=self.deposit,
            incoterm=self.incoterm,
        )

    def can(self, state: QuoteState) -> bool:
        """Tell whether the quote may go to a state."""
        return QUOTE_LIFE.allows(self.state, state)

    def move(self, state: QuoteState) -> None:
        """Go to a state, or refuse."""
        self.state = QUOTE_LIFE.move(self.state, state)


class QuoteLine(DocumentLine):
    """A line of a quote."""

    __tablename__ = "quote_lines"
    __table_args__ = (within_workspace("quote_id", "quotes"), Index(None, "workspace_id", "quote_id"))
    kind: ClassVar[str] = "quote_line"

    quote_id: Mapped[int] = mapped_column(init=False)
