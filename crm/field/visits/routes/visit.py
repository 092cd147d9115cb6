"""The pages of one visit: prepare, discover, report, claim."""

from __future__ import annotations

from decimal import Decimal

from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.field.agenda import queries as agenda
from crm.field.agenda.models import Appointment
from crm.field.visits import queries, rules, use_cases
from crm.field.visits.forms import OBJECTIONS, USUAL_POWER, DiscoveryForm, ExpensesForm, PreparationForm, ReportForm
from crm.field.visits.models import Discovery
from crm.field.visits.queries import VisitFile
from crm.field.visits.routes.ground import blueprint, report_days
from crm.kernel.clock import local_date
from crm.kernel.money import ZERO
from crm.people.access import Permission, allowed, here, person, the_workspace
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.web.forms import ActForm, HouseForm
from crm.web.navigation import tabs_of
from crm.web.pages import page, turn_to

HISTORY = 12


@blueprint.get("/appointments/<int:appointment_id>/visit")
@allowed(Permission.READ)
def preparation(appointment_id: int) -> ResponseReturnValue:
    """What was thought of before the visit."""
    file = _file(appointment_id)
    known = queries.prepared_of(file.visit)
    return _preparing(file, PreparationForm(formdata=None, data=vars(known)))


@blueprint.post("/appointments/<int:appointment_id>/history")
@allowed(Permission.SELL)
def look_back(appointment_id: int) -> ResponseReturnValue:
    """Look back on what happened with the company: an act."""
    file, form = _file(appointment_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.consult_history, file.appointment)
    if form.accepted():
        return turn_to(".preparation", appointment_id=appointment_id)
    return _preparing(_file(appointment_id), PreparationForm(formdata=None))


@blueprint.post("/appointments/<int:appointment_id>/visit")
@allowed(Permission.SELL)
def prepare(appointment_id: int) -> ResponseReturnValue:
    """Prepare the visit."""
    file, form = _file(appointment_id), PreparationForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.prepare_visit,
                file.appointment,
                main_goal=form.main_goal.data or "",
                fallback_goal=form.fallback_goal.data or "",
                people=form.people.data or "",
                documents=form.documents.data or "",
            )
    if form.accepted():
        flash(gettext("Préparation enregistrée."), "success")
        return turn_to(".preparation", appointment_id=appointment_id)
    return _preparing(_file(appointment_id), form)


@blueprint.get("/appointments/<int:appointment_id>/discovery")
@allowed(Permission.READ)
def discovery(appointment_id: int) -> ResponseReturnValue:
    """What was learnt."""
    file = _file(appointment_id)
    return _discovering(file, DiscoveryForm(formdata=None, data=_learnt(file.discovery)))


@blueprint.post("/appointments/<int:appointment_id>/discovery")
@allowed(Permission.SELL)
def discover(appointment_id: int) -> ResponseReturnValue:
    """Write down what was learnt."""
    file, form = _file(appointment_id), DiscoveryForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.record_discovery,
                file.appointment,
                situation=form.situation.data or "",
                needs=form.needs.data or "",
                motives=form.motives,
                brakes=form.brakes.data or "",
                circuit=form.circuit.data,
                deciders=form.deciders.data or "",
                objections=form.objections,
            )
    if form.accepted():
        flash(gettext("Fiche de découverte enregistrée."), "success")
        return turn_to(".discovery", appointment_id=appointment_id)
    return _discovering(_file(appointment_id), form)


@blueprint.get("/appointments/<int:appointment_id>/report")
@allowed(Permission.READ)
def report(appointment_id: int) -> ResponseReturnValue:
    """What is told of the visit."""
    return _reporting(_file(appointment_id), ReportForm(formdata=None))


@blueprint.post("/appointments/<int:appointment_id>/report")
@allowed(Permission.SELL)
def write_report(appointment_id: int) -> ResponseReturnValue:
    """Report the visit."""
    file, form = _file(appointment_id), ReportForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.report_visit,
                file.appointment,
                summary=form.summary.data or "",
                result=form.result.data,
                next_step=form.next_step.data,
                next_step_on=form.next_step_on.data,
                next_step_note=form.next_step_note.data or "",
            )
    if form.accepted():
        flash(gettext("Compte rendu enregistré, prochaine action inscrite à l’agenda."), "success")
        return turn_to(".report", appointment_id=appointment_id)
    return _reporting(_file(appointment_id), form)


@blueprint.get("/appointments/<int:appointment_id>/expenses")
@allowed(Permission.READ)
def expenses(appointment_id: int) -> ResponseReturnValue:
    """What the visit cost."""
    return _claiming(_file(appointment_id), ExpensesForm(formdata=None, data={"power": USUAL_POWER}))


@blueprint.post("/appointments/<int:appointment_id>/expenses")
@allowed(Permission.SELL)
def claim(appointment_id: int) -> ResponseReturnValue:
    """Claim what the visit cost."""
    file, form = _file(appointment_id), ExpensesForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.report_expenses,
                file.appointment,
                km=form.km.data or Decimal(0),  # type: ignore[arg-type]
                power=form.power.data or USUAL_POWER,
                electric=bool(form.electric.data),
                meals=form.meals.data or ZERO,  # type: ignore[arg-type]
                hotel=form.hotel.data or ZERO,  # type: ignore[arg-type]
                other=form.other.data or ZERO,  # type: ignore[arg-type]
            )
    if form.accepted():
        flash(gettext("Note de frais établie."), "success")
        return turn_to(".expenses", appointment_id=appointment_id)
    return _claiming(_file(appointment_id), form)


def _file(appointment_id: int) -> VisitFile:
    """Find the appointment with all that belongs to its visit or answer 404."""
    return queries.file_of(agenda.appointment_by_id(appointment_id) or abort(404))


def _page(name: str, file: VisitFile, form: HouseForm, **values: object) -> ResponseReturnValue:
    """Return one of the pages of a visit."""
    appointment = file.appointment
    return page(
        name,
        file=file,
        appointment=appointment,
        company=appointment.company,
        form=form,
        tabs=tabs_of(Appointment.kind, appointment.id),
        today=the_workspace().today,
        begun=appointment.on <= the_workspace().today,
        status=form.status,
        **values,
    )


def _preparing(file: VisitFile, form: PreparationForm) -> ResponseReturnValue:
    company, known = file.appointment.company, queries.prepared_of(file.visit)
    seen = timeline(kind=Company.kind, object_id=company.id)[:HISTORY] if known.history else []
    return _page(
        "field/visits/preparation.html",
        file,
        form,
        points=rules.checklist(known),
        entries=seen,
        contacts=companies.contacts_of(company),
        act_form=ActForm(formdata=None),
    )


def _discovering(file: VisitFile, form: DiscoveryForm) -> ResponseReturnValue:
    pairs = [(form[f"objection_{each}"], form[f"answer_{each}"]) for each in OBJECTIONS]
    motives = [form[f"motive_{rank}"] for rank in range(1, rules.MOST_MOTIVES + 1)]
    return _page("field/visits/discovery.html", file, form, pairs=pairs, motives=motives)


def _reporting(file: VisitFile, form: ReportForm) -> ResponseReturnValue:
    told = file.report
    due_on = told.due_on if told else rules.report_due_on(file.appointment.on, days=report_days())
    in_time = told is not None and local_date(told.reported_at) <= due_on
    return _page("field/visits/report.html", file, form, due_on=due_on, in_time=in_time)


def _claiming(file: VisitFile, form: ExpensesForm) -> ResponseReturnValue:
    on = file.appointment.on
    before: Decimal = queries.km_before(person().id, on)
    scale = rules.scale_of(queries.scales(), on.year)
    return _page("field/visits/expenses.html", file, form, before=before, scale=scale)


def _learnt(found: Discovery | None) -> dict[str, object]:
    """Return a discovery sheet as its form shows it."""
    if found is None:
        return {}
    shown: dict[str, object] = {
        name: getattr(found, name) for name in ("situation", "needs", "brakes", "circuit", "deciders")
    }
    shown |= {f"motive_{rank}": word for rank, word in enumerate(found.motives, 1)}
    for each, (text, answer) in zip(OBJECTIONS, found.objections, strict=False):
        shown |= {f"objection_{each}": text, f"answer_{each}": answer}
    return shown
