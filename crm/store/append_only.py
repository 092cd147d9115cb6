"""Triggers that let a table only grow, in both databases' own words; migrations install them."""

from __future__ import annotations


def keep_append_only(table: str, dialect: str, *, unless: str = "") -> list[str]:
    """Return the statements that refuse UPDATE and DELETE on a table.

    `unless` is an SQL condition on OLD under which a change is still allowed
    (a draft that was not issued yet).
    """
    return [_statement(table, dialect, verb, unless) for verb in ("UPDATE", "DELETE")]


def _statement(table: str, dialect: str, verb: str, unless: str) -> str:
    """Return one trigger."""
    name = f"{table}_no_{verb.lower()}"
    when = f" WHEN NOT ({unless})" if unless else ""
    if dialect == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{when} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END"
        )
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION refuse_change()"


REFUSE_CHANGE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'append-only'; END $$"
)
