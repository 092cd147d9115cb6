"""An action of a plan: proposed, changed, chosen, put off, brought to its end; what carries it out."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.people.access import Permission, allowed, here, person, the_workspace
from crm.prospecting.sales_actions import queries, use_cases
from crm.prospecting.sales_actions.forms import NONE, AbandonForm, ActionForm, CompleteForm, RescheduleForm
from crm.prospecting.sales_actions.models import ActionState, Goal, SalesAction, SalesActionPlan
from crm.prospecting.sales_actions.routes.ground import blueprint, the_action, the_plan
from crm.prospecting.segments import queries as segments
from crm.web.forms import ActForm, HouseForm, with_refused
from crm.web.pages import page, turn_to


@blueprint.get("/<int:plan_id>/actions/new")
@allowed(Permission.SELL)
def new_action(plan_id: int) -> ResponseReturnValue:
    """An action to fill in; the address may say which goal it serves and what it is called."""
    plan, said = the_plan(plan_id), request.args
    begun = {
        "starts_on": max(plan.starts_on, the_workspace().today),
        "ends_on": plan.ends_on,
        "goal": said.get("goal", NONE, type=int),
        "name": said.get("name", "")[:200],
        "owner": person().display_name,
        "corrects": "corrects" in said,
    }
    return _form(_filled(ActionForm(formdata=None, data=begun), plan), plan, None)


@blueprint.post("/<int:plan_id>/actions/new")
@allowed(Permission.SELL)
def create_action(plan_id: int) -> ResponseReturnValue:
    """Propose it."""
    plan, action = the_plan(plan_id), None
    form = _filled(ActionForm(), plan)
    if form.validate():
        with form.refusals():
            action = perform(here(), use_cases.plan_action, plan, form.read(), goal=_goal(form))
    return turn_to(".action", action_id=action.id) if action is not None else _form(form, the_plan(plan_id), None)


@blueprint.get("/actions/<int:action_id>")
@allowed(Permission.READ)
def action(action_id: int) -> ResponseReturnValue:
    """An action, and what carries it out."""
    return _shown(the_action(action_id))


@blueprint.get("/actions/<int:action_id>/edit")
@allowed(Permission.SELL)
def edit_action(action_id: int) -> ResponseReturnValue:
    """An action to be changed."""
    found = the_action(action_id)
    form = ActionForm(obj=found, goal=found.goal_id or NONE, segment=found.segment_id or NONE)
    return _form(_filled(form, found.plan, owner=found.owner), found.plan, found)


@blueprint.post("/actions/<int:action_id>/edit")
@allowed(Permission.SELL)
def update_action(action_id: int) -> ResponseReturnValue:
    """Change it."""
    found = the_action(action_id)
    form = _filled(ActionForm(), found.plan, owner=found.owner)
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.revise_action,
                found,
                form.read(),
                goal=_goal(form),
                version=form.expected_version,
            )
    if form.accepted():
        return turn_to(".action", action_id=action_id)
    return _form(form, the_action(action_id).plan, the_action(action_id))


@blueprint.post("/actions/<int:action_id>/choose")
@allowed(Permission.SELL)
def choose(action_id: int) -> ResponseReturnValue:
    """Choose it among those that were proposed."""
    found, form = the_action(action_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.choose_action, found)
    return _then(action_id, form)


@blueprint.post("/actions/<int:action_id>/reschedule")
@allowed(Permission.SELL)
def reschedule(action_id: int) -> ResponseReturnValue:
    """Put it off."""
    found, form = the_action(action_id), RescheduleForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.reschedule_action,
                found,
                starts_on=form.starts_on.data,  # type: ignore[arg-type]  # required
                ends_on=form.ends_on.data,  # type: ignore[arg-type]
                reason=form.reason.data or "",
            )
    return _then(action_id, form)


@blueprint.post("/actions/<int:action_id>/complete")
@allowed(Permission.SELL)
def complete(action_id: int) -> ResponseReturnValue:
    """Bring it to its end."""
    found, form = the_action(action_id), CompleteForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.complete_action,
                found,
                outcome=form.outcome.data or "",
                spent=form.spent.data,  # type: ignore[arg-type]
            )
    return _then(action_id, form)


@blueprint.post("/actions/<int:action_id>/abandon")
@allowed(Permission.SELL)
def abandon(action_id: int) -> ResponseReturnValue:
    """Give it up."""
    found, form = the_action(action_id), AbandonForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.abandon_action, found, reason=form.reason.data or "")
    return _then(action_id, form)


def _then(action_id: int, form: HouseForm) -> ResponseReturnValue:
    """Turn to the action's page, or show it with the form that was refused."""
    if form.accepted():
        return turn_to(".action", action_id=action_id)
    return _shown(the_action(action_id), form)


def _shown(found: SalesAction, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the action's page, with the form that was refused if there is one."""
    blank: dict[str, HouseForm] = {
        "act_form": ActForm(formdata=None),
        "move_form": RescheduleForm(formdata=None, starts_on=found.starts_on, ends_on=found.ends_on),
        "complete_form": CompleteForm(formdata=None),
        "abandon_form": AbandonForm(formdata=None),
    }
    return page(
        "prospecting/sales_actions/action.html",
        action=found,
        plan=found.plan,
        segment=segments.segment_by_id(found.segment_id) if found.segment_id else None,
        linked=queries.linked_to(found),
        ActionState=ActionState,
        entries=timeline(kind=SalesAction.kind, object_id=found.id, limit=20),
        today=the_workspace().today,
        **with_refused(blank, refused),
        status=refused.status if refused else 200,
    )


def _filled(form: ActionForm, plan: SalesActionPlan, *, owner: str = "") -> ActionForm:
    """Fill the form's lists: the plan's goals, the kept segments, who sells."""
    form.goal.choices = [
        (NONE, gettext("Aucun en particulier")),
        *((each.id, each.aim) for each in queries.goals_of(plan)),
    ]
    kept = segments.segments(for_person=person().actor.id)
    form.segment.choices = [(NONE, gettext("Aucun")), *((each.id, each.name) for each in kept)]
    names = {*queries.salespeople(the_workspace()), owner} - {""}
    form.owner.choices = [("", gettext("À désigner")), *((each, each) for each in sorted(names, key=str.casefold))]
    return form


def _goal(form: ActionForm) -> Goal | None:
    """Return the goal chosen."""
    return queries.goal_by_id(form.goal.data) if form.goal.data else None


def _form(form: ActionForm, plan: SalesActionPlan, found: SalesAction | None) -> ResponseReturnValue:
    """Return the page on which an action is written."""
    return page("prospecting/sales_actions/action_form.html", form=form, plan=plan, action=found, status=form.status)
