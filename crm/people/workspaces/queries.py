"""What can be asked about classes, exercises, workspaces and who is in them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from crm.activity.door import House, Standing
from crm.kernel.actor import HOUSE, Actor, Assistance
from crm.people.accounts.models import User
from crm.people.workspaces.models import Cohort, Exercise, Membership, Staff, StaffRole, Workspace
from crm.store.base import db


def standing_in(
    house: House,
    workspace: Workspace,
    *,
    actor: Actor = HOUSE,
    assistance: Assistance = Assistance.ALONE,
    submission: str | None = None,
) -> Standing:
    """Return where an actor stands in a workspace, at the workspace's own time."""
    return Standing(
        house=house,
        actor=actor,
        workspace_id=workspace.id,
        now=workspace.now,
        day_began_at=workspace.day_began_at,
        assistance=assistance,
        submission=submission,
        procedures=workspace.procedures,
    )


def workspace_by_id(workspace_id: int) -> Workspace | None:
    """Return a workspace with its exercise."""
    return db.session.get(Workspace, workspace_id)


def read_again(workspace: Workspace) -> None:
    """Read a workspace as it is now: its clock may have moved while one queued."""
    db.session.refresh(workspace)


def cohort_by_id(cohort_id: int) -> Cohort | None:
    """Return a class."""
    return db.session.get(Cohort, cohort_id)


def exercise_by_id(exercise_id: int) -> Exercise | None:
    """Return an exercise with its class."""
    return db.session.get(Exercise, exercise_id)


def membership(user: User, workspace_id: int) -> Membership | None:
    """Return a person's place in a workspace, or None."""
    statement = select(Membership).where(Membership.user_id == user.id, Membership.workspace_id == workspace_id)
    return db.session.scalar(statement)


def staff_of(user: User, cohort_id: int, *, today: date) -> Staff | None:
    """Return a person's place beside a class, unless it has ended."""
    staff = db.session.scalar(select(Staff).where(Staff.user_id == user.id, Staff.cohort_id == cohort_id))
    if staff is None or (staff.until is not None and staff.until < today):
        return None
    return staff


def workspaces_of(user: User) -> list[Workspace]:
    """Return the workspaces in which a person works, newest first."""
    statement = (
        select(Workspace)
        .join(Membership, Membership.workspace_id == Workspace.id)
        .where(Membership.user_id == user.id)
        .order_by(Workspace.id.desc())
    )
    return list(db.session.scalars(statement))


def cohorts_beside(user: User, *, today: date) -> list[tuple[Cohort, StaffRole]]:
    """Return the classes beside which a person stands, with the role."""
    statement = (
        select(Cohort, Staff.role)
        .join(Staff, Staff.cohort_id == Cohort.id)
        .where(Staff.user_id == user.id, (Staff.until.is_(None)) | (Staff.until >= today))
        .order_by(Cohort.name)
    )
    return [(cohort, role) for cohort, role in db.session.execute(statement)]


def cohorts() -> list[Cohort]:
    """Return all classes by name."""
    return list(db.session.scalars(select(Cohort).order_by(Cohort.name)))


def exercises_of(cohort: Cohort) -> list[Exercise]:
    """Return a class's exercises, newest first."""
    return list(
        db.session.scalars(select(Exercise).where(Exercise.cohort_id == cohort.id).order_by(Exercise.id.desc()))
    )


def members_of_cohort(cohort: Cohort) -> list[Membership]:
    """Return who works where in a class's exercises, by name, workspaces loaded."""
    statement = (
        select(Membership)
        .join(Workspace, Workspace.id == Membership.workspace_id)
        .join(Exercise, Exercise.id == Workspace.exercise_id)
        .join(User, User.id == Membership.user_id)
        .where(Exercise.cohort_id == cohort.id)
        .order_by(User.display_name)
        .options(contains_eager(Membership.workspace))
    )
    return list(db.session.scalars(statement))


def members_of(workspace: Workspace) -> list[Membership]:
    """Return who works in a workspace."""
    statement = select(Membership).where(Membership.workspace_id == workspace.id).order_by(Membership.id)
    return list(db.session.scalars(statement))


def staff_members(cohort: Cohort) -> list[tuple[Staff, User]]:
    """Return who stands beside a class."""
    statement = select(Staff, User).join(User, User.id == Staff.user_id).where(Staff.cohort_id == cohort.id)
    return [(staff, user) for staff, user in db.session.execute(statement.order_by(User.display_name))]


def world_of(scenario: str) -> Workspace | None:
    """Return the seeded world of a scenario, from which workspaces are copied."""
    statement = select(Workspace).where(Workspace.scenario == scenario, Workspace.exercise_id.is_(None))
    return db.session.scalar(statement.order_by(Workspace.id.desc()))


def all_workspaces() -> list[Workspace]:
    """Return every workspace, oldest first."""
    return list(db.session.scalars(select(Workspace).order_by(Workspace.id)))


def scenarios() -> list[tuple[str, str]]:
    """Return the scenarios whose world is ready, with the name of the company."""
    statement = select(Workspace.scenario, Workspace.company_name).where(Workspace.exercise_id.is_(None)).distinct()
    return [(scenario, name) for scenario, name in db.session.execute(statement.order_by(Workspace.scenario))]


def user_in_cohort(cohort: Cohort, user_id: int) -> User | None:
    """Return a learner of the class, or None."""
    return next((each.user for each in members_of_cohort(cohort) if each.user_id == user_id), None)
