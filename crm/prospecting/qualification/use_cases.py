"""What can be done to qualify a prospect: write down what was learnt, and plan what comes next."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.use_cases import make_prospect
from crm.prospecting.qualification import queries, rules
from crm.prospecting.qualification.models import Budget, DecisionCircuit, NextStepKind, Qualification, Timing
from crm.store.base import db


class StepWithoutDay(Refused):
    """What is planned is planned for a day."""

    message = N_("Indiquez le jour de la prochaine action.")
    field = "next_step_on"


class StepInThePast(Refused):
    """Nobody can plan for yesterday."""

    message = N_("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
    field = "next_step_on"


def qualify(
    work: Work,
    company: Company,
    *,
    need: str = "",
    budget: Budget = Budget.UNKNOWN,
    budget_amount: Money | None = None,
    circuit: DecisionCircuit = DecisionCircuit.UNKNOWN,
    timing: Timing = Timing.UNKNOWN,
    potential: Money | None = None,
    objections: str = "",
    next_step: NextStepKind = NextStepKind.NONE,
    next_step_on: date | None = None,
    next_step_note: str = "",
) -> Qualification:
    """Write down what was learnt of a company; a suspect with 40 points or more becomes a prospect.

    `potential` is euros a year before tax.
    """
    step_on = _day_of(next_step, next_step_on, today=work.today)
    qualification = Qualification(
        company=company,
        need=need,
        budget=budget,
        budget_amount=budget_amount,
        circuit=circuit,
        timing=timing,
        potential=potential,
        objections=objections,
        score=rules.score(budget=budget, circuit=circuit, timing=timing, potential=potential),
        next_step=next_step,
        next_step_on=step_on,
        next_step_note=next_step_note,
        qualified_at=work.now,
        qualified_by=work.actor.name,
    )
    return _conclude(work, qualification)


def _conclude(work: Work, found: Qualification) -> Qualification:
    """Put a qualification in force, move a promising suspect on, and record all of it."""
    company, superseded = found.company, queries.latest(found.company)
    stage = company.stage
    if superseded is not None:
        superseded.current = False
    work.add(found)
    if rules.is_prospect(found.score):
        make_prospect(company)
    _record(work, found, stage_before=stage.value)
    return found


def put_next_step(
    work: Work, company: Company, known: Qualification | None, *, step: NextStepKind, on: date | None, note: str = ""
) -> Qualification:
    """Put a next step in force for a company of which `known` is known; who plans it for many records the act."""
    step_on = _day_of(step, on, today=work.today)
    budget, circuit = (known.budget, known.circuit) if known else (Budget.UNKNOWN, DecisionCircuit.UNKNOWN)
    timing, potential = (known.timing, known.potential) if known else (Timing.UNKNOWN, None)
    if known is not None:
        known.current = False
    return work.add(
        Qualification(
            company=company,
            need=known.need if known else "",
            budget=budget,
            budget_amount=known.budget_amount if known else None,
            circuit=circuit,
            timing=timing,
            potential=potential,
            objections=known.objections if known else "",
            score=rules.score(budget=budget, circuit=circuit, timing=timing, potential=potential),
            next_step=step,
            next_step_on=step_on,
            next_step_note=note,
            qualified_at=work.now,
            qualified_by=work.actor.name,
        )
    )


def take_step_back(made: Qualification, was: Qualification | None) -> None:
    """Put the qualification back in force that stood before a step was put; who undoes it for many records the act."""
    if was is not None:
        was.current = True
    db.session.delete(made)


def _day_of(step: NextStepKind, on: date | None, *, today: date) -> date | None:
    """Return the day of the next step, none if nothing follows, or refuse."""
    if step is NextStepKind.NONE:
        return None
    if on is None:
        raise StepWithoutDay
    if on < today:
        raise StepInThePast
    return on


def _record(work: Work, found: Qualification, *, stage_before: str) -> None:
    """Leave the record of the qualification, and that of the next step if there is one."""
    company = found.company
    work.record(
        Activity.PROSPECT_QUALIFIED,
        found,
        company,
        score=found.score,
        need=bool(found.need.strip()),
        budget=found.budget.value,
        budget_cents=found.budget_amount.cents if found.budget_amount else None,
        circuit=found.circuit.value,
        timing=found.timing.value,
        potential_cents=found.potential.cents if found.potential else None,
        objections=bool(found.objections.strip()),
        next_step=found.next_step.value,
        stage=[stage_before, company.stage.value],
    )
    if found.next_step_on is not None:
        work.record(
            Activity.NEXT_STEP_PLANNED,
            found,
            company,
            step=found.next_step.value,
            on=found.next_step_on.isoformat(),
            note=found.next_step_note,
        )
