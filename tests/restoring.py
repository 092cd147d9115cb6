"""A PostgreSQL database brought back to what it held: only tables in which something changed are written.

Making a database anew from a template copies a thousand files; a test changes
the rows of a few tables. A row that a test wrote bears a transaction number
younger than the last restoring (`xmin`); a row that it deleted is missing from
the count. https://www.postgresql.org/docs/15/ddl-system-columns.html
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

Connection = psycopg.Connection[TupleRow]

TABLES = (
    """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"""
)
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
# What a migration changes: the tables and indexes, their columns, their triggers and functions.
SHAPE = """
    SELECT (SELECT sum(oid::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
           (SELECT count(*) FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid AND NOT attisdropped
             WHERE relnamespace = 'public'::regnamespace),
           (SELECT sum(oid::bigint) FROM pg_constraint WHERE connamespace = 'public'::regnamespace),
           (SELECT sum(oid::bigint) FROM pg_trigger WHERE tgenabled = 'O'),
           (SELECT sum(oid::bigint) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)
"""
OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Contents:
    """What a database held: the rows of each table as COPY writes them, their number, the sequences."""

    shape: TupleRow
    rows: dict[str, bytes]
    counts: dict[str, int]
    sequences: dict[str, int | None]

    @classmethod
    def of(cls, connection: Connection) -> Contents:
        """Read all that there is."""
        tables = [str(name) for (name,) in connection.execute(TABLES)]
        rows = {table: _copied(connection, table) for table in tables}
        counts = {table: found for table, _, found in _state(connection, tables, since=0)}
        return cls(_shape(connection), rows, counts, dict(connection.execute(SEQUENCES).fetchall()))

    def restore(self, connection: Connection, *, since: int) -> bool:
        """Put back what changed after a transaction; return False where the very tables are others now."""
        connection.execute(OTHERS)
        if _shape(connection) != self.shape:
            return False
        state = _state(connection, list(self.rows), since=since)
        changed = [table for table, written, found in state if written or found != self.counts[table]]
        with connection.transaction():
            # Neither the guards of the records nor foreign keys look on while the tables are half empty.
            connection.execute("SET LOCAL session_replication_role = replica")
            for table in changed:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                if self.counts[table]:
                    statement = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
                    with connection.cursor().copy(statement) as copy:
                        copy.write(self.rows[table])
            for name, value in connection.execute(SEQUENCES).fetchall():
                if value != (kept := self.sequences[name]):
                    connection.execute("SELECT setval(%s, %s, %s)", (name, kept or 1, kept is not None))
        return True


def now(connection: Connection) -> int:
    """Return the number of a transaction: what is written later bears a higher one."""
    row = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert row is not None
    return int(row[0])


def _state(connection: Connection, tables: list[str], *, since: int) -> list[tuple[str, bool, int]]:
    """Return of each table whether rows were written after a transaction, and how many rows it has."""
    each = [
        sql.SQL("SELECT {}, coalesce(bool_or(xmin::text::bigint > {}), false), count(*) FROM {}").format(
            sql.Literal(table), sql.Literal(since), sql.Identifier(table)
        )
        for table in tables
    ]
    return connection.execute(sql.SQL(" UNION ALL ").join(each)).fetchall() if each else []


def _copied(connection: Connection, table: str) -> bytes:
    """Return a table's rows in the form in which they are put back."""
    statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor().copy(statement) as copy:
        return b"".join(bytes(block) for block in copy)


def _shape(connection: Connection) -> TupleRow:
    """Return a fingerprint of the schema."""
    row = connection.execute(SHAPE).fetchone()
    assert row is not None
    return row
