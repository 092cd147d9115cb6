"""The worlds that are measured: a house of its own in a folder of its own, filled in bulk through the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Concatenate, ParamSpec, TypeVar

from flask import Flask

from benchmarks.filling import Size, fill
from crm.activity.door import House, Standing, Work, perform
from crm.app import create_app
from crm.config import Settings
from crm.people.accounts.models import User
from crm.people.accounts.use_cases import create_account
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Exercise, Mode, Workspace
from crm.people.workspaces.use_cases import create_cohort, create_exercise, open_workspace, open_world
from crm.store.base import db
from crm.store.schema import finish
from crm.store.scoping import HOUSE_WORKSPACE, enter
from tests import cluster
from tests.databases import PostgresDatabase

P = ParamSpec("P")
T = TypeVar("T")
PASSWORD = "mot-de-passe-de-mesure"  # noqa: S105  (opens a database that lives for minutes)
SECRET = "a secret for measuring only, long enough to be one"  # noqa: S105  (as above)
FIRST_DAY = date(2026, 3, 2)
BIG = Size(companies=2_000, invoices=10_000, lines=3)
QUICK = Size(companies=200, invoices=1_000, lines=3)


@dataclass(frozen=True)
class Place:
    """A workspace to measure in, and the learner who works there."""

    workspace_id: int
    user_id: int
    login: str


@dataclass(frozen=True)
class World:
    """A house on a database that lives as long as the measuring."""

    app: Flask
    settings: Settings
    database: str

    @property
    def house(self) -> House:
        """The running house."""
        found = self.app.extensions["house"]
        assert isinstance(found, House)
        return found

    @contextmanager
    def inside(self, workspace_id: int = HOUSE_WORKSPACE) -> Iterator[None]:
        """Stand in a workspace with a session of one's own."""
        with self.app.app_context():
            enter(workspace_id)
            yield

    def standing(self, place: Place) -> Standing:
        """Return where a learner stands; only inside the workspace."""
        user = db.session.get(User, place.user_id)
        assert user is not None
        return workspaces.standing_in(self.house, the_workspace(place.workspace_id), actor=user.actor)

    def do(self, place: Place, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Perform once as the learner of a place, in a session of its own."""
        with self.inside(place.workspace_id):
            return perform(self.standing(place), use_case, *args, **kwargs)

    def settle(self, *names: str, scenario: str) -> list[Place]:
        """Open a workspace for each new learner, copied from a scenario's world."""
        with self.inside():
            return perform(Standing(house=self.house), _seat, scenario, names)

    def make_world(self, scenario: str, size: Size) -> int:
        """Fill the world of a scenario, from which workspaces are copied, and return its workspace's id."""
        standing = Standing(house=self.house)
        with self.inside():
            world_id = perform(
                standing, open_world, scenario=scenario, company_name="Nord Bureau", starts_on=FIRST_DAY, seed=7
            ).id
        with self.inside(world_id):
            perform(workspaces.standing_in(self.house, the_workspace(world_id)), fill, size, before=FIRST_DAY)
        return world_id


def the_workspace(workspace_id: int) -> Workspace:
    """Return a workspace that is there."""
    found = workspaces.workspace_by_id(workspace_id)
    assert found is not None
    return found


def _seat(work: Work, scenario: str, names: tuple[str, ...]) -> list[Place]:
    """Create the accounts of a class and open their workspaces."""
    exercise, places = new_exercise(work, scenario), []
    for name in names:
        user = create_account(work, login=name, display_name=name.capitalize(), password=PASSWORD)
        workspace = open_workspace(work, exercise, name=name, members=[user])
        places.append(Place(workspace.id, user.id, user.login))
    return places


def new_exercise(work: Work, scenario: str) -> Exercise:
    """Set an exercise on a scenario for a new class."""
    return create_exercise(
        work,
        create_cohort(work, name=f"{scenario} {work.real_now.isoformat()}"),
        title="Mesures",
        scenario=scenario,
        framework="TP-AC-2020",
        mode=Mode.TRAINING,
        seed=7,
        procedures={},
    )


@contextmanager
def new_world(database: str) -> Iterator[World]:
    """Yield a house on a fresh database; nothing of it remains afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="comptoir-bench-")))
        url = f"sqlite:///{folder / 'crm.sqlite'}"
        if database == "postgresql":
            place = PostgresDatabase(stack.enter_context(cluster.running()), "bench")
            place.create()
            url = place.url
        settings = Settings(
            database_url=url, secret_key=SECRET, seal_key=SECRET.encode(), data_dir=folder, production=False
        )
        app = create_app(settings)
        with app.app_context():
            _lay_tables()
        stack.callback(_close, app)
        yield World(app, settings, database)


def _lay_tables() -> None:
    """Make the tables from the models, with their triggers."""
    with db.engine.connect().execution_options(writing=True) as connection:
        db.metadata.create_all(connection)
        finish(connection)
        connection.commit()


def _close(app: Flask) -> None:
    """Let go of the database."""
    with app.app_context():
        db.engine.dispose()
