"""What the screens of a sale are tested on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import pytest
from flask import Flask

from crm.store.scoping import enter
from tests.builders import Cast, Stage

T = TypeVar("T")


class Backstage(Protocol):
    """Plays a scene in Lina's workspace before a browser looks at it."""

    def __call__(self, scene: Callable[[Stage], T], /) -> T:
        """Play it and return what it returns: plain values, for its session is over."""


@pytest.fixture
def backstage(app: Flask, cast: Cast) -> Backstage:
    """Play scenes in a session of their own: a browser's requests open theirs."""

    def play(scene: Callable[[Stage], T], /) -> T:
        with app.app_context():
            enter(cast.workspace)
            return scene(Stage(app, cast))

    return play
