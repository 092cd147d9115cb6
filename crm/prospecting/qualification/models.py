"""What was learnt of a prospect: need, budget, who decides, when, how much it may bring."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, UtcDateTime


class Timing(Labelled):
    """When the prospect means to buy."""

    NOW = "now", N_("Dans le mois")
    QUARTER = "quarter", N_("Dans le trimestre")
    YEAR = "year", N_("Dans l’année")
    UNKNOWN = "unknown", N_("Non précisé")


class Budget(Labelled):
    """What is known of the money."""

    APPROVED = "approved", N_("Validé")
    PLANNED = "planned", N_("Prévu")
    NONE = "none", N_("Aucun")
    UNKNOWN = "unknown", N_("Inconnu")


class DecisionCircuit(Labelled):
    """What is known of those who decide."""

    DECISION_MAKER_MET = "decision_maker_met", N_("Décideur rencontré")
    IDENTIFIED = "identified", N_("Décideur identifié")
    UNKNOWN = "unknown", N_("Inconnu")


class NextStepKind(Labelled):
    """What is to be done next."""

    CALL = "call", N_("Appeler")
    EMAIL = "email", N_("Écrire un e-mail")
    VISIT = "visit", N_("Rendre visite")
    QUOTE = "quote", N_("Établir un devis")
    NONE = "none", N_("Ne pas donner suite")


class Qualification(Versioned):
    """One qualification of a company; the newest is the one in force (`current`)."""

    __tablename__ = "qualifications"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "company_id", "id"),
        Index(None, "workspace_id", "current", "next_step_on", "id"),
    )
    kind: ClassVar[str] = "qualification"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Qualification.company_id", "Company")
    need: Mapped[str] = mapped_column(Text)
    budget: Mapped[Budget] = mapped_column(EnumColumn(Budget))
    budget_amount: Mapped[Money | None] = mapped_column(MoneyColumn(), default=None)
    circuit: Mapped[DecisionCircuit] = mapped_column(EnumColumn(DecisionCircuit))
    timing: Mapped[Timing] = mapped_column(EnumColumn(Timing))
    potential: Mapped[Money | None] = mapped_column(MoneyColumn(), default=None)
    objections: Mapped[str] = mapped_column(Text, default="")
    score: Mapped[int]
    next_step: Mapped[NextStepKind] = mapped_column(EnumColumn(NextStepKind))
    next_step_on: Mapped[date | None] = mapped_column(default=None)
    next_step_note: Mapped[str] = mapped_column(Text, default="")
    qualified_at: Mapped[datetime] = mapped_column(UtcDateTime())
    qualified_by: Mapped[str] = mapped_column(String(120), default="")
    current: Mapped[bool] = mapped_column(default=True)

    @property
    def label(self) -> str:
        """What records call it."""
        return f"{self.company.legal_name} ({self.score}/100)"
