"""A plan drafted, changed, looked up before one sets to work, presented with its reasons, approved."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.sales_actions import queries
from crm.prospecting.sales_actions.models import PLAN_LIFE, PlanState, SalesActionPlan

LONGEST_YEARS, DAYS_OF_A_YEAR = 5, 366


class PeriodBackwards(Refused):
    """A plan lasts a day at least."""

    message = N_("Le plan se termine avant d’avoir commencé.")
    field = "ends_on"


class PeriodTooLong(Refused):
    """Beyond some years nothing is planned month by month."""

    message = N_("Un plan dure au plus %(years)d ans : rapprochez ses deux dates.")
    field = "ends_on"


class NothingToPresent(Refused):
    """A plan without a goal and without an action says nothing."""

    message = N_("Ce plan n’a ni objectif ni action : il n’y a rien à présenter.")


class ApproverMissing(Refused):
    """Somebody answers for an approved plan."""

    message = N_("Indiquez qui a validé le plan.")
    field = "approved_by"


@dataclass(frozen=True)
class PlanData:
    """What a plan is to be, as typed: `orientation` is where the company wants to go."""

    name: str
    starts_on: date
    ends_on: date
    context: str = ""
    orientation: str = ""

    def values(self) -> dict[str, object]:
        """Return the fields by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def draft_plan(work: Work, data: PlanData) -> SalesActionPlan:
    """Begin a plan."""
    _check(data)
    plan = SalesActionPlan(
        **data.values(),  # type: ignore[arg-type]
        drafted_on=work.today,
        drafted_by=work.actor.name,
    )
    work.add(plan)
    work.record(
        Activity.SALES_PLAN_DRAFTED,
        plan,
        starts_on=plan.starts_on.isoformat(),
        ends_on=plan.ends_on.isoformat(),
        has_context=bool(plan.context),
        has_orientation=bool(plan.orientation),
    )
    return plan


def revise_plan(work: Work, plan: SalesActionPlan, data: PlanData, *, version: int | None = None) -> SalesActionPlan:
    """Change a plan; one that was approved may change, too, and the record says that it was."""
    _check(data)
    wanted = data.values()
    work.expect(plan, version, wanted)
    changed: list[Json] = [name for name, value in wanted.items() if getattr(plan, name) != value]
    for name, value in wanted.items():
        setattr(plan, name, value)
    if changed:
        work.record(Activity.SALES_PLAN_REVISED, plan, changed=changed, approved=plan.is_approved)
    return plan


def consult_plan(work: Work, plan: SalesActionPlan) -> SalesActionPlan:
    """Look a plan up before organising one's work: an act, for one plans along it or not."""
    said = queries.sum_of(plan)
    work.record(Activity.SALES_PLAN_CONSULTED, plan, goals=said.goals, actions=said.actions, approved=plan.is_approved)
    return plan


def submit_plan(work: Work, plan: SalesActionPlan, *, justification: str = "") -> SalesActionPlan:
    """Present a plan to whoever decides, and say why these means; what is missing in it is recorded, not refused."""
    said = queries.sum_of(plan)
    if not said.goals and not said.actions:
        raise NothingToPresent
    plan.state = PLAN_LIFE.move(plan.state, PlanState.SUBMITTED)
    plan.justification, plan.submitted_on = justification.strip(), work.today
    work.record(Activity.SALES_PLAN_SUBMITTED, plan, text=plan.justification, **_facts(said))
    return plan


def approve_plan(work: Work, plan: SalesActionPlan, *, approved_by: str) -> SalesActionPlan:
    """Note who approved a plan that was presented."""
    if not approved_by.strip():
        raise ApproverMissing
    plan.state = PLAN_LIFE.move(plan.state, PlanState.APPROVED)
    plan.approved_on, plan.approved_by = work.today, approved_by.strip()
    work.record(
        Activity.SALES_PLAN_APPROVED,
        plan,
        approved_by=plan.approved_by,
        justified=bool(plan.justification),
        **_facts(queries.sum_of(plan)),
    )
    return plan


def _check(data: PlanData) -> None:
    """Refuse a period that cannot be."""
    if data.ends_on < data.starts_on:
        raise PeriodBackwards
    if data.ends_on >= data.starts_on + timedelta(days=LONGEST_YEARS * DAYS_OF_A_YEAR):
        raise PeriodTooLong(years=LONGEST_YEARS)


def _facts(said: queries.PlanSum) -> dict[str, Json]:
    """Return what a record says of a plan as it stands."""
    return {
        "goals": said.goals,
        "broken_down": said.broken_down,
        "unbalanced": said.unbalanced,
        "actions": said.actions,
        "chosen": said.chosen,
        "channels": [*said.channels],
        "budget_cents": said.budget.cents,
        "without_budget": said.without_budget,
    }
