"""What the simulated world remembers: what is still to come, and who its counterparts really are."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.activity.chain import Json
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.store.scoping import Entity
from crm.store.types import EnumColumn, JsonColumn, UtcDateTime


class EventKind(Labelled):
    """What is going to happen."""

    MESSAGE = "message", N_("Un message arrive")
    QUOTE_ANSWER = "quote_answer", N_("Un client répond à un devis")
    ORDER_REPLY = "order_reply", N_("Un client répond à une question sur sa commande")
    PATIENCE = "patience", N_("Un client perd patience")
    DELIVERY = "delivery", N_("Une livraison arrive")
    GOODS_RETURN = "goods_return", N_("Un client annonce un retour")
    PAYMENT = "payment", N_("Un client règle")
    BOUNCE = "bounce", N_("La banque rejette un règlement")
    BOUNCE_LEARNT = "bounce_learnt", N_("Un client apprend le rejet de son règlement")
    REMINDER_READ = "reminder_read", N_("Un client lit une relance")
    PLAN_AGREED = "plan_agreed", N_("Un échéancier commence")
    DEROGATION_ANSWER = "derogation_answer", N_("La direction répond")
    PROMISE_DUE = "promise_due", N_("Une promesse arrive à échéance")
    INSTALMENT_DUE = "instalment_due", N_("Un versement arrive à échéance")
    OFFER_ANSWER = "offer_answer", N_("Un client répond à une offre")
    SUPPLY_ANSWER = "supply_answer", N_("Un fournisseur répond à une commande")
    SUPPLY_DELAY = "supply_delay", N_("Un fournisseur annonce un retard")
    SUPPLY_ARRIVAL = "supply_arrival", N_("Une livraison de fournisseur arrive à quai")
    FOLLOW_UP_READ = "follow_up_read", N_("Un fournisseur lit une relance")
    CLAIM_READ = "claim_read", N_("Un fournisseur lit une réclamation")
    CAMPAIGN_RETURN = "campaign_return", N_("Un destinataire réagit à un envoi de campagne")
    APPOINTMENT_ANSWER = "appointment_answer", N_("Un client répond à un rendez-vous")
    DATA_REQUEST = "data_request", N_("Une personne écrit au sujet de ses données")
    EINVOICE_ANSWER = "einvoice_answer", N_("Un client lit une facture électronique")
    MARKET_EVENT = "market_event", N_("Le marché bouge")


class ScheduledEvent(Entity):
    """Something that will happen; its id is its place in the queue among those of one instant.

    `object_id` names what it reacts to (the quote, the invoice…): an object
    that has its event is not planned twice. `payload` holds what was decided
    when it was planned; `outcome` says in one word what came of it.
    """

    __tablename__ = "scheduled_events"
    __table_args__ = (
        Index(None, "workspace_id", "done_at", "due_at", "id"),
        Index(None, "workspace_id", "kind_of_event", "object_id"),
        Index(None, "workspace_id", "company_id", "kind_of_event"),
    )
    kind: ClassVar[str] = "scheduled_event"

    due_at: Mapped[datetime] = mapped_column(UtcDateTime())
    kind_of_event: Mapped[EventKind] = mapped_column(EnumColumn(EventKind))
    company_id: Mapped[int | None] = mapped_column(default=None)
    object_id: Mapped[int | None] = mapped_column(default=None)
    occurrence: Mapped[int] = mapped_column(default=0)
    payload: Mapped[dict[str, Json]] = mapped_column(JsonColumn, default_factory=dict)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    outcome: Mapped[str] = mapped_column(String(40), default="")

    def close(self, at: datetime, outcome: str) -> None:
        """Take it out of the queue."""
        self.done_at, self.outcome = at, outcome


class PersonaAssignment(Entity):
    """Who a company really is; the learner never sees it.

    `stream` names its own stream of chance, `habits` is the whole persona as
    it was when the company was met, so that a run can be replayed whatever
    becomes of the scenario's files.
    """

    __tablename__ = "persona_assignments"
    __table_args__ = (UniqueConstraint("workspace_id", "company_id"),)
    kind: ClassVar[str] = "persona_assignment"

    company_id: Mapped[int]
    stream: Mapped[str] = mapped_column(String(120))
    persona: Mapped[str] = mapped_column(String(60))
    habits: Mapped[dict[str, Json]] = mapped_column(JsonColumn)
    pays_by: Mapped[str] = mapped_column(String(40), default="transfer")


class CharacterAssignment(Entity):
    """Who a supplier really is; the learner never sees it. `habits` is its whole character as it was when met."""

    __tablename__ = "character_assignments"
    __table_args__ = (UniqueConstraint("workspace_id", "supplier_id"),)
    kind: ClassVar[str] = "character_assignment"

    supplier_id: Mapped[int]
    stream: Mapped[str] = mapped_column(String(120))
    habits: Mapped[dict[str, Json]] = mapped_column(JsonColumn)
