"""Small and flat: a function fits a screen, a file is no book."""

from __future__ import annotations

import ast

import pytest

from tests.house.sources import Source, python_files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# The script which a panel runs without us travels as one file.
LONG_FILES: dict[str, int] = {"crm/training/review/export/verify.py": 420}


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function takes, decorators aside."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("source", python_files(), ids=lambda source: source.path)
def test_a_file_is_short(source: Source) -> None:
    assert len(source.text.splitlines()) <= LONG_FILES.get(source.path, LONGEST_FILE)


@pytest.mark.parametrize("source", python_files(), ids=lambda source: source.path)
def test_a_function_fits_a_screen(source: Source) -> None:
    functions = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: _length(node) for node in functions if _length(node) > LONGEST_FUNCTION}
    assert not long


def test_exceptions_are_still_needed() -> None:
    lengths = {source.path: len(source.text.splitlines()) for source in python_files()}
    assert [path for path in LONG_FILES if lengths.get(path, 0) <= LONGEST_FILE] == []


def test_nothing_is_called_utils() -> None:
    vague = {"utils", "helpers", "services", "constants", "common", "misc"}
    assert [source.path for source in python_files() if source.path.rpartition("/")[2][:-3] in vague] == []
