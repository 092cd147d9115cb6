"""Plans, goals and actions, through the use cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm.activity.door import Work
from crm.kernel.money import Money
from crm.prospecting.sales_actions.models import Goal, Indicator, Means, SalesAction, SalesActionPlan
from crm.prospecting.sales_actions.use_cases import (
    ActionData,
    GoalData,
    PlanData,
    draft_plan,
    plan_action,
    set_goal,
)

SPRING = PlanData(
    name="Printemps 2026",
    starts_on=date(2026, 3, 1),
    ends_on=date(2026, 5, 31),
    context="Portefeuille vieillissant.",
    orientation="Développer le mobilier.",
)
MORE = GoalData(
    aim="Vendre des sièges aux cabinets",
    indicator=Indicator.REVENUE,
    target=3_000_000,
    due_on=date(2026, 5, 31),
)
CALLS = ActionData(
    name="Relancer les devis de l’automne",
    channel=Means.PHONE,
    starts_on=date(2026, 3, 9),
    ends_on=date(2026, 3, 20),
    audience="Cabinets de l’Artois",
    means="Deux matinées par semaine",
    budget=Money.of(150),
    owner="Lina",
)


def a_plan(work: Work, /, **changes: object) -> SalesActionPlan:
    """Draft a plan for the spring."""
    return draft_plan(work, replace(SPRING, **changes))  # type: ignore[arg-type]


def a_goal(work: Work, plan: SalesActionPlan, /, **changes: object) -> Goal:
    """Set 30,000 euros of revenue by the end of May."""
    return set_goal(work, plan, replace(MORE, **changes))  # type: ignore[arg-type]


def an_action(work: Work, plan: SalesActionPlan, goal: Goal | None = None, /, **changes: object) -> SalesAction:
    """Propose to call back whoever was sent a quote."""
    return plan_action(work, plan, replace(CALLS, **changes), goal=goal)  # type: ignore[arg-type]
