"""What goes into a dossier, as plain JSON: findings with their exhibits, opinions, the framework as it was applied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crm.activity.chain import Json
from crm.activity.vocabulary import Activity
from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.framework import Competency, Framework
from crm.training.frameworks.rules.parameters import Parameters, Setting
from crm.training.frameworks.rules.verdicts import Activation, CriterionVerdict


def opinions_in(facts: Iterable[Fact], *, learner_id: int, framework: str) -> list[Fact]:
    """Return the records of opinions on a learner, oldest first: the chain itself says who thought what, and when."""
    return [
        fact
        for fact in facts
        if fact.word == Activity.OPINION_GIVEN.word
        and (fact.details.get("learner"), fact.details.get("framework")) == (learner_id, framework)
    ]


def codes_of(competencies: Iterable[Competency]) -> set[str]:
    """Return the codes of competencies and of their criteria."""
    return {code for each in competencies for code in (each.code, *(one.code for one in each.criteria))}


def findings(verdicts: Sequence[CriterionVerdict], opinions: Sequence[Fact], *, pseudonym: str) -> Json:
    """Return findings, opinions and the empty place of the decision."""
    return {
        "learner": pseudonym,
        "criteria": [_criterion(each) for each in verdicts],
        "opinions": [_opinion(each) for each in opinions],
        "decision": None,
        "note": "La décision appartient au jury : le logiciel la laisse vide.",
    }


def _criterion(verdict: CriterionVerdict) -> Json:
    """Return one finding."""
    counts = verdict.counts
    return {
        "framework": verdict.framework,
        "framework_version": verdict.version,
        "code": verdict.code,
        "title": verdict.title,
        "rule": verdict.rule,
        "rule_said": verdict.said,
        "parameters": {key: _setting(value) for key, value in verdict.parameters.items()},
        "verdict": verdict.standing.value,
        "satisfied": counts.satisfied,
        "violated": counts.violated,
        "pending": counts.pending,
        "occasions": [_occasion(each) for each in verdict.activations],
    }


def _setting(value: Setting) -> Json:
    """Return a procedure's value."""
    return list(value) if isinstance(value, tuple) else value


def _occasion(activation: Activation) -> Json:
    """Return one occasion with the records behind it."""
    return {
        "verdict": activation.standing.value,
        "person": activation.person,
        "team": activation.team,
        "taken_over": activation.taken_over,
        "due_at": activation.due_at.isoformat() if activation.due_at else None,
        "assistance": activation.assistance.value if activation.assistance else None,
        "exhibits": [
            {"role": each.role.value, "activity": each.word, "position": each.position} for each in activation.exhibits
        ],
    }


def _opinion(fact: Fact) -> Json:
    """Return one opinion as its record says it."""
    return {
        "position": fact.position,
        "trainer": fact.actor.name,
        "given_at": fact.recorded_at.isoformat(),
        "code": str(fact.details.get("code")),
        "stance": str(fact.details.get("stance")),
        "text": str(fact.details.get("text")),
    }


def framework_applied(framework: Framework, parameters: Parameters) -> Json:
    """Return the framework with its rules and the procedures that were in force."""
    source = framework.source
    return {
        "id": framework.id,
        "title": framework.title,
        "version": framework.version,
        "source": {
            "publisher": source.publisher,
            "document": source.document,
            "reference": source.reference,
            "issued_on": source.issued_on,
            "updated_on": source.updated_on,
        },
        "parameters": [
            {
                "key": each.key,
                "label": each.label,
                "unit": each.unit.value,
                "value": _setting(parameters.values[each.key]),
            }
            for each in framework.parameters
        ],
        "competencies": [_competency(each) for each in framework.competencies],
    }


def _competency(competency: Competency) -> Json:
    """Return a competency with its criteria."""
    return {
        "code": competency.code,
        "title": competency.title,
        "criteria": [
            {"code": each.code, "title": each.title, "rule": each.rule.text, "human": each.human}
            for each in competency.criteria
        ],
    }
