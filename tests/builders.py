"""The cast, and worlds built through the use cases: every world in a test is one that could exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from flask import Flask
from sqlalchemy import select

from crm.activity.chain import Json
from crm.activity.door import House, Standing, Work, perform
from crm.activity.models import ActivityRecord
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.money import Money
from crm.people.accounts.models import User
from crm.people.accounts.use_cases import create_account
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Cohort, Mode, StaffRole, Workspace
from crm.people.workspaces.use_cases import add_staff, create_cohort, create_exercise, open_workspace, open_world
from crm.prospecting.companies.models import Company, Nature
from crm.prospecting.companies.models import Stage as CompanyStage
from crm.prospecting.companies.use_cases import CompanyData, create_company
from crm.store.base import db
from crm.store.scoping import HOUSE_WORKSPACE, enter
from tests.client import PASSWORD

P = ParamSpec("P")
T = TypeVar("T")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PROCEDURES: dict[str, Json] = {
    "quote_answer_hours": 24,
    "invoice_delay_days": 1,
    "filing_days": 1,
    "reminder_1_days": 8,
    "reminder_2_days": 15,
    "reminder_3_days": 30,
    "reminder_grace_days": 5,
    "discount_limit_bp": 500,
    "payment_days": 30,
    "plan_limit_days": 60,
    "large_order_cents": 300_000,
    "credit_limit_default_cents": 200_000,
    "payment_recording_days": 2,
}
PEOPLE = {
    "lina": "Lina",
    "karim": "Karim",
    "noe": "Noé",
    "roy": "Mme Roy",
    "adam": "M. Adam",
    "chef": "L’administratrice",
}


def a_company(work: Work, /, legal_name: str = "Boulangerie Petit", **values: object) -> Company:
    """Create a customer, Boulangerie Petit unless told otherwise."""
    data: dict[str, object] = {"siren": "100000009", "city": "Lille", "email": "contact@petit.example"}
    if legal_name != "Boulangerie Petit":
        data = {"city": "Arras"}
    stage = values.pop("stage", CompanyStage.CUSTOMER)
    return create_company(work, CompanyData(legal_name=legal_name, **(data | values)), stage=stage)  # type: ignore[arg-type]


def an_individual(work: Work, name: str = "Mme Durand") -> Company:
    """Create a consumer."""
    return a_company(work, name, nature=Nature.INDIVIDUAL)


def raise_the_curtain(app: Flask) -> None:
    """Put the cast on stage: two workspaces of one class, a trainer, an assessor, an administrator."""
    house = app.extensions["house"]
    with app.app_context():
        world_id = perform(
            Standing(house=house),
            open_world,
            scenario="petit-monde",
            company_name="Nord Bureau",
            starts_on=date(2026, 3, 2),
            seed=7,
        ).id
    with app.app_context():
        enter(world_id)
        world = workspaces.workspace_by_id(world_id)
        assert world is not None
        perform(workspaces.standing_in(house, world), a_company)
    with app.app_context():
        perform(Standing(house=house), _seat_the_cast)


def _seat_the_cast(work: Work) -> None:
    """Create accounts, class, exercise and workspaces."""
    people = {
        login: create_account(work, login=login, display_name=name, password=PASSWORD, is_administrator=login == "chef")
        for login, name in PEOPLE.items()
    }
    cohort = create_cohort(work, name="AC-2026")
    add_staff(work, cohort, people["roy"], role=StaffRole.TRAINER)
    add_staff(work, cohort, people["adam"], role=StaffRole.ASSESSOR, until=date(2026, 3, 31))
    exercise = create_exercise(
        work,
        cohort,
        title="Semaine de l’ADV",
        scenario="petit-monde",
        framework="TP-AC-2020",
        mode=Mode.TRAINING,
        seed=7,
        procedures=PROCEDURES,
    )
    open_workspace(work, exercise, name="Lina et Karim", members=[people["lina"], people["karim"]])
    open_workspace(work, exercise, name="Noé", members=[people["noe"]])


@dataclass(frozen=True)
class Cast:
    """The ids of who and what is always there."""

    people: dict[str, int]
    workspace: int
    elsewhere: int
    cohort: int
    petit: int

    @classmethod
    def of(cls, app: Flask) -> Cast:
        """Look them up."""
        with app.app_context():
            enter(HOUSE_WORKSPACE)
            people = dict(db.session.execute(select(User.login, User.id)).all())
            places = dict(db.session.execute(select(Workspace.name, Workspace.id)).all())
            cohort = db.session.scalars(select(Cohort.id)).one()
            everywhere = select(Company.id).where(Company.workspace_id == places["Noé"])
            petit = db.session.scalars(everywhere.execution_options(every_workspace=True)).one()
        return cls(people, places["Lina et Karim"], places["Noé"], cohort, petit)


class Stage:
    """Lina's workspace, from inside: perform use cases, read records."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        """Stand in the workspace of the session."""
        self.app, self.cast = app, cast

    @property
    def house(self) -> House:
        """The running house."""
        found = self.app.extensions["house"]
        assert isinstance(found, House)
        return found

    @property
    def workspace(self) -> Workspace:
        """Lina's workspace as it is now."""
        found = workspaces.workspace_by_id(self.cast.workspace)
        assert found is not None
        return found

    def standing(self, actor: str | Actor = "lina", **more: object) -> Standing:
        """Return where somebody of the cast, a customer or the house stands."""
        who = actor
        if isinstance(who, str):
            who = Actor(ActorKind.PERSON, PEOPLE[who], self.cast.people[who])
        return workspaces.standing_in(self.house, self.workspace, actor=who, **more)  # type: ignore[arg-type]

    def do(self, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Perform as Lina."""
        return perform(self.standing(), use_case, *args, **kwargs)

    def do_as(
        self, actor: str | Actor, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Perform as somebody else."""
        return perform(self.standing(actor), use_case, *args, **kwargs)

    @property
    def petit(self) -> Company:
        """Boulangerie Petit."""
        return db.session.scalars(select(Company).where(Company.id == self.cast.petit)).one()

    def records(self, word: str | None = None) -> list[dict[str, Any]]:
        """Return the sealed facts of the workspace, oldest first, of one word if it is given."""
        statement = select(ActivityRecord).order_by(ActivityRecord.position)
        found = [json.loads(record.text) for record in db.session.scalars(statement)]
        return [fact for fact in found if word is None or fact["activity"] == word]

    def last(self, word: str) -> dict[str, Any]:
        """Return the facts of the newest record of a word."""
        return self.records(word)[-1]


EUROS = Money.of
