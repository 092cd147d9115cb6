"""What can be done about duplicates: look for them, tell two records apart, make one of two, take that back."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, and_, delete, insert, or_, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company, CompanyMerge
from crm.prospecting.duplicates import queries, rules
from crm.prospecting.duplicates.models import DuplicatePair
from crm.prospecting.duplicates.queries import Pointer
from crm.prospecting.duplicates.rules import Side
from crm.prospecting.likeness import pairs
from crm.prospecting.privacy.queries import has_invoices
from crm.store.base import Base, db
from crm.store.freezing import freeze, thaw
from crm.store.scoping import Scoped

STANDS_STILL = "append-only"
TABLE: Table = Company.__table__  # type: ignore[assignment]


class OneRecord(Refused):
    """Two are needed."""

    message = N_("Choisissez deux fiches différentes.")


class CannotMove(Refused):
    """What was issued names its customer for good (CGI, annexe II, article 242 nonies A)."""

    message = N_(
        "« %(name)s » porte des factures émises, qui ne changent plus de client. Gardez cette fiche-là et fusionnez "
        "l’autre avec elle."
    )


class BothInvoiced(Refused):
    """Two customers of the books stay two: each invoice keeps the name and address that it was issued to."""

    message = N_(
        "« %(kept)s » et « %(merged)s » portent toutes deux des factures émises : elles restent deux clients dans les "
        "livres. N’utilisez plus que l’une d’elles pour les nouvelles ventes, et signalez l’autre par une étiquette."
    )


class AlreadyUndone(Refused):
    """What was taken back is back."""

    message = N_("Cette fusion est déjà annulée.")


class KeptGone(Refused):
    """The record that holds what was moved is no longer there by itself."""

    message = N_("« %(name)s » a depuis été fusionnée avec une autre fiche : annulez d’abord cette fusion-là.")


def search_duplicates(work: Work) -> list[DuplicatePair]:
    """Compare every record of the file with those that share something with it; what was found waits for a decision."""
    apart = queries.told_apart()
    cards = list(companies.cards())
    found = [pair for pair in pairs(cards) if (pair.first, pair.second) not in apart]
    db.session.execute(delete(DuplicatePair).where(DuplicatePair.dismissed_at.is_(None)))
    rows = [
        work.add(
            DuplicatePair(
                first_id=pair.first,
                second_id=pair.second,
                score=pair.likeness.score,
                reasons=" ".join(why.value for why in pair.likeness.reasons),
            )
        )
        for pair in found
    ]
    certain = sum(pair.likeness.is_certain for pair in found)
    work.record(Activity.DUPLICATES_SEARCHED, records=len(cards), pairs=len(found), certain=certain)
    return rows


def tell_apart(work: Work, pair: DuplicatePair) -> DuplicatePair:
    """Say that two records are two companies; a search does not show them again."""
    pair.dismissed_at = work.now
    both = [companies.company_by_id(each) for each in (pair.first_id, pair.second_id)]
    work.record(Activity.DUPLICATES_DISMISSED, *both, score=pair.score, reasons=[*pair.reasons.split()])
    return pair


def merge_companies(
    work: Work, kept: Company, merged: Company, *, sides: Mapping[str, str] | None = None
) -> CompanyMerge:
    """Make one record of two: `sides` says of a field whose value stays (kept, merged, both), the rest is proposed.

    Everything that pointed to the other record points to the kept one; the
    other record goes, and is put away whole.
    """
    if kept.id == merged.id:
        raise OneRecord
    if has_invoices(merged):
        raise BothInvoiced(kept=kept.legal_name, merged=merged.legal_name) if has_invoices(kept) else _stays(merged)
    mine, others = queries.values_of(kept), queries.values_of(merged)
    chosen = rules.proposed(mine, others) | {name: Side(word) for name, word in (sides or {}).items()}
    wanted = rules.merged_values(mine, others, chosen)
    merge = _merged(work, kept, merged, wanted)
    changes: dict[str, Json] = {
        name: [str(merge.before[name]), str(merge.after[name])]
        for name in wanted
        if merge.before[name] != merge.after[name]
    }
    work.record(
        Activity.COMPANY_MERGED,
        kept,
        merged,
        merge,
        merged_name=merged.legal_name,
        sides={name: side.value for name, side in chosen.items()},
        changes=changes,
        moved={f"{table}.{column}": len(rows) for table, column, rows, _ in _sorted(merge.moved)},  # type: ignore[arg-type]
    )
    return merge


def _stays(merged: Company) -> CannotMove:
    """Return the refusal to take a record away to which something was issued."""
    return CannotMove(name=merged.legal_name)


def _merged(work: Work, kept: Company, merged: Company, wanted: Mapping[str, object]) -> CompanyMerge:
    """Move everything, let the other record go, give the kept one its values; return what can bring it back."""
    before, snapshot = _frozen(kept), _frozen(merged)
    moved = _move_everything(merged, kept)
    _forget(merged)
    for name, value in wanted.items():
        setattr(kept, name, value)
    after = _frozen(kept)
    return work.add(
        CompanyMerge(
            kept_id=kept.id,
            merged_id=merged.id,
            kept_name=str(before["legal_name"]),
            merged_name=merged.legal_name,
            merged_at=work.now,
            snapshot=snapshot,
            before={name: before[name] for name in wanted},
            after={name: after[name] for name in wanted},
            moved=moved,
        )
    )


def undo_merge(work: Work, merge: CompanyMerge) -> CompanyMerge:
    """Let the other record come back, with all that pointed to it and still points to the kept one.

    Values of the kept record that were changed since the merge stay as they
    are, and the record says which.
    """
    if not merge.stands:
        raise AlreadyUndone
    kept = companies.company_by_id(merge.kept_id)
    if kept is None:
        raise KeptGone(name=merge.kept_name)
    session = db.session()
    session.flush()
    dialect = session.connection().dialect
    session.execute(insert(TABLE).values(**thaw(TABLE, merge.snapshot, dialect)))
    now = _frozen(kept)
    restored = {name for name, value in merge.after.items() if now[name] == value}
    old = thaw(TABLE, merge.before, dialect)
    for name in restored:
        setattr(kept, name, old[name])
    back = sum(_move_back(work, merge, entry) for entry in merge.moved)
    _see_again(merge.kept_id)
    merge.undone_at = work.now
    came_back = companies.company_by_id(merge.merged_id)
    left: list[Json] = [*sorted(set(merge.after) - restored)]
    work.record(Activity.COMPANY_MERGE_UNDONE, kept, came_back, merge, moved=back, left=left)
    return merge


def _frozen(company: Company) -> dict[str, object]:
    """Return a record as it is put away."""
    row = {column.name: getattr(company, column.name) for column in TABLE.columns}
    return freeze(TABLE, row, db.session().connection().dialect)


def _sorted(moved: list[list[object]]) -> list[list[object]]:
    """Return what was moved in an order that does not hang on the order of tables."""
    return sorted(moved, key=lambda each: (str(each[0]), str(each[1])))


def _move_everything(merged: Company, kept: Company) -> list[list[object]]:
    """Point every row from one record to the other; return [table, column, keys, rows put away] of each table."""
    session = db.session()
    session.flush()
    moved: list[list[object]] = []
    for pointer in queries.pointers():
        keys = queries.rows_pointing(pointer, merged.id)
        if keys:
            moved.append([pointer.table.name, pointer.column.name, keys, _move(pointer, merged, kept, keys)])
    _see_again(merged.id)
    return moved


def _move(pointer: Pointer, merged: Company, kept: Company, keys: list[list[object]]) -> list[dict[str, object]]:
    """Point some rows to the kept record; where each company has one row only, the other's is put away."""
    session = db.session()
    place = pointer.table.c.workspace_id == kept.workspace_id
    rows = and_(place, _among(pointer, keys))
    try:
        with session.begin_nested():
            session.execute(update(pointer.table).where(rows).values({pointer.column.name: kept.id}))
    except IntegrityError as fault:
        if STANDS_STILL in str(fault.orig):
            raise _stays(merged) from fault
        found = session.connection().execute(select(pointer.table).where(rows)).mappings().all()
        put_away = [freeze(pointer.table, dict(row), session.connection().dialect) for row in found]
        session.execute(delete(pointer.table).where(rows))
        return put_away
    except DBAPIError as fault:
        if STANDS_STILL in str(fault.orig):
            raise _stays(merged) from fault
        raise
    return []


def _move_back(work: Work, merge: CompanyMerge, entry: list[object]) -> int:
    """Point the rows of one table back to the record that came back; return how many still pointed to the kept one."""
    name, column_name, keys, put_away = entry
    table = Base.metadata.tables[str(name)]
    pointer = Pointer(table, table.columns[str(column_name)])
    session = db.session()
    if put_away:
        dialect = session.connection().dialect
        rows = [thaw(table, row, dialect) for row in put_away]  # type: ignore[attr-defined]
        session.execute(insert(table), rows)
        return len(rows)
    still = and_(
        table.c.workspace_id == work.workspace_id,
        pointer.column == merge.kept_id,
        _among(pointer, keys),  # type: ignore[arg-type]
    )
    done = session.execute(update(table).where(still).values({pointer.column.name: merge.merged_id}))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _among(pointer: Pointer, keys: list[list[object]]) -> ColumnElement[bool]:
    """Return the criterion that a row is one of these."""
    if len(pointer.keys) == 1:
        return pointer.keys[0].in_([key[0] for key in keys])
    return or_(*(and_(*(column == part for column, part in zip(pointer.keys, key, strict=True))) for key in keys))


def _forget(merged: Company) -> None:
    """Let the record go."""
    session = db.session()
    session.delete(merged)
    session.flush()


def _see_again(*ids: int) -> None:
    """Let what is in memory and named one of these records point where its row points now."""
    session = db.session()
    for row in list(session.identity_map.values()):
        if isinstance(row, Scoped) and row.__dict__.get("company_id") in ids:
            table: Table = row.__table__  # type: ignore[assignment]
            here = and_(*(column == getattr(row, column.name) for column in table.primary_key.columns))
            points_to = session.connection().execute(select(table.c.company_id).where(here)).scalar()
            set_committed_value(row, "company_id", points_to)
            if "company" in row.__dict__ and points_to is not None:
                set_committed_value(row, "company", companies.company_by_id(points_to))
