"""Runs the migrations inside the application, on its own engine."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from crm.store.base import db


def plain_type(kind: str, column_type: object, autogen_context: object) -> str | bool:
    """Write our column types as the plain types beneath them: a migration must outlive our classes."""
    if kind == "type" and type(column_type).__module__ == "crm.store.types":
        return f"sa.{column_type.impl!r}"  # type: ignore[attr-defined]
    return False


def without_foreign_keys(connection: Connection) -> bool:
    """Let SQLite rebuild tables that others point at; it is asked outside any transaction. Tell whether it was."""
    if connection.dialect.name != "sqlite":
        return False
    connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    return True


def run() -> None:
    """Migrate with the app's engine; no row may point at nothing afterwards."""
    with db.engine.connect().execution_options(writing=True) as connection:
        off = without_foreign_keys(connection)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=plain_type,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if off and (astray := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                raise RuntimeError(f"a row of {astray[0]} points at nothing")
        if off:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


run()
