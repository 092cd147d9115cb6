"""Goals against what was reached, on any day: all of a plan's, one in full; the plan as a paper and as a table."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.aftersales.results import queries, rules, use_cases
from crm.aftersales.results.forms import VarianceForm
from crm.aftersales.results.routes.ground import blueprint, the_day, the_goal, the_plan
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.papers.render import render_plan
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.models import Dimension, Goal
from crm.prospecting.segments.rules import exporting
from crm.web.forms import ActForm, HouseForm, with_refused
from crm.web.pages import page, turn_to

KINDS = {"goal": N_("Objectif"), "share": N_("Part d’objectif"), "action": N_("Action")}


@blueprint.get("/<int:plan_id>/results")
@allowed(Permission.READ)
def index(plan_id: int) -> ResponseReturnValue:
    """All goals of a plan against what was reached by a day."""
    plan, on = the_plan(plan_id), the_day()
    goals = plans.goals_of(plan)
    return page(
        "aftersales/results/index.html",
        plan=plan,
        on=on,
        today=the_workspace().today,
        standings=[(each, queries.standing_of(each, on=on)) for each in goals],
    )


@blueprint.get("/goals/<int:goal_id>")
@allowed(Permission.READ)
def goal(goal_id: int) -> ResponseReturnValue:
    """A goal: how it stands, month by month, part by part; why, and what is done about it."""
    return show_goal(the_goal(goal_id))


@blueprint.post("/goals/<int:goal_id>/variance")
@allowed(Permission.SELL)
def note_variance(goal_id: int) -> ResponseReturnValue:
    """Say why the figures differ, and what is to be done."""
    found, form = the_goal(goal_id), VarianceForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.note_variance,
                found,
                causes=form.causes.data or "",
                correction=form.correction.data or "",
                correct_by=form.correct_by.data,
            )
    return turn_to(".goal", goal_id=goal_id) if form.accepted() else show_goal(the_goal(goal_id), form)


@blueprint.get("/<int:plan_id>/plan.pdf")
@allowed(Permission.READ)
def paper(plan_id: int) -> ResponseReturnValue:
    """The plan on paper, as it stands on a day."""
    plan, on = the_plan(plan_id), the_day()
    printed = render_plan(queries.plan_paper(plan, company=the_workspace().company_name, on=on), made_at=opening_of(on))
    headers = {"Content-Disposition": f'inline; filename="plan-{plan.id}.pdf"'}
    return Response(printed, mimetype="application/pdf", headers=headers)


@blueprint.get("/<int:plan_id>/plan.csv")
@allowed(Permission.READ)
def spreadsheet(plan_id: int) -> ResponseReturnValue:
    """The plan as a table: goals, their parts, actions."""
    plan = the_plan(plan_id)
    header = [gettext("Ligne"), gettext("Objectif ou action"), gettext("Indicateur ou canal"), gettext("Part ou cible")]
    header += [gettext("Début"), gettext("Fin"), gettext("Valeur ou budget HT"), gettext("Attendu à date")]
    header += [gettext("Réalisé ou dépensé HT")]
    lines = [
        [gettext(KINDS[kind]), name, gettext(channel), *rest]
        for kind, name, channel, *rest in queries.plan_lines(plan, on=the_day())
    ]
    headers = {"Content-Disposition": f'attachment; filename="plan-{plan.id}.csv"'}
    return Response(exporting.as_csv(header, lines), mimetype="text/csv", headers=headers)


def show_goal(found: Goal, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the page of a goal, with the form that was refused if there is one."""
    on, today = the_day(), the_workspace().today
    blank: dict[str, HouseForm] = {"act_form": ActForm(formdata=None), "variance_form": VarianceForm(formdata=None)}
    return page(
        "aftersales/results/goal.html",
        goal=found,
        plan=found.plan,
        board=queries.board_of(found, on=on, today=today),
        size=(rules.WIDTH, rules.HEIGHT, rules.LEFT, rules.BOTTOM),
        Dimension=Dimension,
        actions=plans.actions_for(found),
        variances=plans.variances_of(found),
        entries=timeline(kind=Goal.kind, object_id=found.id, limit=20),
        on=on,
        today=today,
        **with_refused(blank, refused),
        status=refused.status if refused else 200,
    )
