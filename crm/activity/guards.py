"""What the session itself refuses: writes outside the door, changes of a record, raw statements."""

from __future__ import annotations

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.sql.elements import TextClause

from crm.activity.door import Work, WriteOutsideTheDoor
from crm.activity.models import ActivityLink, ActivityRecord, Submission

SEALED = (ActivityRecord, ActivityLink)


class RecordTouched(RuntimeError):
    """A sealed record was to be changed or removed."""


class RawStatement(RuntimeError):
    """SQL was written as text: it would pass by the scoping and the guards."""


@event.listens_for(Session, "before_flush")
def _watch_the_flush(session: Session, context: UOWTransaction, instances: object) -> None:
    """Let rows be written only inside a use case, and stamp the new ones."""
    changed = [row for row in session.dirty if session.is_modified(row)]
    if any(isinstance(row, SEALED) for row in [*changed, *session.deleted]):
        raise RecordTouched
    if not (session.new or changed or session.deleted):
        return
    work = session.info.get("work")
    if not isinstance(work, Work):
        raise WriteOutsideTheDoor([type(row).__name__ for row in [*session.new, *changed, *session.deleted]])
    for row in session.new:
        work.stamp(row)
    own = [row for row in [*session.new, *changed, *session.deleted] if not isinstance(row, Submission)]
    work.changed = work.changed or any(not _is_head(row) for row in own)


def _is_head(row: object) -> bool:
    """Tell the chain's own bookkeeping from the rows of the trade."""
    return str(inspect(row).mapper.local_table.name) == "chain_heads"


@event.listens_for(Session, "do_orm_execute")
def _watch_the_statement(state: ORMExecuteState) -> None:
    """Refuse raw text, and bulk writes outside the door."""
    if isinstance(state.statement, TextClause):
        raise RawStatement
    if state.is_insert or state.is_update or state.is_delete:
        work = state.session.info.get("work")
        if not isinstance(work, Work):
            raise WriteOutsideTheDoor(str(state.statement))
        table = getattr(getattr(state.statement, "table", None), "name", "")
        if table in {"activity_records", "activity_links"} and not state.is_insert:
            raise RecordTouched
        if table not in {"activity_records", "activity_links"}:
            work.changed = True
