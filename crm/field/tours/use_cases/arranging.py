"""Laying a tour out: by hand, in a way that is taught, or as the planners compute it."""

from __future__ import annotations

from collections.abc import Sequence

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.field.tours import queries
from crm.field.tours.models import Layout, Tour, TourProposal, TourStop
from crm.field.tours.queries import Problem
from crm.field.tours.rules.explanations import impossible_visits
from crm.field.tours.rules.figures import figures, gap_percent, with_kept
from crm.field.tours.rules.model import Plan
from crm.field.tours.rules.solving import MOST_VISITS, solve
from crm.field.tours.use_cases.saying import (
    AlreadyMade,
    LockedDay,
    NotAStop,
    draft_stop,
    faults_of,
    said,
    still_draft,
)
from crm.prospecting.companies.models import Company


def arrange_tour(work: Work, tour: Tour, days: Sequence[Sequence[Company]]) -> Tour:
    """Put a tour in an order by hand: the companies of each day, first to last; the others wait."""
    still_draft(tour)
    by_company = {stop.company_id: stop.id for stop in tour.stops}
    wanted = [company.id for day in days for company in day]
    if len(set(wanted)) != len(wanted) or not set(wanted) <= by_company.keys() or len(days) > tour.day_count:
        raise NotAStop
    _arrange(work, tour, [[by_company[company.id] for company in day] for day in days], Layout.HAND)
    return tour


def move_stop(work: Work, tour: Tour, company: Company, *, day: int | None, rank: int = MOST_VISITS) -> Tour:
    """Put one visit into a day (from 0) at a place of it (from 0), or take it out of all days."""
    stop = draft_stop(tour, company)
    if day is not None and not 0 <= day < tour.day_count:
        raise NotAStop
    orders = [[each.id for each in tour.stops_of(number) if each is not stop] for number in range(tour.day_count)]
    if day is not None:
        orders[day].insert(max(0, rank), stop.id)
    _arrange(work, tour, orders, Layout.HAND)
    return tour


def lay_out(work: Work, tour: Tour, layout: Layout) -> Tour:
    """Put a tour in the order that a taught way gives, or that was computed."""
    still_draft(tour)
    problem = queries.problem_of(tour)
    if layout is Layout.HAND:
        raise NotAStop
    if layout is Layout.OPTIMUM:
        orders = problem.numbers(optimise_tour(work, tour).orders)
    else:
        orders = queries.pattern_answer(tour, problem, layout).orders
        tour.pattern = layout
    kept = frozenset(number for number, stop in enumerate(problem.stops) if _stays(tour, stop))
    _arrange(work, tour, problem.stop_ids(with_kept(problem.orders(tour), orders, kept)), layout)
    return tour


def optimise_tour(work: Work, tour: Tour) -> TourProposal:
    """Compute the best tour for the question as it stands and keep it with its bound; asked again, the same answer."""
    problem = queries.problem_of(tour)
    kept = queries.proposal_of(tour)
    if kept is not None and kept.fingerprint == problem.question.fingerprint():
        return kept
    return keep_proposal(work, tour, problem, solve(problem.instance))


def keep_proposal(work: Work, tour: Tour, problem: Problem, plan: Plan) -> TourProposal:
    """Keep a computed tour beside the learner's own, with how the two compare."""
    kept, fingerprint = queries.proposal_of(tour), problem.question.fingerprint()
    if kept is None:
        kept = TourProposal(tour_id=tour.id, fingerprint=fingerprint, orders=[], net=0, bound=0)
        work.add(kept)
    kept.fingerprint, kept.orders = fingerprint, problem.stop_ids(plan.orders)
    kept.net, kept.bound = plan.net, plan.bound
    best = figures(problem.instance, plan.orders, problem.question.car)
    own = figures(problem.instance, problem.orders(tour), problem.question.car)
    work.record(
        Activity.TOUR_OPTIMISED,
        tour,
        proven=plan.proven,
        gap_percent=gap_percent(plan),
        best=said(best),
        own=said(own),
        impossible=[problem.stops[each.stop].company_id for each in impossible_visits(problem.instance)],
        missed=[problem.stops[each].company_id for each in plan.missed],
    )
    return kept


def _stays(tour: Tour, stop: TourStop) -> bool:
    """Tell whether a visit keeps its day whatever planners say."""
    return stop.locked or stop.made_at is not None or stop.day in tour.locked_days


def _check_what_stays(tour: Tour, orders: Sequence[Sequence[int]]) -> None:
    """Refuse to move what is locked with its day, or has taken place."""
    for day in range(tour.day_count):
        before = [stop.id for stop in tour.stops_of(day)]
        after = [*orders[day]] if day < len(orders) else []
        if day in tour.locked_days and before != after:
            raise LockedDay
        made = [stop.id for stop in tour.stops_of(day) if stop.made_at is not None]
        if [each for each in after if each in made] != made:
            raise AlreadyMade


def _arrange(work: Work, tour: Tour, orders: Sequence[Sequence[int]], layout: Layout) -> None:
    """Note the day and the place of each visit, and what the tour amounted to before and amounts to now."""
    _check_what_stays(tour, orders)
    problem = queries.problem_of(tour)
    before = figures(problem.instance, problem.orders(tour), problem.question.car)
    places = {stop: (day, rank) for day, order in enumerate(orders) for rank, stop in enumerate(order)}
    for each in tour.stops:
        each.day, each.rank = places.get(each.id, (None, 0))
        each.locked = each.locked and each.day is not None
    tour.laid_out = layout
    # A locked visit that moved by hand is asked for on its new day.
    problem = queries.problem_of(tour)
    own = problem.orders(tour)
    work.record(
        Activity.TOUR_REORDERED,
        tour,
        layout=layout.value,
        orders=[[problem.stops[number].company_id for number in order] for order in own],
        faults=faults_of(problem, own),
        before=said(before),
        after=said(figures(problem.instance, own, problem.question.car)),
    )
