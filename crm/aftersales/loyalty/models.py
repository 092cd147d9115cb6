"""Keeping customers: the segment of each account, and the offers sent to them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate
from crm.prospecting.companies.models import Company
from crm.selling.quotes.models import Channel
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, RateColumn


class Segment(Labelled):
    """How a customer account stands, from the best to the lost."""

    BEST = "best", N_("Meilleurs clients")
    LOYAL = "loyal", N_("Fidèles")
    NEW = "new", N_("Récents")
    OCCASIONAL = "occasional", N_("Occasionnels")
    AT_RISK = "at_risk", N_("À relancer")
    LOST = "lost", N_("Perdus de vue")


class OfferKind(Labelled):
    """What an offer gives."""

    DISCOUNT = "discount", N_("Remise sur la prochaine commande")
    FREE_DELIVERY = "free_delivery", N_("Livraison offerte")
    GIFT = "gift", N_("Cadeau à la prochaine commande")


class AccountSegment(Entity):
    """What the last computing of segments said of one account; `revenue` is invoiced net of twelve months."""

    __tablename__ = "account_segments"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "company_id", unique=True),
        Index(None, "workspace_id", "segment", "company_id"),
    )
    kind: ClassVar[str] = "account_segment"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("AccountSegment.company_id", "Company")
    segment: Mapped[Segment] = mapped_column(EnumColumn(Segment))
    recency: Mapped[int]
    frequency: Mapped[int]
    amount: Mapped[int]
    last_order_on: Mapped[date | None]
    orders: Mapped[int]
    revenue: Mapped[Money] = mapped_column(MoneyColumn())
    computed_on: Mapped[date]

    @property
    def scores(self) -> str:
        """The three scores as people write them: R5 F4 M3."""
        return f"R{self.recency} F{self.frequency} M{self.amount}"


class Offer(Versioned):
    """An offer sent to a customer to keep or win back the account; `accepted` is None until it is answered."""

    __tablename__ = "offers"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "company_id", "id"),
    )
    kind: ClassVar[str] = "offer"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Offer.company_id", "Company")
    type: Mapped[OfferKind] = mapped_column(EnumColumn(OfferKind))
    channel: Mapped[Channel] = mapped_column(EnumColumn(Channel))
    discount: Mapped[Rate | None] = mapped_column(RateColumn(), default=None)
    text: Mapped[str] = mapped_column(Text)
    valid_until: Mapped[date]
    sent_on: Mapped[date]
    sent_by: Mapped[str] = mapped_column(String(120), default="")
    answered_on: Mapped[date | None] = mapped_column(default=None)
    accepted: Mapped[bool | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.type.label

    def is_open(self, *, on: date) -> bool:
        """Whether an answer may still come."""
        return self.accepted is None and on <= self.valid_until
