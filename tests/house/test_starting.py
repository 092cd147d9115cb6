"""What a worker holds from the start: heavy libraries and texts are fetched when they are first needed."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pytest

from crm.app import ROOMS
from tests.house.sources import python_files

# Each costs a worker megabytes, and most pages never need it.
HEAVY = ("facturx", "geopy", "highspy", "lxml", "numpy", "openpyxl", "pypdf", "saxonche")
START = ("crm.wsgi", "crm.app", *(f"crm.{room}.routes" for room in ROOMS))


@lru_cache
def modules() -> dict[str, ast.Module]:
    """Return the house's modules by name."""
    return {
        source.path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): source.tree
        for source in python_files()
    }


def fetched_at_once(body: Iterable[ast.AST]) -> Iterator[str]:
    """Name what a module's own lines import, functions and what is for type checkers aside."""
    for node in body:
        match node:
            case ast.Import():
                yield from (each.name for each in node.names)
            case ast.ImportFrom(module=str(module)):
                yield module
                yield from (f"{module}.{each.name}" for each in node.names)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from fetched_at_once(node.orelse)
            case ast.If() | ast.Try() | ast.ExceptHandler() | ast.With() | ast.ClassDef():
                yield from fetched_at_once(ast.iter_child_nodes(node))


@lru_cache
def ways_from_the_start() -> dict[str, str]:
    """Return everything that starting imports, each with the module that asked for it first."""
    asked_by = dict.fromkeys(START, "")
    waiting = list(START)
    while waiting:
        name = waiting.pop()
        if name in modules():
            for wanted in fetched_at_once(modules()[name].body):
                if wanted not in asked_by:
                    asked_by[wanted] = name
                    waiting.append(wanted)
    return asked_by


@pytest.mark.parametrize("library", HEAVY)
def test_starting_fetches_no(library: str) -> None:
    found = {f"{asker} → {name}" for name, asker in ways_from_the_start().items() if name.split(".")[0] == library}
    assert found == set()


def test_starting_fetches_the_rooms() -> None:
    found = ways_from_the_start()
    assert {"flask", "crm.papers.render", "crm.billing.invoices.routes.one"} <= set(found)
