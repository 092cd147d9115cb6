"""The papers say what is so."""

from __future__ import annotations

import re
import tomllib

import pytest

from crm.cli.main import main
from crm.config import ROOT

DOCS = ROOT / "docs"
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in [*DOCS.rglob("*.md"), ROOT / "README.md"]
}


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", TEXTS[name]) if "://" not in link]
    assert [link for link in links if not (folder / link).exists() and not link.endswith(".png")] == []


@pytest.mark.parametrize("name", TEXTS)
def test_paths_that_are_named_exist(name: str) -> None:
    named = re.findall(r"`((?:crm|tests|templates|docs)/[\w./-]+)`", TEXTS[name])
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_security_names_modules_and_tests_that_exist() -> None:
    rows = [line.split("|") for line in TEXTS["docs/security.md"].splitlines() if line.startswith("| ")]
    where = [path for row in rows for path in re.findall(r"`([\w/]+\.py|[\w/]+)`", row[3].strip()) if "/" in path]
    assert [path for path in where if not (ROOT / "crm" / path).exists() and not (ROOT / path).exists()] == []


def test_every_setting_is_described() -> None:
    code = (ROOT / "crm" / "config.py").read_text("utf-8")
    described = set(re.findall(r"`(COMPTOIR_[A-Z_]+)`", TEXTS["docs/operations.md"]))
    assert described == set(re.findall(r'"(COMPTOIR_[A-Z_]+)"', code))


def test_commands_that_are_named_exist() -> None:
    named = {
        word
        for name, text in TEXTS.items()
        if name.startswith("docs/")
        for word in re.findall(r"^(?:\.venv\\Scripts\\)?crm ([a-z-]+)", text, re.MULTILINE)
    }
    assert named <= set(main.commands)


def test_the_floors_are_drawn_as_they_are_checked() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["id"] == "floors")
    checked = [name for layer in layers for name in layer.replace(" ", "").split("|")]
    drawing = TEXTS["docs/architecture.md"].split("```")[1]
    drawn = [re.split(r"\s{2,}", line.strip())[0] for line in drawing.strip().splitlines()]
    floors = [name for line in drawn for name in re.split(r"\s*[│─]\s*", line)]
    assert floors == [name for name in checked if name not in {"__main__", "wsgi", "config"}]


def test_every_decision_has_its_three_parts() -> None:
    for name, text in TEXTS.items():
        if name.startswith("docs/decisions/"):
            assert re.match(r"# \d+\. ", text), name
            assert all(f"## {part}" in text for part in ("Context", "Decision", "Consequences")), name
