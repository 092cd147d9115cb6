"""What every command shares: reaching the house, saying things, failing clearly."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import click
from flask import Flask

from crm import demo
from crm.activity.door import House
from crm.activity.queries import verify_chain
from crm.app import create_app
from crm.config import Settings
from crm.kernel.errors import Refused
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Workspace
from crm.store.scoping import HOUSE_WORKSPACE, enter

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
    return create_app(demo.settings())


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


def broken_chains(workspace_id: int | None) -> list[str]:
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
