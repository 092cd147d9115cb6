"""A competency framework: blocks, competencies, criteria, and the rule of each criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.training.frameworks.rules.language import Rule
from crm.training.frameworks.rules.parameters import Parameter, Parameters


class EvidenceKind(Labelled):
    """What can show that a criterion is met."""

    LOG = "log", N_("journal d’activité")
    PRODUCTION = "production", N_("production déposée")
    OBSERVATION = "observation", N_("observation du formateur")


class Strength(Labelled):
    """How far the records alone can settle a criterion."""

    STRONG = "strong", N_("le journal suffit")
    PARTIAL = "partial", N_("le journal ne montre qu’une partie")
    NONE = "none", N_("le journal ne montre rien")


@dataclass(frozen=True)
class Source:
    """Where the framework comes from; `issued_on` and `updated_on` are dates as text, YYYY-MM-DD."""

    publisher: str
    document: str
    reference: str
    issued_on: str
    updated_on: str


@dataclass(frozen=True)
class Criterion:
    """One criterion; `title` is our paraphrase, `planned` what a rule will say once the words exist.

    `human` is what only a person can judge.
    """

    code: str
    title: str
    competency: str
    workflows: tuple[str, ...]
    evidence: tuple[EvidenceKind, ...]
    strength: Strength
    rule: Rule
    planned: str = ""
    human: str = ""


@dataclass(frozen=True)
class Competency:
    """One competency with its official short title; `block` is empty for a transversal one."""

    code: str
    title: str
    block: str
    workflows: tuple[str, ...]
    evidence: tuple[EvidenceKind, ...]
    strength: Strength
    human: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Block:
    """A block of competencies (in a Titre professionnel, an *activité type*) with its official title."""

    code: str
    title: str
    competencies: tuple[Competency, ...]


@dataclass(frozen=True)
class Framework:
    """A framework in one version."""

    id: str
    title: str
    version: str
    source: Source
    parameters: tuple[Parameter, ...]
    blocks: tuple[Block, ...]
    competencies: tuple[Competency, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in the order of the framework."""
        return tuple(criterion for competency in self.competencies for criterion in competency.criteria)

    @property
    def transversal(self) -> tuple[Competency, ...]:
        """The competencies which belong to no block."""
        return tuple(competency for competency in self.competencies if not competency.block)

    def criterion(self, code: str) -> Criterion:
        """Return a criterion by its code; KeyError if there is none."""
        return {criterion.code: criterion for criterion in self.criteria}[code]

    def competency(self, code: str) -> Competency:
        """Return a competency by its code; KeyError if there is none."""
        return {competency.code: competency for competency in self.competencies}[code]

    def procedures(self, values: Mapping[str, object] | None = None) -> Parameters:
        """Return the defaults with an exercise's values over them; `ParameterError` if one has another shape."""
        return Parameters.of(self.parameters).overridden(values or {})
