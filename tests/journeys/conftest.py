"""The seeded world; each test begins on a fresh copy of it with a class of two."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from crm.kernel.clock import FrozenClock
from crm.store.base import db
from tests.builders import MONDAY
from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner
from tests.seeded import SeededWorld


@pytest.fixture
def classroom(seeded_world: SeededWorld, clock: FrozenClock) -> Iterator[Classroom]:
    """Lina and Karim, each in a workspace of their own, on the first morning."""
    clock.instant = MONDAY
    seeded_world.database.renew()
    yield Classroom(seeded_world.app)
    with seeded_world.app.app_context():
        db.engine.dispose()


@pytest.fixture
def learner(classroom: Classroom) -> Callable[[str], Learner]:
    """Somebody of the class at a browser: `learner("lina")`."""
    return lambda login: Learner(classroom.app, login, classroom.workspaces[login])
