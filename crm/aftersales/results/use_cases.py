"""What can be done with a goal's figures: say why they differ and what is to be done about it."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.aftersales.results import queries
from crm.kernel.errors import N_, Refused
from crm.prospecting.sales_actions.models import Goal, GoalVariance


class NoCause(Refused):
    """A variance without a cause explains nothing."""

    message = N_("Écrivez au moins une cause de l’écart.")
    field = "causes"


class CorrectedBeforeToday(Refused):
    """What is to be done lies ahead."""

    message = N_("Ce jour est passé : une action corrective est à venir.")
    field = "correct_by"


def note_variance(
    work: Work, goal: Goal, *, causes: str, correction: str = "", correct_by: date | None = None
) -> GoalVariance:
    """Note why a goal's figures of today differ from what was to be reached, and what is to be done about it."""
    if not causes.strip():
        raise NoCause
    if correct_by is not None and correct_by < work.today:
        raise CorrectedBeforeToday
    standing = queries.standing_of(goal, on=work.today)
    note = work.add(
        GoalVariance(
            goal_id=goal.id,
            expected=standing.expected,
            actual=standing.actual,
            causes=causes.strip(),
            correction=correction.strip(),
            correct_by=correct_by if correction.strip() else None,
            noted_at=work.now,
            noted_by=work.actor.name,
        )
    )
    work.record(
        Activity.VARIANCE_NOTED,
        goal,
        goal.plan,
        text=note.causes,
        indicator=goal.indicator.value,
        target=goal.target,
        expected=standing.expected,
        actual=standing.actual,
        gap=standing.gap,
        previous=standing.previous_by_then,
    )
    if note.correction:
        by = correct_by.isoformat() if correct_by else None
        work.record(Activity.CORRECTIVE_ACTION_PROPOSED, goal, goal.plan, text=note.correction, due_on=by)
    return note
