"""Bringing a database up to date with alembic."""

from __future__ import annotations

import logging

import flask_migrate


def upgrade() -> None:
    """Carry out the migrations that the current app's database lacks."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade()
