"""What can be asked about qualifications and the next steps that they plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from crm.prospecting.companies.models import Company
from crm.prospecting.qualification.models import NextStepKind, Qualification
from crm.store.base import db
from crm.store.paging import Slice, keyset

ALL, LATE, TODAY, LATER = "all", "late", "today", "later"
TABS = (ALL, LATE, TODAY, LATER)


@dataclass(frozen=True)
class StepFilter:
    """What the list of next steps is narrowed to; `tab` is one of TABS; it lives in the URL."""

    tab: str = ALL
    kind: NextStepKind | None = None


def latest(company: Company) -> Qualification | None:
    """Return the qualification of a company that is in force."""
    statement = select(Qualification).where(Qualification.company_id == company.id)
    return db.session.scalar(statement.order_by(Qualification.id.desc()).limit(1))


def history(company: Company) -> list[Qualification]:
    """Return all qualifications of a company, newest first."""
    statement = select(Qualification).where(Qualification.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Qualification.id.desc())))


def next_steps(wanted: StepFilter, *, today: date, cursor: str | None = None) -> Slice[Qualification]:
    """Return the qualifications in force whose next step is planned, the most urgent first."""
    statement = _planned(select(Qualification).options(joinedload(Qualification.company)), wanted, today)
    return keyset(statement, column=Qualification.next_step_on, tie=Qualification.id, cursor=cursor)


def step_counts(*, today: date) -> dict[str, int]:
    """Return how many next steps stand in each tab."""
    return {tab: step_count(StepFilter(tab), today=today) for tab in TABS}


def step_count(wanted: StepFilter, *, today: date) -> int:
    """Return how many next steps match."""
    return db.session.scalar(_planned(select(func.count()).select_from(Qualification), wanted, today)) or 0


def _planned(statement: Select, wanted: StepFilter, today: date) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over qualifications to planned next steps."""
    due = Qualification.next_step_on
    statement = statement.where(Qualification.current.is_(True), due.is_not(None))
    if wanted.tab == LATE:
        statement = statement.where(due < today)
    elif wanted.tab == TODAY:
        statement = statement.where(due == today)
    elif wanted.tab == LATER:
        statement = statement.where(due > today)
    return statement if wanted.kind is None else statement.where(Qualification.next_step == wanted.kind)
