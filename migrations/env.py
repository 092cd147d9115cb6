"""Runs the migrations inside the application, on its own engine."""

from __future__ import annotations

from alembic import context
from flask import current_app

from crm.store.base import db


def plain_type(kind: str, column_type: object, autogen_context: object) -> str | bool:
    """Write our column types as the plain types beneath them: a migration must outlive our classes."""
    if kind == "type" and type(column_type).__module__ == "crm.store.types":
        return f"sa.{column_type.impl!r}"  # type: ignore[attr-defined]
    return False


def run() -> None:
    """Migrate with the app's engine."""
    with db.engine.connect().execution_options(writing=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=plain_type,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
