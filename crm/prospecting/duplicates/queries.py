"""What can be asked about duplicates: pairs found, merges made, and everything that points to a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Table, func, or_, select
from sqlalchemy.orm import aliased

from crm.prospecting.companies.models import Company, CompanyMerge
from crm.prospecting.duplicates.models import DuplicatePair
from crm.prospecting.duplicates.rules import FIELDS, OPT_OUTS
from crm.store.base import Base, db
from crm.store.scoping import Scoped, entered, find

POINTER = "company_id"
ABOUT_KIND, ABOUT_ID = "about_kind", "about_id"
# What is sealed stays as it is, and pairs go with the record that they name.
UNTOUCHED = {"activity_records", "activity_links", "submissions", "duplicate_pairs", "company_merges"}
MOST_SHOWN = 100


@dataclass(frozen=True)
class FoundPair:
    """A pair with its two records."""

    pair: DuplicatePair
    first: Company
    second: Company


@dataclass(frozen=True)
class Pointer:
    """A column that names a company; with `kind_column` only where that says so."""

    table: Table
    column: Column[int]
    kind_column: Column[str] | None = None

    @property
    def keys(self) -> list[Column[object]]:
        """The columns by which a row is found again inside the workspace."""
        return [each for each in self.table.primary_key.columns if each.name != "workspace_id"]


def open_pairs(*, limit: int = MOST_SHOWN) -> list[FoundPair]:
    """Return the pairs that nobody has told apart, the likest first; both records are there."""
    first, second = aliased(Company), aliased(Company)
    statement = (
        select(DuplicatePair, first, second)
        .join(first, first.id == DuplicatePair.first_id)
        .join(second, second.id == DuplicatePair.second_id)
        .where(DuplicatePair.dismissed_at.is_(None))
        .order_by(DuplicatePair.score.desc(), DuplicatePair.id)
        .limit(limit)
    )
    return [FoundPair(*row) for row in db.session.execute(statement)]


def open_pair_count() -> int:
    """Return how many pairs wait."""
    first, second = aliased(Company), aliased(Company)
    statement = (
        select(func.count())
        .select_from(DuplicatePair)
        .join(first, first.id == DuplicatePair.first_id)
        .join(second, second.id == DuplicatePair.second_id)
        .where(DuplicatePair.dismissed_at.is_(None))
    )
    return db.session.scalar(statement) or 0


def told_apart() -> set[tuple[int, int]]:
    """Return the pairs of which somebody said that they are two companies."""
    statement = select(DuplicatePair.first_id, DuplicatePair.second_id).where(DuplicatePair.dismissed_at.is_not(None))
    return {(first, second) for first, second in db.session.execute(statement)}


def pair_by_id(pair_id: int) -> DuplicatePair | None:
    """Return a pair."""
    return find(DuplicatePair, pair_id)


def merge_by_id(merge_id: int) -> CompanyMerge | None:
    """Return a merge."""
    return find(CompanyMerge, merge_id)


def merges(*, limit: int = MOST_SHOWN) -> list[CompanyMerge]:
    """Return the merges, newest first."""
    return list(db.session.scalars(select(CompanyMerge).order_by(CompanyMerge.id.desc()).limit(limit)))


def merges_of(company: Company) -> list[CompanyMerge]:
    """Return the merges in which a record had a part, newest first."""
    part = or_(CompanyMerge.kept_id == company.id, CompanyMerge.merged_id == company.id)
    return list(db.session.scalars(select(CompanyMerge).where(part).order_by(CompanyMerge.id.desc())))


def values_of(company: Company) -> dict[str, object]:
    """Return what a merge decides on."""
    return {name: getattr(company, name) for name in (*FIELDS, *OPT_OUTS, "stage")}


def pointers() -> Iterator[Pointer]:
    """Yield every column of the workspace's tables that names a company, whichever room it belongs to.

    A foreign key is one, a column called `company_id` that is none (what was
    true of a message stays readable when its sender goes), and a thing that
    may be about anything.
    """
    scoped = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, Scoped)}
    for table in Base.metadata.sorted_tables:
        if table.name not in scoped or table.name in UNTOUCHED:
            continue
        for column in table.columns:
            if column.name == POINTER or any(key.column.table.name == "companies" for key in _own_keys(column)):
                yield Pointer(table, column)
        if ABOUT_KIND in table.columns and ABOUT_ID in table.columns:
            yield Pointer(table, table.columns[ABOUT_ID], table.columns[ABOUT_KIND])


def _own_keys(column: Column[Any]) -> list[ForeignKey]:
    """Return a column's foreign keys, the one that keeps it in its workspace aside."""
    return [] if column.name == "workspace_id" else list(column.foreign_keys)


def rows_pointing(pointer: Pointer, company_id: int) -> list[list[object]]:
    """Return the keys of a table's rows that name a company."""
    statement = select(*pointer.keys).where(
        pointer.table.c.workspace_id == entered(), pointer.column == company_id, *of_a_company(pointer)
    )
    return [list(row) for row in db.session().connection().execute(statement)]


def of_a_company(pointer: Pointer) -> list[ColumnElement[bool]]:
    """Return what else must be so for a row to name a company."""
    return [pointer.kind_column == Company.kind] if pointer.kind_column is not None else []
