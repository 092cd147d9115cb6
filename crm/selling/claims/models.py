"""Customers' claims on deliveries: what is wrong, how much of it, and how it was settled."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.lines import DocumentLine, totals_of
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn


class ClaimCause(Labelled):
    """What a customer finds wrong with a delivery."""

    DAMAGED = "damaged", N_("Marchandise abîmée")
    MISSING = "missing", N_("Article manquant")
    WRONG = "wrong", N_("Erreur d’article")
    QUALITY = "quality", N_("Qualité ou conformité")
    LATE = "late", N_("Retard de livraison")


class Settlement(Labelled):
    """How a claim is settled."""

    REPLACEMENT = "replacement", N_("Remplacement sans frais")
    CREDIT_NOTE = "credit_note", N_("Avoir")
    GOODWILL = "goodwill", N_("Geste commercial")
    REFUSED = "refused", N_("Réclamation refusée")


class Claim(Versioned):
    """A customer's claim on a delivery; open until it is settled. `replacement_id` is the delivery that makes it good.

    `amount` is what is to be given back, VAT included, in the order's currency.
    """

    __tablename__ = "claims"
    __table_args__ = (
        within_workspace("delivery_note_id", "delivery_notes"),
        Index(None, "workspace_id", "delivery_note_id"),
        Index(None, "workspace_id", "settled_on", "id"),
        Index(None, "workspace_id", "message_id"),
    )
    kind: ClassVar[str] = "claim"

    delivery_note_id: Mapped[int] = mapped_column(init=False)
    delivery_note: Mapped[DeliveryNote] = belongs_to("Claim.delivery_note_id", "DeliveryNote")
    message_id: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[str] = mapped_column(String(40))
    cause: Mapped[ClaimCause] = mapped_column(EnumColumn(ClaimCause))
    text: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    settled_on: Mapped[date | None] = mapped_column(default=None)
    settlement: Mapped[Settlement | None] = mapped_column(EnumColumn(Settlement), default=None)
    answer: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    replacement_id: Mapped[int | None] = mapped_column(default=None)
    lines: Mapped[list[ClaimLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ClaimLine.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether the customer waits for an answer."""
        return self.settled_on is None

    @property
    def claimed(self) -> Money:
        """What the goods complained of cost, VAT included, in the order's currency."""
        return totals_of((line.data for line in self.lines), self.delivery_note.order.discount).gross


class ClaimLine(DocumentLine):
    """Goods that a claim is about: a part of a line of the delivery."""

    __tablename__ = "claim_lines"
    __table_args__ = (within_workspace("claim_id", "claims"), Index(None, "workspace_id", "claim_id"))
    kind: ClassVar[str] = "claim_line"

    claim_id: Mapped[int] = mapped_column(init=False)
    delivery_line_id: Mapped[int]
