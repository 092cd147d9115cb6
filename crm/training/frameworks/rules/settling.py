"""How an occasion is settled: to whom it counts, and with which records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.language import Clause
from crm.training.frameworks.rules.matching import agree, holds
from crm.training.frameworks.rules.parameters import Parameters
from crm.training.frameworks.rules.verdicts import Activation, Exhibit, Role, Standing

NOWHERE = float("inf")


@dataclass(frozen=True)
class Reading:
    """From where one looks: the simulated instant, whose evidence (None = everybody's), since when."""

    now: datetime
    subject: int | None = None
    since: datetime | None = None


class Checker(Protocol):
    """What judges one template, record by record."""

    words: frozenset[str]

    def feed(self, fact: Fact, parameters: Parameters) -> None:
        """Take one more record."""

    def take_over(self, opening: Fact, parameters: Parameters) -> None:
        """An exercise starts: what is settled counts no more, what is open starts anew."""

    def activations(self, reading: Reading) -> list[Activation]:
        """Return all occasions as they stand."""


def act(fact: Fact, others: Iterable[Exhibit], *, is_fault: bool, excused_by: Fact | None = None) -> Activation:
    """Settle a person's act: satisfied, or violated unless something excused it."""
    exhibits = [Exhibit(Role.OCCASION, fact.word, fact), *others]
    if is_fault and excused_by:
        exhibits.append(Exhibit(Role.EXCUSE, excused_by.word, excused_by))
    standing = Standing.VIOLATED if is_fault and not excused_by else Standing.SATISFIED
    return Activation(standing, in_order(exhibits), fact.person, team=_is_shared(exhibits))


def answered(fact: Fact, answer: Fact, due_at: datetime | None, *, taken_over: bool) -> Activation | None:
    """Settle an obligation as met, to the credit of who met it; None if no person had a hand in it."""
    person = fact.person if answer.person is None else answer.person
    if person is None:
        return None
    exhibits = [Exhibit(Role.OCCASION, fact.word, fact), Exhibit(Role.ANSWER, answer.word, answer)]
    return Activation(
        Standing.SATISFIED, in_order(exhibits), person, _is_shared(exhibits), due_at, taken_over=taken_over
    )


def unmet(
    fact: Fact, others: Iterable[Exhibit], standing: Standing, due_at: datetime | None, *, taken_over: bool
) -> Activation:
    """State an obligation which nobody has met: it is the whole workspace's."""
    exhibits = in_order([Exhibit(Role.OCCASION, fact.word, fact), *others])
    return Activation(standing, exhibits, None, team=True, due_at=due_at, taken_over=taken_over)


def excuse(clause: Clause, known: Sequence[Fact], fact: Fact, parameters: Parameters) -> Fact | None:
    """Return the latest record that excuses this one, if there is any; a sum never does."""
    events = [event for event in clause.unless if not any(condition.summed for condition in event.plain)]
    for each in reversed(known):
        met = (each.word == event.word and holds(event.conditions, each, parameters, fact) for event in events)
        if agree(each, fact, clause.agree) and any(met):
            return each
    return None


def seen_by(activation: Activation, subject: int | None) -> bool:
    """Tell whether an occasion concerns a person: their own, or an obligation nobody has met."""
    return subject is None or activation.person in {subject, None}


def in_order(exhibits: Iterable[Exhibit]) -> tuple[Exhibit, ...]:
    """Put exhibits in the order of the chain, what is missing last."""
    return tuple(sorted(exhibits, key=lambda each: NOWHERE if each.position is None else each.position))


def _is_shared(exhibits: Iterable[Exhibit]) -> bool:
    return len({each.fact.person for each in exhibits if each.fact and each.fact.person is not None}) > 1
