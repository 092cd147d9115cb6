"""What all acts about a visit stand on."""

from __future__ import annotations

from crm.activity.door import Work
from crm.field.agenda.models import CANCELLED, Appointment
from crm.field.agenda.use_cases import NotBegun
from crm.field.visits import queries
from crm.field.visits.models import Visit
from crm.kernel.errors import N_, Refused


class VisitCancelled(Refused):
    """Of a cancelled appointment there is nothing to prepare or to tell."""

    message = N_("Ce rendez-vous est annulé : il n’y a pas de visite.")


def visit_for(work: Work, appointment: Appointment) -> Visit:
    """Return the visit of an appointment, begun now if nobody thought of it before."""
    if appointment.state is CANCELLED:
        raise VisitCancelled
    return queries.visit_of(appointment) or work.add(Visit(appointment=appointment))


def expect_begun(work: Work, appointment: Appointment) -> None:
    """Refuse to tell of a visit on a day before it takes place."""
    if appointment.on > work.today:
        raise NotBegun
