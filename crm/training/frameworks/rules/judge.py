"""The judge: reads records one after the other and can say at any time what they show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crm.activity.vocabulary import Activity
from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.framework import Criterion, Framework
from crm.training.frameworks.rules.language import EVERY_WORD, Clause
from crm.training.frameworks.rules.obligations import Obligations
from crm.training.frameworks.rules.parameters import Parameters, Setting
from crm.training.frameworks.rules.settling import Checker, Reading
from crm.training.frameworks.rules.speech import say, say_clause
from crm.training.frameworks.rules.templates import checkers_of
from crm.training.frameworks.rules.verdicts import (
    Activation,
    ClauseVerdict,
    CompetencyVerdict,
    CriterionVerdict,
)

OPENED = Activity.EXERCISE_OPENED.word
PROCEDURES = "procedures"
REDEFINED = Activity.DUNNING_PROCEDURE_DEFINED.word


class OutOfOrder(ValueError):
    """A record was fed that does not come after the last one."""


@dataclass(frozen=True)
class ClauseJudge:
    """A clause and what judges it."""

    clause: Clause
    checkers: tuple[Checker, ...]

    def activations(self, reading: Reading) -> tuple[Activation, ...]:
        """Return its occasions in the order of the chain."""
        found = [each for checker in self.checkers for each in checker.activations(reading)]
        return tuple(sorted(found, key=_place))


class Judge:
    """Judges one workspace's records against one framework.

    `parameters` are the company's procedures. Without them the framework's
    defaults hold until the record `exercise.opened` brings the exercise's own;
    a dunning procedure which somebody defines holds before both.
    A new record costs only the clauses which mention its word.
    """

    def __init__(self, framework: Framework, parameters: Parameters | None = None) -> None:
        """Start with an empty log."""
        self.framework = framework
        self.is_told = parameters is not None
        self.parameters = parameters or framework.procedures()
        self.redefined: dict[str, object] = {}
        self.position: int | None = None
        self.since: datetime | None = None
        self.clauses = {
            criterion.code: tuple(ClauseJudge(clause, checkers_of(clause)) for clause in criterion.rule.clauses)
            for criterion in framework.criteria
        }
        self.checkers = [each for clauses in self.clauses.values() for clause in clauses for each in clause.checkers]
        self.readers = self._readers()

    def _readers(self) -> Mapping[str, list[Checker]]:
        readers: defaultdict[str, list[Checker]] = defaultdict(list, {EVERY_WORD: []})
        words = {word for checker in self.checkers for word in checker.words} | {EVERY_WORD}
        for checker in self.checkers:
            for word in words if EVERY_WORD in checker.words else checker.words:
                readers[word].append(checker)
        return dict(readers)

    def feed(self, fact: Fact) -> None:
        """Take the next record; `OutOfOrder` unless its position lies beyond the last one's."""
        if self.position is not None and fact.position <= self.position:
            raise OutOfOrder(f"{fact.position} after {self.position}")
        self.position = fact.position
        self.since = self.since or fact.happened_at
        if fact.word == OPENED:
            self._open(fact)
        elif fact.word == REDEFINED and not self.is_told:
            self._redefine(fact)
        for checker in self.readers.get(fact.word, self.readers[EVERY_WORD]):
            checker.feed(fact, self.parameters)

    def _open(self, fact: Fact) -> None:
        self.since = fact.happened_at
        procedures = fact.details.get(PROCEDURES)
        if isinstance(procedures, Mapping) and not self.is_told:
            self.parameters = self.framework.procedures(procedures).overridden(self.redefined)
        for checker in self.checkers:
            checker.take_over(fact, self.parameters)

    def _redefine(self, fact: Fact) -> None:
        """Let the reminders of a procedure that was defined hold from now on, for what is open as well."""
        steps = fact.details.get("steps")
        said = [each for each in steps if isinstance(each, Mapping)] if isinstance(steps, tuple) else []
        days = {each.get("level"): each.get("days") for each in said}
        self.redefined = {f"reminder_{level}_days": each for level, each in days.items()}
        self.parameters = self.parameters.overridden(self.redefined)
        for checker in self.checkers:
            if isinstance(checker, Obligations):
                checker.resettle(fact, self.parameters)

    def verdicts(
        self, now: datetime, *, subject: int | None = None, language: str = "fr"
    ) -> tuple[CriterionVerdict, ...]:
        """State the finding on each criterion of the framework, in its order.

        `now` is the simulated instant (aware); it decides what is late.
        `subject` is a user's id: only what counts for that person, and what
        nobody has met; None is the whole workspace.
        """
        reading = Reading(now, subject, self.since)
        return tuple(self._verdict(criterion, reading, language) for criterion in self.framework.criteria)

    def _verdict(self, criterion: Criterion, reading: Reading, language: str) -> CriterionVerdict:
        return CriterionVerdict(
            framework=self.framework.id,
            version=self.framework.version,
            code=criterion.code,
            title=criterion.title,
            rule=criterion.rule.text,
            said=say(criterion.rule, self.parameters, language=language),
            parameters=self._used(criterion),
            clauses=tuple(
                ClauseVerdict(
                    text=each.clause.text,
                    said=say_clause(each.clause, self.parameters, language=language),
                    activations=each.activations(reading),
                )
                for each in self.clauses[criterion.code]
            ),
        )

    def _used(self, criterion: Criterion) -> Mapping[str, Setting]:
        names = sorted({ref.name for ref in criterion.rule.parameters})
        return {name: self.parameters.values[name] for name in names}


def judge(
    framework: Framework,
    facts: Iterable[Fact],
    now: datetime,
    *,
    parameters: Parameters | None = None,
    subject: int | None = None,
) -> tuple[CriterionVerdict, ...]:
    """Judge a whole log at once; as `Judge`, fed in the order of the positions."""
    judging = Judge(framework, parameters)
    for fact in sorted(facts, key=lambda each: each.position):
        judging.feed(fact)
    return judging.verdicts(now, subject=subject)


def by_competency(framework: Framework, verdicts: Iterable[CriterionVerdict]) -> tuple[CompetencyVerdict, ...]:
    """Add the findings on criteria up to findings on competencies, in the order of the framework."""
    found = {verdict.code: verdict for verdict in verdicts}
    return tuple(
        CompetencyVerdict(competency.code, competency.title, tuple(found[each.code] for each in competency.criteria))
        for competency in framework.competencies
    )


def _place(activation: Activation) -> tuple[int, int]:
    positions = [fact.position for fact in activation.facts]
    return (1, 0) if not positions else (0, positions[0])
