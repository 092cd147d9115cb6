"""Who reads whose evidence: the learner a page is about, the finding it shows, the view that is recorded."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, g, request, url_for

from crm.activity.door import Recordable, perform
from crm.people.access import here, may, person, the_workspace
from crm.people.access import Permission
from crm.people.accounts.models import User
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Membership, StaffRole
from crm.training.frameworks.rules.framework import Framework
from crm.training.review import use_cases
from crm.training.review.queries.judging import Finding, watch
from crm.training.review.queries.live import judged_competencies
from crm.web.filters import language

blueprint = Blueprint("review", __name__)


def note_view(page: str, *things: Recordable, code: str = "") -> None:
    """Record what an assessor opens, before it is read; a trainer's look is everyday work and leaves no record."""
    if is_assessor():
        perform(here(), use_cases.record_view, *things, page=page, code=code)


def is_assessor() -> bool:
    """Tell whether the reader is here as an assessor."""
    staff = g.get("staff")
    return staff is not None and staff.role is StaffRole.ASSESSOR


def members() -> list[Membership]:
    """Return who works in the workspace of the URL."""
    found = g.get("review_members")
    if found is None:
        found = g.review_members = workspaces.members_of(the_workspace())
    return list(found)


def the_learner() -> User:
    """Return the learner named by ?learner=, else the first of the workspace; a learner is always oneself."""
    wanted = request.args.get("learner", type=int)
    if not may(Permission.REVIEW):
        wanted = person().id
    return learner_numbered(wanted) if wanted else next((each.user for each in members()), None) or abort(404)


def learner_numbered(user_id: int) -> User:
    """Return a learner of the workspace or answer 404."""
    return next((each.user for each in members() if each.user_id == user_id), None) or abort(404)


def the_finding(learner: User | None = None) -> Finding:
    """Return what the records show of a learner (None: the whole team); 404 where nothing is judged."""
    one = watch(the_workspace())
    if one is None:
        abort(404)
    return one.finding(the_workspace().now, subject=learner.id if learner else None, language=language())


def heading(learner: User, current: str) -> dict[str, object]:
    """Return what every page about a learner shows: who, the pages beside it, the way back."""
    workspace, staff = the_workspace(), may(Permission.REVIEW)
    return {
        "learner": learner,
        "members": members(),
        "workspace": workspace,
        "cohort": workspace.exercise.cohort if workspace.exercise and staff else None,
        "current": current,
        "staff": staff,
        "can_export": may(Permission.EXPORT),
        "can_opine": may(Permission.OPINE),
        "can_open": may(Permission.READ),
    }


def criterion_link(learner: User) -> Callable[..., str]:
    """Return how pages lead to a criterion: staff to the review's page, a learner to the own one."""
    if may(Permission.REVIEW):
        return lambda code, **more: url_for("review.criterion", code=code, learner=learner.id, **more)
    return lambda code, **more: url_for("review.own_criterion", code=code, **more)


def choices(framework: Framework) -> list[tuple[str, str]]:
    """Return the competencies that can be chosen, the judged ones first."""
    judged = judged_competencies(framework)
    others = [each for each in framework.competencies if each not in judged]
    return [(each.code, f"{each.code} — {each.title}") for each in (*judged, *others)]


def subjects_of_opinions(framework: Framework) -> list[tuple[str, str]]:
    """Return all that an opinion can be about."""
    return choices(framework) + [(each.code, f"{each.code} — {each.title}") for each in framework.criteria]
