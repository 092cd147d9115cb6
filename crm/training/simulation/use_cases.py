"""What can be done with the company's clock: close the day, go on to the next thing that happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm.activity import queries as activity
from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices.use_cases import note_fell_due
from crm.desk.messages.use_cases import mark_handled
from crm.kernel.actor import HOUSE
from crm.kernel.clock import add_working_days, opening_of
from crm.kernel.errors import N_, Refused
from crm.people.workspaces.models import Workspace
from crm.training.simulation import (
    asking,
    bouncing,
    lateness,
    mailing,
    meeting,
    platform,
    promising,
    queries,
    returning,
    settling,
    supplying,
)
from crm.training.simulation.answering import carry_out
from crm.training.simulation.planning import Planner

FARTHEST_DAYS = 30


class AlreadyClosed(Refused):
    """Two people of a team closed the same day."""

    message = N_("Cette journée est déjà terminée : la date de la société a changé entre-temps.")


@dataclass(frozen=True)
class Progress:
    """The day on which the company now stands, how many days were closed, how much happened meanwhile."""

    day: date
    days: int
    events: int


def advance_to_next_day(work: Work, workspace: Workspace, *, closing: date | None = None) -> Progress:
    """Close the day: all that is due by the next working day at nine happens; `closing` is the day that was shown."""
    _expect(workspace, closing)
    events = _close_day(work, workspace)
    return Progress(workspace.today, 1, events)


def advance_to_next_event(work: Work, workspace: Workspace, *, closing: date | None = None) -> Progress:
    """Close days until something happens, thirty at the most."""
    _expect(workspace, closing)
    days = events = 0
    while not events and days < FARTHEST_DAYS:
        events, days = _close_day(work, workspace), days + 1
    return Progress(workspace.today, days, events)


def let_happen(work: Work, *, seed: int, until: datetime) -> int:
    """Let everything happen that is due, in its order; return how much did."""
    happened = 0
    while (event := queries.next_due(until)) is not None:
        happened += carry_out(work, event, seed=seed)
    return happened


def wake_up(work: Work, *, seed: int, morning: datetime) -> int:
    """Let a working day begin: what is due happens, what fell due is noted; return how much happened."""
    with work.acting_as(HOUSE, at=morning):
        happened = let_happen(work, seed=seed, until=morning)
        return happened + _note_what_fell_due(work) + lateness.notice_what_is_late(work)


def _expect(workspace: Workspace, closing: date | None) -> None:
    if closing is not None and closing != workspace.today:
        raise AlreadyClosed


def _close_day(work: Work, workspace: Workspace) -> int:
    """Bring the workspace to the opening of its next working day; return how much happened."""
    closed = workspace.today
    began = add_working_days(closed, 1)
    morning = opening_of(began)
    with work.acting_as(HOUSE, at=morning):
        planner = Planner(work, workspace.seed, earliest=began)
        planner.plan_all()
        promising.plan_promises(planner)
        bouncing.plan_remedies(planner)
        settling.plan_replies(work, seed=workspace.seed, earliest=began)
        supplying.plan_supply(work, seed=workspace.seed, earliest=began)
        platform.plan_reading(work, seed=workspace.seed, earliest=began)
        mailing.plan_returns(work, seed=workspace.seed, earliest=began)
        meeting.plan_answers(work, seed=workspace.seed, earliest=began)
        asking.plan_requests(work, seed=workspace.seed, earliest=began)
        happened = wake_up(work, seed=workspace.seed, morning=morning)
        _put_notices_away(work)
    workspace.now = morning
    with work.acting_as(work.actor, at=morning):
        ends: dict[str, Json] = {"from": closed.isoformat(), "to": began.isoformat()}
        work.record(Activity.DAY_CLOSED, workspace, **ends, events=happened)
    workspace.day_began_at = activity.chain_head(workspace.id).position + len(work.notes)
    return happened


def _note_what_fell_due(work: Work) -> int:
    """Take note of the invoices whose day has passed, unless the bank already has the money."""
    found = [each for each in queries.newly_overdue(work.today) if queries.remaining(each)]
    for invoice in found:
        note_fell_due(work, invoice)
    return len(found)


def _put_notices_away(work: Work) -> None:
    """Take out of the tray what somebody dealt with: payments entered, returns noted by the bank and of goods."""
    told = [*queries.settled_notices(), *bouncing.settled_notices(), *returning.settled_news(), *meeting.settled_news()]
    for message in told:
        mark_handled(work, message)
