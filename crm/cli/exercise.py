"""Commands of an exercise: seed a world, list the acts, play a script, let days pass."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from crm.cli.house import JSON, WORKSPACE, clearly, house_of, inside, say, the_app
from crm.training.playback import queries as playback
from crm.training.playback.rules import read_script
from crm.training.playback.use_cases import check_script, play_script, wait_until
from crm.training.scenarios.use_cases import seed as seed_scenario


@click.command()
@click.argument("scenario")
@JSON
@clearly
def seed(scenario: str, *, as_json: bool) -> None:
    """Enter the world of a scenario, from which workspaces are copied."""
    app = the_app()
    with app.app_context():
        summary = seed_scenario(house_of(app), scenario)
    say(asdict(summary), as_json=as_json, line=f"Scénario « {scenario} » prêt : {summary}")


@click.command()
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


@click.command()
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


@click.command()
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
