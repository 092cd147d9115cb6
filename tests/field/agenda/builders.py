"""Appointments, built through the use case."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from crm.activity.door import Work
from crm.field.agenda.models import Appointment
from crm.field.agenda.use_cases import book_appointment
from crm.prospecting.companies.models import Company

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def an_appointment(work: Work, /, company: Company, **values: Any) -> Appointment:
    """Book a visit on Tuesday at ten, unless told otherwise."""
    usual: dict[str, Any] = {"on": TUESDAY, "at": time(10), "purpose": "Découvrir les besoins"}
    return book_appointment(work, company, **(usual | values))
