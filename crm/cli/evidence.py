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
from crm.training.review.queries.judging import framework_named, framework_of
from crm.training.review.use_cases import note_export

FRAMEWORK = click.option("--framework", help="Id of the framework; the first of the workspace's exercise if not named.")


@click.command()
@WORKSPACE
@FRAMEWORK
@JSON
@clearly
def judge(workspace_id: int, framework: str | None, *, as_json: bool) -> None:
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


def _judged(workspace: Workspace, framework_id: str | None) -> tuple[CriterionVerdict, ...]:
    """Judge a workspace's records, all learners together."""
    facts = [fact_from_text(each.text) for each in sealed_records(workspace.id)]
    now = max([workspace.now, *(fact.happened_at for fact in facts[-1:])])
    return judge_facts(_framework(workspace, framework_id), facts, now=now)


def _framework(workspace: Workspace, framework_id: str | None) -> Framework:
    """Return the framework named, the first of the workspace's exercise if none is; say it if there is none."""
    found = framework_named(framework_id) if framework_id else framework_of(workspace)
    if found is None and framework_id is None:
        raise click.ClickException("Cet espace n’a pas d’exercice : nommez un référentiel avec --framework.")
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
@FRAMEWORK
@click.option("--competency", "competencies", multiple=True, required=True, help="Code; may be repeated.")
@click.option("--output", required=True, type=click.Path(path_type=Path))
@JSON
@clearly
def dossier(
    workspace_id: int,
    learner: str,
    framework: str | None,
    competencies: tuple[str, ...],
    output: Path,
    *,
    as_json: bool,
) -> None:
    """Write the signed dossier of a learner for some competencies."""
    with inside(workspace_id) as (house, workspace):
        found = _framework(workspace, framework)
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
            framework=found.id,
            codes=list(competencies),
            manifest_sha256=made.manifest_sha256,
            position=made.position,
        )
        output.write_bytes(made.archive)
    sha256 = made.manifest_sha256
    say({"file": output, "manifest_sha256": sha256}, as_json=as_json, line=f"{output} (manifeste {sha256})")
