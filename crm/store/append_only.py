"""Triggers that let a table only grow, or a row stand still once issued, in both databases' own words."""

from __future__ import annotations

from collections.abc import Sequence


def keep_append_only(table: str, dialect: str, *, unless: str = "") -> list[str]:
    """Return the statements that refuse UPDATE and DELETE on a table.

    `unless` is an SQL condition on OLD under which a change is still allowed
    (a draft that was not issued yet).
    """
    return [_statement(table, dialect, verb, unless) for verb in ("UPDATE", "DELETE")]


def _statement(table: str, dialect: str, verb: str, unless: str) -> str:
    """Return one trigger."""
    name = f"{table}_no_{verb.lower()}"
    when = f" WHEN (NOT ({unless}))" if unless else ""
    if dialect == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{when} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END"
        )
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION refuse_change()"


def keep_once_issued(table: str, dialect: str, *, issued: str, columns: Sequence[str]) -> list[str]:
    """Return the statements that refuse to remove an issued row and to change any of `columns` of it.

    `issued` is an SQL condition on a column of the row, such as `number <> ''`.
    """
    differs = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
    return [
        _statement(table, dialect, "UPDATE", f"NOT (OLD.{issued} AND ({changed}))"),
        _statement(table, dialect, "DELETE", f"NOT (OLD.{issued})"),
    ]


def keep_parts_once_issued(table: str, dialect: str, *, whole: str, key: str, issued: str) -> list[str]:
    """Return the statements that refuse to change or remove a line once the document it belongs to is issued.

    `key` is the line's column that names its document in table `whole`.
    """
    found = (
        f"EXISTS (SELECT 1 FROM {whole} AS whole WHERE whole.workspace_id = OLD.workspace_id "  # noqa: S608  (our own names)
        f"AND whole.id = OLD.{key} AND whole.{issued})"
    )
    if dialect == "sqlite":
        return [_statement(table, dialect, verb, f"NOT {found}") for verb in ("UPDATE", "DELETE")]
    function = f"refuse_change_of_{table}"
    body = f"IF {found} THEN RAISE EXCEPTION '{table}: append-only'; END IF; "
    after = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
    trigger = f"CREATE TRIGGER {table}_once_issued BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}{after} END $$",
        f"{trigger} EXECUTE FUNCTION {function}()",
    ]


REFUSE_CHANGE = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'append-only'; END $$"
)
