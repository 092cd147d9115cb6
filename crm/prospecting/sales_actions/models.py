"""The sales action plan: goals with a figure and a day, what they are broken down to, the actions that serve them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import ClassVar

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.lifecycle import lifecycle
from crm.kernel.money import Money, Rate
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, UtcDateTime


class Unit(Enum):
    """What a figure counts: cents of euros, things, or hundredths of a percent."""

    EUROS = "euros"
    COUNT = "count"
    RATE = "rate"


class Dimension(Labelled):
    """By what a goal is broken down."""

    MONTH = "month", N_("Par mois")
    SALESPERSON = "salesperson", N_("Par commercial")
    FAMILY = "family", N_("Par famille d’articles")
    SEGMENT = "segment", N_("Par segment de clientèle")


class Indicator(Labelled):
    """What a goal is measured by: only what the workspace's own data say."""

    REVENUE = "revenue", N_("Chiffre d’affaires HT")
    MARGIN = "margin", N_("Marge commerciale HT")
    ORDERS = "orders", N_("Commandes")
    AVERAGE_ORDER = "average_order", N_("Panier moyen HT")
    QUOTES = "quotes", N_("Devis envoyés")
    CONVERSION = "conversion", N_("Taux de transformation des devis")
    NEW_CUSTOMERS = "new_customers", N_("Nouveaux clients")
    USEFUL_CONTACTS = "useful_contacts", N_("Contacts utiles au téléphone")
    APPOINTMENTS = "appointments", N_("Rendez-vous obtenus")
    VISITS = "visits", N_("Visites réalisées")

    @property
    def unit(self) -> Unit:
        """What it counts."""
        if self is Indicator.CONVERSION:
            return Unit.RATE
        money = {Indicator.REVENUE, Indicator.MARGIN, Indicator.AVERAGE_ORDER}
        return Unit.EUROS if self in money else Unit.COUNT

    def amount(self, value: int) -> Money | Rate | int:
        """Return a stored figure as what it is: a sum, a share, or a count."""
        if self.unit is Unit.EUROS:
            return Money(value)
        return Rate(Decimal(value) / 10_000) if self.unit is Unit.RATE else value

    @property
    def adds_up(self) -> bool:
        """Whether the whole is the sum of its parts; of rates and averages it is not."""
        return self not in {Indicator.CONVERSION, Indicator.AVERAGE_ORDER}

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """By what it can be broken down: only what is invoiced is known by family of products."""
        if not self.adds_up:
            return ()
        by_line = self in {Indicator.REVENUE, Indicator.MARGIN}
        return tuple(each for each in Dimension if by_line or each is not Dimension.FAMILY)


class Priority(Labelled):
    """What comes first when time or money runs short."""

    HIGH = "high", N_("Haute")
    MEDIUM = "medium", N_("Moyenne")
    LOW = "low", N_("Basse")


class Means(Labelled):
    """The channel by which an action reaches people."""

    VISIT = "visit", N_("Visite et tournée")
    PHONE = "phone", N_("Téléphone")
    EMAIL = "email", N_("E-mail")
    LETTER = "letter", N_("Courrier postal")
    EVENT = "event", N_("Salon et événement")
    WEB = "web", N_("Site internet et réseaux sociaux")
    PROMOTION = "promotion", N_("Opération commerciale")
    NETWORK = "network", N_("Réseau et recommandation")


class PlanState(Labelled):
    """Where a plan stands; it can still change once it is approved, and the record says so."""

    DRAFT = "draft", N_("En préparation")
    SUBMITTED = "submitted", N_("Présenté")
    APPROVED = "approved", N_("Validé")


class ActionState(Labelled):
    """Where an action stands."""

    PROPOSED = "proposed", N_("Proposée")
    CHOSEN = "chosen", N_("Retenue")
    COMPLETED = "completed", N_("Terminée")
    ABANDONED = "abandoned", N_("Abandonnée")


PLAN_LIFE = lifecycle(
    (PlanState.DRAFT, PlanState.SUBMITTED),
    (PlanState.SUBMITTED, PlanState.SUBMITTED),
    (PlanState.SUBMITTED, PlanState.APPROVED),
)
ACTION_LIFE = lifecycle(
    (ActionState.PROPOSED, ActionState.CHOSEN),
    (ActionState.PROPOSED, ActionState.ABANDONED),
    (ActionState.CHOSEN, ActionState.COMPLETED),
    (ActionState.CHOSEN, ActionState.ABANDONED),
)


class SalesActionPlan(Versioned):
    """A plan for some months: whence one starts, and where the company wants to go."""

    __tablename__ = "sales_plans"
    __table_args__ = (Index(None, "workspace_id", "starts_on", "id"),)
    kind: ClassVar[str] = "sales_plan"

    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    context: Mapped[str] = mapped_column(Text, default="")
    orientation: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[PlanState] = mapped_column(EnumColumn(PlanState), default=PlanState.DRAFT)
    drafted_on: Mapped[date]
    drafted_by: Mapped[str] = mapped_column(String(120), default="")
    justification: Mapped[str] = mapped_column(Text, default="")
    submitted_on: Mapped[date | None] = mapped_column(default=None)
    approved_on: Mapped[date | None] = mapped_column(default=None)
    approved_by: Mapped[str] = mapped_column(String(120), default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.name

    @property
    def is_approved(self) -> bool:
        """Whether whoever answers for it has agreed."""
        return self.state is PlanState.APPROVED

    def can(self, state: PlanState) -> bool:
        """Tell whether it may go to a state."""
        return PLAN_LIFE.allows(self.state, state)


class Goal(Versioned):
    """What is to be reached from the plan's first day on: cents, a count or basis points, as its indicator says."""

    __tablename__ = "sales_goals"
    __table_args__ = (
        within_workspace("plan_id", "sales_plans"),
        Index(None, "workspace_id", "plan_id", "id"),
    )
    kind: ClassVar[str] = "sales_goal"

    plan_id: Mapped[int] = mapped_column(init=False)
    plan: Mapped[SalesActionPlan] = belongs_to("Goal.plan_id", "SalesActionPlan")
    aim: Mapped[str] = mapped_column(String(200))
    indicator: Mapped[Indicator] = mapped_column(EnumColumn(Indicator))
    target: Mapped[int] = mapped_column(BigInteger)
    due_on: Mapped[date]
    priority: Mapped[Priority] = mapped_column(EnumColumn(Priority), default=Priority.MEDIUM)
    set_on: Mapped[date]

    @property
    def label(self) -> str:
        """What records call it."""
        return self.aim


class GoalShare(Entity):
    """What one month, salesperson, family or segment is to bring of a goal.

    `key` is the first day of a month (ISO), a salesperson's name, a family's name, or a kept segment's number.
    """

    __tablename__ = "goal_shares"
    __table_args__ = (
        within_workspace("goal_id", "sales_goals"),
        UniqueConstraint("workspace_id", "goal_id", "dimension", "key"),
    )
    kind: ClassVar[str] = "goal_share"

    goal_id: Mapped[int]
    dimension: Mapped[Dimension] = mapped_column(EnumColumn(Dimension))
    key: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(120))
    target: Mapped[int] = mapped_column(BigInteger)

    @property
    def label(self) -> str:
        """Whose share it is."""
        return self.name


class GoalVariance(Entity):
    """What somebody made of a goal's figures: `expected` is what was to be reached by that day, `actual` what was."""

    __tablename__ = "goal_variances"
    __table_args__ = (within_workspace("goal_id", "sales_goals"), Index(None, "workspace_id", "goal_id", "id"))
    kind: ClassVar[str] = "goal_variance"

    goal_id: Mapped[int]
    expected: Mapped[int] = mapped_column(BigInteger)
    actual: Mapped[int | None] = mapped_column(BigInteger)
    causes: Mapped[str] = mapped_column(Text)
    correction: Mapped[str] = mapped_column(Text, default="")
    correct_by: Mapped[date | None] = mapped_column(default=None)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    noted_by: Mapped[str] = mapped_column(String(120), kw_only=True)


class SalesAction(Versioned):
    """What is to be done for a goal: to whom, how, for how much, when, by whom; `spent` is what it cost in the end.

    `segment_id` names a kept segment, None for an audience said in words only; `budget` None was not estimated.
    """

    __tablename__ = "sales_actions"
    __table_args__ = (
        within_workspace("plan_id", "sales_plans"),
        within_workspace("goal_id", "sales_goals"),
        Index(None, "workspace_id", "plan_id", "starts_on", "id"),
        Index(None, "workspace_id", "goal_id"),
    )
    kind: ClassVar[str] = "sales_action"

    plan_id: Mapped[int] = mapped_column(init=False)
    plan: Mapped[SalesActionPlan] = belongs_to("SalesAction.plan_id", "SalesActionPlan")
    goal_id: Mapped[int | None] = mapped_column(init=False, default=None)
    goal: Mapped[Goal | None] = belongs_to("SalesAction.goal_id", "Goal")
    name: Mapped[str] = mapped_column(String(200))
    channel: Mapped[Means] = mapped_column(EnumColumn(Means))
    audience: Mapped[str] = mapped_column(String(200), default="")
    segment_id: Mapped[int | None] = mapped_column(default=None)
    means: Mapped[str] = mapped_column(Text, default="")
    budget: Mapped[Money | None] = mapped_column(MoneyColumn(), default=None)
    starts_on: Mapped[date] = mapped_column(kw_only=True)
    ends_on: Mapped[date] = mapped_column(kw_only=True)
    owner: Mapped[str] = mapped_column(String(120), default="")
    priority: Mapped[Priority] = mapped_column(EnumColumn(Priority), default=Priority.MEDIUM)
    corrects: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ActionState] = mapped_column(EnumColumn(ActionState), default=ActionState.PROPOSED)
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    spent: Mapped[Money | None] = mapped_column(MoneyColumn(), default=None)
    outcome: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be done."""
        return self.state in {ActionState.PROPOSED, ActionState.CHOSEN}

    def can(self, state: ActionState) -> bool:
        """Tell whether it may go to a state."""
        return ACTION_LIFE.allows(self.state, state)

    def is_late(self, *, on: date) -> bool:
        """Tell whether its last day has passed without its end."""
        return self.is_open and self.ends_on < on
