"""A stage between two requests: a page must not stand in the session in which the world was built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from flask import Flask

from crm.store.scoping import enter
from tests.builders import Cast, Stage

T = TypeVar("T")
Play = Callable[..., Any]


@pytest.fixture
def play(app: Flask, cast: Cast) -> Play:
    """Let something happen in Lina's workspace: `play(work_with_care, orders=2)`."""

    def act(scene: Callable[..., T], *args: object, **kwargs: object) -> T:
        with app.app_context():
            enter(cast.workspace)
            return scene(Stage(app, cast), *args, **kwargs)

    return act
