"""What may stand in no file, or only in one."""

from __future__ import annotations

import ast
import re

import pytest

from crm.config import ROOT
from tests.house.sources import Source, calls, python_files, tracked_files

# Written in pieces, so that this file does not find itself.
REGISTRIES = ("registry.npm" + "js", "pypi" + ".org", "files.python" + "hosted", "artifact" + "ory", "nexus" + ".")
PLACES = ("/work/" + "main", "/work/" + "shared", "/home/" + "user", "/ro" + "ot/", "/bash" + "_jobs")
WRITTEN = {".py", ".md", ".toml", ".txt", ".json", ".html", ".css", ".js", ".mjs", ".csv", ".typ", ".yaml", ".yml", ""}
MONEY_MAKERS = {"format_currency", "format_decimal", "format_percent", "format_date", "format_datetime"}


def _places_of(name: str) -> list[str]:
    """Return where in `crm` something of that name is called."""
    return [source.path for source in python_files() for _ in calls(source.tree, name)]


def test_the_transaction_ends_in_one_place() -> None:
    assert _places_of("commit") == ["crm/activity/door.py"]


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    asking = [
        source.path
        for source in python_files()
        for call in [*calls(source.tree, "now"), *calls(source.tree, "today"), *calls(source.tree, "utcnow")]
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in {"datetime", "date"}
    ]
    assert asking == ["crm/kernel/clock.py"]


@pytest.mark.parametrize("name", sorted(MONEY_MAKERS))
def test_only_wording_writes_sums_dates_and_rates(name: str) -> None:
    assert set(_places_of(name)) <= {"crm/kernel/wording.py"}


def test_no_float_is_made_of_money() -> None:
    guilty = [
        source.path
        for source in python_files()
        for call in calls(source.tree, "float")
        if any("cents" in ast.unparse(arg) or "money" in ast.unparse(arg).lower() for arg in call.args)
    ]
    assert guilty == []


def test_no_sql_is_written_as_text() -> None:
    guilty = [
        f"{source.path}:{node.lineno}"
        for source in python_files()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and any(alias.name in {"text", "literal_column"} for alias in node.names)
    ]
    assert guilty == []


def test_reading_across_workspaces_is_said_by_few() -> None:
    """A word one can search for: whoever is added here has been looked at."""
    known = {
        "crm/activity/indexing.py",  # a chain is verified whole
        "crm/activity/queries.py",  # as indexing
        "crm/people/accounts/queries.py",  # failed sign-ins stand in the house's chain
        "crm/store/scoping.py",  # where the word is understood
    }
    found = {source.path for source in python_files() if "every_workspace" in source.text}
    outside = {path for path in found - known if not path.startswith("crm/training/review/")}
    assert outside == set()


def _only_names_others(source: Source) -> bool:
    """Tell whether a file of a room that became a package does no more than import and list (decision 3)."""
    said = [type(node) for node in source.tree.body[1:]]
    listed = {"use_cases", "queries", "routes"}
    return source.path.split("/")[-2] in listed and set(said) <= {ast.ImportFrom, ast.Assign}


def test_init_files_are_empty_or_only_name_what_others_may_use() -> None:
    spoken = [each for each in python_files() if each.name == "__init__.py" and each.text.strip()]
    assert [each.path for each in spoken if not _only_names_others(each)] == []


def test_each_file_says_in_its_first_line_what_it_is() -> None:
    silent = [each.path for each in python_files() if each.name != "__init__.py" and not ast.get_docstring(each.tree)]
    assert silent == []


@pytest.mark.parametrize("words", [REGISTRIES, PLACES], ids=["registries", "places of a machine"])
def test_no_tracked_file_names(words: tuple[str, ...]) -> None:
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.suffix in WRITTEN and pattern.search(path.read_text("utf-8", errors="replace"))
    ]
    assert guilty == []


def test_nothing_built_is_tracked() -> None:
    built = re.compile(r"(^|/)(node_modules|dist|__pycache__)/|\.(mo|pyc|sqlite|woff2|ttf|otf|pdf|zip)$")
    assert [str(path) for path in tracked_files() if built.search(path.relative_to(ROOT).as_posix())] == []
