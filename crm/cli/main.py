"""The command line: read words, perform, print; JSON with --json, exit status 1 and a clear line on bad input."""

from __future__ import annotations

import click

from crm.cli import centre, evidence, exercise


@click.group()
def main() -> None:
    """Comptoir: a training CRM whose records become evidence."""


for command in (
    centre.demo,
    centre.upgrade,
    centre.create_administrator,
    centre.backup,
    centre.restore,
    exercise.seed,
    exercise.actions,
    exercise.play,
    exercise.advance,
    evidence.judge,
    evidence.verify,
    evidence.export,
):
    main.add_command(command)
