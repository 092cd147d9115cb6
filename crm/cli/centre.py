"""Commands of a centre: the demonstration, upgrades, administrators, backups."""

from __future__ import annotations

from pathlib import Path

import click

from crm import demo as demonstration
from crm.activity.door import Standing, perform
from crm.app import create_app
from crm.cli.house import broken_chains, clearly, house_of, the_app
from crm.people.accounts.use_cases import create_account
from crm.store import backup as backups
from crm.store.migrating import upgrade as upgrade_schema


@click.command()
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


@click.command()
@clearly
def upgrade() -> None:
    """Bring the database's schema up to date."""
    with the_app().app_context():
        upgrade_schema()
    click.echo("La base est à jour.")


@click.command("create-administrator")
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


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite the file.")
@clearly
def backup(file: Path, *, force: bool) -> None:
    """Save the whole database into a file, while the house is open."""
    with the_app().app_context():
        backups.backup(file, force=force)
    click.echo(f"Sauvegarde : {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--force", is_flag=True, help="Replace a database that is not empty.")
@clearly
def restore(file: Path, *, force: bool) -> None:
    """Put a backup back, and verify every chain in it."""
    with the_app().app_context():
        backups.restore(file, force=force)
    faults = broken_chains(None)
    click.echo("\n".join(faults) or f"Restauré et vérifié : {file}")
    if faults:
        raise SystemExit(1)
