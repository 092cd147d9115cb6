"""How each database is opened, and what lets a table only grow."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from crm.activity.models import LINKS, RECORDS, ChainHead
from crm.prospecting.companies.use_cases import add_note
from crm.store import append_only
from crm.store.base import db
from crm.store.engines import BUSY_MS, engine_options
from tests.builders import Stage

ASKING = {"sqlite": "PRAGMA", "postgresql": "SHOW"}
WANTED: dict[str, dict[str, object]] = {
    "sqlite": {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_MS},
    "postgresql": {"statement_timeout": "30s", "lock_timeout": "10s", "timezone": "UTC"},
}


class TestSettings:
    def test_a_connection_is_set_as_it_must(self, app: Flask) -> None:
        """SQLite is durable and minds foreign keys; PostgreSQL has time limits and speaks UTC."""
        with app.app_context():
            dialect = db.engine.dialect.name
            with db.engine.connect() as connection:
                found = {
                    name: connection.exec_driver_sql(f"{ASKING[dialect]} {name}").scalar() for name in WANTED[dialect]
                }
        assert found == WANTED[dialect]

    def test_options_go_with_the_address(self) -> None:
        assert engine_options("sqlite:///x")["connect_args"]["timeout"] == BUSY_MS / 1000
        assert engine_options("postgresql+psycopg://h/d")["pool_pre_ping"] is True


class TestTriggers:
    @pytest.mark.parametrize(
        "statement",
        [
            update(RECORDS).values(seal="0"),
            update(LINKS).values(object_id=0),
            RECORDS.delete(),
            LINKS.delete(),
        ],
        ids=["records changed", "links changed", "records removed", "links removed"],
    )
    def test_records_only_grow(self, stage: Stage, statement: object) -> None:
        stage.do(add_note, stage.petit, text="x")
        with db.engine.connect().execution_options(writing=True) as connection:
            with pytest.raises(DBAPIError, match="append-only"):
                connection.execute(statement)  # type: ignore[call-overload]
            connection.rollback()

    def test_what_still_moves_may_move(self, stage: Stage) -> None:
        with db.engine.connect().execution_options(writing=True) as connection:
            moved = connection.execute(update(ChainHead).values(next_id=ChainHead.next_id + 1))
            assert moved.rowcount > 0
            connection.rollback()

    @pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
    def test_a_condition_lets_drafts_change(self, dialect: str) -> None:
        statements = append_only.keep_append_only("papers", dialect, unless="OLD.number = ''")
        assert all("WHEN (NOT (OLD.number = ''))" in each for each in statements)
