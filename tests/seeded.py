"""The shipped scenario's world, entered once for all tests of a run: entering twelve months takes many seconds."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from crm.activity.door import House, Standing, perform
from crm.app import create_app
from crm.config import Settings
from crm.kernel.clock import FrozenClock
from crm.store.base import db
from crm.training.scenarios.use_cases import Seeded, seed
from tests.builders import MONDAY
from tests.databases import Database, PostgresDatabase, SqliteDatabase
from tests.journeys.classroom import SCENARIO, seat_two_learners

SECRET = "a secret for tests only, long enough to be one"


@dataclass(frozen=True)
class SeededWorld:
    """An application in whose database the world stands, with a class of two learners on their first morning."""

    app: Flask
    database: Database
    found: Seeded

    @property
    def house(self) -> House:
        """The running house."""
        house = self.app.extensions["house"]
        assert isinstance(house, House)
        return house


def app_on(url: str, data: Path, *, clock: FrozenClock) -> Flask:
    """Make an application on a database, as the tests have it."""
    settings = Settings(database_url=url, secret_key=SECRET, seal_key=SECRET.encode(), data_dir=data, production=False)
    app = create_app(settings, clock=clock)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the world and nobody in it, sealed with the tests' secret; whoever asks first makes it.

    Beside it lies what entering it returned, as JSON.
    """
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    made = common / "seeded" / "world.sqlite"
    made.parent.mkdir(exist_ok=True)
    with (made.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(made, tmp_path_factory.mktemp("data"))
    return made


def _make(made: Path, data: Path) -> None:
    """Enter the world into a file that appears whole."""
    draft = made.with_suffix(".draft")
    app = app_on(f"sqlite:///{draft}", data, clock=FrozenClock(MONDAY))
    found = _fill(app, SqliteDatabase(made.parent))
    made.with_suffix(".json").write_text(json.dumps(asdict(found)), "utf-8")
    draft.rename(made)


def _fill(app: Flask, database: Database) -> Seeded:
    """Build the schema and enter the world."""
    with app.app_context():
        database.build()
    with app.app_context():
        found = seed(app.extensions["house"], SCENARIO)
    with app.app_context():
        db.engine.dispose()
    return found


@pytest.fixture(scope="session")
def seeded_world(
    request: pytest.FixtureRequest, clock: FrozenClock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SeededWorld]:
    """The world on the database of this run; `database.renew()` brings its first morning back."""
    data = tmp_path_factory.mktemp("world")
    database: SqliteDatabase | PostgresDatabase
    if request.config.getoption("--database") == "sqlite":
        database = SqliteDatabase(data)
        app = app_on(database.url, data, clock=clock)
        made: Path = request.getfixturevalue("seeded_file")
        shutil.copy(made, database.path)
        found = Seeded(**json.loads(made.with_suffix(".json").read_text("utf-8")))
    else:
        database = PostgresDatabase(os.environ["COMPTOIR_TEST_CLUSTER"], uuid4().hex[:12])
        database.create()
        app = app_on(database.url, data, clock=clock)
        found = _fill(app, database)
    with app.app_context():
        perform(Standing(house=app.extensions["house"]), seat_two_learners)
    with app.app_context():
        db.engine.dispose()
    database.keep()
    yield SeededWorld(app, database, found)
    if isinstance(database, PostgresDatabase):
        database.drop()
