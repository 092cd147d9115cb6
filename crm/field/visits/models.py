"""Visits: what was prepared, what was discovered, what was reported, what they cost."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.field.agenda.models import Appointment
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money
from crm.prospecting.qualification.models import DecisionCircuit, NextStepKind
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, JsonColumn, MoneyColumn, QuantityColumn, UtcDateTime


class Motive(Labelled):
    """Why people buy: the six families that French sales courses call SONCAS."""

    SECURITY = "security", N_("Sécurité")
    PRIDE = "pride", N_("Orgueil")
    NOVELTY = "novelty", N_("Nouveauté")
    COMFORT = "comfort", N_("Confort")
    MONEY = "money", N_("Argent")
    SYMPATHY = "sympathy", N_("Sympathie")


class VisitResult(Labelled):
    """What a visit came to, measured by the goals that were set for it."""

    REACHED = "reached", N_("Objectif principal atteint")
    FALLBACK = "fallback", N_("Objectif de repli atteint")
    MISSED = "missed", N_("Objectif manqué")


class Visit(Versioned):
    """An appointment seen as a visit: how it was prepared. Times are None for what was not done."""

    __tablename__ = "visits"
    __table_args__ = (
        within_workspace("appointment_id", "appointments"),
        UniqueConstraint("workspace_id", "appointment_id"),
    )
    kind: ClassVar[str] = "visit"

    appointment_id: Mapped[int] = mapped_column(init=False)
    appointment: Mapped[Appointment] = belongs_to("Visit.appointment_id", "Appointment")
    history_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    people: Mapped[str] = mapped_column(Text, default="")
    main_goal: Mapped[str] = mapped_column(String(300), default="")
    fallback_goal: Mapped[str] = mapped_column(String(300), default="")
    documents: Mapped[str] = mapped_column(Text, default="")
    prepared_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.appointment.purpose


class Discovery(Versioned):
    """What was learnt during a visit.

    `motives` are words of `Motive`, the strongest first; `objections` are
    pairs of what was objected and what was answered.
    """

    __tablename__ = "discoveries"
    __table_args__ = (within_workspace("visit_id", "visits"), UniqueConstraint("workspace_id", "visit_id"))
    kind: ClassVar[str] = "discovery"

    visit_id: Mapped[int] = mapped_column(init=False)
    visit: Mapped[Visit] = belongs_to("Discovery.visit_id", "Visit")
    situation: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    motives: Mapped[list[str]] = mapped_column(JsonColumn, default_factory=list)
    brakes: Mapped[str] = mapped_column(Text, default="")
    circuit: Mapped[DecisionCircuit] = mapped_column(EnumColumn(DecisionCircuit))
    deciders: Mapped[str] = mapped_column(String(300), default="")
    objections: Mapped[list[list[str]]] = mapped_column(JsonColumn, default_factory=list)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())

    @property
    def ranked(self) -> list[Motive]:
        """The motives, the strongest first."""
        return [Motive(each) for each in self.motives]


class VisitReport(Versioned):
    """What is told of a visit afterwards, and what comes next. `due_on` is the last day on which it is in time."""

    __tablename__ = "visit_reports"
    __table_args__ = (
        within_workspace("visit_id", "visits"),
        UniqueConstraint("workspace_id", "visit_id"),
        Index(None, "workspace_id", "next_step_on"),
    )
    kind: ClassVar[str] = "visit_report"

    visit_id: Mapped[int] = mapped_column(init=False)
    visit: Mapped[Visit] = belongs_to("VisitReport.visit_id", "Visit")
    summary: Mapped[str] = mapped_column(Text)
    result: Mapped[VisitResult] = mapped_column(EnumColumn(VisitResult))
    next_step: Mapped[NextStepKind] = mapped_column(EnumColumn(NextStepKind))
    next_step_on: Mapped[date | None] = mapped_column(default=None)
    next_step_note: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date]
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime())

    @property
    def label(self) -> str:
        """What records call it."""
        return self.visit.label


class ExpenseReport(Versioned):
    """What a visit cost the salesperson.

    `power` is the car's fiscal horsepower, `km_before` the business kilometres
    already claimed in the same year: the official scale falls with them.
    """

    __tablename__ = "expense_reports"
    __table_args__ = (
        within_workspace("visit_id", "visits"),
        UniqueConstraint("workspace_id", "visit_id"),
        Index(None, "workspace_id", "salesperson_id", "spent_on"),
    )
    kind: ClassVar[str] = "expense_report"

    visit_id: Mapped[int] = mapped_column(init=False)
    visit: Mapped[Visit] = belongs_to("ExpenseReport.visit_id", "Visit")
    spent_on: Mapped[date]
    salesperson_id: Mapped[int | None] = mapped_column(default=None)
    salesperson: Mapped[str] = mapped_column(String(120), default="")
    km: Mapped[Decimal] = mapped_column(QuantityColumn())
    km_before: Mapped[Decimal] = mapped_column(QuantityColumn())
    power: Mapped[int]
    electric: Mapped[bool] = mapped_column(default=False)
    scale_year: Mapped[int]
    mileage: Mapped[Money] = mapped_column(MoneyColumn())
    meals: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    hotel: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    other: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime())

    @property
    def label(self) -> str:
        """What records call it."""
        return self.visit.label

    @property
    def total(self) -> Money:
        """All of it."""
        return self.mileage + self.meals + self.hotel + self.other
