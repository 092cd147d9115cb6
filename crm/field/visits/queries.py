"""What can be asked about visits: one with all that belongs to it, those of a company, those to be reported."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from crm.config import ROOT
from crm.field.agenda.models import CANCELLED, Appointment, AppointmentKind
from crm.field.visits.models import Discovery, ExpenseReport, Visit, VisitReport
from crm.field.visits.rules import Prepared, Scale, scale_from
from crm.kernel.money import ZERO, Money
from crm.store.base import db

SCALES = ROOT / "seed_data" / "scales" / "mileage.toml"


@dataclass(frozen=True)
class VisitFile:
    """An appointment with all that belongs to its visit; None for what is not there yet."""

    appointment: Appointment
    visit: Visit | None = None
    discovery: Discovery | None = None
    report: VisitReport | None = None
    expenses: ExpenseReport | None = None


@lru_cache(maxsize=1)
def scales() -> tuple[Scale, ...]:
    """Return the official mileage scales of the data file."""
    raw = tomllib.loads(SCALES.read_text(encoding="utf-8"))
    return tuple(scale_from(each) for each in raw["scale"])


def visit_of(appointment: Appointment) -> Visit | None:
    """Return the visit of an appointment, with the appointment and its company."""
    statement = select(Visit).where(Visit.appointment_id == appointment.id)
    options = joinedload(Visit.appointment).joinedload(Appointment.company)
    return db.session.scalar(statement.options(options))


def prepared_of(visit: Visit | None) -> Prepared:
    """Return what was thought of before a visit."""
    if visit is None:
        return Prepared()
    return Prepared(
        history=visit.history_at is not None,
        people=visit.people,
        main_goal=visit.main_goal,
        fallback_goal=visit.fallback_goal,
        documents=visit.documents,
    )


def discovery_of(visit: Visit) -> Discovery | None:
    """Return what was learnt during a visit."""
    return db.session.scalar(select(Discovery).where(Discovery.visit_id == visit.id))


def report_of(visit: Visit) -> VisitReport | None:
    """Return what was reported of a visit."""
    return db.session.scalar(select(VisitReport).where(VisitReport.visit_id == visit.id))


def expenses_of(visit: Visit) -> ExpenseReport | None:
    """Return what a visit cost."""
    return db.session.scalar(select(ExpenseReport).where(ExpenseReport.visit_id == visit.id))


def file_of(appointment: Appointment) -> VisitFile:
    """Return an appointment with all that belongs to its visit."""
    visit = visit_of(appointment)
    if visit is None:
        return VisitFile(appointment)
    return VisitFile(appointment, visit, discovery_of(visit), report_of(visit), expenses_of(visit))


def reported_ids(appointment_ids: list[int]) -> set[int]:
    """Return which of these appointments have a report."""
    statement = select(Visit.appointment_id).join(VisitReport, _is_of_visit())
    return set(db.session.scalars(statement.where(Visit.appointment_id.in_(appointment_ids))))


def unreported_count(*, before: datetime) -> int:
    """Return how many visits that began before an instant have no report yet."""
    written = exists().where(
        Visit.workspace_id == Appointment.workspace_id, Visit.appointment_id == Appointment.id, _is_of_visit()
    )
    statement = (
        select(func.count())
        .select_from(Appointment)
        .where(
            Appointment.meeting == AppointmentKind.VISIT,
            Appointment.state != CANCELLED,
            Appointment.starts_at < before,
            ~written,
        )
    )
    return db.session.scalar(statement) or 0


def km_before(salesperson_id: int | None, on: date) -> Decimal:
    """Return the business kilometres that somebody has claimed in a day's year."""
    first, last = on.replace(month=1, day=1), on.replace(month=12, day=31)
    statement = select(ExpenseReport.km).where(
        ExpenseReport.salesperson_id == salesperson_id, ExpenseReport.spent_on.between(first, last)
    )
    return sum(db.session.scalars(statement), Decimal(0))


def expense_reports(*, year: int) -> list[ExpenseReport]:
    """Return the expense reports of a year, the latest first, with their visits."""
    visit = joinedload(ExpenseReport.visit).joinedload(Visit.appointment).joinedload(Appointment.company)
    statement = select(ExpenseReport).options(visit)
    statement = statement.where(ExpenseReport.spent_on.between(date(year, 1, 1), date(year, 12, 31)))
    return list(
        db.session.scalars(statement.order_by(ExpenseReport.spent_on.desc(), ExpenseReport.id.desc()).limit(500))
    )


def total_of(reports: list[ExpenseReport]) -> Money:
    """Return what several reports come to."""
    return sum((each.total for each in reports), ZERO)


def _is_of_visit() -> ColumnElement[bool]:
    """Join a report to its visit."""
    return and_(VisitReport.workspace_id == Visit.workspace_id, VisitReport.visit_id == Visit.id)
