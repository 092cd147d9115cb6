"""What every test stands on: a database of its own, the cast, a client that checks each page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TypeVar
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings

from crm.app import create_app
from crm.config import Settings
from crm.kernel.clock import FrozenClock
from crm.people.accounts import rules
from crm.store.base import db
from crm.store.scoping import enter
from tests import cluster
from tests.builders import MONDAY, Cast, Stage, raise_the_curtain
from tests.client import CheckingClient
from tests.databases import Database, PostgresDatabase, SqliteDatabase
from tests.deployed import deployed, deployed_house  # noqa: F401  (fixtures)
from tests.rendered import Rendered
from tests.scheduling import Together
from tests.seeded import SECRET, seeded_file, seeded_world  # noqa: F401  (fixtures)

T = TypeVar("T")

# The same examples on every run, however busy the machine: what fails here fails everywhere. Whoever looks for new
# counterexamples sets COMPTOIR_TEST_EXPLORE.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("exploring", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("exploring" if os.environ.get("COMPTOIR_TEST_EXPLORE") else "steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Choose the database: each run of the suite is on one of the two."""
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


CLUSTER = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start one throw-away cluster for all workers, and listen which pages are drawn."""
    config.pluginmanager.register(Rendered(config))
    if config.pluginmanager.has_plugin("xdist"):
        config.pluginmanager.register(Together())
    if config.getoption("--database") == "postgresql" and not hasattr(config, "workerinput"):
        os.environ["COMPTOIR_TEST_CLUSTER"] = CLUSTER.enter_context(cluster.running())


# What these go through is watched elsewhere; watching their every line doubles what they take.
UNWATCHED = ("tests/browser/", "tests/journeys/", "tests/papers/test_schematrons.py", "tests/training/scenarios/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second database, run what asks for a database; the rest says the same on both."""
    for item in items:
        if item.nodeid.startswith(UNWATCHED):
            item.add_marker(pytest.mark.no_cover)
    if config.getoption("--database") == "postgresql":
        chosen = [item for item in items if _asks_postgresql(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


def _asks_postgresql(item: pytest.Item) -> bool:
    """Tell whether a test says something more there.

    Acts and queries do. Screens send the same acts and ask the same queries: the journeys walk them on
    both databases, and one test opens every page.
    """
    wanted = {"database", "seeded_world"} & set(getattr(item, "fixturenames", ()))
    return bool(wanted) and not (item.path.name.startswith("test_") and "routes" in item.path.name)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let the cluster vanish."""
    if not hasattr(config, "workerinput"):
        CLUSTER.close()


@pytest.fixture(scope="session")
def clock() -> FrozenClock:
    """The real time of all tests: Monday 2 March 2026, 9:00 in Paris."""
    return FrozenClock(MONDAY)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The place where each test gets a fresh copy of the cast's world."""
    if request.config.getoption("--database") == "sqlite":
        yield SqliteDatabase(tmp_path_factory.mktemp("database"))
        return
    place = PostgresDatabase(os.environ["COMPTOIR_TEST_CLUSTER"], uuid4().hex[:12])
    yield place
    place.drop()


@pytest.fixture(scope="session")
def house(database: Database, clock: FrozenClock, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, with the cast on stage."""
    settings = Settings(
        database_url=database.url,
        secret_key=SECRET,
        seal_key=SECRET.encode(),
        data_dir=tmp_path_factory.mktemp("data"),
        production=False,
    )
    database.create()
    # The cast's passwords protect nothing: hashing them as dearly as real ones would take half of the suite's time.
    rules.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    app = create_app(settings, clock=clock)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        database.build()
    raise_the_curtain(app)
    with app.app_context():
        db.engine.dispose()
    database.keep()
    return app


@pytest.fixture
def app(house: Flask, database: Database, clock: FrozenClock) -> Iterator[Flask]:
    """The application on a fresh copy of the cast's world."""
    clock.instant = MONDAY
    database.renew()
    yield house
    with house.app_context():
        db.engine.dispose()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Lina, Karim, Noé, Mme Roy and the others: ids by name."""
    return Cast.of(app)


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Iterator[Stage]:
    """Lina's workspace, entered: `stage.do(use_case, …)` performs as Lina."""
    with app.app_context():
        enter(cast.workspace)
        yield Stage(app, cast)


@pytest.fixture
def client(app: Flask, cast: Cast) -> Callable[[str], CheckingClient]:
    """A browser in the hands of one of the cast: `client("lina")`, or nobody: `client("")`."""

    def open_browser(name: str) -> CheckingClient:
        browser = CheckingClient(app)
        if name:
            browser.sign_in(name)
        return browser

    return open_browser
