"""Messages: what simulated customers write to the company, and what its people send to them and to its services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.activity.chain import Json
from crm.kernel.choices import Labelled
from crm.kernel.clock import local_date
from crm.kernel.errors import N_
from crm.store.scoping import Entity
from crm.store.types import EnumColumn, JsonColumn, UtcDateTime


class Box(Labelled):
    """Which way a message went."""

    INCOMING = "incoming", N_("Reçu")
    INTERNAL = "internal", N_("Interne")
    OUTGOING = "outgoing", N_("Envoyé")


class Topic(Labelled):
    """What a message asks for; the page offers the next act by it."""

    QUOTE_REQUEST = "quote_request", N_("Demande de devis")
    PURCHASE_ORDER = "purchase_order", N_("Bon de commande")
    NEW_DETAILS = "new_details", N_("Changement de coordonnées")
    QUOTE_ANSWER = "quote_answer", N_("Réponse à un devis")
    PAYMENT = "payment", N_("Avis de règlement")
    PAYMENT_RETURN = "payment_return", N_("Rejet bancaire")
    CLAIM = "claim", N_("Réclamation")
    GOODS_RETURN = "goods_return", N_("Retour annoncé")
    APPOINTMENT = "appointment", N_("Rendez-vous")
    DATA_REQUEST = "data_request", N_("Données personnelles")
    DEROGATION_ANSWER = "derogation_answer", N_("Réponse à une dérogation")
    ALERT = "alert", N_("Alerte à la direction")
    HANDOVER = "handover", N_("Transmission")
    SUPPLY = "supply", N_("Fournisseur")
    INFORMATION = "information", N_("Information")


class Service(Labelled):
    """The services of the simulated company to which its people can write."""

    MANAGEMENT = "management", N_("Direction")
    SHIPPING = "shipping", N_("Expédition")
    ACCOUNTING = "accounting", N_("Comptabilité")
    PURCHASING = "purchasing", N_("Achats")
    SALES = "sales", N_("Service commercial")

    @classmethod
    def named(cls, name: str) -> Service | None:
        """Return the service of that word or label, or None."""
        return next((each for each in cls if name in {each.value, each.label}), None)


@dataclass(frozen=True)
class Mention:
    """A company as a message knows it, by number and name: enough for a record to be about it."""

    kind: ClassVar[str] = "company"

    id: int
    label: str


class Message(Entity):
    """One message. `company_id`, the company's name then, and what it asks for (`content`) are facts of the message.

    What the company's own people write is handled from the start: nobody waits for it. An answer's `content` is
    {"answers": the message's id}.

    `content` for a quote request or a purchase order:
    {"lines": [{"reference": "PAP-A4-80", "quantity": "10", "unit_price_cents": 450}], "quote_id": 7, …}.
    """

    __tablename__ = "messages"
    __table_args__ = (Index(None, "workspace_id", "handled_at", "id"), Index(None, "workspace_id", "company_id"))
    kind: ClassVar[str] = "message"

    box: Mapped[Box] = mapped_column(EnumColumn(Box))
    topic: Mapped[Topic] = mapped_column(EnumColumn(Topic))
    company_id: Mapped[int | None] = mapped_column(default=None)
    company_name: Mapped[str] = mapped_column(String(200), default="")
    sender: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Json]] = mapped_column(JsonColumn, default_factory=dict)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime())
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.subject

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to deal with it."""
        return self.handled_at is None

    @property
    def sent_on(self) -> date:
        """The day in France on which it was sent."""
        return local_date(self.sent_at)

    @property
    def company(self) -> Mention | None:
        """The company that wrote, or that the message is about."""
        return Mention(self.company_id, self.company_name) if self.company_id is not None else None
