"""What a conversation graph is made of, and what makes one sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crm.prospecting.conversations.models import CustomerAct, FactKind, Medium, Outcome, Purpose, SalesAct


@dataclass(frozen=True)
class Fact:
    """Something that can be learnt: said on paper it has one of `words`, or the qualification's `value`."""

    key: str
    kind: FactKind
    text: str
    words: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class Option:
    """Something that the salesperson can say; points of `mood` and `patience` are added.

    It leads `to` a turn; where the mood reaches less than `mood_from` or one of
    the facts in `needs` was not learnt before, to `otherwise`.
    """

    key: str
    text: str
    act: SalesAct
    to: str
    mood: int = 0
    patience: int = 0
    mood_from: int | None = None
    needs: tuple[str, ...] = ()
    otherwise: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """The turns that may follow."""
        return (self.to, self.otherwise) if self.otherwise else (self.to,)


@dataclass(frozen=True)
class Turn:
    """What the other one says; it ends the conversation if it has an `outcome`.

    A turn without options of its own offers those of the turn `like`.
    """

    key: str
    text: str
    act: CustomerAct
    options: tuple[Option, ...] = ()
    like: str = ""
    reveals: tuple[str, ...] = ()
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Persona:
    """Who is on the other end; hidden until all is said."""

    name: str
    role: str
    knowledge: str
    temper: str


@dataclass(frozen=True)
class Graph:
    """A conversation that can be held: the first turn opens it, `walkout` ends it when patience is gone.

    It `canvasses` when we call somebody to sell: who calls us, or owes us, is not canvassed.
    """

    key: str
    title: str
    language: str
    medium: Medium
    purpose: Purpose
    goal: str
    situation: str
    persona: Persona
    patience: int
    mood: int
    walkout: str
    for_individuals: bool
    qualifies: bool
    canvasses: bool
    facts: Mapping[str, Fact]
    turns: Mapping[str, Turn]

    @property
    def first(self) -> Turn:
        """The turn that opens it."""
        return next(iter(self.turns.values()))

    def options_at(self, turn: Turn) -> tuple[Option, ...]:
        """Return what can be said at a turn, asked before or not."""
        return self.turns[turn.like].options if turn.like else turn.options


def faults(graph: Graph) -> list[str]:
    """Return what is wrong with a graph, in words; nothing if it is sound."""
    return list(_dangling(graph)) or [*_unreached(graph), *_endless(graph), *_unsaid(graph)]


def _dangling(graph: Graph) -> Iterator[str]:
    """Yield names of turns and facts that do not exist, ends that go on, dead ends."""
    walkout = graph.turns.get(graph.walkout)
    if walkout is None or walkout.outcome is None:
        yield f"walkout {graph.walkout} is no end"
    for turn in graph.turns.values():
        yield from (f"{turn.key} reveals unknown {fact}" for fact in turn.reveals if fact not in graph.facts)
        if turn.like and not (graph.turns.get(turn.like) and graph.turns[turn.like].options):
            yield f"{turn.key} is like {turn.like}, which offers nothing"
        elif bool(turn.outcome) == bool(graph.options_at(turn)):
            yield f"{turn.key} is a dead end or an end that goes on"
        for option in turn.options:
            yield from (f"{option.key} leads to unknown {to}" for to in option.targets if to not in graph.turns)
            yield from (f"{option.key} needs unknown {fact}" for fact in option.needs if fact not in graph.facts)
            if bool(option.otherwise) != bool(option.needs or option.mood_from is not None):
                yield f"{option.key} has a condition without another way, or the reverse"
            if option.patience > 0:
                yield f"{option.key} gives patience back"


def _unreached(graph: Graph) -> Iterator[str]:
    """Yield turns to which nothing leads."""
    seen, open_ = {graph.walkout}, [graph.first.key]
    while open_:
        key = open_.pop()
        if key not in seen:
            seen.add(key)
            open_.extend(to for option in graph.options_at(graph.turns[key]) for to in option.targets)
    yield from (f"{key} is never reached" for key in graph.turns if key not in seen)


def _endless(graph: Graph) -> Iterator[str]:
    """Yield turns to which one can come back at no cost: such a walk would never end."""
    free = {
        turn.key: {to for option in graph.options_at(turn) if not option.patience for to in option.targets}
        for turn in graph.turns.values()
    }
    for start, nearest in free.items():
        seen: set[str] = set()
        open_ = list(nearest)
        while open_:
            key = open_.pop()
            if key not in seen:
                seen.add(key)
                open_.extend(free[key])
        if start in seen:
            yield f"{start} comes back at no cost"


def _unsaid(graph: Graph) -> Iterator[str]:
    """Yield facts that nobody ever says, and a graph whose goal cannot be reached."""
    said = {fact for turn in graph.turns.values() for fact in turn.reveals}
    yield from (f"{key} is never revealed" for key in graph.facts if key not in said)
    if not any(turn.outcome is Outcome.REACHED for turn in graph.turns.values()):
        yield "no turn reaches the goal"
