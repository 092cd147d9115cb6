"""Actions of a plan: proposed, chosen, put off, brought to an end."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.prospecting.sales_actions.models import (
    ACTION_LIFE,
    ActionState,
    Goal,
    Means,
    Priority,
    SalesAction,
    SalesActionPlan,
)


class EndsBeforeItStarts(Refused):
    """An action lasts a day at least."""

    message = N_("L’action se termine avant d’avoir commencé.")
    field = "ends_on"


class GoalOfAnotherPlan(Refused):
    """An action serves a goal of its own plan."""

    message = N_("Cet objectif est celui d’un autre plan.")
    field = "goal"


class ReasonMissing(Refused):
    """Who changes what was agreed says why."""

    message = N_("Indiquez le motif : l’équipe voudra le connaître.")
    field = "reason"


class AlreadyOver(Refused):
    """What has ended does not change any more."""

    message = N_("Cette action est terminée ou abandonnée : elle ne change plus.")


@dataclass(frozen=True)
class ActionData:
    """What an action is to be, as typed; `corrects` says that it answers a variance."""

    name: str
    channel: Means
    starts_on: date
    ends_on: date
    audience: str = ""
    segment_id: int | None = None
    means: str = ""
    budget: Money | None = None
    owner: str = ""
    priority: Priority = Priority.MEDIUM
    corrects: bool = False

    def values(self) -> dict[str, object]:
        """Return the fields by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def plan_action(work: Work, plan: SalesActionPlan, data: ActionData, *, goal: Goal | None = None) -> SalesAction:
    """Propose an action of a plan, for one of its goals or for none."""
    _check(plan, data, goal)
    values = data.values()
    action = SalesAction(**values, plan=plan, goal=goal, planned_at=work.now)  # type: ignore[arg-type]
    work.add(action)
    work.record(Activity.SALES_ACTION_PLANNED, action, plan, goal, **_facts(action, plan, today=work.today))
    return action


def revise_action(
    work: Work, action: SalesAction, data: ActionData, *, goal: Goal | None = None, version: int | None = None
) -> SalesAction:
    """Change what an action is to be; who puts it off says why by `reschedule_action`."""
    _expect_open(action)
    _check(action.plan, data, goal)
    wanted = data.values() | {"goal_id": goal.id if goal else None}
    work.expect(action, version, wanted)
    changed: list[Json] = [name for name, value in wanted.items() if getattr(action, name) != value]
    for name, value in wanted.items():
        setattr(action, name, value)
    if changed:
        facts = _facts(action, action.plan, today=work.today)
        work.record(Activity.SALES_ACTION_REVISED, action, action.plan, goal, **facts, changed=changed)
    return action


def choose_action(work: Work, action: SalesAction) -> SalesAction:
    """Choose an action among those that were proposed."""
    action.state = ACTION_LIFE.move(action.state, ActionState.CHOSEN)
    facts = _facts(action, action.plan, today=work.today)
    work.record(Activity.SALES_ACTION_CHOSEN, action, action.plan, **facts)
    return action


def reschedule_action(work: Work, action: SalesAction, *, starts_on: date, ends_on: date, reason: str) -> SalesAction:
    """Put an action off, or forward, and say why."""
    _expect_open(action)
    if not reason.strip():
        raise ReasonMissing
    if ends_on < starts_on:
        raise EndsBeforeItStarts
    before: dict[str, Json] = {
        "starts_before": action.starts_on.isoformat(),
        "ends_before": action.ends_on.isoformat(),
        "days_moved": (ends_on - action.ends_on).days,
        "was_late": action.is_late(on=work.today),
    }
    action.starts_on, action.ends_on = starts_on, ends_on
    facts = _facts(action, action.plan, today=work.today)
    work.record(Activity.SALES_ACTION_RESCHEDULED, action, action.plan, **facts, **before, reason=reason.strip())
    return action


def complete_action(work: Work, action: SalesAction, *, outcome: str = "", spent: Money | None = None) -> SalesAction:
    """Bring an action to its end: what came of it, what it cost."""
    action.state = ACTION_LIFE.move(action.state, ActionState.COMPLETED)
    action.ended_on, action.outcome, action.spent = work.today, outcome.strip(), spent
    work.record(
        Activity.SALES_ACTION_COMPLETED,
        action,
        action.plan,
        text=action.outcome,
        budget_cents=action.budget.cents if action.budget is not None else None,
        spent_cents=spent.cents if spent is not None else None,
        days_late=max(0, (work.today - action.ends_on).days),
    )
    return action


def abandon_action(work: Work, action: SalesAction, *, reason: str) -> SalesAction:
    """Give an action up, and say why."""
    if not reason.strip():
        raise ReasonMissing
    action.state = ACTION_LIFE.move(action.state, ActionState.ABANDONED)
    action.ended_on, action.outcome = work.today, reason.strip()
    work.record(Activity.SALES_ACTION_ABANDONED, action, action.plan, reason=action.outcome)
    return action


def _expect_open(action: SalesAction) -> None:
    """Refuse to change what is over."""
    if not action.is_open:
        raise AlreadyOver


def _check(plan: SalesActionPlan, data: ActionData, goal: Goal | None) -> None:
    """Refuse an action that cannot be."""
    if data.ends_on < data.starts_on:
        raise EndsBeforeItStarts
    if goal is not None and goal.plan_id != plan.id:
        raise GoalOfAnotherPlan


def _facts(action: SalesAction, plan: SalesActionPlan, *, today: date) -> dict[str, Json]:
    """Return what a record says of an action; one may plan outside the plan's own days, and it shows."""
    return {
        "channel": action.channel.value,
        "budget_cents": action.budget.cents if action.budget is not None else None,
        "starts_on": action.starts_on.isoformat(),
        "ends_on": action.ends_on.isoformat(),
        "owner": action.owner,
        "priority": action.priority.value,
        "has_audience": bool(action.audience or action.segment_id),
        "has_means": bool(action.means),
        "corrects": action.corrects,
        "notice_days": (action.starts_on - today).days,
        "within_plan": plan.starts_on <= action.starts_on and action.ends_on <= plan.ends_on,
        "approved": plan.is_approved,
    }
