"""The command line: read words, perform, print; JSON with --json, exit status 1 and a clear line on bad input."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask

from crm import demo as demonstration
from crm.activity.door import House, Standing, perform
from crm.activity.queries import verify_chain
from crm.app import create_app
from crm.config import Settings
from crm.kernel.errors import Refused
from crm.people.accounts.use_cases import create_account
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Workspace
from crm.store import backup as backups
from crm.store.migrating import upgrade as upgrade_schema
from crm.store.scoping import HOUSE_WORKSPACE, enter
from crm.training.playback import queries as playback
from crm.training.playback.rules import read_script
from crm.training.playback.use_cases import check_script, play_script, wait_until
from crm.training.review import use_cases as review
from crm.training.review.export.verify import verify_dossier
from crm.training.scenarios.use_cases import seed as seed_scenario

P = ParamSpec("P")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")
WORKSPACE = click.option("--workspace", "workspace_id", type=int, required=True, help="Number of the workspace.")


def clearly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what the house refuses into one line and exit status 1."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except (OSError, ValueError, LookupError) as fault:
            raise click.ClickException(str(fault) or type(fault).__name__) from fault

    return guarded


def say(value: object, *, as_json: bool, line: str) -> None:
    """Print a result for a program or for a person."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str) if as_json else line)


def the_app() -> Flask:
    """Return the application of the environment's settings, or the demonstration's if there are none."""
    if "COMPTOIR_DATABASE_URL" in os.environ:
        return create_app(Settings.from_env())
    return create_app(demonstration.settings())


def house_of(app: Flask) -> House:
    """Return the running house."""
    found = app.extensions["house"]
    assert isinstance(found, House)  # noqa: S101  (put there by create_app)
    return found


@contextmanager
def inside(workspace_id: int) -> Iterator[tuple[House, Workspace]]:
    """Enter a workspace from the command line."""
    app = the_app()
    with app.app_context():
        enter(workspace_id)
        workspace = workspaces.workspace_by_id(workspace_id)
        if workspace is None:
            raise click.ClickException(f"L’espace de travail {workspace_id} n’existe pas.")
        yield house_of(app), workspace


@click.group()
def main() -> None:
    """Comptoir: a training CRM whose records become evidence."""


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Prepare and stop.")
@clearly
def demo(port: int, *, no_serve: bool) -> None:
    """Prepare the demonstration (the first time) and serve it on 127.0.0.1."""
    app = create_app(demonstration.settings())
    demonstration.prepare(app, tell=click.echo)
    click.echo(f"\nComptoir est prêt : http://127.0.0.1:{port}/\n")
    for each in demonstration.LOGINS:
        click.echo(f"  {each.role:<15} {each.login:<12} {each.password}")
    click.echo("\nCtrl-C pour arrêter.")
    if not no_serve:
        from waitress import serve  # noqa: PLC0415  (only this command serves)

        serve(app, listen=f"127.0.0.1:{port}", threads=8)


@main.command()
@clearly
def upgrade() -> None:
    """Bring the database's schema up to date."""
    with the_app().app_context():
        upgrade_schema()
    click.echo("La base est à jour.")


@main.command("create-administrator")
@click.option("--login", required=True)
@click.option("--name", required=True)
@click.password_option()
@clearly
def create_administrator(login: str, name: str, password: str) -> None:
    """Create the account of a centre's administrator."""
    app = the_app()
    with app.app_context():
        perform(
            Standing(house=house_of(app)),
            create_account,
            login=login,
            display_name=name,
            password=password,
            is_administrator=True,
        )
    click.echo(f"Compte « {login} » créé.")


@main.command()
@click.argument("scenario")
@JSON
@clearly
def seed(scenario: str, *, as_json: bool) -> None:
    """Enter the world of a scenario, from which workspaces are copied."""
    app = the_app()
    with app.app_context():
        summary = seed_scenario(house_of(app), scenario)
    say(asdict(summary), as_json=as_json, line=f"Scénario « {scenario} » prêt : {summary}")


@main.command()
@JSON
def actions(*, as_json: bool) -> None:
    """List the acts which a script may call, with their inputs."""
    found = playback.actions()
    plain = [
        {
            "do": action.name,
            "summary": action.summary,
            "inputs": [{"name": i.name, "type": i.said, "optional": i.optional} for i in action.inputs],
        }
        for action in found.values()
    ]
    lines = []
    for action in found.values():
        inputs = ", ".join(f"{i.name}{'?' if i.optional else ''}: {i.said}" for i in action.inputs)
        lines.append(f"{action.name}({inputs})\n    {action.summary}")
    say(plain, as_json=as_json, line="\n".join(lines))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@WORKSPACE
@click.option("--check", is_flag=True, help="Check the script and write nothing.")
@JSON
@clearly
def play(file: Path, workspace_id: int, *, check: bool, as_json: bool) -> None:
    """Play a script of steps in a workspace, through the same use cases as the screens."""
    script = read_script(file)
    with inside(workspace_id) as (house, workspace):
        if check:
            steps = len(check_script(script))
            say({"steps": steps}, as_json=as_json, line=f"{script.title} : {steps} étapes, rien à redire.")
            return
        played = play_script(house, workspace, script)
    line = f"{played.title} : {played.acts} actes, {played.refusals} refus attendus, le {played.today}."
    say(asdict(played), as_json=as_json, line=line)


@main.command()
@WORKSPACE
@click.option("--days", type=click.IntRange(1, 366), default=1, show_default=True, help="Working days.")
@JSON
@clearly
def advance(workspace_id: int, days: int, *, as_json: bool) -> None:
    """Let simulated working days pass in a workspace."""
    with inside(workspace_id) as (house, workspace):
        for _ in range(days):
            wait_until(house, workspace, workspace.today.fromordinal(workspace.today.toordinal() + 1))
        today = workspace.today
    say({"workspace": workspace_id, "today": today}, as_json=as_json, line=f"Nous sommes le {today}.")


@main.command()
@WORKSPACE
@click.option("--framework", default="TP-AC-2020", show_default=True)
@JSON
@clearly
def judge(workspace_id: int, framework: str, *, as_json: bool) -> None:
    """Read a workspace's records against a framework."""
    with inside(workspace_id) as (_, workspace):
        verdicts = review.judge_workspace(workspace, framework_id=framework)
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


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--workspace", "workspace_id", type=int, help="One workspace; all of them if nothing is named.")
@JSON
@clearly
def verify(file: Path | None, workspace_id: int | None, *, as_json: bool) -> None:
    """Verify chains of the database, or a dossier that was exported (FILE.zip)."""
    faults = _verify_file(file) if file else _verify_chains(workspace_id)
    say({"faults": faults}, as_json=as_json, line="\n".join(faults) or "Tout est intact.")
    if faults:
        raise SystemExit(1)


def _verify_file(file: Path) -> list[str]:
    """Return what is wrong with a dossier."""
    return [str(problem) for problem in verify_dossier(file)]


def _verify_chains(workspace_id: int | None) -> list[str]:
    """Return the chains that are broken, and where."""
    app, faults = the_app(), []
    with app.app_context():
        enter(HOUSE_WORKSPACE)
        known = [HOUSE_WORKSPACE, *(each.id for each in workspaces.all_workspaces())]
        if workspace_id is not None and workspace_id not in known:
            raise click.ClickException(f"L’espace de travail {workspace_id} n’existe pas.")
        for each in known if workspace_id is None else [workspace_id]:
            found = verify_chain(each, key=house_of(app).seal_key)
            if found.broken:
                faults.append(f"Espace {each} : {found.broken.reason} à la position {found.broken.position}")
    return faults


@main.group()
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
        made = review.export_to(
            house, workspace, learner=learner, framework_id=framework, competencies=competencies, output=output
        )
    say({"file": output, "sha256": made}, as_json=as_json, line=f"{output} ({made})")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite the file.")
@clearly
def backup(file: Path, *, force: bool) -> None:
    """Save the whole database into a file, while the house is open."""
    with the_app().app_context():
        backups.backup(file, force=force)
    click.echo(f"Sauvegarde : {file}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--force", is_flag=True, help="Replace a database that is not empty.")
@clearly
def restore(file: Path, *, force: bool) -> None:
    """Put a backup back, and verify every chain in it."""
    with the_app().app_context():
        backups.restore(file, force=force)
    faults = _verify_chains(None)
    click.echo("\n".join(faults) or f"Restauré et vérifié : {file}")
    if faults:
        raise SystemExit(1)
