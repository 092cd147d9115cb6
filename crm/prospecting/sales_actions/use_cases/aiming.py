"""Goals set, changed, dropped, and broken down to months, salespeople, families, segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import LARGEST_CENTS
from crm.prospecting.sales_actions import queries, rules
from crm.prospecting.sales_actions.models import (
    Dimension,
    Goal,
    GoalShare,
    Indicator,
    Priority,
    SalesActionPlan,
)
from crm.store.base import db


class DueOutsidePlan(Refused):
    """A goal is reached while the plan runs."""

    message = N_("L’échéance doit tomber pendant le plan : du %(first)s au %(last)s.")
    field = "due_on"


class NothingToReach(Refused):
    """A goal is a figure above nothing."""

    message = N_("Un objectif se mesure : écrivez une valeur supérieure à zéro.")
    field = "target"


class DoesNotAddUp(Refused):
    """Rates and averages are not the sum of their parts, and not everything is known by family."""

    message = N_(
        "« %(indicator)s » ne se ventile pas ainsi : ses parties ne s’additionnent pas ou ne sont pas connues."
    )


class GoalWasReviewed(Refused):
    """What was concluded of a goal stays readable."""

    message = N_("Les écarts de cet objectif ont été analysés : il reste au plan.")


class WrongShare(Refused):
    """A part is nothing or more, and stands for one thing."""

    message = N_("Une part ne peut être ni négative, ni répétée, ni démesurée.")


@dataclass(frozen=True)
class GoalData:
    """What a goal is to be: `target` in cents, as a count, or in basis points, as the indicator's unit says."""

    aim: str
    indicator: Indicator
    target: int
    due_on: date
    priority: Priority = Priority.MEDIUM

    def values(self) -> dict[str, object]:
        """Return the fields by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True)
class ShareData:
    """One part of a goal, in the goal's unit; `key` and `name` as `GoalShare` has them."""

    key: str
    name: str
    target: int


def set_goal(work: Work, plan: SalesActionPlan, data: GoalData) -> Goal:
    """Set a goal of a plan; whether it can be reached is shown where it is set, and never refused."""
    _check(plan, data)
    goal = Goal(**data.values(), plan=plan, set_on=work.today)  # type: ignore[arg-type]
    work.add(goal)
    work.record(Activity.SALES_GOAL_SET, goal, plan, **_facts(goal), approved=plan.is_approved)
    return goal


def revise_goal(work: Work, goal: Goal, data: GoalData, *, version: int | None = None) -> Goal:
    """Change a goal; its parts stay as they are, even if they do not add up to it any more."""
    _check(goal.plan, data)
    wanted = data.values()
    work.expect(goal, version, wanted)
    before = goal.target
    changed: list[Json] = [name for name, value in wanted.items() if getattr(goal, name) != value]
    if goal.indicator is not data.indicator:
        # Parts in another unit mean nothing.
        _forget(goal)
    for name, value in wanted.items():
        setattr(goal, name, value)
    if changed:
        work.record(
            Activity.SALES_GOAL_REVISED,
            goal,
            goal.plan,
            **_facts(goal),
            changed=changed,
            before=before,
            approved=goal.plan.is_approved,
        )
    return goal


def drop_goal(work: Work, goal: Goal) -> SalesActionPlan:
    """Take a goal out of its plan; its actions stay, without a goal."""
    if queries.variances_of(goal):
        raise GoalWasReviewed
    plan = goal.plan
    _forget(goal)
    for action in queries.actions_for(goal):
        action.goal_id = None
    work.record(Activity.SALES_GOAL_DROPPED, goal, plan, **_facts(goal), approved=plan.is_approved)
    db.session().flush()
    db.session().delete(goal)
    return plan


def break_down_goal(work: Work, goal: Goal, *, dimension: Dimension, shares: Sequence[ShareData]) -> Goal:
    """Break a goal down by one dimension, in place of what was there; parts that do not add up are kept and said."""
    if dimension not in goal.indicator.dimensions:
        raise DoesNotAddUp(indicator=goal.indicator.label)
    sound = all(0 <= each.target <= LARGEST_CENTS for each in shares)
    if not sound or len({each.key for each in shares}) < len(shares):
        raise WrongShare
    _forget(goal, dimension)
    for each in shares:
        work.add(GoalShare(goal_id=goal.id, dimension=dimension, key=each.key, name=each.name, target=each.target))
    sums = rules.balance(goal.target, [each.target for each in shares])
    work.record(
        Activity.SALES_GOAL_BROKEN_DOWN,
        goal,
        goal.plan,
        dimension=dimension.value,
        parts={each.name: each.target for each in shares},
        sum=sums.parts,
        target=goal.target,
        gap=sums.gap,
        balanced=sums.is_balanced,
    )
    return goal


def _check(plan: SalesActionPlan, data: GoalData) -> None:
    """Refuse a goal that is none."""
    if not 0 < data.target <= LARGEST_CENTS:
        raise NothingToReach
    if not plan.starts_on <= data.due_on <= plan.ends_on:
        raise DueOutsidePlan(first=f"{plan.starts_on:%d/%m/%Y}", last=f"{plan.ends_on:%d/%m/%Y}")


def _forget(goal: Goal, dimension: Dimension | None = None) -> None:
    """Take away the parts of a goal, of one dimension or all."""
    for share in queries.shares_of(goal, dimension):
        db.session().delete(share)
    db.session().flush()


def _facts(goal: Goal) -> dict[str, Json]:
    """Return what a record says of a goal."""
    return {
        "indicator": goal.indicator.value,
        "target": goal.target,
        "unit": goal.indicator.unit.value,
        "due_on": goal.due_on.isoformat(),
        "priority": goal.priority.value,
    }
