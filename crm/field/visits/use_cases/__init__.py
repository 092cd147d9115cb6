"""What can be done about a visit: look back, prepare, discover, report with a next step, claim expenses."""

from crm.field.visits.use_cases.claiming import AlreadyClaimed, NothingSpent, WrongPower, report_expenses
from crm.field.visits.use_cases.ground import VisitCancelled
from crm.field.visits.use_cases.preparing import GoalMissing, consult_history, prepare_visit
from crm.field.visits.use_cases.telling import (
    AlreadyReported,
    NothingLearnt,
    StepDayMissing,
    StepInThePast,
    SummaryMissing,
    record_discovery,
    report_visit,
)

__all__ = [
    "AlreadyClaimed",
    "AlreadyReported",
    "GoalMissing",
    "NothingLearnt",
    "NothingSpent",
    "StepDayMissing",
    "StepInThePast",
    "SummaryMissing",
    "VisitCancelled",
    "WrongPower",
    "consult_history",
    "prepare_visit",
    "record_discovery",
    "report_expenses",
    "report_visit",
]
