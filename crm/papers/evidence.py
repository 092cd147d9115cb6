"""What an evidence dossier shows a panel: findings, exhibits, opinions, and a decision left blank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from crm.kernel.actor import Assistance
from crm.papers.views import Language

Figure = tuple[str, str]


class Verdict(StrEnum):
    """The four values of a finding; the machine knows no other."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    PENDING = "pending"
    NO_OCCASION = "no_occasion"


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One occasion and what it showed.

    Instants are aware: `happened_at` on the simulated clock, `recorded_at` on
    the real one. `figures` are what the screen showed, as (label, value).
    """

    number: str
    verdict: Verdict
    happened_at: datetime
    recorded_at: datetime
    who: str
    assistance: Assistance
    what: str
    about: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What a trainer thinks, signed and dated (a real date)."""

    trainer: str
    given_on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class CriterionFinding:
    """A criterion, the rule that was applied to the records, and all it found, good and bad.

    `rule` is the rule in plain French; `parameters` are the company's
    procedures that it used, as (label, value). `last_satisfied_on` is a real
    date. `human_only` says what no record can show. The counts are of
    occasions; `exhibits` may be fewer when the caller shortened the list.
    """

    code: str
    title: str
    paraphrase: str
    rule: str
    verdict: Verdict
    satisfied: int = 0
    violated: int = 0
    pending: int = 0
    customers: int = 0
    days: int = 0
    rule_version: str = ""
    last_satisfied_on: date | None = None
    parameters: tuple[Figure, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    human_only: str = ""

    @property
    def occasions(self) -> int:
        """How often there was something to judge."""
        return self.satisfied + self.violated + self.pending


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One record of the log extract; `seal` is hexadecimal."""

    position: int
    happened_at: datetime
    recorded_at: datetime
    who: str
    assistance: Assistance
    what: str
    about: str
    seal: str


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The evidence of one learner for one competency.

    `learner_code` is the pseudonym; `learner_name` is empty when the dossier
    must not name anybody. `mode` says whether it was training
    or assessment, with or without aids. `last_seal` closes the chain at
    `last_position`.
    """

    learner_code: str
    framework: str
    framework_version: str
    competency_code: str
    competency_title: str
    mode: str
    workspace: str
    scenario: str
    seed: str
    software_version: str
    chain: str
    last_position: int
    last_seal: str
    criteria: tuple[CriterionFinding, ...]
    learner_name: str = ""
    cohort: str = ""
    centre: str = ""
    opinions: tuple[Opinion, ...] = ()
    log: tuple[LogLine, ...] = ()
    files: tuple[Figure, ...] = ()
    language: Language = "fr"

    @property
    def learner(self) -> str:
        """The name with the code, or the code alone."""
        return f"{self.learner_name} ({self.learner_code})" if self.learner_name else self.learner_code
