"""Readable traces: a log written as days, hours and acts of the cast."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType

from crm.kernel.actor import HOUSE, Actor, ActorKind, Assistance
from crm.kernel.clock import PARIS
from crm.training.frameworks.queries import load_framework
from crm.training.frameworks.rules.facts import Detail, Fact, Thing, fact_from_text
from crm.training.frameworks.rules.framework import (
    Competency,
    Criterion,
    Framework,
    Source,
    Strength,
)
from crm.training.frameworks.rules.judge import Judge, judge
from crm.training.frameworks.rules.language import Unit
from crm.training.frameworks.rules.parameters import Parameter
from crm.training.frameworks.rules.parser import parse
from crm.training.frameworks.rules.verdicts import Counts, CriterionVerdict

FOLDER = Path(__file__).parents[3] / "seed_data" / "frameworks"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=PARIS).astimezone(UTC)
REAL_MONDAY = datetime(2026, 9, 7, 8, tzinfo=UTC)
LINA = Actor(ActorKind.PERSON, "Lina", 1)
KARIM = Actor(ActorKind.PERSON, "Karim", 2)
BAKERY = Actor(ActorKind.CUSTOMER, "Boulangerie Petit", 12)
TP = load_framework("TP-AC-2020", folder=FOLDER)
CC = load_framework("TP-CC-2017", folder=FOLDER)
BP = load_framework("BP-VENTE", folder=FOLDER)
PARAMETERS = (
    Parameter("grace", "Tolérance", Unit.DAYS, 5),
    Parameter("levels", "Niveaux", Unit.DAYS, (8, 15)),
    Parameter("floor", "Seuil", Unit.CENTS, 300_000),
    Parameter("share", "Part", Unit.BASIS_POINTS, 550),
    Parameter("answer", "Réponse", Unit.WORKING_HOURS, 24),
)


@dataclass
class Log:
    """A log in the making; days count from Monday 2 March 2026, hours are French."""

    facts: list[Fact] = field(default_factory=list)
    now: datetime = MONDAY

    def at(self, day: int, hour: str = "09:00") -> Log:
        """Move the simulated clock."""
        moment = datetime.combine(MONDAY.astimezone(PARIS).date() + timedelta(days=day), time.fromisoformat(hour))
        self.now = moment.replace(tzinfo=PARIS).astimezone(UTC)
        return self

    def add(
        self,
        word: str,
        about: str = "company:12",
        *,
        by: Actor = LINA,
        aid: Assistance = Assistance.ALONE,
        **details: Detail,
    ) -> Log:
        """Add a record; `about` reads "invoice:5 company:12"."""
        return self._put(word, about, by, aid, details)

    def told(self, word: str, about: str, details: Mapping[str, Detail]) -> Log:
        """Add a record of Lina's whose details come as one mapping."""
        return self._put(word, about, LINA, Assistance.ALONE, details)

    def _put(self, word: str, about: str, by: Actor, aid: Assistance, details: Mapping[str, Detail]) -> Log:
        things = tuple(Thing(kind, int(number)) for kind, _, number in (each.partition(":") for each in about.split()))
        self.facts.append(
            Fact(
                position=len(self.facts) + 1,
                word=word,
                actor=by,
                happened_at=self.now,
                recorded_at=REAL_MONDAY + timedelta(minutes=len(self.facts)),
                assistance=aid,
                about=things,
                details=MappingProxyType(dict(details)),
            )
        )
        return self

    def house(self, word: str, about: str, **details: Detail) -> Log:
        """Add a record of the house."""
        return self._put(word, about, HOUSE, Assistance.ALONE, details)

    def customer(self, word: str, about: str, **details: Detail) -> Log:
        """Add a record of the customer."""
        return self._put(word, about, BAKERY, Assistance.ALONE, details)

    def opened(self, procedures: Mapping[str, Detail] | None = None) -> Log:
        """Start the exercise."""
        return self.house("exercise.opened", "workspace:1", procedures=MappingProxyType(dict(procedures or {})))

    def on(self, code: str, *, subject: int | None = None, framework: Framework = TP) -> CriterionVerdict:
        """Judge it by a framework, TP-AC-2020 unless another is named, and return the finding on one criterion."""
        verdicts = judge(framework, self.facts, self.now, subject=subject)
        return next(verdict for verdict in verdicts if verdict.code == code)

    def by(self, rule: str, *, subject: int | None = None) -> CriterionVerdict:
        """Judge it by one rule."""
        (verdict,) = judge(framework_of(rule), self.facts, self.now, subject=subject)
        return verdict

    def counts(self, rule: str, *, subject: int | None = None) -> Counts:
        """Judge it by one rule and return the counts."""
        return self.by(rule, subject=subject).counts


def framework_of(rule: str) -> Framework:
    """Return a framework of one criterion with this rule."""
    criterion = Criterion("X.1", "Essai", "X", (), (), Strength.STRONG, parse(rule))
    competency = Competency("X", "Essais", "", (), (), Strength.STRONG, "", (criterion,))
    source = Source("Nous", "Essai", "essai", "2026-01-01", "2026-01-01")
    return Framework("TEST", "Essai", "1", source, PARAMETERS, (), (competency,))


def fed(framework: Framework, log: Log) -> Judge:
    """Return a judge that has read a log."""
    judging = Judge(framework)
    for fact in log.facts:
        judging.feed(fact)
    return judging


def clauses_of(verdict: CriterionVerdict) -> list[tuple[int, int, int]]:
    """Return (satisfied, violated, pending) of each clause."""
    counts = [clause.counts for clause in verdict.clauses]
    return [(each.satisfied, each.violated, each.pending) for each in counts]


def sealed_text(**changes: object) -> str:
    """Return a record's text as the chain keeps it, with some parts changed."""
    record: dict[str, object] = {
        "version": 1,
        "chain": "6f1d3c1e-0000-4000-8000-000000000001",
        "position": 12,
        "activity": "quote.sent",
        "actor": {"kind": "person", "id": 3, "name": "Lina"},
        "assistance": "alone",
        "happened_at": "2026-03-02T08:00:00+00:00",
        "recorded_at": "2026-09-07T08:00:00+00:00",
        "about": [
            {"kind": "quote", "id": 7, "label": "DEV-2026-0007"},
            {"kind": "company", "id": 12, "label": "Boulangerie Petit"},
        ],
        "details": {"total_cents": 12050, "lines": [{"name": "Ramette"}], "note": None},
    }
    return json.dumps(record | changes, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read(**changes: object) -> Fact:
    """Read such a text."""
    return fact_from_text(sealed_text(**changes))
