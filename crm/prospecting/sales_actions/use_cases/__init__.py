"""What can be done with a sales action plan; each module says it of one thing."""

from crm.prospecting.sales_actions.use_cases.acting import (
    ActionData,
    abandon_action,
    choose_action,
    complete_action,
    plan_action,
    reschedule_action,
    revise_action,
)
from crm.prospecting.sales_actions.use_cases.aiming import (
    GoalData,
    ShareData,
    break_down_goal,
    drop_goal,
    revise_goal,
    set_goal,
)
from crm.prospecting.sales_actions.use_cases.linking import carrying_out, link_activity
from crm.prospecting.sales_actions.use_cases.planning import (
    PlanData,
    approve_plan,
    consult_plan,
    draft_plan,
    revise_plan,
    submit_plan,
)

__all__ = [
    "ActionData",
    "GoalData",
    "PlanData",
    "ShareData",
    "abandon_action",
    "approve_plan",
    "break_down_goal",
    "carrying_out",
    "choose_action",
    "complete_action",
    "consult_plan",
    "draft_plan",
    "drop_goal",
    "link_activity",
    "plan_action",
    "reschedule_action",
    "revise_action",
    "revise_goal",
    "revise_plan",
    "set_goal",
    "submit_plan",
]
