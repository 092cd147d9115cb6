"""Classes on screen: create them, paste the class list, set an exercise, hand out codes."""

from __future__ import annotations

import tomllib
from functools import cache

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from crm.activity.door import PROCEDURES, perform
from crm.config import ROOT
from crm.kernel.clock import local_date
from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate
from crm.people.access import Permission, allowed, here, house, may, person, the_cohort
from crm.people.workspaces import queries, rules, use_cases
from crm.people.workspaces.forms import CohortForm, EnrolForm, ExerciseForm, StaffForm
from crm.people.workspaces.models import Exercise, StaffRole
from crm.web.forms import ActForm, HouseForm
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("workspaces", __name__, url_prefix="/cohorts")
announce(
    Entry(N_("Formation"), 80, "workspaces.index", N_("Sessions"), "school", Permission.REVIEW, place="", on_phone=True)
)
announce(Entry(N_("Formation"), 82, "workspaces.detail", N_("Classe"), "users", Permission.MANAGE, place="cohort_id"))


@blueprint.get("/")
@allowed(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """The classes beside which one stands; all of them for an administrator."""
    return _index(CohortForm(formdata=None))


@blueprint.post("/")
@allowed(Permission.MANAGE)
def create() -> ResponseReturnValue:
    """Create a class, with oneself as its trainer."""
    form, cohort = CohortForm(), None
    if form.validate():
        with form.refusals():
            cohort = perform(here(), use_cases.create_own_cohort, person(), name=form.name.data or "")
    return turn_to(".detail", cohort_id=cohort.id) if cohort else _index(form)


@blueprint.get("/<int:cohort_id>")
@allowed(Permission.MANAGE)
def detail() -> ResponseReturnValue:
    """A class: learners, exercises, staff."""
    return _detail()


@blueprint.post("/<int:cohort_id>/staff")
@allowed(Permission.MANAGE)
def add_staff() -> ResponseReturnValue:
    """Let a trainer or an assessor in."""
    form = StaffForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.invite_staff,
                the_cohort(),
                login=form.login.data or "",
                role=form.role.data,
                until=form.until.data,
            )
    return turn_to(".detail") if form.accepted() else _detail(staff=form)


@blueprint.get("/<int:cohort_id>/exercises/new")
@allowed(Permission.MANAGE)
def new_exercise() -> ResponseReturnValue:
    """An exercise to be set."""
    form = _exercise_form(ExerciseForm(formdata=None, data=_usual()))
    return page("people/workspaces/exercise.html", cohort=the_cohort(), form=form)


@blueprint.post("/<int:cohort_id>/exercises/new")
@allowed(Permission.MANAGE)
def create_exercise() -> ResponseReturnValue:
    """Set the exercise."""
    form = _exercise_form(ExerciseForm())
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.create_exercise,
                the_cohort(),
                title=form.title.data or "",
                scenario=form.scenario.data,
                framework=form.framework.data,
                more_frameworks=form.more_frameworks.data or (),
                mode=form.mode.data,
                seed=form.seed.data or 1,
                procedures=form.procedures(),
            )
    if form.accepted():
        return turn_to(".detail")
    return page("people/workspaces/exercise.html", cohort=the_cohort(), form=form, status=form.status)


@blueprint.post("/<int:cohort_id>/exercises/<int:exercise_id>/learners")
@allowed(Permission.MANAGE)
def enrol(exercise_id: int) -> ResponseReturnValue:
    """Enrol a pasted class list, one learner at a time so that others can write in between.

    The codes are shown on the answer and never again.
    """
    exercise, form, enrolled = _exercise(exercise_id), EnrolForm(), []
    if form.validate():
        with form.refusals():
            for place, name in enumerate(use_cases.class_list(rules.names_of(form.names.data or ""))):
                enrolled += perform(here().part(place), use_cases.enrol, exercise, names=[name]) or []
    if form.accepted():
        return page("people/workspaces/codes.html", cohort=the_cohort(), enrolled=enrolled)
    return _detail(enrol=form, exercise_id=exercise_id)


@blueprint.post("/<int:cohort_id>/learners/<int:user_id>/code")
@allowed(Permission.MANAGE)
def renew_code(user_id: int) -> ResponseReturnValue:
    """Give a learner a new code."""
    user, form, renewed = queries.user_in_cohort(the_cohort(), user_id) or abort(404), ActForm(), None
    if form.validate():
        with form.refusals():
            renewed = perform(here(), use_cases.renew_code, user)
    return page("people/workspaces/codes.html", cohort=the_cohort(), enrolled=[], renewed=renewed)


def _index(form: CohortForm) -> ResponseReturnValue:
    """Return the list of classes."""
    if may(Permission.ADMINISTER):
        cohorts = [(cohort, StaffRole.TRAINER) for cohort in queries.cohorts()]
    else:
        cohorts = queries.cohorts_beside(person(), today=local_date(house().clock.now()))
    return page("people/workspaces/list.html", cohorts=cohorts, form=form, status=form.status)


def _detail(
    *, staff: StaffForm | None = None, enrol: EnrolForm | None = None, exercise_id: int | None = None
) -> ResponseReturnValue:
    """Return a class's page, with the form that was refused if there is one."""
    cohort = the_cohort()
    refused: HouseForm | None = staff or enrol
    return page(
        "people/workspaces/detail.html",
        cohort=cohort,
        exercises=queries.exercises_of(cohort),
        members=queries.members_of_cohort(cohort),
        staff=queries.staff_members(cohort),
        staff_form=staff or StaffForm(formdata=None, prefix=""),
        enrol_form=enrol or EnrolForm(formdata=None),
        refused_exercise=exercise_id,
        act_form=ActForm(formdata=None),
        status=refused.status if refused else 200,
    )


def _exercise(exercise_id: int) -> Exercise:
    """Find an exercise of this class or answer 404."""
    exercise = queries.exercise_by_id(exercise_id)
    if exercise is None or exercise.cohort_id != the_cohort().id:
        abort(404)
    return exercise


def _exercise_form(form: ExerciseForm) -> ExerciseForm:
    """Fill in the choices that depend on the installation."""
    form.scenario.choices = [(name, f"{company} ({name})") for name, company in queries.scenarios()]
    form.framework.choices = form.more_frameworks.choices = _frameworks()
    return form


@cache
def _frameworks() -> list[tuple[str, str]]:
    """Return the frameworks there are, by what they call themselves: what they say is read where they are judged."""
    files = sorted((ROOT / "seed_data" / "frameworks").glob("*.toml"))
    titles = {file.stem: tomllib.loads(file.read_text(encoding="utf-8"))["title"] for file in files}
    return [(name, f"{title} ({name})") for name, title in titles.items()]


def _usual() -> dict[str, object]:
    """Return the procedures of a company that has not said otherwise, as the form shows them."""
    return dict(PROCEDURES) | {
        "seed": 2026,
        "discount_limit": Rate.percent(PROCEDURES["discount_limit_bp"] // 100),
        "credit_limit": Money(PROCEDURES["credit_limit_default_cents"]),
        "large_order": Money(PROCEDURES["large_order_cents"]),
    }
