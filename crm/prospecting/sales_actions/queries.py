"""What can be asked about sales action plans: plans, their goals and parts, their actions and what carries them out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.activity.models import ActivityLink, ActivityRecord
from crm.activity.vocabulary import Activity
from crm.kernel.money import ZERO, Money, total
from crm.people.accounts.models import User
from crm.people.workspaces.models import Workspace
from crm.people.workspaces.queries import members_of
from crm.prospecting.companies.models import Company
from crm.prospecting.sales_actions import rules
from crm.prospecting.sales_actions.models import (
    ActionState,
    Dimension,
    Goal,
    GoalShare,
    GoalVariance,
    SalesAction,
    SalesActionPlan,
)
from crm.prospecting.sales_actions.rules import Balance
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find


@dataclass(frozen=True)
class PlanSum:
    """A plan in figures: goals, how many are broken down and how many of these do not add up; actions and money."""

    goals: int = 0
    broken_down: int = 0
    unbalanced: int = 0
    actions: int = 0
    chosen: int = 0
    completed: int = 0
    channels: tuple[str, ...] = ()
    budget: Money = ZERO
    spent: Money = ZERO
    without_budget: int = 0


@dataclass(frozen=True)
class Linked:
    """Something that carries an action out, as its record named it."""

    kind: str
    id: int
    label: str
    at: datetime
    by: str


def plan_by_id(plan_id: int) -> SalesActionPlan | None:
    """Return a plan of this workspace."""
    return find(SalesActionPlan, plan_id)


def plans(*, cursor: str | None = None) -> Slice[SalesActionPlan]:
    """Return a page of plans, the latest first."""
    return keyset(
        select(SalesActionPlan),
        column=SalesActionPlan.starts_on,
        tie=SalesActionPlan.id,
        cursor=cursor,
        descending=True,
    )


def goal_by_id(goal_id: int) -> Goal | None:
    """Return a goal with its plan."""
    return find(Goal, goal_id, joinedload(Goal.plan))


def goals_of(plan: SalesActionPlan) -> list[Goal]:
    """Return the goals of a plan in the order in which they were set."""
    statement = select(Goal).options(joinedload(Goal.plan)).where(Goal.plan_id == plan.id)
    return list(db.session.scalars(statement.order_by(Goal.id)))


def shares_of(goal: Goal, dimension: Dimension | None = None) -> list[GoalShare]:
    """Return the parts of a goal, of one dimension or of all, months in their order."""
    statement = select(GoalShare).where(GoalShare.goal_id == goal.id)
    if dimension is not None:
        statement = statement.where(GoalShare.dimension == dimension)
    found = list(db.session.scalars(statement.order_by(GoalShare.id)))
    return sorted(found, key=lambda each: each.key if each.dimension is Dimension.MONTH else "")


def balances(goals: Iterable[Goal]) -> dict[int, dict[Dimension, Balance]]:
    """Return by goal how its parts add up, for each dimension by which it is broken down, in one statement."""
    listed = {each.id: each for each in goals}
    parts: dict[tuple[int, Dimension], list[int]] = {}
    for share in db.session.scalars(select(GoalShare).where(GoalShare.goal_id.in_(listed))):
        parts.setdefault((share.goal_id, share.dimension), []).append(share.target)
    found: dict[int, dict[Dimension, Balance]] = {each: {} for each in listed}
    for (goal_id, dimension), targets in parts.items():
        found[goal_id][dimension] = rules.balance(listed[goal_id].target, targets)
    return found


def variances_of(goal: Goal) -> list[GoalVariance]:
    """Return what was made of a goal's figures, the newest first."""
    statement = select(GoalVariance).where(GoalVariance.goal_id == goal.id)
    return list(db.session.scalars(statement.order_by(GoalVariance.id.desc())))


def action_by_id(action_id: int) -> SalesAction | None:
    """Return an action with its plan and goal."""
    return find(SalesAction, action_id, joinedload(SalesAction.plan), joinedload(SalesAction.goal))


def actions_of(plan: SalesActionPlan) -> list[SalesAction]:
    """Return the actions of a plan in the order of their days."""
    statement = select(SalesAction).options(joinedload(SalesAction.plan), joinedload(SalesAction.goal))
    statement = statement.where(SalesAction.plan_id == plan.id)
    return list(db.session.scalars(statement.order_by(SalesAction.starts_on, SalesAction.id)))


def actions_for(goal: Goal) -> list[SalesAction]:
    """Return the actions that serve a goal in the order of their days."""
    statement = select(SalesAction).where(SalesAction.goal_id == goal.id)
    return list(db.session.scalars(statement.order_by(SalesAction.starts_on, SalesAction.id)))


def open_actions(*, with_id: int | None = None) -> list[SalesAction]:
    """Return the actions that are not over, with their plans, and the one that something is tied to already."""
    wanted = SalesAction.state.in_([ActionState.PROPOSED, ActionState.CHOSEN])
    statement = select(SalesAction).options(joinedload(SalesAction.plan))
    statement = statement.where(wanted if with_id is None else wanted | (SalesAction.id == with_id))
    return list(db.session.scalars(statement.order_by(SalesAction.starts_on, SalesAction.id)))


def sum_of(plan: SalesActionPlan) -> PlanSum:
    """Return a plan in figures."""
    return sums_of([plan])[plan.id]


def sums_of(listed: Iterable[SalesActionPlan]) -> dict[int, PlanSum]:
    """Return plans in figures by their number, in three statements however many there are."""
    ids = [each.id for each in listed]
    goals = list(db.session.scalars(select(Goal).where(Goal.plan_id.in_(ids))))
    actions = list(db.session.scalars(select(SalesAction).where(SalesAction.plan_id.in_(ids))))
    parts = balances(goals)
    return {
        plan_id: summed(
            [each for each in actions if each.plan_id == plan_id],
            {each.id: parts[each.id] for each in goals if each.plan_id == plan_id},
        )
        for plan_id in ids
    }


def summed(actions: Sequence[SalesAction], broken_down: dict[int, dict[Dimension, Balance]]) -> PlanSum:
    """Return a plan in figures from its actions and how its goals add up; what was abandoned costs nothing."""
    live = [each for each in actions if each.state is not ActionState.ABANDONED]
    return PlanSum(
        goals=len(broken_down),
        broken_down=sum(bool(each) for each in broken_down.values()),
        unbalanced=sum(not all(one.is_balanced for one in each.values()) for each in broken_down.values()),
        actions=len(actions),
        chosen=sum(each.state in {ActionState.CHOSEN, ActionState.COMPLETED} for each in actions),
        completed=sum(each.state is ActionState.COMPLETED for each in actions),
        channels=tuple(sorted({str(each.channel.value) for each in live})),
        budget=total(each.budget for each in live if each.budget is not None),
        spent=total(each.spent for each in live if each.spent is not None),
        without_budget=sum(each.budget is None for each in live),
    )


def linked_to(action: SalesAction) -> list[Linked]:
    """Return what carries an action out, the newest first: what the last record of each thing says."""
    about = select(ActivityLink.position).where(
        ActivityLink.kind == SalesAction.kind, ActivityLink.object_id == action.id
    )
    statement = select(ActivityRecord).where(
        ActivityRecord.activity == Activity.SALES_ACTION_LINKED.word, ActivityRecord.position.in_(about)
    )
    seen: dict[tuple[str, int], Linked | None] = {}
    for record in db.session.scalars(statement.order_by(ActivityRecord.position.desc())):
        facts = json.loads(record.text)
        thing = facts["about"][0]
        tied = facts["details"]["sales_action"] == action.id
        one = Linked(thing["kind"], thing["id"], thing["label"], record.happened_at, facts["actor"]["name"])
        seen.setdefault((thing["kind"], thing["id"]), one if tied else None)
    return [each for each in seen.values() if each is not None]


def salespeople(workspace: Workspace) -> list[str]:
    """Return who sells: the members of a workspace and those to whom companies were entrusted, by name."""
    ids = [each.user_id for each in members_of(workspace)]
    members = db.session.scalars(select(User.display_name).where(User.id.in_(ids)))
    owners = db.session.scalars(select(Company.owner).where(Company.owner != "").distinct())
    return sorted({*members, *owners}, key=str.casefold)


def offered(*, with_id: int | None = None) -> list[tuple[int, str]]:
    """Return the actions to which something can be tied, as a list offers them: those that are not over, by plan."""
    return [(each.id, f"{each.name} ({each.plan.name})") for each in open_actions(with_id=with_id)]
