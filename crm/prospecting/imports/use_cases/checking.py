"""Rows before they are entered: all of them checked at once, then mended one by one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused, Stale
from crm.prospecting.companies import queries as companies
from crm.prospecting.imports import queries
from crm.prospecting.imports.models import Decision, Import, ImportRow, ImportState, Outcome
from crm.prospecting.imports.rules import tables
from crm.prospecting.imports.rules.cells import check_row
from crm.prospecting.imports.rules.rows import Plan, card_of, matches_of, plan_table
from crm.prospecting.imports.use_cases.preparing import TooLate, move
from crm.prospecting.likeness import Match
from crm.store.base import db


class NoSuchRow(Refused):
    """A file has so many rows and no more."""

    message = N_("Cette ligne n’existe pas dans le fichier.")


class NoTarget(Refused):
    """Only a record that is there can be completed."""

    message = N_("Choisissez la fiche à compléter.")
    field = "decision"


def check_rows(work: Work, batch: Import, *, plans: Sequence[Plan] | None = None, version: int | None = None) -> Import:
    """Check every row and look for duplicates: what is found stands beside each row, and in the record.

    `plans` are rows checked beforehand, outside the transaction, when the
    import had that `version`; `Stale` if it has moved on since.
    """
    if version is not None and version != batch.version:
        raise Stale({})
    if plans is None:
        table = tables.table_of(queries.content_of(batch), batch.reading)
        plans = plan_table(table, batch.columns, batch.reading, companies.cards(), on_duplicate=batch.on_duplicate)
    move(batch, ImportState.CHECKED)
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == batch.id))
    db.session.execute(insert(ImportRow), [_row(work, batch, plan) for plan in plans])
    batch.total, batch.done = len(plans), 0
    alike = sum(bool(plan.matches) for plan in plans)
    work.record(
        Activity.IMPORT_CHECKED,
        batch,
        rows=len(plans),
        wrong=sum(bool(plan.problems) for plan in plans),
        look_alikes=alike,
        to_update=sum(plan.decision is Decision.UPDATE for plan in plans),
        to_skip=sum(plan.decision is Decision.SKIP for plan in plans),
    )
    return batch


def mend_row(
    work: Work,
    batch: Import,
    *,
    number: int,
    texts: Sequence[str] | None = None,
    decision: Decision | None = None,
    target_id: int | None = None,
) -> Import:
    """Mend a row's cells (all of them, in the file's order), or decide what is to be done with it."""
    if batch.state is not ImportState.CHECKED:
        raise TooLate(state=batch.state.label)
    row = queries.row_of(batch, number)
    if row is None:
        raise NoSuchRow
    changes: dict[str, Json] = {}
    if texts is not None and [*texts] != row.texts:
        before = [*row.texts, *[""] * (len(texts) - len(row.texts))]
        for title, old, new in zip(batch.header, before, texts, strict=False):
            if old != new:
                changes[title] = [old, new]
        _check_anew(row, batch, texts)
    if decision is not None:
        known = {int(str(match[0])) for match in row.matches} - {0}
        if decision is Decision.UPDATE and target_id not in known:
            raise NoTarget
        row.decision, row.target_id = decision, target_id if decision is Decision.UPDATE else None
    work.record(
        Activity.IMPORT_ROW_MENDED,
        batch,
        row=number,
        changes=changes,
        wrong=[*row.problems],
        chosen=row.decision.value,
    )
    return batch


def _check_anew(row: ImportRow, batch: Import, texts: Sequence[str]) -> None:
    """Check one row again after its cells were mended."""
    checked = check_row(texts, batch.columns, batch.reading)
    row.texts, row.values, row.problems = [*texts], checked.values, checked.problems
    alike = companies.similar(card_of(checked.values)) if checked.values else []
    others = [match for match in row.matches if match[1]]
    row.matches = matches_of([Match(each.id, each.likeness) for each in alike], []) + others
    row.wrong, row.alike = bool(row.problems), bool(row.matches)


def _row(work: Work, batch: Import, plan: Plan) -> dict[str, object]:
    """Return a checked row as it is kept."""
    return {
        "workspace_id": work.workspace_id,
        "import_id": batch.id,
        "number": plan.number,
        "texts": plan.texts,
        "values": plan.values,
        "problems": plan.problems,
        "matches": plan.matches,
        "wrong": bool(plan.problems),
        "alike": bool(plan.matches),
        "decision": plan.decision,
        "target_id": plan.target_id,
        "outcome": Outcome.WAITING,
        "reason": "",
        "before": {},
        "touched_at": 0,
    }
