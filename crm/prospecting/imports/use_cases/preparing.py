"""Before anything is entered: the file comes in, somebody says how it is read and what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from sqlalchemy import delete

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.imports import queries
from crm.prospecting.imports.models import (
    Collision,
    Column,
    DateOrder,
    DecimalMark,
    Encoding,
    Import,
    ImportFile,
    ImportRow,
    ImportState,
    OnDuplicate,
    Reading,
    SavedMapping,
    Separator,
)
from crm.prospecting.imports.rules import columns as mapping
from crm.prospecting.imports.rules import tables
from crm.prospecting.imports.rules.columns import plain
from crm.store.base import db


class TooLate(Refused):
    """An import moves forward; what is in the file of prospects is not taken back by changing the way there."""

    message = N_("Cet import est à l’étape « %(state)s » : cette action n’est plus possible.")


class NameTaken(Refused):
    """Two mappings of one name could not be told apart."""

    message = N_("Une association de colonnes s’appelle déjà « %(name)s ».")
    field = "save_as"


def move(batch: Import, state: ImportState) -> None:
    """Let an import go where it may, or raise `TooLate`."""
    if not batch.can(state):
        raise TooLate(state=batch.state.label)
    batch.state = state


def receive_file(work: Work, *, file_name: str, content: bytes) -> Import:
    """Take a prospect file in (CSV or XLSX, at most 5 MB and 20,000 rows), with a proposal how to read it.

    Raises a `BadFile` that says at the field what is wrong; nothing is kept then.
    """
    reading = tables.proposed(content)
    table = tables.table_of(content, reading)
    batch = Import(
        file_name=file_name[:200] or "import",
        sha256=sha256(content).hexdigest(),
        size=len(content),
        received_at=work.now,
        format=reading.format,
        encoding=reading.encoding,
        separator=reading.separator,
        date_order=reading.date_order,
        decimal_mark=reading.decimal_mark,
        header=[*table.header],
        mapping=_written(_proposed(table.header)),
        total=len(table.rows),
    )
    work.add(batch)
    db.session.flush()
    work.add(ImportFile(import_id=batch.id, content=content))
    work.record(
        Activity.IMPORT_RECEIVED,
        batch,
        sha256=batch.sha256,
        bytes=batch.size,
        format=batch.format.value,
        rows=batch.total,
    )
    return batch


def set_reading(
    work: Work,
    batch: Import,
    *,
    encoding: Encoding | None = None,
    separator: Separator | None = None,
    date_order: DateOrder | None = None,
    decimal_mark: DecimalMark | None = None,
) -> Import:
    """Say how the file is read, where the proposal was wrong; its columns are proposed anew."""
    move(batch, ImportState.READ)
    was = batch.reading
    wanted = Reading(
        was.format,
        encoding or was.encoding,
        separator or was.separator,
        date_order or was.date_order,
        decimal_mark or was.decimal_mark,
    )
    table = tables.table_of(queries.content_of(batch), wanted)
    batch.encoding, batch.separator = wanted.encoding, wanted.separator
    batch.date_order, batch.decimal_mark = wanted.date_order, wanted.decimal_mark
    if [*table.header] != batch.header:
        batch.header, batch.mapping = [*table.header], _written(_proposed(table.header))
    batch.total = len(table.rows)
    _forget_rows(batch)
    work.record(
        Activity.IMPORT_READ,
        batch,
        encoding=wanted.encoding.value,
        separator=wanted.separator.value,
        date_order=wanted.date_order.value,
        decimal_mark=wanted.decimal_mark.value,
        rows=batch.total,
    )
    return batch


def map_columns(
    work: Work,
    batch: Import,
    *,
    columns: Sequence[Column] = (),
    on_duplicate: OnDuplicate = OnDuplicate.UPDATE,
    targets: Mapping[str, str] | None = None,
    save_as: str = "",
) -> Import:
    """Say what each column fills, whose value wins, and what happens to rows whose record is there.

    `targets` is the short form: what differs from the proposal, a column's
    title to "field" or "field/collision"; "" ignores the column. With
    `save_as` the mapping is kept under that name.
    """
    move(batch, ImportState.MAPPED)
    chosen = mapping.checked([*columns] or _amended(batch, targets or {}))
    batch.mapping, batch.on_duplicate = _written(chosen), on_duplicate
    _forget_rows(batch)
    said: dict[str, Json] = {
        title: [column.target, column.collision.value]
        for title, column in zip(batch.header, chosen, strict=False)
        if column.target
    }
    work.record(Activity.IMPORT_MAPPED, batch, columns=said, on_duplicate=on_duplicate.value)
    if save_as.strip():
        save_mapping(work, batch, save_as=save_as)
    return batch


def save_mapping(work: Work, batch: Import, *, save_as: str) -> SavedMapping:
    """Keep an import's mapping under a name, for the next file of the same origin."""
    name = save_as.strip()[:80]
    if any(each.name == name for each in queries.saved_mappings()):
        raise NameTaken(name=name)
    entries = [
        [plain(title), column.target, column.collision.value]
        for title, column in zip(batch.header, batch.columns, strict=False)
    ]
    saved = work.add(SavedMapping(name=name, entries=entries))
    work.record(Activity.IMPORT_MAPPING_SAVED, saved, batch, name=name)
    return saved


def abandon_import(work: Work, batch: Import) -> Import:
    """Give an import up before anything of it was entered; its rows are forgotten."""
    move(batch, ImportState.ABANDONED)
    _forget_rows(batch)
    work.record(Activity.IMPORT_ABANDONED, batch, rows=batch.total)
    return batch


def _proposed(header: Sequence[str]) -> Sequence[Column]:
    """Propose what the columns hold: as saved, if a saved mapping knows all these titles, else by their words."""
    titles = {plain(each) for each in header}
    fitting = [each.by_title for each in queries.saved_mappings() if set(each.by_title) == titles]
    return mapping.proposed(header, fitting[-1] if fitting else None)


def _amended(batch: Import, targets: Mapping[str, str]) -> list[Column]:
    """Return the proposal with some columns changed."""
    chosen = list(batch.columns)
    for place, title in enumerate(batch.header):
        if title in targets:
            name, _, collision = targets[title].partition("/")
            chosen[place] = Column(name, Collision(collision) if collision else Collision.FILL)
    return chosen


def _written(columns: Sequence[Column]) -> list[list[str]]:
    """Return a mapping as it is kept."""
    return [[each.target, each.collision.value] for each in columns]


def _forget_rows(batch: Import) -> None:
    """Forget rows that were read in another way."""
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == batch.id))
    batch.done = 0
