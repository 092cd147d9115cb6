"""The frameworks there are: read from their files, every rule checked on the way in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from crm.training.frameworks.rules import turns
from crm.training.frameworks.rules.framework import (
    Block,
    Competency,
    Criterion,
    EvidenceKind,
    Framework,
    Source,
    Strength,
)
from crm.training.frameworks.rules.language import Rule, RuleError, Unit
from crm.training.frameworks.rules.parameters import Parameter, ParameterError, Parameters
from crm.training.frameworks.rules.parser import parse

T = TypeVar("T")


class FrameworkError(ValueError):
    """A framework's file that cannot be used; the message names the file, the place and the reason."""


class UnknownFramework(LookupError):
    """There is no framework of this id."""


def frameworks(folder: Path) -> tuple[Framework, ...]:
    """Return all frameworks whose files lie in a folder, by id; `FrameworkError` if one is faulty."""
    return tuple(read_framework(file) for file in sorted(folder.glob("*.toml")))


def load_framework(framework_id: str, *, folder: Path) -> Framework:
    """Return one framework; `UnknownFramework` if the folder has no file of that id."""
    files = {file.stem: file for file in folder.glob("*.toml")}
    if framework_id not in files:
        raise UnknownFramework(framework_id)
    return read_framework(files[framework_id])


def read_framework(file: Path) -> Framework:
    """Read one file."""
    try:
        return _Table(tomllib.loads(file.read_text(encoding="utf-8")), "framework").framework(file.stem)
    except ValueError as fault:
        raise FrameworkError(f"{file.name}: {fault}") from fault


@dataclass(frozen=True)
class _Table:
    """A TOML table and what it stands for, so that faults can name it."""

    values: Mapping[str, object]
    name: str

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        value = self.values.get(key, default)
        if isinstance(value, kind):
            return value
        raise ValueError(f"{self.name}: {key} is missing or of another type than {kind.__name__}")

    def tables(self, key: str) -> tuple[_Table, ...]:
        found = self.get(key, list, [])
        name = key.replace("_", " ")
        return tuple(
            _Table(each, f"{name} {each.get('code') or each.get('key') or number}")
            for number, each in enumerate(found, 1)
            if isinstance(each, dict)
        )

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(str(each) for each in self.get(key, list, []))

    def framework(self, framework_id: str) -> Framework:
        if self.get("id", str) != framework_id:
            raise ValueError(f"id is not {framework_id}, the name of the file")
        parameters = tuple(each.parameter() for each in self.tables("parameter"))
        in_force = Parameters.of(parameters)
        written = self.tables("criterion")
        by_code = {str(each.values.get("code")): each for each in written}
        criteria = tuple(each.criterion(in_force, by_code) for each in written)
        competencies = tuple(each.competency(criteria) for each in self.tables("competency"))
        blocks = tuple(each.block(competencies) for each in self.tables("block"))
        self._check(blocks, competencies, criteria)
        return Framework(
            id=framework_id,
            title=self.get("title", str),
            version=self.get("version", str),
            source=_Table(self.get("source", dict), "source").source(),
            parameters=parameters,
            blocks=blocks,
            competencies=competencies,
        )

    def source(self) -> Source:
        names = ("publisher", "document", "reference", "issued_on", "updated_on")
        publisher, document, reference, issued_on, updated_on = (self.get(name, str) for name in names)
        return Source(publisher, document, reference, issued_on, updated_on)

    def parameter(self) -> Parameter:
        default = self.values.get("default")
        shape = tuple(default) if isinstance(default, list) else self.get("default", int)
        unit = Unit(self.get("unit", str))
        parameter = Parameter(self.get("key", str), self.get("label", str), unit, shape)
        parameter.settled(shape)
        return parameter

    def criterion(self, parameters: Parameters, by_code: Mapping[str, _Table]) -> Criterion:
        return Criterion(
            code=self.get("code", str),
            title=self.get("title", str),
            competency=self.get("competency", str),
            workflows=self.texts("workflows"),
            evidence=tuple(EvidenceKind(each) for each in self.texts("evidence")),
            strength=Strength(self.get("strength", str)),
            rule=self._ruling(by_code).rule(parameters),
            planned=" ".join(self.get("planned", str, "").split()),
            human=self.get("human", str, ""),
        )

    def competency(self, criteria: Sequence[Criterion]) -> Competency:
        code = self.get("code", str)
        return Competency(
            code=code,
            title=self.get("title", str),
            block=self.get("block", str, ""),
            workflows=self.texts("workflows"),
            evidence=tuple(EvidenceKind(each) for each in self.texts("evidence")),
            strength=Strength(self.get("strength", str)),
            human=self.get("human", str, ""),
            criteria=tuple(each for each in criteria if each.competency == code),
        )

    def block(self, competencies: Sequence[Competency]) -> Block:
        code = self.get("code", str)
        return Block(code, self.get("title", str), tuple(each for each in competencies if each.block == code))

    def _ruling(self, by_code: Mapping[str, _Table]) -> _Table:
        """Return the criterion whose rule counts: another one if this takes its rule over."""
        other = self.get("rule_of", str, "")
        if other and (other not in by_code or "rule" not in by_code[other].values):
            raise ValueError(f"{self.name}: {other} has no rule to take over")
        return by_code[other] if other else self

    def rule(self, parameters: Parameters) -> Rule:
        try:
            rule = parse(self.get("rule", str, ""))
            _check_parameters(rule, parameters)
        except (RuleError, ParameterError) as fault:
            raise ValueError(f"{self.name}: {fault}") from fault
        return rule

    def _check(
        self, blocks: Sequence[Block], competencies: Sequence[Competency], criteria: Sequence[Criterion]
    ) -> None:
        parents = [""] + [each.code for each in blocks] + [each.code for each in competencies]
        codes = parents + [each.code for each in criteria]
        twice = {code for code in codes if codes.count(code) > 1}
        homeless = {each.code for each in competencies if each.block not in parents}
        homeless |= {each.code for each in criteria if each.competency not in parents[1:]}
        if twice or homeless:
            raise ValueError(f"codes used twice {sorted(twice)}, codes without a parent {sorted(homeless)}")


def _check_parameters(rule: Rule, parameters: Parameters) -> None:
    for ref in rule.parameters:
        parameters.number(ref)
    for clause in rule.clauses:
        turns.check(clause, parameters)
