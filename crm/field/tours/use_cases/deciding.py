"""Deciding on a tour: accepting it into the agenda, reopening it, locking parts of it, planning anew on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.field.tours import queries
from crm.field.tours.models import Tour, TourState, TourStop
from crm.field.tours.rules.figures import figures, timetables
from crm.field.tours.use_cases.booking import enter_into_agenda, give_up_appointment
from crm.field.tours.use_cases.saying import (
    AlreadyMade,
    DayDoesNotHold,
    NotAStop,
    NothingPlanned,
    NotOneOfTheDays,
    NotPlaced,
    draft_stop,
    faults_of,
    said,
    still_draft,
)
from crm.prospecting.companies.models import Company

CALLED_OFF = "Annulé par le client"


def accept_tour(work: Work, tour: Tour) -> Tour:
    """Put a tour on record as it will be driven and its visits into the agenda; faults and conflicts are said."""
    still_draft(tour)
    problem = queries.problem_of(tour)
    orders = problem.orders(tour)
    if not any(orders):
        raise NothingPlanned
    kept = queries.proposal_of(tour)
    fresh = kept is not None and kept.fingerprint == problem.question.fingerprint()
    diary = queries.diary_of(tour, queries.calls_of(tour, problem))
    clashes = [meeting.stop.company_id for meeting, _ in diary.conflicts()]
    tour.state, tour.accepted_on = TourState.ACCEPTED, work.today
    entered = enter_into_agenda(work, tour, diary)
    own = figures(problem.instance, orders, problem.question.car)
    left: list[Json] = [stop.company_id for stop in tour.stops if stop.day is None]
    work.record(
        Activity.TOUR_ACCEPTED,
        tour,
        *(stop.company for stop in tour.stops if stop.day is not None),
        layout=tour.laid_out.value,
        compared=fresh,
        proven=kept.proven if kept is not None and fresh else False,
        left_out=left,
        faults=faults_of(problem, orders),
        clashes=[*dict.fromkeys(clashes)],
        **entered.facts(),
        **said(own),
    )
    return tour


def reopen_tour(work: Work, tour: Tour) -> Tour:
    """Let an accepted tour change again; what was booked stands until the tour is accepted anew."""
    if tour.is_draft:
        raise NothingPlanned
    tour.state, tour.accepted_on = TourState.DRAFT, None
    work.record(Activity.TOUR_REOPENED, tour)
    return tour


def lock_stop(work: Work, tour: Tour, company: Company, *, locked: bool = True) -> TourStop:
    """Keep a visit on its day whatever planners compute, or let it go."""
    stop = draft_stop(tour, company)
    if stop.day is None:
        raise NotPlaced
    stop.locked = locked
    work.record(Activity.TOUR_CHANGED, tour, company, locked=locked, day=stop.day)
    return stop


def lock_day(work: Work, tour: Tour, day: int, *, locked: bool = True) -> Tour:
    """Keep a day (from 0) as it is, to the minute, whatever planners compute; or let it go. An empty one stays so."""
    still_draft(tour)
    if not 0 <= day < tour.day_count:
        raise NotAStop
    problem = queries.problem_of(tour)
    if locked and timetables(problem.instance, problem.orders(tour))[day].faults:
        raise DayDoesNotHold
    others = [each for each in tour.locked_days if each != day]
    tour.locked_days = sorted([*others, day] if locked else others)
    work.record(Activity.TOUR_CHANGED, tour, locked=locked, day=day, visits=len(tour.stops_of(day)))
    return tour


def replan_tour(work: Work, tour: Tour, *, on: date, minute: int, cancelled: Sequence[Company] = ()) -> Tour:
    """Let a tour go on from a minute of one of its days: what was begun before stands, what was cancelled leaves it.

    An accepted tour is open again; what is left is laid out or computed anew.
    """
    if on not in tour.dates or on < work.today:
        raise NotOneOfTheDays
    problem = queries.problem_of(tour)
    now = (on, minute)
    for stop, day, starts, _ in queries.calls_of(tour, problem):
        if stop.made_at is None and (day, starts) < now:
            stop.made_at = starts
    gone = [stop for stop in tour.stops if stop.company_id in {each.id for each in cancelled}]
    for stop in gone:
        if stop.made_at is not None:
            raise AlreadyMade
        give_up_appointment(work, stop, reason=CALLED_OFF)
        tour.stops.remove(stop)
    tour.resumes_on, tour.resumes_at = now
    tour.state, tour.accepted_on = TourState.DRAFT, None
    work.record(
        Activity.TOUR_REPLANNED,
        tour,
        *(stop.company for stop in gone),
        on=on.isoformat(),
        minute=minute,
        cancelled=[stop.company_id for stop in gone],
        made=[stop.company_id for stop in tour.stops if stop.made_at is not None],
        left=len([stop for stop in tour.stops if stop.made_at is None]),
    )
    return tour
