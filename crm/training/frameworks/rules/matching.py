"""When a record is the one a rule speaks of, and when two records belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from crm.training.frameworks.rules.facts import Detail, Fact
from crm.training.frameworks.rules.language import AnyOf, Condition, DetailRef, Event, ParameterRef
from crm.training.frameworks.rules.parameters import Parameters

Key: TypeAlias = tuple[int, ...]
NO_KEY: Key = ()
ACTOR = "actor"


def keys_of(fact: Fact, kinds: Sequence[str]) -> Iterable[Key]:
    """Return the correlations of a record: one id per kind, none if it lacks a kind."""
    if not kinds:
        return (NO_KEY,)
    return product(*(fact.ids(kind) for kind in kinds))


def agree(one: Fact, other: Fact, kinds: Sequence[str]) -> bool:
    """Tell whether two records name the same thing of each kind of which both name one."""
    for kind in kinds:
        mine, theirs = one.ids(kind), other.ids(kind)
        if mine and theirs and not set(mine) & set(theirs):
            return False
    return True


def detail(fact: Fact, key: str) -> Detail:
    """Return a detail, or None; `actor` is the kind of hand that acted, `acts.proof` a part of one that has parts."""
    if key == ACTOR:
        return fact.actor.kind.value
    name, _, part = key.partition(".")
    value = fact.details.get(name)
    if not part:
        return value
    return value.get(part) if isinstance(value, Mapping) else None


def says(fact: Fact, conditions: AnyOf) -> bool:
    """Tell whether a record holds all the details which the conditions ask about."""
    return all(detail(fact, each.key) is not None for group in conditions for each in group)


def holds(conditions: AnyOf, fact: Fact, parameters: Parameters, against: Fact | None = None) -> bool:
    """Tell whether one group of conditions holds; sums are left aside, `$` looks into `against`."""
    if not conditions:
        return True
    return any(
        all(each.summed or _compares(each, detail(fact, each.key), parameters, against) for each in group)
        for group in conditions
    )


def is_one(fact: Fact, event: Event, parameters: Parameters) -> bool:
    """Tell whether a record is an event of this word and these conditions."""
    return fact.word == event.word and holds(event.conditions, fact, parameters)


def _compares(condition: Condition, left: Detail, parameters: Parameters, against: Fact | None) -> bool:
    right: Detail
    if isinstance(condition.value, ParameterRef):
        right = parameters.number(condition.value)
    elif isinstance(condition.value, DetailRef):
        right = against.details.get(condition.value.name) if against else None
    else:
        right = condition.value
    return _compare(condition.operator, left, right)


def _compare(operator: str, left: Detail, right: Detail) -> bool:
    if isinstance(left, tuple):
        return _compare_list(operator, left, right)
    if left is None or right is None or isinstance(left, bool) is not isinstance(right, bool):
        return False
    if operator in {"=", "!="}:
        return (left == right) is (operator == "=")
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _ordered(operator, left < right, left == right)
    return isinstance(left, str) and isinstance(right, str) and _ordered(operator, left < right, left == right)


def _compare_list(operator: str, left: tuple[Detail, ...], right: Detail) -> bool:
    """A list is as long as a number says, and is a text which it holds."""
    if isinstance(right, int) and not isinstance(right, bool):
        return _compare(operator, len(left), right)
    return operator in {"=", "!="} and (right in left) is (operator == "=")


def _ordered(operator: str, less: bool, equal: bool) -> bool:  # noqa: FBT001  (three outcomes of one comparison)
    return {"<": less, "<=": less or equal, ">": not less and not equal, ">=": not less}[operator]


@dataclass
class Held:
    """A record kept in mind, and what has been added up since."""

    fact: Fact
    totals: dict[tuple[str, str], int] = field(default_factory=dict)

    def is_met_by(self, events: Sequence[Event], fact: Fact, parameters: Parameters) -> bool:
        """Tell whether one of the events has now happened to the record kept; sums grow on the way."""
        met = [self._meets(event, fact, parameters) for event in events if event.word == fact.word]
        return any(met)

    def _meets(self, event: Event, fact: Fact, parameters: Parameters) -> bool:
        if not holds(event.conditions, fact, parameters, self.fact):
            return False
        for key in {each.key for each in event.plain if each.summed}:
            value = fact.details.get(key)
            added = value if isinstance(value, int) else 0
            self.totals[(event.word, key)] = self.totals.get((event.word, key), 0) + added
        return all(
            _compares(each, self.totals[(event.word, each.key)], parameters, self.fact)
            for each in event.plain
            if each.summed
        )
