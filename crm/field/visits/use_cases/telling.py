"""After a visit: what was learnt, what is told of it, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.field.agenda.models import HELD, Appointment
from crm.field.agenda.use_cases import create_task, hold_appointment
from crm.field.visits import queries, rules
from crm.field.visits.models import Discovery, Motive, VisitReport, VisitResult
from crm.field.visits.rules import Objection
from crm.field.visits.use_cases.ground import expect_begun, visit_for
from crm.kernel.errors import N_, Refused
from crm.prospecting.qualification.models import DecisionCircuit, NextStepKind


class NothingLearnt(Refused):
    """An empty sheet tells nothing."""

    message = N_("Notez au moins la situation ou le besoin.")
    field = "needs"


class SummaryMissing(Refused):
    """A report tells something."""

    message = N_("Résumez l’entretien.")
    field = "summary"


class StepDayMissing(Refused):
    """What comes next has its day."""

    message = N_("Indiquez le jour de la prochaine action.")
    field = "next_step_on"


class StepInThePast(Refused):
    """Nobody can plan for yesterday."""

    message = N_("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
    field = "next_step_on"


class AlreadyReported(Refused):
    """A visit is reported once."""

    message = N_("Le compte rendu de cette visite est déjà écrit.")


def record_discovery(
    work: Work,
    appointment: Appointment,
    *,
    situation: str = "",
    needs: str = "",
    motives: Sequence[Motive] = (),
    brakes: str = "",
    circuit: DecisionCircuit = DecisionCircuit.UNKNOWN,
    deciders: str = "",
    objections: Sequence[Objection] = (),
) -> Discovery:
    """Write down what was learnt; the same sheet is filled on, not written twice. Motives: the strongest first."""
    if not situation.strip() and not needs.strip():
        raise NothingLearnt
    expect_begun(work, appointment)
    visit = visit_for(work, appointment)
    found = queries.discovery_of(visit) or Discovery(visit=visit, circuit=circuit, recorded_at=work.now)
    told = [[each.text.strip(), each.answer.strip()] for each in objections if each.text.strip()]
    found.situation, found.needs, found.brakes = situation.strip(), needs.strip(), brakes.strip()
    found.motives = [each.value for each in rules.ranked(motives)]
    found.circuit, found.deciders, found.objections = circuit, deciders.strip(), told
    found.recorded_at = work.now
    work.add(found)
    work.record(
        Activity.DISCOVERY_RECORDED,
        visit,
        appointment,
        appointment.company,
        situation=bool(found.situation),
        needs=bool(found.needs),
        motives=[*found.motives],
        brakes=bool(found.brakes),
        circuit=circuit.value,
        objections=len(told),
        answered=sum(1 for _, answer in told if answer),
    )
    return found


def report_visit(
    work: Work,
    appointment: Appointment,
    *,
    summary: str,
    result: VisitResult,
    next_step: NextStepKind,
    next_step_on: date | None = None,
    next_step_note: str = "",
) -> VisitReport:
    """Report a visit: what was said, what it came to, what comes next and when; the next step enters the agenda.

    A visit that nobody noted as held is held by this. A late report is
    accepted and recorded as late.
    """
    if not summary.strip():
        raise SummaryMissing
    step_on = _day_of_step(next_step, next_step_on, today=work.today)
    expect_begun(work, appointment)
    visit = visit_for(work, appointment)
    if queries.report_of(visit) is not None:
        raise AlreadyReported
    if appointment.state is not HELD:
        hold_appointment(work, appointment)
    report = VisitReport(
        visit=visit,
        summary=summary.strip(),
        result=result,
        next_step=next_step,
        next_step_on=step_on,
        next_step_note=next_step_note.strip(),
        due_on=rules.report_due_on(appointment.on, days=work.procedure("visit_report_days")),
        reported_at=work.now,
    )
    _record_report(work, work.add(report), appointment)
    return report


def _day_of_step(step: NextStepKind, on: date | None, *, today: date) -> date | None:
    """Return the day of the next step, none if nothing follows, or refuse."""
    if step is NextStepKind.NONE:
        return None
    if on is None:
        raise StepDayMissing
    if on < today:
        raise StepInThePast
    return on


def _record_report(work: Work, report: VisitReport, appointment: Appointment) -> None:
    """Leave the records of a report and of the step that follows, and put the step into the agenda."""
    visit, company = report.visit, appointment.company
    work.record(
        Activity.VISIT_REPORTED,
        visit,
        appointment,
        company,
        result=report.result.value,
        due_on=report.due_on.isoformat(),
        days_late=max(0, (work.today - report.due_on).days),
        next_step=report.next_step.value,
        held_on=appointment.on.isoformat(),
    )
    if report.next_step_on is None:
        return
    work.record(
        Activity.NEXT_STEP_PLANNED,
        visit,
        company,
        step=report.next_step.value,
        on=report.next_step_on.isoformat(),
        note=report.next_step_note,
    )
    create_task(
        work,
        title=report.next_step_note or report.next_step.label,
        due_on=report.next_step_on,
        company=company,
    )
