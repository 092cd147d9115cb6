"""What the judge reads: a record's sealed text as a frozen value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from crm.kernel.actor import Actor, ActorKind, Assistance

Detail: TypeAlias = str | int | float | bool | tuple["Detail", ...] | Mapping[str, "Detail"] | None
T = TypeVar("T")


class UnreadableRecord(ValueError):
    """A text that is not a record of ours; the message names the part at fault."""


@dataclass(frozen=True)
class Thing:
    """One of the things which a record concerns, such as an invoice."""

    kind: str
    id: int
    label: str = ""


@dataclass(frozen=True)
class Fact:
    """One record: who did what, when, about what.

    `happened_at` is the simulated instant and `recorded_at` the real one, both
    aware. `position` counts from the start of the workspace's chain.
    """

    position: int
    word: str
    actor: Actor
    happened_at: datetime
    recorded_at: datetime
    assistance: Assistance = Assistance.ALONE
    about: tuple[Thing, ...] = ()
    details: Mapping[str, Detail] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def ids(self, kind: str) -> tuple[int, ...]:
        """Return the ids of the things of one kind which this record concerns."""
        return tuple(thing.id for thing in self.about if thing.kind == kind)

    @property
    def person(self) -> int | None:
        """The id of the user who acted; None if a customer, a supplier or the house did."""
        return self.actor.id if self.actor.is_person else None


def fact_from_text(text: str) -> Fact:
    """Read a record's sealed JSON text; `UnreadableRecord` if it is not one."""
    try:
        return _fact(_mapping(json.loads(text), "record"))
    except UnreadableRecord:
        raise
    except ValueError as fault:
        raise UnreadableRecord(str(fault)) from fault


def _fact(record: Mapping[str, object]) -> Fact:
    return Fact(
        position=_part(record, "position", int),
        word=_part(record, "activity", str),
        actor=_actor(_mapping(record.get("actor"), "actor")),
        assistance=Assistance(_part(record, "assistance", str)),
        happened_at=_instant(record, "happened_at"),
        recorded_at=_instant(record, "recorded_at"),
        about=tuple(_thing(_mapping(each, "about")) for each in _part(record, "about", list)),
        details=_frozen_mapping(_mapping(record.get("details"), "details")),
    )


def _actor(record: Mapping[str, object]) -> Actor:
    number = None if record.get("id") is None else _part(record, "id", int)
    return Actor(ActorKind(_part(record, "kind", str)), _part(record, "name", str), number)


def _thing(record: Mapping[str, object]) -> Thing:
    return Thing(_part(record, "kind", str), _part(record, "id", int), _part(record, "label", str))


def _instant(record: Mapping[str, object], name: str) -> datetime:
    instant = datetime.fromisoformat(_part(record, name, str))
    if instant.tzinfo is None:
        raise UnreadableRecord(name)
    return instant


def _part(record: Mapping[str, object], name: str, kind: type[T]) -> T:
    value = record.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise UnreadableRecord(name)
    return value


def _mapping(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise UnreadableRecord(name)
    return value


def _frozen_mapping(value: Mapping[str, object]) -> Mapping[str, Detail]:
    return MappingProxyType({key: _frozen(each) for key, each in value.items()})


def _frozen(value: object) -> Detail:
    if isinstance(value, dict):
        return _frozen_mapping(value)
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    if value is None or isinstance(value, str | int | float):
        return value
    raise UnreadableRecord(repr(value))  # pragma: no cover  (JSON knows no other value)
