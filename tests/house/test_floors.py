"""The order of the floors holds."""

from __future__ import annotations

import pytest
from importlinter.cli import lint_imports

from crm.config import ROOT


def test_imports_go_down_the_floors(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out
