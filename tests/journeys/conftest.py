"""The seeded world, entered once; each test begins on a fresh copy of it with a class of two."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from flask import Flask

from crm.activity.door import Standing, perform
from crm.app import create_app
from crm.config import Settings
from crm.kernel.clock import FrozenClock
from crm.store.base import db
from crm.training.scenarios.use_cases import seed
from tests.builders import MONDAY
from tests.conftest import SECRET
from tests.databases import Database, PostgresDatabase, SqliteDatabase
from tests.journeys.classroom import SCENARIO, Classroom, seat_two_learners
from tests.journeys.screens import Learner


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The place of the seeded world."""
    if request.config.getoption("--database") == "sqlite":
        yield SqliteDatabase(tmp_path_factory.mktemp("world"))
        return
    place = PostgresDatabase(os.environ["COMPTOIR_TEST_CLUSTER"], uuid4().hex[:12])
    yield place
    place.drop()


@pytest.fixture(scope="session")
def seeded(database: Database, clock: FrozenClock, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with the scenario's world and a class of two learners."""
    database.create()
    settings = Settings(
        database_url=database.url,
        secret_key=SECRET,
        seal_key=SECRET.encode(),
        data_dir=tmp_path_factory.mktemp("data"),
        production=False,
    )
    app = create_app(settings, clock=clock)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        database.build()
    with app.app_context():
        seed(app.extensions["house"], SCENARIO)
    with app.app_context():
        perform(Standing(house=app.extensions["house"]), seat_two_learners)
    with app.app_context():
        db.engine.dispose()
    database.keep()
    return app


@pytest.fixture
def classroom(seeded: Flask, database: Database, clock: FrozenClock) -> Iterator[Classroom]:
    """Lina and Karim, each in a workspace of their own, on the first morning."""
    clock.instant = MONDAY
    database.renew()
    yield Classroom(seeded)
    with seeded.app_context():
        db.engine.dispose()


@pytest.fixture
def learner(classroom: Classroom) -> Callable[[str], Learner]:
    """Somebody of the class at a browser: `learner("lina")`."""
    return lambda login: Learner(classroom.app, login, classroom.workspaces[login])
