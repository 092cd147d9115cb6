"""A goal set beside what the year before brought, changed, dropped, broken down."""

from __future__ import annotations

from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.aftersales.results import queries
from crm.aftersales.results.forms import BreakdownForm, GoalForm, breakdown_form, filled_goal, unit_sign
from crm.aftersales.results.queries import Table
from crm.aftersales.results.routes.ground import blueprint, the_goal, the_plan
from crm.aftersales.results.routes.reading import show_goal
from crm.aftersales.results.rules import year_before
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.sales_actions import use_cases
from crm.prospecting.sales_actions.models import Dimension, Goal, Indicator, SalesActionPlan
from crm.prospecting.sales_actions.rules import balance, spread
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to


@blueprint.get("/<int:plan_id>/goals/new")
@allowed(Permission.SELL)
def new_goal(plan_id: int) -> ResponseReturnValue:
    """A goal to fill in."""
    plan = the_plan(plan_id)
    return _form(GoalForm(formdata=None, due_on=plan.ends_on), plan, None)


@blueprint.post("/<int:plan_id>/goals/new")
@allowed(Permission.SELL)
def set_goal(plan_id: int) -> ResponseReturnValue:
    """Set it."""
    plan, form, found = the_plan(plan_id), GoalForm(), None
    if form.validate():
        with form.refusals():
            found = perform(here(), use_cases.set_goal, plan, form.read())
    return turn_to(".goal", goal_id=found.id) if found is not None else _form(form, the_plan(plan_id), None)


@blueprint.get("/goals/<int:goal_id>/edit")
@allowed(Permission.SELL)
def edit_goal(goal_id: int) -> ResponseReturnValue:
    """A goal to be changed."""
    found = the_goal(goal_id)
    return _form(filled_goal(found), found.plan, found)


@blueprint.post("/goals/<int:goal_id>/edit")
@allowed(Permission.SELL)
def update_goal(goal_id: int) -> ResponseReturnValue:
    """Change it."""
    found, form = the_goal(goal_id), GoalForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.revise_goal, found, form.read(), version=form.expected_version)
    if form.accepted():
        return turn_to(".goal", goal_id=goal_id)
    found = the_goal(goal_id)
    return _form(form, found.plan, found)


@blueprint.post("/goals/<int:goal_id>/drop")
@allowed(Permission.SELL)
def drop_goal(goal_id: int) -> ResponseReturnValue:
    """Take it out of the plan."""
    found, form = the_goal(goal_id), ActForm()
    plan_id = found.plan_id
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.drop_goal, found)
    if not form.accepted():
        return show_goal(the_goal(goal_id), form)
    flash(gettext("Objectif retiré du plan."), "success")
    return turn_to("sales_actions.detail", plan_id=plan_id)


@blueprint.get("/goals/<int:goal_id>/breakdown")
@allowed(Permission.READ)
def breakdown(goal_id: int) -> ResponseReturnValue:
    """A goal's parts by one dimension, each beside what it brought a year before; `fill` proposes shares."""
    found = the_goal(goal_id)
    table = _table(found)
    return _parts(found, table, breakdown_form(found.indicator, table.parts, _proposed(found, table)))


@blueprint.post("/goals/<int:goal_id>/breakdown")
@allowed(Permission.SELL)
def break_down(goal_id: int) -> ResponseReturnValue:
    """Break it down: parts that do not add up are kept, and said."""
    found = the_goal(goal_id)
    table = _table(found)
    form = breakdown_form(found.indicator, table.parts)
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.break_down_goal, found, dimension=table.dimension, shares=form.read())
    if not form.accepted():
        return _parts(the_goal(goal_id), table, form)
    if balance(found.target, [each.target for each in form.read()]).is_balanced:
        flash(gettext("Ventilation enregistrée : la somme des parts est égale à l’objectif."), "success")
    else:
        flash(gettext("Ventilation enregistrée, mais la somme des parts diffère de l’objectif."), "warning")
    return turn_to(".goal", goal_id=goal_id)


def _table(found: Goal) -> Table:
    """Return the parts of the dimension that the address names, or answer 404."""
    dimension = next((each for each in found.indicator.dimensions if each.value == request.args.get("by")), None)
    return queries.parts_of(found, dimension or abort(404), today=the_workspace().today)


def _proposed(found: Goal, table: Table) -> list[int | None]:
    """Return the shares to begin with: those that there are, equal ones, or such as the year before suggests."""
    wanted = request.args.get("fill")
    if wanted == "equal":
        return [*spread(found.target, [1] * len(table.parts))]
    if wanted == "previous":
        return [*spread(found.target, [max(each.previous or 0, 0) for each in table.parts])]
    return [each.target for each in table.parts]


def _parts(found: Goal, table: Table, form: BreakdownForm) -> ResponseReturnValue:
    """Return the page on which a goal is broken down."""
    typed = [field.data for _part, field in form.fields_of_parts() if field.data is not None and not field.errors]
    return page(
        "aftersales/results/breakdown.html",
        goal=found,
        plan=found.plan,
        table_of_parts=table,
        form=form,
        sign=unit_sign(found.indicator),
        typed=len(typed),
        Dimension=Dimension,
        status=form.status,
    )


def _form(form: GoalForm, plan: SalesActionPlan, found: Goal | None) -> ResponseReturnValue:
    """Return the page on which a goal is written, beside what each indicator was a year before."""
    last = found.due_on if found else plan.ends_on
    return page(
        "aftersales/results/goal_form.html",
        form=form,
        plan=plan,
        goal=found,
        previous=[(each, queries.previous_of(each, plan.starts_on, last)) for each in Indicator],
        days=(year_before(plan.starts_on), year_before(last)),
        status=form.status,
    )
