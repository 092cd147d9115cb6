"""A week's tour being computed beside the pages: a plan at once, ever better, its certified gap, a stop when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Flask

from crm.activity.door import Work
from crm.field.tours import queries, use_cases
from crm.field.tours.models import Tour
from crm.field.tours.queries import Problem
from crm.field.tours.rules.figures import gap_percent, timetables
from crm.field.tours.rules.model import Plan
from crm.field.tours.rules.progress import Progress
from crm.field.tours.rules.solving import improve
from crm.kernel.errors import N_, Refused
from crm.people.jobs import CANCELLED, DONE, Job, Jobs, act, stand

STALE = "stale"


class Gone(Refused):
    """The tour is not there."""

    message = N_("Cette tournée n’existe plus.")


@dataclass(frozen=True, kw_only=True)
class Search(Job):
    """A search for the best tour: what it has found so far; money in the planners' unit, orders as ids of stops.

    `done` counts the steps of the search. `status` is `stale` when the tour
    changed meanwhile: nothing was kept then.
    """

    tour_id: int
    stage: str = ""
    net: int = 0
    bound: int = 0
    visits: int = 0
    orders: tuple[tuple[int, ...], ...] = ()

    @property
    def plan(self) -> Plan:
        """The best plan so far, its orders as ids of stops."""
        return Plan(self.orders, self.net, self.bound)

    @property
    def gap(self) -> int:
        """By how many percent the best plan so far may fall short of the best possible one."""
        return gap_percent(self.plan)


def search(app: Flask, job: Search) -> Search:
    """Look for the best tour until it is proven, the search ends, or somebody has waited long enough; keep the best."""
    with app.app_context():
        stand(app, job)
        tour = _found(job.tour_id)
        problem = queries.problem_of(tour)
        own, ids = _own(tour, problem), [stop.id for stop in problem.stops]
        fingerprint, instance = problem.question.fingerprint(), problem.instance
    stopped = False
    for step in improve(instance, own=own):
        job = SEARCHES.note(app, _after(job, step, ids))
        stopped = SEARCHES.told_to_stop(app, job)
        if stopped:
            break
    kept = act(app, job, _keep, job, fingerprint)
    return replace(job, status=STALE if not kept else CANCELLED if stopped and not job.plan.proven else DONE)


def _own(tour: Tour, problem: Problem) -> Plan | None:
    """Return the tour's own order to begin with, where it can be driven."""
    orders = problem.orders(tour)
    feasible = any(orders) and all(each.feasible for each in timetables(problem.instance, orders))
    return queries.plan_of(problem.instance, orders) if feasible else None


def _after(job: Search, step: Progress, ids: Sequence[int]) -> Search:
    """Return a search after one more step, in plain numbers."""
    orders = tuple(tuple(ids[stop] for stop in order) for order in step.plan.orders)
    bound = int(step.plan.net) if step.proven else max(int(step.bound), int(step.plan.net))
    return replace(
        job,
        done=job.done + 1,
        stage=step.said.name.lower(),
        net=int(step.plan.net),
        bound=bound,
        visits=sum(map(len, orders)),
        orders=orders,
    )


def _keep(work: Work, job: Search, fingerprint: str) -> bool:
    """Keep what a search found, unless the question is another one by now; tell whether it was kept."""
    tour = _found(job.tour_id)
    problem = queries.problem_of(tour)
    if problem.question.fingerprint() != fingerprint or not job.orders:
        return False
    orders = problem.numbers(job.orders)
    plan = replace(queries.plan_of(problem.instance, orders), bound=job.bound)
    use_cases.keep_proposal(work, tour, problem, plan)
    return True


def _found(tour_id: int) -> Tour:
    """Find the tour or refuse."""
    tour = queries.tour_by_id(tour_id)
    if tour is None:
        raise Gone
    return tour


SEARCHES = Jobs(Search, folder="tours", carry_out=search)
