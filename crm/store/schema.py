"""What a database needs besides tables: the triggers of what may only grow, and the head of the house's chain."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Connection

from crm.store.append_only import REFUSE_CHANGE, keep_append_only

GROWING = ("activity_records", "activity_links")


def finish(connection: Connection) -> None:
    """Install the triggers and begin the house's chain."""
    dialect = connection.dialect.name
    if dialect == "postgresql":
        connection.exec_driver_sql(REFUSE_CHANGE)
    for table in GROWING:
        for statement in keep_append_only(table, dialect):
            connection.exec_driver_sql(statement)
    seal = "0" * 64
    connection.exec_driver_sql(
        f"INSERT INTO chain_heads (workspace_id, key, position, seal, next_id) "  # noqa: S608  (our own values)
        f"VALUES (0, '{uuid4()}', 0, '{seal}', 1)"
    )
