"""What a database needs besides tables: the triggers of what may only grow, and the head of the house's chain."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Connection, inspect

from crm.store.append_only import REFUSE_CHANGE, keep_append_only, keep_once_issued, keep_parts_once_issued

GROWING = ("activity_records", "activity_links", "opinions")
ISSUED_INVOICE = "number <> ''"
ISSUED_PARTS = ("invoice_lines", "invoiced_notes", "deposit_deductions")
STILL_MOVING = {"state", "paid", "fell_due", "carried_as", "version"}


def finish(connection: Connection) -> None:
    """Install the triggers and begin the house's chain."""
    dialect = connection.dialect.name
    if dialect == "postgresql":
        connection.exec_driver_sql(REFUSE_CHANGE)
    for table in GROWING:
        for statement in keep_append_only(table, dialect):
            connection.exec_driver_sql(statement)
    for statement in _keep_invoices(connection):
        connection.exec_driver_sql(statement)
    seal = "0" * 64
    connection.exec_driver_sql(
        f"INSERT INTO chain_heads (workspace_id, key, position, seal, next_id) "  # noqa: S608  (our own values)
        f"VALUES (0, '{uuid4()}', 0, '{seal}', 1)"
    )


def _keep_invoices(connection: Connection) -> list[str]:
    """Return what makes an issued invoice neither change nor vanish (CGI, annexe II, article 242 nonies A)."""
    dialect, schema = connection.dialect.name, inspect(connection)
    if not schema.has_table("invoices"):
        return []
    columns = [str(column["name"]) for column in schema.get_columns("invoices")]
    fixed = [column for column in columns if column not in STILL_MOVING]
    kept = keep_once_issued("invoices", dialect, issued=ISSUED_INVOICE, columns=fixed)
    for part in ISSUED_PARTS:
        kept += keep_parts_once_issued(part, dialect, whole="invoices", key="invoice_id", issued=ISSUED_INVOICE)
    return kept
