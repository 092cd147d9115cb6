"""Every address of the house, filled in from the URL map: a new route is covered without anybody thinking of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from crm.people.access import Permission
from tests.builders import Cast

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Address:
    """One way to ask for something: method, path, and who is allowed."""

    method: str
    path: str
    endpoint: str
    permission: Permission | None
    place: str

    def __str__(self) -> str:
        """What a failing test shows."""
        return f"{self.method} {self.path}"


def rules(app: Flask) -> list[Rule]:
    """Return the routes of the house, built files aside."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in {"assets.file", "static"}]


def addresses(app: Flask, cast: Cast, *, workspace_id: int, cohort_id: int) -> Iterator[Address]:
    """Yield each route with its numbers filled in: places as asked, things as they are in Lina's workspace."""
    adapter = app.url_map.bind("localhost")
    for rule in rules(app):
        filled = {name: _filling(rule, name, cast) for name in rule.arguments}
        filled |= {"workspace_id": workspace_id, "cohort_id": cohort_id}
        path = adapter.build(rule.endpoint, {name: filled[name] for name in rule.arguments})
        place = next((name for name in ("workspace_id", "cohort_id") if name in rule.arguments), "")
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        for method in METHODS:
            if method in (rule.methods or set()):
                yield Address(method, path, rule.endpoint, permission, place)


def _filling(rule: Rule, name: str, cast: Cast) -> object:
    """Return a value that the route takes and that names something real where it can."""
    converter = rule._converters[name]
    if isinstance(converter, NumberConverter):
        return cast.petit if name == "company_id" else 1
    allowed = getattr(converter, "items", None)
    return min(allowed) if allowed else "a"
