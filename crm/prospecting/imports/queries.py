"""What can be asked about imports: files, their rows and counts, what was used since."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from crm.activity.models import ActivityLink, ActivityRecord
from crm.activity.vocabulary import Activity
from crm.prospecting.companies.models import Company, Contact
from crm.prospecting.duplicates.queries import pointers
from crm.prospecting.imports.models import Import, ImportFile, ImportRow, Outcome, SavedMapping
from crm.prospecting.imports.rules.cells import harmless
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import entered, find

# To look at a record is not to use it.
LOOKS = [Activity.DUPLICATES_CHECKED.word, Activity.OPT_OUT_CHECKED.word, Activity.COMPANY_MERGE_UNDONE.word]
MADE = (Outcome.CREATED, Outcome.UPDATED)
ITS_OWN = {"import_rows", "contacts"}
TABS: dict[str, ColumnElement[bool]] = {
    "wrong": ImportRow.wrong.expression.is_(True),
    "alike": ImportRow.alike.expression.is_(True),
    "created": ImportRow.outcome == Outcome.CREATED,
    "updated": ImportRow.outcome == Outcome.UPDATED,
    "skipped": ImportRow.outcome == Outcome.SKIPPED,
    "rejected": ImportRow.outcome == Outcome.REJECTED,
    "kept": ImportRow.outcome == Outcome.KEPT,
}
PAGE, LONGEST_NUMBER = 50, 9
UTF8_MARK = "\ufeff"


@dataclass(frozen=True)
class Counts:
    """How many rows of an import are wrong, look like a record, and what became of the rest."""

    total: int
    wrong: int
    alike: int
    by_outcome: dict[Outcome, int]

    def of(self, outcome: Outcome) -> int:
        """Return how many rows had this outcome."""
        return self.by_outcome.get(outcome, 0)


@dataclass(frozen=True)
class RowsPage:
    """One page of rows, and the number after which the next one begins (None at the end)."""

    rows: list[ImportRow]
    next: str | None


def import_by_id(import_id: int) -> Import | None:
    """Return an import."""
    return find(Import, import_id)


def imports(*, cursor: str | None = None) -> Slice[Import]:
    """Return the imports, newest first."""
    return keyset(select(Import), column=Import.received_at, tie=Import.id, cursor=cursor, descending=True)


def content_of(batch: Import) -> bytes:
    """Return the bytes of the file."""
    return db.session.scalars(select(ImportFile.content).where(ImportFile.import_id == batch.id)).one()


def counts(batch: Import) -> Counts:
    """Count the rows of an import."""
    mine = ImportRow.import_id == batch.id
    outcomes = db.session.execute(select(ImportRow.outcome, func.count()).where(mine).group_by(ImportRow.outcome))
    by_outcome: dict[Outcome, int] = dict(outcomes.all())
    wrong, alike = (
        db.session.scalar(select(func.count()).select_from(ImportRow).where(mine, TABS[name])) or 0
        for name in ("wrong", "alike")
    )
    return Counts(sum(by_outcome.values()), wrong, alike, by_outcome)


def rows(batch: Import, *, tab: str = "", cursor: str | None = None) -> RowsPage:
    """Return a page of an import's rows, of one kind if `tab` says so; a cursor that is no number begins anew."""
    begun = cursor is not None and cursor.isascii() and cursor.isdigit() and len(cursor) <= LONGEST_NUMBER
    after = int(cursor or 0) if begun else 0
    statement = select(ImportRow).where(ImportRow.import_id == batch.id, ImportRow.number > after)
    if tab in TABS:
        statement = statement.where(TABS[tab])
    found = list(db.session.scalars(statement.order_by(ImportRow.number).limit(PAGE + 1)))
    return RowsPage(found[:PAGE], str(found[PAGE - 1].number) if len(found) > PAGE else None)


def row_of(batch: Import, number: int) -> ImportRow | None:
    """Return one row."""
    statement = select(ImportRow).where(ImportRow.import_id == batch.id, ImportRow.number == number)
    return db.session.scalars(statement).first()


def next_rows(
    batch: Import, outcomes: Sequence[Outcome], *, limit: int | None, backwards: bool = False
) -> list[ImportRow]:
    """Return the next rows that wait for something, from the first on, or from the last one back."""
    order = ImportRow.number.desc() if backwards else ImportRow.number
    statement = select(ImportRow).where(ImportRow.import_id == batch.id, ImportRow.outcome.in_(outcomes))
    return list(db.session.scalars(statement.order_by(order).limit(limit)))


def names_of(found: Sequence[ImportRow]) -> dict[int, str]:
    """Return the names of the companies that rows name: made of them, or looking like them."""
    ids = {int(str(match[0])) for row in found for match in row.matches}
    ids |= {each for row in found for each in (row.target_id, row.company_id) if each}
    statement = select(Company.id, Company.legal_name).where(Company.id.in_(ids - {0}))
    return dict(db.session.execute(statement).all())


def companies_of(found: Sequence[ImportRow]) -> dict[int, Company]:
    """Return the companies that rows were entered as, by number."""
    ids = {row.company_id for row in found if row.company_id}
    return {company.id: company for company in db.session.scalars(select(Company).where(Company.id.in_(ids)))}


def contacts_of(found: Sequence[ImportRow]) -> dict[int, Contact]:
    """Return the people whom rows added, by number, with their companies."""
    ids = {row.contact_id for row in found if row.contact_id}
    statement = select(Contact).where(Contact.id.in_(ids)).options(joinedload(Contact.company))
    return {contact.id: contact for contact in db.session.scalars(statement)}


def saved_mappings() -> list[SavedMapping]:
    """Return the saved mappings by name."""
    return list(db.session.scalars(select(SavedMapping).order_by(SavedMapping.name)))


def mapping_by_id(mapping_id: int) -> SavedMapping | None:
    """Return a saved mapping."""
    return find(SavedMapping, mapping_id)


def blocked_by(batch: Import, found: list[ImportRow], *, until: int) -> set[int]:
    """Return which companies of these rows must stay: used since, or, being new, named by something of another room."""
    new = [row.company_id for row in found if row.outcome is Outcome.CREATED and row.company_id]
    return used_since(batch, found, until=until) | named_elsewhere(new)


def used_since(batch: Import, found: Sequence[ImportRow], *, until: int) -> set[int]:
    """Return which companies of these rows somebody has used since: an act about them, or something that names them.

    `until` is the position of the chain up to which acts count: the undoing's own come later.
    """
    last: dict[int, int] = {}
    for row in found:
        if row.company_id is not None:
            last[row.company_id] = max(row.touched_at, last.get(row.company_id, 0))
    latest = _latest_acts([*last], until=until)
    return {each for each, position in last.items() if latest.get(each, 0) > position}


def _latest_acts(ids: Sequence[int], *, until: int) -> dict[int, int]:
    """Return the position of the last act about each company, up to a position."""
    statement = (
        select(ActivityLink.object_id, func.max(ActivityLink.position))
        .join(
            ActivityRecord,
            (ActivityRecord.workspace_id == ActivityLink.workspace_id)
            & (ActivityRecord.position == ActivityLink.position),
        )
        .where(ActivityLink.kind == Company.kind, ActivityLink.object_id.in_(ids), ActivityLink.position <= until)
        .where(ActivityRecord.activity.not_in(LOOKS))
        .group_by(ActivityLink.object_id)
    )
    return dict(db.session.execute(statement).all())


def named_elsewhere(ids: Sequence[int]) -> set[int]:
    """Return which companies something of another room names: they cannot go."""
    found: set[int] = set()
    connection = db.session().connection()
    for pointer in pointers():
        if pointer.table.name not in ITS_OWN and pointer.kind_column is None:
            mine = pointer.table.c.workspace_id == entered()
            statement = select(pointer.column).where(mine, pointer.column.in_(ids)).distinct()
            found.update(connection.execute(statement).scalars())
    return found


def rejected_csv(batch: Import, *, title: str, said: Sequence[tuple[ImportRow, str]]) -> bytes:
    """Return rows with the reason why they were rejected, as a CSV that can be mended and imported again.

    What a spreadsheet would compute bears an apostrophe.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([harmless(each) for each in (*batch.header, title)])
    for row, reason in said:
        cells = [*row.texts, *[""] * (len(batch.header) - len(row.texts))]
        writer.writerow([harmless(each) for each in (*cells, reason)])
    return (UTF8_MARK + text.getvalue()).encode()
