"""What a panel reads: findings turned into the frozen view of which the PDF is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crm.activity.chain import Sealed
from crm.kernel import wording
from crm.kernel.actor import Assistance
from crm.kernel.clock import local_date
from crm.kernel.errors import N_
from crm.papers import evidence
from crm.people.workspaces.models import Workspace
from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.framework import Competency, Framework
from crm.training.frameworks.rules.verdicts import CriterionVerdict, Role
from crm.training.review.models import Stance
from crm.training.review.showing import Line, Occasion, label_of, occasions, parameters

MOST_EXHIBITS = 60
LONGEST_LOG = 400
NO_RULE = N_("Aucune règle : le journal ne suffit pas, ce critère s’apprécie par une production ou une observation.")


@dataclass(frozen=True)
class Subject:
    """Whose dossier it is, from which chain, up to where."""

    workspace: Workspace
    cohort: str
    framework: Framework
    learner_name: str
    learner_code: str
    chain: str
    head: Sealed
    now: datetime
    version: str


def reading(
    subject: Subject,
    competency: Competency,
    verdicts: Sequence[CriterionVerdict],
    opinions: Sequence[Fact],
    *,
    seals: dict[int, str],
    files: tuple[tuple[str, str], ...],
) -> evidence.Dossier:
    """Return what a panel reads of one competency."""
    workspace, exercise = subject.workspace, subject.workspace.exercise
    own = {each.code: each for each in verdicts}
    criteria = [(each.human, own[each.code]) for each in competency.criteria]
    return evidence.Dossier(
        learner_code=subject.learner_code,
        learner_name=subject.learner_name,
        cohort=subject.cohort,
        framework=subject.framework.title,
        framework_version=subject.framework.version,
        competency_code=competency.code,
        competency_title=competency.title,
        mode=workspace.mode.label,
        workspace=f"{workspace.company_name} (n° {workspace.id})",
        scenario=workspace.scenario,
        seed=str(exercise.seed if exercise else workspace.seed),
        software_version=subject.version,
        chain=subject.chain,
        last_position=subject.head.position,
        last_seal=subject.head.seal,
        criteria=tuple(_finding(subject, verdict, human, opinions) for human, verdict in criteria),
        opinions=tuple(_opinion(each) for each in _on(opinions, competency.code)),
        log=_log((verdict for _, verdict in criteria), seals),
        files=files,
    )


def _finding(
    subject: Subject, verdict: CriterionVerdict, human: str, opinions: Sequence[Fact]
) -> evidence.CriterionFinding:
    """Return one criterion's page."""
    counts, last = verdict.counts, verdict.last_satisfied_at
    return evidence.CriterionFinding(
        code=verdict.code,
        title=verdict.title,
        paraphrase="",
        rule=verdict.said or NO_RULE,
        rule_version=verdict.version if verdict.is_judged else "",
        verdict=evidence.Verdict(verdict.standing.value),
        satisfied=counts.satisfied,
        violated=counts.violated,
        pending=counts.pending,
        customers=verdict.companies,
        days=verdict.days,
        last_satisfied_on=local_date(last) if last else None,
        parameters=tuple(parameters(subject.framework, verdict)),
        exhibits=tuple(_exhibit(each, subject.now) for each in occasions(verdict)[:MOST_EXHIBITS]),
        opinions=tuple(_opinion(each) for each in _on(opinions, verdict.code)),
        human_only=human,
    )


def _exhibit(occasion: Occasion, now: datetime) -> evidence.Exhibit:
    """Return one occasion: the record that decided it, and what was missing."""
    known = [line for line in occasion.lines if line.position is not None]
    decisive = next((line for line in reversed(known) if line.by_person), known[-1] if known else None)
    shown = dict.fromkeys(thing.label for line in known for thing in line.about)
    facts = occasion.activation.facts
    return evidence.Exhibit(
        number=occasion.number,
        verdict=evidence.Verdict(occasion.standing.value),
        happened_at=(decisive.happened_at if decisive else None) or occasion.due_at or now,
        recorded_at=(decisive.recorded_at if decisive else None) or (facts[-1].recorded_at if facts else now),
        who=decisive.who if decisive else "—",
        assistance=occasion.activation.assistance or Assistance.ALONE,
        what=decisive.what if decisive else occasion.clause,
        about=tuple(shown),
        figures=tuple(dict.fromkeys(figure for line in known for figure in line.figures)),
        reason=_reason(occasion, decisive),
    )


def _reason(occasion: Occasion, decisive: Line | None) -> str:
    """Say what else there was, what was missing and by when it was due."""
    parts = [_beside(line) for line in occasion.lines if line is not decisive]
    if occasion.due_at is not None:
        parts.append(f"attendu avant le {wording.moment(occasion.due_at)} (date simulée)")
    if occasion.team:
        parts.append("obligation de toute l’équipe")
    return " ; ".join(parts)


def _beside(line: Line) -> str:
    """Say one more record of an occasion, or what is not there."""
    if line.role is Role.MISSING:
        return f"manquant : {line.what}"
    return f"{line.role.label} : {line.what} (position {line.position})"


def _on(opinions: Iterable[Fact], code: str) -> list[Fact]:
    """Return the opinions on a code."""
    return [each for each in opinions if each.details.get("code") == code]


def _opinion(fact: Fact) -> evidence.Opinion:
    """Return an opinion as it is printed."""
    stance = Stance(str(fact.details["stance"])).label
    return evidence.Opinion(
        trainer=fact.actor.name, given_on=local_date(fact.recorded_at), text=f"{stance}. {fact.details['text']}"
    )


def _log(verdicts: Iterable[CriterionVerdict], seals: dict[int, str]) -> tuple[evidence.LogLine, ...]:
    """Return the records behind the findings, in the order of the chain."""
    facts = {fact.position: fact for verdict in verdicts for each in verdict.activations for fact in each.facts}
    return tuple(
        evidence.LogLine(
            position=position,
            happened_at=fact.happened_at,
            recorded_at=fact.recorded_at,
            who=fact.actor.name,
            assistance=fact.assistance,
            what=label_of(fact.word),
            about=" · ".join(thing.label for thing in fact.about),
            seal=seals[position],
        )
        for position, fact in sorted(facts.items())[-LONGEST_LOG:]
    )
