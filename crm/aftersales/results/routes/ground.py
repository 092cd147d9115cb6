"""What the pages of goals stand on: the plans' address, the goal asked for, the day on which one looks."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, request

from crm.people.access import the_workspace
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.models import Goal, SalesActionPlan

blueprint = Blueprint("results", __name__, url_prefix="/w/<int:workspace_id>/sales-plans")
FIRST_YEAR = 1901


def the_plan(plan_id: int) -> SalesActionPlan:
    """Find the plan or answer 404."""
    return plans.plan_by_id(plan_id) or abort(404)


def the_goal(goal_id: int) -> Goal:
    """Find the goal with its plan or answer 404."""
    return plans.goal_by_id(goal_id) or abort(404)


def the_day() -> date:
    """Return the day of the address, today if it says none that can be; what lies ahead is not known."""
    today = the_workspace().today
    try:
        day = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today
    return min(day, today) if day.year >= FIRST_YEAR else today
