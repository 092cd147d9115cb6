"""Accepting a tour: it is on record as it will be driven, and can be reopened."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.field.tours import queries
from crm.field.tours.models import Tour, TourState
from crm.field.tours.rules.figures import figures
from crm.field.tours.use_cases.saying import NothingPlanned, faults_of, said, still_draft


def accept_tour(work: Work, tour: Tour) -> Tour:
    """Put a tour on record as it will be driven; faults are not refused but said."""
    still_draft(tour)
    problem = queries.problem_of(tour)
    orders = problem.orders(tour)
    if not any(orders):
        raise NothingPlanned
    kept = queries.proposal_of(tour)
    fresh = kept is not None and kept.fingerprint == problem.question.fingerprint()
    tour.state, tour.accepted_on = TourState.ACCEPTED, work.today
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
        **said(own),
    )
    return tour


def reopen_tour(work: Work, tour: Tour) -> Tour:
    """Let an accepted tour change again."""
    if tour.is_draft:
        raise NothingPlanned
    tour.state, tour.accepted_on = TourState.DRAFT, None
    work.record(Activity.TOUR_REOPENED, tour)
    return tour
