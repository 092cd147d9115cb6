"""Visits, built through the use cases."""

from __future__ import annotations

from typing import Any

from crm.activity.door import Work
from crm.field.agenda.models import Appointment
from crm.field.visits.models import VisitReport, VisitResult
from crm.field.visits.use_cases import report_visit
from crm.prospecting.companies.models import Company
from crm.prospecting.qualification.models import NextStepKind
from tests.field.agenda.builders import MONDAY, TUESDAY, an_appointment

GOALS: dict[str, Any] = {
    "main_goal": "Obtenir l’accord pour un essai",
    "fallback_goal": "Fixer une seconde visite",
    "people": "Mme Petit, gérante",
    "documents": "Catalogue, échantillons",
}
TOLD: dict[str, Any] = {
    "summary": "Trois postes à équiper, budget prévu.",
    "result": VisitResult.REACHED,
    "next_step": NextStepKind.QUOTE,
    "next_step_on": TUESDAY,
    "next_step_note": "Envoyer le devis",
}


def a_visit_today(work: Work, /, company: Company, **values: Any) -> Appointment:
    """Book a visit for today at ten."""
    return an_appointment(work, company, **({"on": MONDAY} | values))


def a_report(work: Work, /, appointment: Appointment, **values: Any) -> VisitReport:
    """Report a visit whose goal was reached; a quote is to follow tomorrow."""
    return report_visit(work, appointment, **(TOLD | values))
