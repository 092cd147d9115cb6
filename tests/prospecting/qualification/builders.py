"""Qualifications, built through the use case."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from crm.activity.door import Work
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.prospecting.qualification.models import Budget, DecisionCircuit, NextStepKind, Qualification, Timing
from crm.prospecting.qualification.use_cases import qualify


class Promising(TypedDict):
    """What makes 30 + 15 + 14 + 10 = 69 points."""

    need: str
    budget: Budget
    circuit: DecisionCircuit
    timing: Timing
    potential: Money


PROMISING = Promising(
    need="Équiper trois bureaux",
    budget=Budget.APPROVED,
    circuit=DecisionCircuit.IDENTIFIED,
    timing=Timing.QUARTER,
    potential=Money.of(1500),
)


def a_promising_prospect(work: Work, company: Company, *, step_on: date | None = None) -> Qualification:
    """Qualify a company well; with a day, a call is planned for it."""
    step = NextStepKind.CALL if step_on else NextStepKind.NONE
    return qualify(work, company, **PROMISING, next_step=step, next_step_on=step_on)
