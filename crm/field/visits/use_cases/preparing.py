"""Before a visit: look back, set goals, think of whom one meets and what to bring."""

from __future__ import annotations

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.field.agenda.models import Appointment
from crm.field.visits import queries, rules
from crm.field.visits.models import Visit
from crm.field.visits.use_cases.ground import visit_for
from crm.kernel.errors import N_, Refused


class GoalMissing(Refused):
    """Who goes without a goal goes for nothing."""

    message = N_("Fixez l’objectif principal de la visite.")
    field = "main_goal"


def consult_history(work: Work, appointment: Appointment) -> Visit:
    """Look back on what happened with the company before going there: an act."""
    visit = visit_for(work, appointment)
    visit.history_at = work.now
    work.record(Activity.VISIT_HISTORY_CONSULTED, visit, appointment, appointment.company)
    return visit


def prepare_visit(
    work: Work,
    appointment: Appointment,
    *,
    main_goal: str,
    fallback_goal: str = "",
    people: str = "",
    documents: str = "",
) -> Visit:
    """Write down the goals, whom one will meet and what to bring; preparing anew replaces it."""
    if not main_goal.strip():
        raise GoalMissing
    visit = visit_for(work, appointment)
    visit.main_goal, visit.fallback_goal = main_goal.strip(), fallback_goal.strip()
    visit.people, visit.documents = people.strip(), documents.strip()
    visit.prepared_at = work.now
    points = rules.checklist(queries.prepared_of(visit))
    work.record(
        Activity.VISIT_PREPARED,
        visit,
        appointment,
        appointment.company,
        points=[each.name for each in points if each.done],
        before=work.now < appointment.starts_at,
        starts=appointment.starts.isoformat(timespec="minutes"),
    )
    return visit
