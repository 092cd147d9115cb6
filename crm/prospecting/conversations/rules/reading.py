"""Reading a conversation graph from its TOML tables; whatever is unsound is refused with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from crm.kernel.choices import Labelled
from crm.prospecting.conversations.models import CustomerAct, FactKind, Medium, Outcome, Purpose, SalesAct
from crm.prospecting.conversations.rules.graph import Fact, Graph, Option, Persona, Turn, faults

Choice = TypeVar("Choice", bound=Labelled)


class GraphError(ValueError):
    """A graph that cannot be used; the message names the place and the reason."""


def read_graph(key: str, values: Mapping[str, object]) -> Graph:
    """Return the graph that a file's tables describe; `GraphError` if it is unsound."""
    table = _Table(key, values)
    graph = Graph(
        key=key,
        title=table.text("title"),
        language=table.text("language", "fr"),
        medium=table.choice(Medium, "medium"),
        purpose=table.choice(Purpose, "purpose", Purpose.PROSPECTING),
        goal=table.text("goal"),
        situation=table.text("situation"),
        persona=_persona(table.table("persona")),
        patience=table.number("patience"),
        mood=table.number("mood"),
        walkout=table.text("walkout"),
        for_individuals=table.flag("for_individuals", default=False),
        qualifies=table.flag("qualifies", default=True),
        canvasses=table.choice(Medium, "medium") is Medium.PHONE and table.flag("canvasses", default=True),
        facts={each.key: _fact(each) for each in table.table("facts").tables()},
        turns={each.key: _turn(each) for each in table.table("turns").tables()},
    )
    if found := faults(graph):
        raise GraphError(f"{key}: {'; '.join(found)}")
    return graph


@dataclass(frozen=True)
class _Table:
    """A TOML table and its name, so that faults can name it."""

    key: str
    values: Mapping[str, object]

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise GraphError(f"{self.key}: {name} is no text")
        return value

    def number(self, name: str) -> int:
        value = self.values.get(name, 0)
        if not isinstance(value, int):
            raise GraphError(f"{self.key}: {name} is no whole number")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        return bool(self.values.get(name, default))

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise GraphError(f"{self.key}: {name} is no list")
        return tuple(str(each) for each in value)

    def choice(self, choices: type[Choice], name: str, default: Choice | None = None) -> Choice:
        value = self.text(name, default.value if default is not None else None)
        found = next((each for each in choices if each.value == value), None)
        if found is None:
            raise GraphError(f"{self.key}: unknown {name} {value}")
        return found

    def table(self, name: str) -> _Table:
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise GraphError(f"{self.key}: {name} is no table")
        return _Table(name, value)

    def tables(self) -> list[_Table]:
        return [self._inner(name, value) for name, value in self.values.items()]

    def rows(self, name: str) -> list[_Table]:
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise GraphError(f"{self.key}: {name} is no list of tables")
        return [self._inner(f"{self.key}.{place}", each) for place, each in enumerate(value, 1)]

    @staticmethod
    def _inner(key: str, value: object) -> _Table:
        if not isinstance(value, dict):
            raise GraphError(f"{key} is no table")
        return _Table(key, value)


def _persona(table: _Table) -> Persona:
    return Persona(table.text("name"), table.text("role"), table.text("knowledge"), table.text("temper"))


def _fact(table: _Table) -> Fact:
    return Fact(
        key=table.key,
        kind=table.choice(FactKind, "kind"),
        text=table.text("text"),
        words=table.texts("words"),
        value=table.text("value", ""),
    )


def _turn(table: _Table) -> Turn:
    return Turn(
        key=table.key,
        text=table.text("says"),
        act=table.choice(CustomerAct, "act"),
        options=tuple(_option(each) for each in table.rows("options")),
        like=table.text("like", ""),
        reveals=table.texts("reveals"),
        outcome=table.choice(Outcome, "outcome") if "outcome" in table.values else None,
    )


def _option(table: _Table) -> Option:
    return Option(
        key=table.key,
        text=table.text("say"),
        act=table.choice(SalesAct, "act"),
        to=table.text("to"),
        mood=table.number("mood"),
        patience=table.number("patience"),
        mood_from=table.number("mood_from") if "mood_from" in table.values else None,
        needs=table.texts("needs"),
        otherwise=table.text("otherwise", ""),
    )
