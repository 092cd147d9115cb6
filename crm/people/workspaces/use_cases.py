"""What can be done with classes: create them, staff them, set an exercise, open workspaces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from crm.activity.chain import Json
from crm.activity.copying import copy_world
from crm.activity.door import Work, open_chain
from crm.activity.vocabulary import Activity
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_, Refused
from crm.people.accounts import queries as accounts
from crm.people.accounts import rules
from crm.people.accounts.models import User
from crm.people.accounts.use_cases import create_account
from crm.people.workspaces import queries
from crm.people.workspaces.models import Cohort, Exercise, Membership, Mode, Staff, StaffRole, Workspace
from crm.store.base import db

LARGEST_CLASS = 100
LONGEST_NAME = 80
NUMBERED = 200


class CohortNameTaken(Refused):
    """Two classes cannot share a name."""

    message = N_("Une session nommée « %(name)s » existe déjà.")
    field = "name"


class NoSuchWorld(Refused):
    """An exercise needs the seeded world of its scenario."""

    message = N_("Le scénario « %(scenario)s » n’a pas encore été préparé.")
    field = "scenario"


class EmptyClassList(Refused):
    """A class list without a single name enrols nobody."""

    message = N_("La liste ne contient aucun nom.")
    field = "names"


class TooManyNames(Refused):
    """A class of this size is a mistake of the pasting hand."""

    message = N_("La liste compte trop de noms : %(most)s au plus.")
    field = "names"


class NameTooLong(Refused):
    """A name of this length is a sentence."""

    message = N_("Ce nom est trop long : « %(name)s… »")
    field = "names"


class UnknownLogin(Refused):
    """Only somebody who has an account can stand beside a class."""

    message = N_("Aucun compte ne porte l’identifiant « %(login)s ».")
    field = "login"


@dataclass(frozen=True)
class Enrolled:
    """A new learner: the account, the workspace, and the code that is shown only now."""

    user: User
    workspace: Workspace
    code: str


def invite_staff(work: Work, cohort: Cohort, *, login: str, role: StaffRole, until: date | None = None) -> Staff:
    """Put the owner of a login beside a class."""
    user = accounts.user_by_login(login)
    if user is None:
        raise UnknownLogin(login=login)
    return add_staff(work, cohort, user, role=role, until=until)


def create_cohort(work: Work, *, name: str) -> Cohort:
    """Create a class."""
    if db.session.scalar(select(Cohort).where(Cohort.name == name)) is not None:
        raise CohortNameTaken(name=name)
    cohort = work.add(Cohort(name=name, created_at=work.real_now))
    db.session.flush()
    work.record(Activity.COHORT_CREATED, cohort)
    return cohort


def create_own_cohort(work: Work, trainer: User, *, name: str) -> Cohort:
    """Create a class and stand beside it as its trainer."""
    cohort = create_cohort(work, name=name)
    add_staff(work, cohort, trainer, role=StaffRole.TRAINER)
    return cohort


def add_staff(work: Work, cohort: Cohort, user: User, *, role: StaffRole, until: date | None = None) -> Staff:
    """Put a trainer or an assessor beside a class; an assessor's access may end on a day."""
    staff = db.session.scalar(select(Staff).where(Staff.cohort_id == cohort.id, Staff.user_id == user.id))
    if staff is None:
        staff = work.add(Staff(cohort_id=cohort.id, user_id=user.id, role=role))
    staff.role, staff.until = role, until
    work.record(Activity.MEMBERSHIP_GRANTED, user, cohort, role=role.value, until=until.isoformat() if until else None)
    return staff


def create_exercise(
    work: Work,
    cohort: Cohort,
    *,
    title: str,
    scenario: str,
    framework: str,
    mode: Mode,
    seed: int,
    procedures: dict[str, Json],
    more_frameworks: Iterable[str] = (),
) -> Exercise:
    """Set an exercise for a class; its mode and procedures are declared before it starts."""
    if queries.world_of(scenario) is None:
        raise NoSuchWorld(scenario=scenario)
    exercise = Exercise(
        cohort_id=cohort.id,
        title=title,
        scenario=scenario,
        framework=framework,
        mode=mode,
        seed=seed,
        procedures=procedures,
        created_at=work.real_now,
        more_frameworks=" ".join(each for each in dict.fromkeys(more_frameworks) if each != framework),
    )
    work.add(exercise)
    db.session.flush()
    judged: list[Json] = [*exercise.frameworks]
    work.record(
        Activity.EXERCISE_CREATED, exercise, cohort, mode=mode.value, framework=framework, frameworks=judged, seed=seed
    )
    return exercise


def open_world(work: Work, *, scenario: str, company_name: str, starts_on: date, seed: int) -> Workspace:
    """Open the empty workspace into which a scenario's world is to be entered."""
    world = Workspace(
        exercise_id=None,
        name=scenario,
        scenario=scenario,
        company_name=company_name,
        seed=seed,
        now=opening_of(starts_on),
        opened_at=work.real_now,
    )
    work.add(world)
    db.session.flush()
    open_chain(world.id)
    work.record(Activity.WORKSPACE_OPENED, world, scenario=scenario)
    return world


def open_workspace(work: Work, exercise: Exercise, *, name: str, members: Iterable[User]) -> Workspace:
    """Open a workspace for a learner or a team: an own copy of the exercise's world."""
    world = queries.world_of(exercise.scenario)
    if world is None:
        raise NoSuchWorld(scenario=exercise.scenario)
    workspace = Workspace(
        exercise_id=exercise.id,
        name=name,
        scenario=exercise.scenario,
        company_name=world.company_name,
        seed=exercise.seed,
        now=world.now,
        opened_at=work.real_now,
    )
    work.add(workspace)
    db.session.flush()
    for user in members:
        work.add(Membership(workspace_id=workspace.id, user_id=user.id))
        work.record(Activity.MEMBERSHIP_GRANTED, user, workspace, role="learner")
    head = copy_world(work, source_id=world.id, target_id=workspace.id)
    workspace.day_began_at = head.position
    with work.beside(queries.standing_in(work.standing.house, workspace), head) as inside:
        inside.record(
            Activity.EXERCISE_OPENED,
            workspace,
            framework=exercise.framework,
            frameworks=[*exercise.frameworks],
            mode=exercise.mode.value,
            seed=exercise.seed,
            scenario=exercise.scenario,
            procedures=exercise.procedures,
        )
    workspace.day_began_at = head.position
    work.record(Activity.WORKSPACE_OPENED, workspace, exercise, chain=head.key)
    return workspace


def class_list(names: list[str]) -> list[str]:
    """Return the names of a class list, or refuse one that cannot be enrolled."""
    wanted = [" ".join(name.split()) for name in names if name.strip()]
    if not wanted:
        raise EmptyClassList
    if len(wanted) > LARGEST_CLASS:
        raise TooManyNames(most=LARGEST_CLASS)
    if longest := next((name for name in wanted if len(name) > LONGEST_NAME), None):
        raise NameTooLong(name=longest[:LONGEST_NAME])
    return wanted


def enrol(work: Work, exercise: Exercise, *, names: list[str]) -> list[Enrolled]:
    """Create an account with a code and a workspace for each name of a class list."""
    wanted = class_list(names)
    taken: set[str] = set()
    enrolled = []
    for name in wanted:
        login = _free_login(name, taken)
        code = rules.new_code()
        user = create_account(work, login=login, display_name=name, password=code)
        workspace = open_workspace(work, exercise, name=name, members=[user])
        enrolled.append(Enrolled(user, workspace, code))
    return enrolled


def _free_login(name: str, taken: set[str]) -> str:
    """Return a login nobody has, numbered if the name is shared."""
    base = rules.login_from(name)
    candidates, first = [base], 2
    taken |= accounts.logins_taken(candidates)
    while all(each in taken for each in candidates):
        candidates = [f"{base}{number}" for number in range(first, first + NUMBERED)]
        first += NUMBERED
        taken |= accounts.logins_taken(candidates)
    login = next(each for each in candidates if each not in taken)
    taken.add(login)
    return login


def renew_code(work: Work, user: User) -> tuple[User, str]:
    """Give a person a new code; the old one no longer opens anything."""
    code = rules.new_code()
    user.password_hash = rules.hash_password(code)
    work.record(Activity.ACCOUNT_CODE_RENEWED, user)
    return user, code
