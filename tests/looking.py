"""Looking at the world between requests, in a session of one's own."""

from __future__ import annotations

import html
import json
from typing import Any

from flask import Flask
from sqlalchemy import select

from crm.activity.models import ActivityRecord
from crm.store.base import db
from crm.store.scoping import enter
from tests.client import Page


def facts(app: Flask, workspace_id: int, word: str | None = None) -> list[dict[str, Any]]:
    """Return the sealed facts of a workspace (0 is the house), oldest first."""
    with app.app_context():
        enter(workspace_id)
        rows = db.session.scalars(select(ActivityRecord).order_by(ActivityRecord.position))
        found = [json.loads(row.text) for row in rows]
    return [fact for fact in found if word is None or fact["activity"] == word]


def tamper(app: Flask, *statements: str) -> None:
    """Change rows as only somebody at the database itself could."""
    with app.app_context(), db.engine.connect().execution_options(writing=True) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()


def value_of(page: Page, name: str) -> str:
    """Return the value of an input, as the browser would send it."""
    start = page.html.index(f'name="{name}" value="') + len(f'name="{name}" value="')
    return html.unescape(page.html[start : page.html.index('"', start)])
