"""Reviewing on screen: the class at work, one learner's log and findings, opinions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import TypeVar

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.kernel.actor import ActorKind
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, house, may, the_cohort, the_workspace
from crm.people.accounts.models import User
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Exercise, Mode
from crm.training.frameworks.rules.facts import fact_from_text
from crm.training.frameworks.rules.verdicts import Standing
from crm.training.review import showing, use_cases
from crm.training.review.export import routes as _dossiers  # noqa: F401  (its routes are this blueprint's)
from crm.training.review.forms import OpinionForm
from crm.training.review.queries import live as live_queries
from crm.training.review.queries import opinions as opinion_queries
from crm.training.review.queries import timeline as timeline_queries
from crm.training.review.queries.timeline import TimelineFilter
from crm.training.review.reader import (
    OPINION_TONES,
    act_lines,
    blueprint,
    choices,
    criterion_link,
    framework_tabs,
    heading,
    is_assessor,
    members,
    note_view,
    opinion_lines,
    own_tabs,
    subjects_of_opinions,
    the_finding,
    the_learner,
    wanted_framework,
)
from crm.training.review.rules import Presence
from crm.web.filters import language
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

announce(
    Entry(
        section=N_("Formation"),
        order=81,
        endpoint="review.live",
        label=N_("Suivi en direct"),
        icon="activity",
        permission=Permission.REVIEW,
        place="cohort_id",
        on_phone=True,
    )
)
announce(
    Entry(
        section=N_("Formation"),
        order=83,
        endpoint="review.competencies",
        label=N_("Compétences"),
        icon="award",
        permission=Permission.READ,
    )
)
Choice = TypeVar("Choice", bound=Enum)
SORTS = {"name": lambda row: row.name.casefold(), "state": lambda row: list(Presence).index(row.presence)}


@blueprint.get("/cohorts/<int:cohort_id>/live")
@allowed(Permission.REVIEW)
def live() -> ResponseReturnValue:
    """The class at work: who does what, how far each competency has come."""
    cohort = the_cohort()
    note_view("live", cohort)
    exercises = workspaces.exercises_of(cohort)
    exercise = _chosen(exercises)
    people = workspaces.members_of_cohort(cohort)
    at_work = [each for each in people if exercise and each.workspace.exercise_id == exercise.id]
    now, wanted = house().clock.now(), wanted_framework()
    seen = live_queries.live_class(exercise, at_work, now=now, framework=wanted) if exercise else None
    sort = request.args.get("sort", "name")
    key = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return page(
        "training/review/live.html",
        cohort=cohort,
        exercise=exercise,
        exercises=exercises,
        exercise_tabs=[
            {"label": each.title, "url": url_for(".live", exercise=each.id), "current": each is exercise}
            for each in exercises
        ],
        framework_tabs=framework_tabs(exercise, ".live", exercise=exercise.id if exercise else None),
        seen=seen,
        rows=sorted(seen.rows, key=key, reverse=sort.startswith("-")) if seen else [],
        journal=act_lines(seen) if seen else [],
        ticking=not is_assessor(),
        Presence=Presence,
        label_of=showing.label_of,
    )


@blueprint.get("/w/<int:workspace_id>/review/")
@allowed(Permission.REVIEW)
def matrix() -> ResponseReturnValue:
    """One learner's findings, criterion by criterion."""
    return _matrix()


@blueprint.get("/w/<int:workspace_id>/review/criteria/<code>")
@allowed(Permission.REVIEW)
def criterion(code: str) -> ResponseReturnValue:
    """One criterion: the rule, and the records behind each figure."""
    return _criterion(code)


@blueprint.get("/w/<int:workspace_id>/review/log")
@allowed(Permission.REVIEW)
def timeline() -> ResponseReturnValue:
    """The workspace's log, filtered."""
    workspace, learner = the_workspace(), the_learner()
    note_view("log", learner, workspace)
    wanted = _filter_of_the_url()
    found = timeline_queries.timeline(wanted, before=request.args.get("after", type=int))
    lines = [showing.line_of_fact(fact_from_text(each.text), language()) for each in found.records]
    subjects = sorted(showing.SUBJECTS.items(), key=lambda pair: gettext(pair[1]))
    actors = [(str(each.user_id), each.user.display_name) for each in members()]
    actors += [(kind.value, gettext(showing.ACTORS[kind])) for kind in ActorKind if kind is not ActorKind.PERSON]
    return page(
        "training/review/timeline.html",
        **heading(learner, "timeline"),
        wanted=wanted,
        lines=lines,
        show_roles=False,
        next=found.next,
        subjects=[(key, gettext(label)) for key, label in subjects],
        actors=actors,
        status=200,
    )


@blueprint.post("/w/<int:workspace_id>/review/opinions")
@allowed(Permission.OPINE)
def opinion() -> ResponseReturnValue:
    """Give an opinion on a competency or a criterion."""
    learner, framework, form = the_learner(), the_finding().framework, OpinionForm()
    form.code.choices = subjects_of_opinions(framework)
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.give_opinion,
                the_workspace(),
                learner,
                framework=framework.id,
                code=form.code.data,
                stance=form.stance.data,
                text=form.text.data or "",
            )
    on_criterion = form.code.data in {each.code for each in framework.criteria}
    if not form.accepted():
        return _criterion(form.code.data, form=form) if on_criterion else _matrix(form=form)
    if on_criterion:
        return turn_to(".criterion", code=form.code.data, learner=learner.id)
    return turn_to(".matrix", learner=learner.id)


@blueprint.get("/w/<int:workspace_id>/competencies")
@allowed(Permission.READ)
def competencies() -> ResponseReturnValue:
    """The learner's own findings; in an assessment a sentence in their place."""
    if may(Permission.REVIEW):
        return turn_to(".matrix")
    if the_workspace().mode is Mode.ASSESSMENT:
        return page("training/review/hidden.html")
    return _matrix()


@blueprint.get("/w/<int:workspace_id>/competencies/<code>")
@allowed(Permission.READ)
def own_criterion(code: str) -> ResponseReturnValue:
    """One criterion as the learner sees it."""
    if may(Permission.REVIEW):
        return turn_to(".criterion", code=code)
    if the_workspace().mode is Mode.ASSESSMENT:
        return page("training/review/hidden.html")
    return _criterion(code)


def _matrix(*, form: OpinionForm | None = None) -> ResponseReturnValue:
    """Return the findings of a learner, with the opinion that was refused if there is one."""
    learner = the_learner()
    note_view("findings", learner, the_workspace())
    finding = the_finding(learner)
    opinions = opinion_queries.opinions_on(learner.id, framework=finding.framework.id)
    judged = {each.code for each in live_queries.judged_competencies(finding.framework)}
    everything = request.args.get("all") == "1"
    return page(
        "training/review/matrix.html",
        **heading(learner, "matrix"),
        finding=finding,
        framework_tabs=own_tabs(learner, "review.matrix"),
        competencies=[each for each in finding.competencies if everything or each.code in judged],
        everything=everything,
        opinions=opinion_lines(opinions),
        latest=opinion_queries.latest_by_code(opinions),
        tones=OPINION_TONES,
        form=_opinion_form(form, choices(finding.framework), learner),
        link=criterion_link(learner),
        status=form.status if form else 200,
    )


def _criterion(code: str, *, form: OpinionForm | None = None) -> ResponseReturnValue:
    """Return one criterion's page, with the opinion that was refused if there is one."""
    learner = the_learner()
    note_view("criterion", learner, the_workspace(), code=code)
    finding = the_finding(learner)
    verdict = finding.criterion(code) or abort(404)
    wanted = _member_named(Standing, request.args.get("verdict"))
    found = showing.occasions(verdict, language=language())
    return page(
        "training/review/criterion.html",
        **heading(learner, "criterion"),
        finding=finding,
        verdict=verdict,
        criterion=finding.framework.criterion(code),
        competency=finding.framework.competency(finding.framework.criterion(code).competency),
        wanted=wanted,
        occasions=[each for each in found if wanted is None or each.standing is wanted],
        parameters=showing.parameters(finding.framework, verdict, language()),
        opinions=opinion_lines(opinion_queries.opinions_on(learner.id, framework=finding.framework.id, codes=[code])),
        form=_opinion_form(form, [(code, f"{code} — {verdict.title}")], learner),
        link=criterion_link(learner),
        status=form.status if form else 200,
    )


def _opinion_form(form: OpinionForm | None, about: list[tuple[str, str]], learner: User) -> OpinionForm:
    """Return the form for an opinion, the refused one if there is one, with what it can be about."""
    found = form or OpinionForm(formdata=None)
    found.code.choices = about
    return found


def _chosen(exercises: Sequence[Exercise]) -> Exercise | None:
    """Return the exercise that the URL names, else the newest."""
    wanted = request.args.get("exercise", type=int)
    return next((each for each in exercises if each.id == wanted), exercises[0] if exercises else None)


def _filter_of_the_url() -> TimelineFilter:
    """Read the log's filters from the URL; what cannot be read does not narrow."""
    subject = request.args.get("subject", "")
    return TimelineFilter(
        subject=subject if subject in showing.SUBJECTS else "",
        actor=request.args.get("actor", "")[:20],
        persons_only=request.args.get("persons") == "1",
        since=_day(request.args.get("since", "")),
        until=_day(request.args.get("until", "")),
    )


def _day(text: str) -> date | None:
    """Read a day of the URL, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _member_named(members_of: type[Choice], word: str | None) -> Choice | None:
    """Return the member of an enum that a word in the URL names, or None."""
    return next((each for each in members_of if each.value == word), None)
