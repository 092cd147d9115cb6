"""Classes, exercises, and the workspaces in which learners run the simulated company."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.activity.chain import Json
from crm.activity.standing import procedure_in
from crm.kernel.actor import Assistance
from crm.kernel.choices import Labelled
from crm.kernel.clock import local_date
from crm.kernel.errors import N_
from crm.people.accounts.models import User
from crm.store.base import Base
from crm.store.types import EnumColumn, JsonColumn, UtcDateTime


class Mode(Labelled):
    """What an exercise is for; it is declared before it starts."""

    TRAINING = "training", N_("Entraînement")
    ASSESSMENT = "assessment", N_("Évaluation")


class StaffRole(Labelled):
    """Who stands beside a class."""

    TRAINER = "trainer", N_("Formateur")
    ASSESSOR = "assessor", N_("Évaluateur")


class Cohort(Base):
    """A class: the people who train together."""

    __tablename__ = "cohorts"
    kind: ClassVar[str] = "cohort"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    @property
    def label(self) -> str:
        """What records call the class."""
        return self.name


class Staff(Base):
    """A trainer or an assessor of a class; an assessor's access ends on a day."""

    __tablename__ = "cohort_staff"
    __table_args__ = (UniqueConstraint("cohort_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[StaffRole] = mapped_column(EnumColumn(StaffRole))
    until: Mapped[date | None] = mapped_column(default=None)


class Exercise(Base):
    """What a class works on: scenario, frameworks, mode, the company's procedures, the seed of chance.

    `framework` is shown first; `more_frameworks` names others, with blanks between, by which the same acts are judged.
    """

    __tablename__ = "exercises"
    kind: ClassVar[str] = "exercise"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    scenario: Mapped[str] = mapped_column(String(60))
    framework: Mapped[str] = mapped_column(String(40))
    mode: Mapped[Mode] = mapped_column(EnumColumn(Mode))
    seed: Mapped[int]
    procedures: Mapped[dict[str, Json]] = mapped_column(JsonColumn)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    more_frameworks: Mapped[str] = mapped_column(String(200), default="")
    cohort: Mapped[Cohort] = relationship(lazy="joined", init=False)

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The frameworks by which it is judged, the one that is shown first at the start."""
        return (self.framework, *self.more_frameworks.split())

    @property
    def label(self) -> str:
        """What records call the exercise."""
        return self.title


class Workspace(Base):
    """One learner's or team's own copy of the simulated company, with its own clock.

    `now` is the simulated instant at which the day began and `day_began_at`
    the chain's position then. A workspace without exercise is the seeded
    world of a scenario, from which the others are copied.
    """

    __tablename__ = "workspaces"
    kind: ClassVar[str] = "workspace"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercises.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    scenario: Mapped[str] = mapped_column(String(60))
    company_name: Mapped[str] = mapped_column(String(120))
    seed: Mapped[int]
    now: Mapped[datetime] = mapped_column(UtcDateTime())
    day_began_at: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime())
    exercise: Mapped[Exercise | None] = relationship(lazy="joined", init=False)

    @property
    def label(self) -> str:
        """What records call the workspace."""
        return self.name

    @property
    def today(self) -> date:
        """The simulated day."""
        return local_date(self.now)

    @property
    def exercise_title(self) -> str:
        """What the screens show beside the company's name."""
        return self.exercise.title if self.exercise else ""

    @property
    def procedures(self) -> dict[str, Json]:
        """The company's procedures in this exercise."""
        return self.exercise.procedures if self.exercise else {}

    def procedure(self, name: str) -> int:
        """Return one of the company's procedures that is a whole number (days, hours, cents, basis points)."""
        return procedure_in(self.procedures, name)

    @property
    def mode(self) -> Mode:
        """Training, unless the exercise says otherwise."""
        return self.exercise.mode if self.exercise else Mode.TRAINING


class Membership(Base):
    """A learner works in a workspace, with this much help."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    assistance: Mapped[Assistance] = mapped_column(EnumColumn(Assistance), default=Assistance.ALONE)
    user: Mapped[User] = relationship(lazy="joined", init=False)
    workspace: Mapped[Workspace] = relationship(lazy="raise", init=False)
