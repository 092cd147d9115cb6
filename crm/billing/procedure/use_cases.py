"""What the trainer can settle of the procedure: its steps, and the rates of a semester."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.billing.procedure import queries, rules
from crm.billing.procedure.models import DunningStep, InterestRate
from crm.billing.procedure.rules import STEPS, Rates, StepPlan
from crm.kernel.errors import N_, Refused
from crm.kernel.money import NO_RATE, Rate

FIRST_YEAR, LAST_YEAR = 2000, 2099
HALVES = (1, 2)


class NotTheSteps(Refused):
    """Three reminders and a handing over."""

    message = N_("La procédure compte trois relances et une transmission, dans cet ordre.")


class NotInOrder(Refused):
    """Each step comes after the one before it."""

    message = N_("Chaque étape vient après la précédente : vérifiez les nombres de jours.")


class UnknownPlace(Refused):
    """A text can only say what is known."""

    message = N_("Ce texte contient « %(place)s » entre accolades. Repères possibles : %(known)s.")


class NoSuchSemester(Refused):
    """Rates are those of a semester."""

    message = N_("Indiquez une année entre 2000 et 2099 et un semestre, 1 ou 2.")
    field = "year"


class NoRate(Refused):
    """A rate is above nothing."""

    message = N_("Les taux sont positifs.")
    field = "late"


class BelowTheFloor(Refused):
    """The law fixes the least (Code de commerce, L441-10, II)."""

    message = N_("Les pénalités ne peuvent être inférieures à trois fois l’intérêt légal, soit %(floor)s %% par an.")
    field = "late"


def define_procedure(work: Work, *, steps: Sequence[StepPlan]) -> DunningStep:
    """Define the whole procedure: reminders of level 1 to 3 and the handing over, each so many days past due."""
    if [step.level for step in steps] != list(STEPS):
        raise NotTheSteps
    if steps[0].days < 1 or any(before.days >= after.days for before, after in pairwise(steps)):
        raise NotInOrder
    for step in steps:
        _check_texts(step)
    stored = {each.level: each for each in queries.stored_steps()}
    rows = [_store(work, stored.get(step.level), step) for step in steps]
    said: list[Json] = [_said(step) for step in steps]
    work.record(Activity.DUNNING_PROCEDURE_DEFINED, cast(Recordable, rows[0]), steps=said)
    return rows[0]


def set_interest_rate(
    work: Work, *, year: int, half: int, late: Rate, legal_individual: Rate, legal_other: Rate
) -> InterestRate:
    """Set the yearly rates of a semester (late fees between professionals, legal interest)."""
    if not FIRST_YEAR <= year <= LAST_YEAR or half not in HALVES:
        raise NoSuchSemester
    wanted = Rates(late, legal_individual, legal_other)
    if min(late, legal_individual, legal_other) <= NO_RATE:
        raise NoRate
    if not wanted.is_lawful:
        raise BelowTheFloor(floor=f"{wanted.floor.as_percent:f}".replace(".", ","))
    row = queries.rate_of(year, half)
    if row is None:
        row = work.add(
            InterestRate(year=year, half=half, late=late, legal_individual=legal_individual, legal_other=legal_other)
        )
    row.late, row.legal_individual, row.legal_other = late, legal_individual, legal_other
    work.record(
        Activity.INTEREST_RATE_SET,
        row,
        year=year,
        half=half,
        late_bp=late.basis_points,
        legal_individual_bp=legal_individual.basis_points,
        legal_other_bp=legal_other.basis_points,
    )
    return row


def _check_texts(step: StepPlan) -> None:
    """Refuse a text with places that nothing fills."""
    for text in (step.text_fr, step.text_en):
        if odd := rules.unknown_places(text):
            raise UnknownPlace(place=odd[0], known=", ".join(f"{{{each}}}" for each in rules.PLACES))


def _store(work: Work, row: DunningStep | None, step: StepPlan) -> DunningStep:
    """Write a step down."""
    if row is None:
        row = work.add(DunningStep(level=step.level, days=step.days))
    row.days, row.channel, row.decided_by, row.claims_fees = step.days, step.channel, step.decided_by, step.claims_fees
    row.text_fr, row.text_en = step.text_fr.strip(), step.text_en.strip()
    return row


def _said(step: StepPlan) -> dict[str, Json]:
    """Return a step as its record says it."""
    return {
        "level": step.level,
        "days": step.days,
        "channel": step.channel.value,
        "decided_by": step.decided_by.value,
        "claims_fees": step.claims_fees,
        "own_text": bool(step.text_fr or step.text_en),
    }
