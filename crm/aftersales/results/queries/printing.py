"""A plan as it is taken away: as a paper, as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm.aftersales.results.queries.boards import standing_of
from crm.aftersales.results.rules import Standing, as_typed
from crm.kernel.money import Money
from crm.papers.plans import Amount, PlanAction, PlanGoal, PlanPaper, PlanShares
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.models import Dimension, Goal, Indicator, SalesAction, SalesActionPlan, Unit


def plan_paper(plan: SalesActionPlan, *, company: str, on: date) -> PlanPaper:
    """Return a plan as its paper shows it on a day."""
    goals, actions = plans.goals_of(plan), plans.actions_of(plan)
    said = plans.summed(actions, plans.balances(goals))
    return PlanPaper(
        name=plan.name,
        company=company,
        first=plan.starts_on,
        last=plan.ends_on,
        on=on,
        state=plan.state.label,
        approved_by=plan.approved_by,
        context=plan.context,
        orientation=plan.orientation,
        justification=plan.justification,
        goals=tuple(_goal(each, on) for each in goals),
        actions=tuple(_action(each) for each in actions),
        budget=said.budget,
        spent=said.spent,
    )


def _goal(goal: Goal, on: date) -> PlanGoal:
    """Return a goal as the paper shows it."""
    standing, shares = standing_of(goal, on=on), plans.shares_of(goal)
    dimensions = [each for each in Dimension if any(one.dimension is each for one in shares)]
    broken = plans.balances([goal])[goal.id]

    def said(value: int | None) -> Amount:
        return None if value is None else goal.indicator.amount(value)

    return PlanGoal(
        aim=goal.aim,
        indicator=goal.indicator.label,
        target=goal.indicator.amount(goal.target),
        due_on=goal.due_on,
        previous=said(standing.previous),
        expected=said(standing.expected),
        actual=said(standing.actual),
        shares=tuple(
            PlanShares(
                name=each.label,
                parts=tuple((one.name, goal.indicator.amount(one.target)) for one in shares if one.dimension is each),
                balanced=broken[each].is_balanced,
            )
            for each in dimensions
        ),
    )


def _action(action: SalesAction) -> PlanAction:
    """Return an action as the paper shows it."""
    return PlanAction(
        name=action.name,
        channel=action.channel.label,
        audience=action.audience,
        means=action.means,
        budget=action.budget,
        starts_on=action.starts_on,
        ends_on=action.ends_on,
        owner=action.owner,
        priority=action.priority.label.lower(),
        state=action.state.label,
    )


def plan_lines(plan: SalesActionPlan, *, on: date) -> list[tuple[str, ...]]:
    """Return a plan as lines of text: what it is, its name, its indicator or channel, its days, its figures.

    A line is (kind, name, indicator or channel, for whom or what, from, to, target or budget, expected, actual or
    spent); the kind is "goal", "share" or "action". Sums are in euros with a comma, rates in percent.
    """
    lines: list[tuple[str, ...]] = []
    for goal in plans.goals_of(plan):
        standing = standing_of(goal, on=on)
        lines.append(_goal_line(goal, standing))
        lines += [
            ("share", goal.aim, goal.indicator.label, one.name, "", "", _plain(goal.indicator, one.target), "", "")
            for one in plans.shares_of(goal)
        ]
    return lines + [_action_line(each) for each in plans.actions_of(plan)]


def _goal_line(goal: Goal, standing: Standing) -> tuple[str, ...]:
    figures: Sequence[int | None] = (goal.target, standing.expected, standing.actual)
    days = (goal.plan.starts_on.isoformat(), goal.due_on.isoformat())
    return ("goal", goal.aim, goal.indicator.label, "", *days, *(_plain(goal.indicator, each) for each in figures))


def _action_line(action: SalesAction) -> tuple[str, ...]:
    days = (action.starts_on.isoformat(), action.ends_on.isoformat())
    whom = action.audience or action.owner
    return ("action", action.name, action.channel.label, whom, *days, _euros(action.budget), "", _euros(action.spent))


def _plain(indicator: Indicator, value: int | None) -> str:
    """Write a figure as a spreadsheet reads it in France."""
    if value is None:
        return ""
    exact = as_typed(indicator, value)
    return f"{exact}" if indicator.unit is Unit.COUNT else f"{exact:.2f}".replace(".", ",")


def _euros(value: Money | None) -> str:
    """Write a sum as a spreadsheet reads it in France."""
    return "" if value is None else f"{value.euros}".replace(".", ",")
