"""What can be asked about the procedure: its steps and the table of rates, those of the house where nobody set any."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from crm.billing.procedure import rules
from crm.billing.procedure.models import DunningStep, InterestRate
from crm.billing.procedure.rules import LEVELS, Rates, Semester, StepPlan
from crm.store.base import db

Procedure = Callable[[str], int]


def stored_steps() -> list[DunningStep]:
    """Return the steps that somebody defined, in their order; none: the usual ones hold."""
    return list(db.session.scalars(select(DunningStep).order_by(DunningStep.level)))


def steps(procedure: Procedure) -> tuple[StepPlan, ...]:
    """Return the company's steps in their order; `procedure` tells its days where nobody defined steps."""
    return tuple(_plan(each) for each in stored_steps()) or rules.usual_steps(
        [procedure(f"reminder_{level}_days") for level in LEVELS]
    )


def calendar(procedure: Procedure) -> tuple[int, ...]:
    """Return the days past due of the steps, in their order."""
    return tuple(each.days for each in steps(procedure))


def stored_rates() -> list[InterestRate]:
    """Return the rates that somebody set, the oldest first."""
    return list(db.session.scalars(select(InterestRate).order_by(InterestRate.year, InterestRate.half)))


def rate_of(year: int, half: int) -> InterestRate | None:
    """Return the rates that somebody set for a semester."""
    return db.session.scalar(select(InterestRate).where(InterestRate.year == year, InterestRate.half == half))


def rates() -> Mapping[Semester, Rates]:
    """Return the table of rates: what the house knows, under what somebody set."""
    own = {(each.year, each.half): Rates(each.late, each.legal_individual, each.legal_other) for each in stored_rates()}
    return {**rules.RATES, **own}


def _plan(step: DunningStep) -> StepPlan:
    """Return a step as values."""
    return StepPlan(
        level=step.level,
        days=step.days,
        channel=step.channel,
        decided_by=step.decided_by,
        claims_fees=step.claims_fees,
        text_fr=step.text_fr,
        text_en=step.text_en,
    )
