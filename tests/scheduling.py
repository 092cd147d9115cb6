"""Which tests one worker runs together: those that stand on the same costly world, else those of a file."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/browser/": "browser",
    "tests/journeys/": "seeded",
    "tests/training/scenarios/test_use_cases.py": "seeded",
    "tests/cli/": "seeded",
}


def world_of(nodeid: str) -> str:
    """Return what a test belongs to: a world, or else its file."""
    file = nodeid.partition("::")[0]
    return next((world for start, world in TOGETHER.items() if file.startswith(start)), file)


class Together:
    """The plugin that deals out whole files, and the files of one world as one, so that no world is made twice."""

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> Any:
        """Make the scheduler."""
        scheduler = LoadScopeScheduling(config, log)
        scheduler._split_scope = world_of
        return scheduler
