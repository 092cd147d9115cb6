"""The shipped scenario, read once, and a copy of its files that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crm.training.scenarios.models import Scenario
from crm.training.scenarios.rules import read_scenario

SHIPPED = Path(__file__).parents[3] / "seed_data" / "scenarios" / "nordbureau"


@pytest.fixture(scope="session")
def nordbureau() -> Scenario:
    """Return the shipped scenario."""
    return read_scenario(SHIPPED)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a directory with the shipped scenario's files."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "nordbureau"))
