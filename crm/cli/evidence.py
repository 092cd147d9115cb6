"""Commands of evidence: judge, verify, export."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from crm.activity.door import perform
from crm.activity.queries import sealed_records
from crm.cli.house import JSON, WORKSPACE, broken_chains, clearly, inside, say
from crm.config import Settings
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Workspace
from crm.training.frameworks.rules.facts import fact_from_text
from crm.training.frameworks.rules.framework import Framework
from crm.training.frameworks.rules.judge import judge as judge_facts
from crm.training.frameworks.rules.verdicts import CriterionVerdict
from crm.training.review.export.bundle import verify_dossier
from crm.training.review.export.dossier import make_dossier
from crm.training.review.queries.judging import framework_named
from crm.training.review.use_cases import note_export


@click.command()
@WORKSPACE
@click.option("--framework", default="TP-AC-2020", show_default=True)
@JSON
@clearly
def judge(workspace_id: int, framework: str, *, as_json: bool) -> None:
    """Read a workspace's records against a framework."""
    with inside(workspace_id) as (_, workspace):
        verdicts = _judged(workspace, framework)
    plain = [
        {
            "code": each.code,
            "title": each.title,
            "standing": each.standing.value,
            "satisfied": each.satisfied,
            "violated": each.violated,
            "pending": each.pending,
            "rule": each.said,
        }
        for each in verdicts
    ]
    lines = [
        f"{v['code']:<6} {v['standing']:<14} +{v['satisfied']} −{v['violated']} …{v['pending']}  {v['title']}"
        for v in plain
    ]
    say(plain, as_json=as_json, line="\n".join(lines))


def _judged(workspace: Workspace, framework_id: str) -> tuple[CriterionVerdict, ...]:
    """Judge a workspace's records, all learners together."""
    facts = [fact_from_text(each.text) for each in sealed_records(workspace.id)]
    now = max([workspace.now, *(fact.happened_at for fact in facts[-1:])])
    return judge_facts(framework_of_id(framework_id), facts, now=now)


def framework_of_id(framework_id: str) -> Framework:
    """Return a framework, or say that there is none of that name."""
    found = framework_named(framework_id)
    if found is None:
        raise click.ClickException(f"Le référentiel « {framework_id} » n’existe pas.")
    return found


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--workspace", "workspace_id", type=int, help="One workspace; all of them if nothing is named.")
@JSON
@clearly
def verify(file: Path | None, workspace_id: int | None, *, as_json: bool) -> None:
    """Verify chains of the database, or a dossier that was exported (FILE.zip)."""
    faults = _verify_file(file) if file else broken_chains(workspace_id)
    say({"faults": faults}, as_json=as_json, line="\n".join(faults) or "Tout est intact.")
    if faults:
        raise SystemExit(1)


def _verify_file(file: Path) -> list[str]:
    """Return what is wrong with a dossier."""
    return [problem.fr for problem in verify_dossier(file)]


@click.group()
def export() -> None:
    """Export evidence."""


@export.command("dossier")
@WORKSPACE
@click.option("--learner", required=True, help="Login of the learner.")
@click.option("--framework", default="TP-AC-2020", show_default=True)
@click.option("--competency", "competencies", multiple=True, required=True, help="Code; may be repeated.")
@click.option("--output", required=True, type=click.Path(path_type=Path))
@JSON
@clearly
def dossier(
    workspace_id: int, learner: str, framework: str, competencies: tuple[str, ...], output: Path, *, as_json: bool
) -> None:
    """Write the signed dossier of a learner for some competencies."""
    with inside(workspace_id) as (house, workspace):
        found = framework_of_id(framework)
        wanted = [each for each in found.competencies if each.code in competencies]
        user = next((each.user for each in workspaces.members_of(workspace) if each.user.login == learner), None)
        if user is None:
            raise click.ClickException(f"« {learner} » ne travaille pas dans l’espace {workspace_id}.")
        if len(wanted) != len(set(competencies)):
            raise click.ClickException("Compétence inconnue de ce référentiel.")
        settings: Settings = current_app.extensions["settings"]
        made = make_dossier(workspace, user, found, wanted, settings=settings, made_at=house.clock.now())
        perform(
            workspaces.standing_in(house, workspace),
            note_export,
            workspace,
            user,
            codes=list(competencies),
            manifest_sha256=made.manifest_sha256,
            position=made.position,
        )
        output.write_bytes(made.archive)
    sha256 = made.manifest_sha256
    say({"file": output, "manifest_sha256": sha256}, as_json=as_json, line=f"{output} (manifeste {sha256})")
