"""Every page of a played workspace opens, on both databases: what a page asks, each of them must understand."""

from __future__ import annotations

from tests.browser.crawl import reachable
from tests.client import PASSWORD
from tests.journeys.classroom import Classroom

LEAST = 60


def test_opens(classroom: Classroom) -> None:
    classroom.play("demo-careful", "lina")
    assert len(reachable(classroom.app, "lina", password=PASSWORD)) > LEAST
