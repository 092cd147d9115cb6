"""The migrations make what the models say, and can be undone."""

from __future__ import annotations

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from crm.store.base import db
from crm.store.migrating import upgrade


def difference() -> list[object]:
    """Return what the database has and the models lack, or the other way round."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_the_migrated_schema_is_the_models(app: Flask) -> None:
    with app.app_context():
        assert difference() == []


def test_every_migration_goes_back_and_forth(app: Flask) -> None:
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        assert difference() != []
        upgrade()
        assert difference() == []
