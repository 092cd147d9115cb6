"""What all pages of plans stand on: their address, their entry in the rail, the plan or action asked for."""

from __future__ import annotations

from flask import Blueprint, abort

from crm.kernel.errors import N_
from crm.people.access import Permission
from crm.prospecting.sales_actions import queries
from crm.prospecting.sales_actions.models import SalesAction, SalesActionPlan
from crm.web.navigation import Entry, announce

blueprint = Blueprint("sales_actions", __name__, url_prefix="/w/<int:workspace_id>/sales-plans")
announce(Entry(N_("Prospection"), 25, "sales_actions.index", N_("Plan d’actions"), "flag", Permission.READ))


def the_plan(plan_id: int) -> SalesActionPlan:
    """Find the plan or answer 404."""
    return queries.plan_by_id(plan_id) or abort(404)


def the_action(action_id: int) -> SalesAction:
    """Find the action or answer 404."""
    return queries.action_by_id(action_id) or abort(404)
