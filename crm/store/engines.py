"""How each database is opened: SQLite durable and in WAL, PostgreSQL with a pool and time limits."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from crm.store.folding import fold

BUSY_MS = 10_000
STATEMENT_MS = 30_000


def engine_options(url: str) -> dict[str, Any]:
    """Return what `create_engine` needs for a database."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_MS / 1000, "check_same_thread": False}}
    limits = f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={BUSY_MS} -c timezone=UTC"
    return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8, "connect_args": {"options": limits}}


def prepare(engine: Engine) -> None:
    """Let SQLite keep its promises, and begin its writing transactions at once."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("folded", 1, fold, deterministic=True)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A deferred transaction that later writes can lose against another writer; an immediate one waits.
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
