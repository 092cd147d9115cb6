"""What the parts of one run drew is judged as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rendered import SHARED, Rendered


def test_a_later_part_knows_what_an_earlier_one_drew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.setenv(SHARED, str(tmp_path / "rendered.txt"))
    earlier, later = Rendered(pytestconfig), Rendered(pytestconfig)
    earlier.names, later.names = {"house/style.html"}, {"house/base.html"}
    assert "house/style.html" in later.missing
    earlier.share()
    later.share()
    assert later.names == {"house/style.html", "house/base.html"}
    assert "house/style.html" not in later.missing


def test_a_run_of_one_part_shares_nothing(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.delenv(SHARED, raising=False)
    alone = Rendered(pytestconfig)
    alone.names = {"house/base.html"}
    alone.share()
    assert alone.names == {"house/base.html"}
