"""What the machine states: how many occasions were satisfied, violated, are pending, and on which records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from crm.kernel.actor import Assistance
from crm.kernel.choices import Labelled
from crm.kernel.clock import local_date
from crm.kernel.errors import N_
from crm.training.frameworks.rules.facts import Fact, Thing
from crm.training.frameworks.rules.parameters import Setting

AIDS = tuple(Assistance)


class Standing(Labelled):
    """The four values of a finding."""

    SATISFIED = "satisfied", N_("satisfait")
    VIOLATED = "violated", N_("non respecté")
    PENDING = "pending", N_("en attente")
    NO_OCCASION = "no_occasion", N_("aucune occasion")


class Role(Labelled):
    """Why a record is shown with an occasion."""

    OCCASION = "occasion", N_("occasion")
    ANSWER = "answer", N_("réponse")
    BEFORE = "before", N_("préalable")
    EXCUSE = "excuse", N_("exception")
    OBSTACLE = "obstacle", N_("empêchement")
    OUT_OF_TIME = "out_of_time", N_("hors délai")
    MISSING = "missing", N_("manquant")


@dataclass(frozen=True)
class Exhibit:
    """A record behind a finding, or (no fact) the word of the record which is missing."""

    role: Role
    word: str
    fact: Fact | None = None

    @property
    def position(self) -> int | None:
        """The record's place in the chain; None for what is missing."""
        return self.fact.position if self.fact else None


@dataclass(frozen=True)
class Activation:
    """One occasion on which a rule had something to say; its exhibits come in the order of the chain.

    `person` is the user it is credited to; `team` says that it is an obligation
    of the whole workspace which nobody has met, or that several persons had a
    hand in it. `due_at` is simulated, aware. `taken_over` marks an obligation
    found open when the exercise started; its window starts there.
    """

    standing: Standing
    exhibits: tuple[Exhibit, ...]
    person: int | None = None
    team: bool = False
    due_at: datetime | None = None
    taken_over: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The records behind it."""
        return tuple(exhibit.fact for exhibit in self.exhibits if exhibit.fact)

    @property
    def happened_at(self) -> datetime | None:
        """The simulated instant of the occasion; None for a period in which nothing happened."""
        occasions = [each.fact for each in self.exhibits if each.fact and each.role is Role.OCCASION]
        return occasions[0].happened_at if occasions else None

    @property
    def recorded_at(self) -> datetime | None:
        """The real instant of the last record behind it."""
        return max((fact.recorded_at for fact in self.facts), default=None)

    @property
    def about(self) -> tuple[Thing, ...]:
        """The things which its records concern, each once."""
        return tuple(dict.fromkeys(thing for fact in self.facts for thing in fact.about))

    @property
    def assistance(self) -> Assistance | None:
        """The greatest help that was on when persons made its records; None if no person did."""
        levels = [fact.assistance for fact in self.facts if fact.actor.is_person]
        return max(levels, key=AIDS.index, default=None)


@dataclass(frozen=True)
class Counts:
    """Occasions by standing."""

    satisfied: int = 0
    violated: int = 0
    pending: int = 0

    @classmethod
    def of(cls, activations: Iterable[Activation]) -> Counts:
        """Count occasions."""
        found = Counter(activation.standing for activation in activations)
        return cls(found[Standing.SATISFIED], found[Standing.VIOLATED], found[Standing.PENDING])

    def __add__(self, other: Counts) -> Counts:
        """Add up."""
        return Counts(self.satisfied + other.satisfied, self.violated + other.violated, self.pending + other.pending)

    @property
    def occasions(self) -> int:
        """All occasions, settled or not."""
        return self.satisfied + self.violated + self.pending

    @property
    def standing(self) -> Standing:
        """The one word for them all: one violation decides, then one success, then what is still open.

        It only orders a screen; the counts are the finding.
        """
        if self.violated:
            return Standing.VIOLATED
        if self.satisfied:
            return Standing.SATISFIED
        return Standing.PENDING if self.pending else Standing.NO_OCCASION


@dataclass(frozen=True)
class ClauseVerdict:
    """The finding on one clause of a rule."""

    text: str
    said: str
    activations: tuple[Activation, ...]

    @cached_property
    def counts(self) -> Counts:
        """Its occasions by standing."""
        return Counts.of(self.activations)


@dataclass(frozen=True)
class CriterionVerdict:
    """The finding on one criterion: `satisfied` times out of so many occasions; never a decision.

    `rule` is the text that was applied and `said` the same in plain words; both
    are empty when the machine judges nothing here. `parameters` are the
    procedures it used, by key, as they were in force.
    """

    framework: str
    version: str
    code: str
    title: str
    rule: str
    said: str
    parameters: Mapping[str, Setting]
    clauses: tuple[ClauseVerdict, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether there is a rule for it."""
        return bool(self.rule)

    @cached_property
    def activations(self) -> tuple[Activation, ...]:
        """All occasions, clause by clause."""
        return tuple(activation for clause in self.clauses for activation in clause.activations)

    @cached_property
    def counts(self) -> Counts:
        """The occasions of all clauses by standing."""
        return sum((clause.counts for clause in self.clauses), Counts())

    @property
    def satisfied(self) -> int:
        """How many occasions were satisfied."""
        return self.counts.satisfied

    @property
    def violated(self) -> int:
        """How many occasions were violated."""
        return self.counts.violated

    @property
    def pending(self) -> int:
        """How many occasions are still open."""
        return self.counts.pending

    @property
    def standing(self) -> Standing:
        """The one word for its counts."""
        return self.counts.standing

    @cached_property
    def successes(self) -> tuple[Activation, ...]:
        """The satisfied occasions."""
        return tuple(each for each in self.activations if each.standing is Standing.SATISFIED)

    @property
    def first_satisfied_at(self) -> datetime | None:
        """The real instant of the first success."""
        return min((each.recorded_at for each in self.successes if each.recorded_at), default=None)

    @property
    def last_satisfied_at(self) -> datetime | None:
        """The real instant of the last success."""
        return max((each.recorded_at for each in self.successes if each.recorded_at), default=None)

    @cached_property
    def companies(self) -> int:
        """With how many different companies it succeeded."""
        return len({number for each in self.successes for fact in each.facts for number in fact.ids("company")})

    @cached_property
    def days(self) -> int:
        """On how many different simulated days it succeeded."""
        return len(self._success_days)

    @property
    def _success_days(self) -> frozenset[date]:
        decisive = [max(each.facts, key=lambda fact: fact.position) for each in self.successes if each.facts]
        return frozenset(local_date(fact.happened_at) for fact in decisive)

    @property
    def assistance(self) -> Mapping[Assistance, int]:
        """How many successes there were under each level of help."""
        return Counter(each.assistance for each in self.successes if each.assistance)


@dataclass(frozen=True)
class CompetencyVerdict:
    """The findings on a competency: those on its criteria, added up."""

    code: str
    title: str
    criteria: tuple[CriterionVerdict, ...]

    @cached_property
    def counts(self) -> Counts:
        """The occasions of all its criteria by standing."""
        return sum((criterion.counts for criterion in self.criteria), Counts())

    @property
    def standing(self) -> Standing:
        """The one word for its counts."""
        return self.counts.standing

    @property
    def without_occasion(self) -> tuple[CriterionVerdict, ...]:
        """The judged criteria for which no occasion has come up."""
        return tuple(each for each in self.criteria if each.is_judged and not each.counts.occasions)
