"""Who reads whose evidence: the learner a page is about, the finding it shows, the view that is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Blueprint, abort, current_app, g, request, url_for
from flask_babel import gettext

from crm.activity.door import Recordable, perform
from crm.people import sayings
from crm.people.access import Permission, here, may, person, the_workspace
from crm.people.accounts.models import User
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Exercise, Membership, StaffRole
from crm.training.frameworks.rules.facts import Thing
from crm.training.frameworks.rules.framework import Framework
from crm.training.review import use_cases
from crm.training.review.models import Opinion
from crm.training.review.queries.judging import Finding, framework_named, watch
from crm.training.review.queries.live import LiveClass, judged_competencies
from crm.training.review.showing import label_of
from crm.web import filters
from crm.web.filters import language

blueprint = Blueprint("review", __name__)
FRAMEWORK = "framework"
OPINION_ICONS = {"favourable": "thumb-up", "to_work_on": "tools", "not_observed": "eye-off"}
OPINION_TONES = {"favourable": "green", "to_work_on": "amber", "not_observed": "grey"}


def note_view(page: str, *things: Recordable, code: str = "") -> None:
    """Record what an assessor opens, before it is read; a trainer's look is everyday work and leaves no record."""
    if is_assessor():
        perform(here(), use_cases.record_view, *things, page=page, code=code, framework=wanted_framework())


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
    one = watch(the_workspace(), wanted=wanted_framework())
    if one is None:
        abort(404)
    return one.finding(the_workspace().now, subject=learner.id if learner else None, language=language())


def wanted_framework() -> str:
    """Return the framework that the URL asks for, "" for the exercise's first one."""
    return request.args.get(FRAMEWORK, "")


@blueprint.url_defaults
def _stay_with_the_framework(endpoint: str, values: dict[str, object]) -> None:
    """Let every page of a review lead on within the framework that was chosen."""
    if request.blueprint == blueprint.name and wanted_framework():
        values.setdefault(FRAMEWORK, wanted_framework())


def framework_tabs(exercise: Exercise | None, endpoint: str, /, **more: object) -> list[dict[str, object]]:
    """Return the links to the same page by each framework of an exercise; none if there is no choice."""
    judged = exercise.frameworks if exercise else ()
    found = [framework for each in judged if (framework := framework_named(each))]
    chosen = wanted_framework() if wanted_framework() in judged else next(iter(judged), "")
    return [
        {
            "label": each.id,
            "title": each.title,
            "url": url_for(endpoint, **(more | {FRAMEWORK: each.id})),  # type: ignore[arg-type]
            "current": each.id == chosen,
        }
        for each in found
        if len(found) > 1
    ]


def own_tabs(learner: User, endpoint: str) -> list[dict[str, object]]:
    """Return the links to a page about a learner by each framework; learners have a page of their own."""
    exercise = the_workspace().exercise
    if may(Permission.REVIEW):
        return framework_tabs(exercise, endpoint, learner=learner.id)
    return framework_tabs(exercise, "review.competencies")


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
        "url_of": _url_of if may(Permission.READ) else lambda thing: None,
    }


def _url_of(thing: Thing) -> str | None:
    """Return the page of a thing in the workspace, if it has one."""
    endpoint, argument = sayings.PLACES.get(thing.kind, ("", ""))
    return url_for(endpoint, **{argument: thing.id}) if endpoint in current_app.view_functions else None  # type: ignore[arg-type]


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


def opinion_lines(opinions: Iterable[Opinion]) -> list[dict[str, str]]:
    """Return opinions as lines of a timeline."""
    return [
        {
            "icon": OPINION_ICONS[each.stance.value],
            "tone": OPINION_TONES[each.stance.value],
            "title": f"{each.code} · {gettext(each.stance.label)}",
            "who": each.trainer_name,
            "when": filters.day(each.given_at),
            "at": each.given_at.isoformat(),
            "body": each.text,
        }
        for each in opinions
    ]


def act_lines(seen: LiveClass) -> list[dict[str, str]]:
    """Return what a class has just done as lines of a timeline."""
    return [
        {
            "icon": sayings.ICONS.get(act.word.partition(".")[0], "point"),
            "tone": "blue",
            "title": gettext(label_of(act.word)),
            "who": " · ".join([act.name, *(thing.label for thing in act.about[:1])]),
            "when": filters.ago(act.recorded_at),
            "at": act.recorded_at.isoformat(),
            "url": url_for("review.timeline", workspace_id=act.workspace_id, learner=act.person, actor=act.person),
        }
        for act in seen.journal
    ]
