"""What all pages of visits stand on: tabs, what waits; a company's visits, a year's expenses."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, time, timedelta

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from crm.activity.standing import procedure_in
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.field.agenda import queries as agenda
from crm.field.agenda.models import Appointment
from crm.field.agenda.rules.slots import instant
from crm.field.visits import queries, rules
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.web.forms import ActForm
from crm.web.navigation import Entry, Tab, announce, announce_tab
from crm.web.pages import page

blueprint = Blueprint("visits", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Terrain"), 34, "visits.expenses_index", N_("Notes de frais"), "receipt", Permission.READ))
announce_tab(Tab("company", 25, "visits.of_company", N_("Rendez-vous et visites"), "company_id"))
for _order, _name, _label in (
    (20, "visits.preparation", N_("Préparation")),
    (30, "visits.discovery", N_("Découverte")),
    (40, "visits.report", N_("Compte rendu")),
    (50, "visits.expenses", N_("Frais")),
):
    announce_tab(Tab(Appointment.kind, _order, _name, _label, "appointment_id", "agenda.index"))


def _waiting(today: date) -> Count:
    """Count the visits of the days before that nobody has reported; late are those past the procedure's time."""
    waiting = queries.unreported_count(before=instant(today, time()))
    if not waiting:
        return Count(0)
    late_since, days = today - timedelta(days=1), report_days()
    while rules.report_due_on(late_since, days=days) >= today:
        late_since -= timedelta(days=1)
    return Count(waiting, queries.unreported_count(before=instant(late_since + timedelta(days=1), time())))


def report_days() -> int:
    """Return how many working days the company gives for a report."""
    return procedure_in(here().procedures, "visit_report_days")


announce_waiting(
    Waiting(
        22,
        "agenda.index",
        N_("Comptes rendus de visite à écrire"),
        icon="notes",
        count=_waiting,
        values={"view": "month"},
    )
)


@blueprint.get("/companies/<int:company_id>/visits")
@allowed(Permission.READ)
def of_company(company_id: int) -> ResponseReturnValue:
    """A company's appointments and tasks, and when it receives visitors."""
    company = companies.company_by_id(company_id) or abort(404)
    found = agenda.appointments_of(company)
    return page(
        "field/visits/of_company.html",
        company=company,
        appointments=found,
        reported=queries.reported_ids([each.id for each in found]),
        tasks=agenda.tasks_of(company),
        hours=agenda.hours_of(company.id),
        today=the_workspace().today,
        act_form=ActForm(formdata=None),
    )


@blueprint.get("/expenses/")
@allowed(Permission.READ)
def expenses_index() -> ResponseReturnValue:
    """The expense reports of a year."""
    today = the_workspace().today
    year = request.args.get("year", default=today.year, type=int)
    year = year if MINYEAR < year < MAXYEAR else today.year
    found = queries.expense_reports(year=year)
    return page(
        "field/visits/expenses_index.html",
        year=year,
        today=today,
        reports=found,
        total=queries.total_of(found),
        scale=rules.scale_of(queries.scales(), year),
    )
