"""What a visit cost: kilometres by the official scale, and what was paid."""

from __future__ import annotations

from decimal import Decimal

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.field.agenda.models import Appointment
from crm.field.visits import queries, rules
from crm.field.visits.models import ExpenseReport
from crm.field.visits.use_cases.ground import expect_begun, visit_for
from crm.kernel.actor import ActorKind
from crm.kernel.errors import N_, Refused
from crm.kernel.money import ZERO, Money

STRONGEST_CAR = 50


class AlreadyClaimed(Refused):
    """Expenses are claimed once."""

    message = N_("La note de frais de cette visite est déjà établie.")


class NothingSpent(Refused):
    """A claim claims something."""

    message = N_("Indiquez des kilomètres ou une dépense.")
    field = "km"


class WrongPower(Refused):
    """The scale knows cars of three fiscal horsepower and less to seven and more."""

    message = N_("La puissance fiscale va de 1 à 50 CV : voyez la case P.6 de la carte grise.")
    field = "power"


def report_expenses(
    work: Work,
    appointment: Appointment,
    *,
    km: Decimal = Decimal(0),
    power: int = 5,
    electric: bool = False,
    meals: Money = ZERO,
    hotel: Money = ZERO,
    other: Money = ZERO,
) -> ExpenseReport:
    """Claim what a visit cost: kilometres with one's own car by the official scale, and what was paid."""
    if not 1 <= power <= STRONGEST_CAR:
        raise WrongPower
    expect_begun(work, appointment)
    visit = visit_for(work, appointment)
    if queries.expenses_of(visit) is not None:
        raise AlreadyClaimed
    who = work.actor.id if work.actor.kind is ActorKind.PERSON else None
    before, scale = queries.km_before(who, appointment.on), rules.scale_of(queries.scales(), appointment.on.year)
    claim = ExpenseReport(
        visit=visit,
        spent_on=appointment.on,
        salesperson_id=who,
        salesperson=work.actor.name,
        km=km,
        km_before=before,
        power=power,
        electric=electric,
        scale_year=scale.year,
        mileage=scale.worth(km, power, before=before, electric=electric),
        meals=meals,
        hotel=hotel,
        other=other,
        reported_at=work.now,
    )
    return _claimed(work, claim, appointment)


def _claimed(work: Work, claim: ExpenseReport, appointment: Appointment) -> ExpenseReport:
    """Keep a claim that claims something, and leave its record."""
    if claim.total == ZERO:
        raise NothingSpent
    facts: dict[str, Json] = {"mileage_cents": claim.mileage.cents, "total_cents": claim.total.cents}
    work.add(claim)
    work.record(Activity.EXPENSES_REPORTED, claim.visit, appointment, appointment.company, km=str(claim.km), **facts)
    return claim
