"""The best tour on screen: computed at once where that is quick, else beside the page, with its certified gap."""

from __future__ import annotations

from flask import abort, current_app
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.field.tours import queries, use_cases
from crm.field.tours.jobs import SEARCHES, Search
from crm.field.tours.routes.ground import blueprint, found_tour, turn
from crm.field.tours.rules.solving import is_quick, solve
from crm.kernel.money import Money
from crm.people.access import Permission, allowed, here, the_workspace
from crm.people.jobs import RUNNING, running_app
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to


@blueprint.post("/<int:tour_id>/optimise")
@allowed(Permission.SELL)
def optimise(tour_id: int) -> ResponseReturnValue:
    """Compute the best tour before anybody waits at the door, and keep it; a whole week goes to a job."""
    tour, form = found_tour(tour_id), ActForm()
    if not form.validate():
        return turn(form, tour_id)
    problem = queries.problem_of(tour)
    if not is_quick(problem.instance):
        app = running_app()
        SEARCHES.sweep(app)
        begun = SEARCHES.start(app, SEARCHES.asked(Search(tour_id=tour.id), here()))
        return turn_to(".job", tour_id=tour_id, job_id=begun.id)
    with form.refusals():
        perform(here(), use_cases.keep_proposal, tour, problem, solve(problem.instance))
    return turn(form, tour_id)


@blueprint.get("/<int:tour_id>/search/<job_id>")
@allowed(Permission.SELL)
def job(tour_id: int, job_id: str) -> ResponseReturnValue:
    """How far a search has come."""
    return _job(tour_id, job_id)


@blueprint.post("/<int:tour_id>/search/<job_id>/stop")
@allowed(Permission.SELL)
def stop_search(tour_id: int, job_id: str) -> ResponseReturnValue:
    """Ask a search to stop; it keeps the best that it found."""
    found, form = _found(tour_id, job_id), ActForm()
    if form.validate() and found.status == RUNNING:
        SEARCHES.cancel(current_app, found)
    return turn_to(".job", tour_id=tour_id, job_id=job_id) if form.accepted() else _job(tour_id, job_id, form)


def _job(tour_id: int, job_id: str, form: ActForm | None = None) -> ResponseReturnValue:
    """Return the page of a search."""
    return page(
        "field/tours/job.html",
        tour=found_tour(tour_id),
        job=_found(tour_id, job_id),
        in_cents=queries.in_cents,
        money_of=Money,
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _found(tour_id: int, job_id: str) -> Search:
    """Find a search for a tour of this workspace or answer 404."""
    found = SEARCHES.find(current_app, job_id)
    mine = found is not None and (found.workspace_id, found.tour_id) == (the_workspace().id, tour_id)
    return found if found is not None and mine else abort(404)
