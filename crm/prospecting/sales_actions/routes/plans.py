"""The list of plans, and a plan: its goals, its actions, how it was looked up, presented, approved."""

from __future__ import annotations

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.sales_actions import queries, use_cases
from crm.prospecting.sales_actions.forms import ApproveForm, PlanForm, SubmitForm
from crm.prospecting.sales_actions.models import PlanState, SalesActionPlan
from crm.prospecting.sales_actions.routes.ground import blueprint, the_plan
from crm.prospecting.sales_actions.rules import month_after
from crm.web.forms import ActForm, HouseForm, with_refused
from crm.web.pages import page, turn_to


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The plans, the latest first."""
    found = queries.plans(cursor=request.args.get("after"))
    return page(
        "prospecting/sales_actions/list.html",
        slice=found,
        sums=queries.sums_of(found.rows),
    )


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """A plan to fill in; it runs for the rest of the year unless told otherwise."""
    today = the_workspace().today
    first = today if today.day == 1 else month_after(today)
    begun = {"starts_on": first, "ends_on": first.replace(month=12, day=31)}
    return _form(PlanForm(formdata=None, data=begun), None)


@blueprint.post("/new")
@allowed(Permission.SELL)
def create() -> ResponseReturnValue:
    """Begin it."""
    form, plan = PlanForm(), None
    if form.validate():
        with form.refusals():
            plan = perform(here(), use_cases.draft_plan, form.read())
    return turn_to(".detail", plan_id=plan.id) if plan is not None else _form(form, None)


@blueprint.get("/<int:plan_id>")
@allowed(Permission.READ)
def detail(plan_id: int) -> ResponseReturnValue:
    """A plan: goals, actions, money."""
    return _detail(the_plan(plan_id))


@blueprint.get("/<int:plan_id>/edit")
@allowed(Permission.SELL)
def edit(plan_id: int) -> ResponseReturnValue:
    """A plan to be changed."""
    plan = the_plan(plan_id)
    return _form(PlanForm(obj=plan), plan)


@blueprint.post("/<int:plan_id>/edit")
@allowed(Permission.SELL)
def update(plan_id: int) -> ResponseReturnValue:
    """Change it."""
    plan, form = the_plan(plan_id), PlanForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.revise_plan, plan, form.read(), version=form.expected_version)
    return turn_to(".detail", plan_id=plan_id) if form.accepted() else _form(form, the_plan(plan_id))


@blueprint.post("/<int:plan_id>/consult")
@allowed(Permission.SELL)
def consult(plan_id: int) -> ResponseReturnValue:
    """Note that one looked the plan up before organising one's work."""
    plan, form = the_plan(plan_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.consult_plan, plan)
    return _then(plan_id, form, gettext("Consultation notée."))


@blueprint.post("/<int:plan_id>/submit")
@allowed(Permission.SELL)
def submit(plan_id: int) -> ResponseReturnValue:
    """Present the plan."""
    plan, form = the_plan(plan_id), SubmitForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.submit_plan, plan, justification=form.justification.data or "")
    return _then(plan_id, form, gettext("Plan présenté."))


@blueprint.post("/<int:plan_id>/approve")
@allowed(Permission.SELL)
def approve(plan_id: int) -> ResponseReturnValue:
    """Note who approved the plan."""
    plan, form = the_plan(plan_id), ApproveForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.approve_plan, plan, approved_by=form.approved_by.data or "")
    return _then(plan_id, form, gettext("Plan validé."))


def _then(plan_id: int, form: HouseForm, done: str) -> ResponseReturnValue:
    """Turn to the plan's page, or show it with the form that was refused."""
    if form.accepted():
        flash(done, "success")
        return turn_to(".detail", plan_id=plan_id)
    return _detail(the_plan(plan_id), form)


def _detail(plan: SalesActionPlan, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the plan's page, with the form that was refused if there is one."""
    goals, actions = queries.goals_of(plan), queries.actions_of(plan)
    broken_down = queries.balances(goals)
    blank: dict[str, HouseForm] = {
        "act_form": ActForm(formdata=None),
        "submit_form": SubmitForm(formdata=None, justification=plan.justification),
        "approve_form": ApproveForm(formdata=None),
    }
    return page(
        "prospecting/sales_actions/detail.html",
        plan=plan,
        goals=goals,
        balances=broken_down,
        actions=actions,
        said=queries.summed(actions, broken_down),
        PlanState=PlanState,
        entries=timeline(kind=SalesActionPlan.kind, object_id=plan.id, limit=20),
        today=the_workspace().today,
        **with_refused(blank, refused),
        status=refused.status if refused else 200,
    )


def _form(form: PlanForm, plan: SalesActionPlan | None) -> ResponseReturnValue:
    """Return the page on which a plan is written."""
    return page("prospecting/sales_actions/form.html", form=form, plan=plan, status=form.status)
