"""Conversations: what was said between a salesperson and somebody of a company, line by line."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.prospecting.companies.models import Company
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, JsonColumn, UtcDateTime


class Medium(Labelled):
    """How one talks."""

    PHONE = "phone", N_("Au téléphone")
    MEETING = "meeting", N_("En face à face")


class Purpose(Labelled):
    """What a conversation is held for: what one expects of it differs."""

    PROSPECTING = "prospecting", N_("Prospection")
    DISCOVERY = "discovery", N_("Découverte")
    PRESENTATION = "presentation", N_("Présentation de l’offre")
    NEGOTIATION = "negotiation", N_("Négociation")
    CLOSING = "closing", N_("Conclusion de la vente")
    SERVICE = "service", N_("Suivi du client")


class SalesAct(Labelled):
    """What a salesperson does by saying something."""

    OPENING = "opening", N_("Prise de contact")
    OPEN_QUESTION = "open_question", N_("Question ouverte")
    CLOSED_QUESTION = "closed_question", N_("Question fermée")
    REPHRASING = "rephrasing", N_("Reformulation")
    EMPATHY = "empathy", N_("Empathie")
    ARGUMENT = "argument", N_("Argument lié à un besoin")
    CATALOGUE_TALK = "catalogue_talk", N_("Argument sans lien avec un besoin")
    PROOF = "proof", N_("Preuve")
    PRICE = "price", N_("Annonce du prix")
    CONCESSION = "concession", N_("Concession sans contrepartie")
    COUNTERPART = "counterpart", N_("Concession contre contrepartie")
    INFORMATION = "information", N_("Information donnée")
    CONCLUSION = "conclusion", N_("Conclusion")
    NEXT_STEP = "next_step", N_("Suite convenue")
    PRESSURE = "pressure", N_("Pression")
    CONTRADICTION = "contradiction", N_("Contradiction")
    LEAVE = "leave", N_("Prise de congé")

    @property
    def is_fault(self) -> bool:
        """Whether a trainer would talk about it."""
        return self in {SalesAct.PRESSURE, SalesAct.CONTRADICTION, SalesAct.CATALOGUE_TALK, SalesAct.CONCESSION}

    @property
    def ties_to_need(self) -> bool | None:
        """Whether an argument answers a need; None for what is no argument."""
        return {SalesAct.ARGUMENT: True, SalesAct.CATALOGUE_TALK: False}.get(self)


class CustomerAct(Labelled):
    """What the other one does by answering."""

    INFORMATION = "information", N_("Information")
    QUESTION = "question", N_("Question")
    OBJECTION = "objection", N_("Objection")
    BUYING_SIGNAL = "buying_signal", N_("Signal d’achat")
    SILENCE = "silence", N_("Silence")
    BARRAGE = "barrage", N_("Barrage")
    FAREWELL = "farewell", N_("Fin de l’entretien")


class Outcome(Labelled):
    """How a conversation ended."""

    REACHED = "reached", N_("Objectif atteint")
    PARTLY = "partly", N_("Objectif de repli atteint")
    MISSED = "missed", N_("Objectif manqué")
    HUNG_UP = "hung_up", N_("Entretien interrompu")


class FactKind(Labelled):
    """What there is to be learnt of somebody."""

    NEED = "need", N_("Besoin")
    MOTIVE = "motive", N_("Motivation")
    BRAKE = "brake", N_("Frein")
    CIRCUIT = "circuit", N_("Circuit de décision")
    TIMING = "timing", N_("Échéance")
    BUDGET = "budget", N_("Budget")
    SITUATION = "situation", N_("Situation")


class Conversation(Versioned):
    """One conversation along a graph; `outcome` is None while it lasts.

    `patience` and `mood` are points that only the engine reads, `learnt` the
    keys of the graph's facts that were said so far.
    """

    __tablename__ = "conversations"
    __table_args__ = (within_workspace("company_id", "companies"), Index(None, "workspace_id", "company_id", "id"))
    kind: ClassVar[str] = "conversation"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Conversation.company_id", "Company")
    graph: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    turn: Mapped[str] = mapped_column(String(60))
    patience: Mapped[int]
    mood: Mapped[int]
    learnt: Mapped[list[str]] = mapped_column(JsonColumn, default_factory=list)
    said: Mapped[list[str]] = mapped_column(JsonColumn, default_factory=list)
    outcome: Mapped[Outcome | None] = mapped_column(EnumColumn(Outcome), default=None)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    started_by: Mapped[str] = mapped_column(String(120), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be said."""
        return self.outcome is not None


class ConversationLine(Entity):
    """One line: the salesperson's if it has an `act`, else the other one's with an `answer`."""

    __tablename__ = "conversation_lines"
    __table_args__ = (
        within_workspace("conversation_id", "conversations"),
        Index(None, "workspace_id", "conversation_id", "rank"),
    )
    kind: ClassVar[str] = "conversation_line"

    conversation_id: Mapped[int] = mapped_column(init=False)
    conversation: Mapped[Conversation] = belongs_to("ConversationLine.conversation_id", "Conversation")
    rank: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    act: Mapped[SalesAct | None] = mapped_column(EnumColumn(SalesAct), default=None)
    answer: Mapped[CustomerAct | None] = mapped_column(EnumColumn(CustomerAct), default=None)
