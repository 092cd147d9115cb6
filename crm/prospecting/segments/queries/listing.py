"""What can be asked of the prospect file through a filter, and the filters that were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from crm.kernel.actor import ActorKind
from crm.kernel.clock import local_date
from crm.kernel.money import Money
from crm.prospecting import quality
from crm.prospecting.companies.models import Company, Contact
from crm.prospecting.companies.queries import qualities
from crm.prospecting.qualification.models import Qualification
from crm.prospecting.segments.models import BulkChange, Segment
from crm.prospecting.segments.queries.columns import clause, joined, last_record
from crm.prospecting.segments.rules.evaluating import Held, department_of
from crm.prospecting.segments.rules.tree import Group
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find

SORTS = {"name": Company.sort_name, "city": Company.city, "created": Company.created_on}
BATCH = 500


@dataclass(frozen=True)
class Row:
    """A record in a list by segment: the company, what qualifies it, how good the record is."""

    company: Company
    score: int | None
    potential: Money | None
    last_contact_on: date | None
    quality: quality.Quality


def matching(tree: Group, *, today: date, sort: str = "name", cursor: str | None = None) -> Slice[Company]:
    """Return a page of the companies that fit a filter; `sort` is a key of SORTS, with `-` for descending."""
    column = SORTS.get(sort.removeprefix("-"), Company.sort_name)
    statement = _narrowed(select(Company), tree, today)
    return keyset(statement, column=column, tie=Company.id, cursor=cursor, descending=sort.startswith("-"))


def count(tree: Group, *, today: date) -> int:
    """Return how many companies fit a filter."""
    return db.session.scalar(_narrowed(select(func.count()).select_from(Company), tree, today)) or 0


def ids(tree: Group, *, today: date) -> list[int]:
    """Return the ids of the companies that fit a filter, the oldest first."""
    return list(db.session.scalars(_narrowed(select(Company.id), tree, today).order_by(Company.id)))


def companies(tree: Group, *, today: date) -> list[Company]:
    """Return all companies that fit a filter, by name."""
    statement = _narrowed(select(Company), tree, today).order_by(Company.sort_name, Company.id)
    return list(db.session.scalars(statement))


def with_ids(wanted: Sequence[int]) -> list[Company]:
    """Return the companies of this workspace with those ids, by name; unknown ids are left out."""
    found: list[Company] = []
    for start in range(0, len(wanted), BATCH):
        found += db.session.scalars(select(Company).where(Company.id.in_(wanted[start : start + BATCH])))
    return sorted(found, key=lambda each: (each.sort_name, each.id))


def _narrowed(statement, tree: Group, today: date):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Narrow a statement over companies to a filter."""
    wanted = clause(tree, today=today)
    return statement if wanted is None else joined(statement).where(wanted)


def rows(found: Iterable[Company], *, today: date) -> list[Row]:
    """Return companies with what a list shows of them, in a few statements however many there are."""
    listed = list(found)
    facts = _facts([company.id for company in listed])
    good: dict[int, quality.Quality] = {}
    for start in range(0, len(listed), BATCH):
        good |= qualities(listed[start : start + BATCH], today=today)
    made = []
    for company in listed:
        score, potential, contact_on, _ = facts.get(company.id, (None, None, None, None))
        made.append(Row(company, score, potential, contact_on, good[company.id]))
    return made


Facts = tuple[int | None, Money | None, date | None, date | None]


def _facts(wanted: Sequence[int]) -> Mapping[int, Facts]:
    """Return score, potential, last contact and last activity by company."""
    found: dict[int, Facts] = {}
    for start in range(0, len(wanted), BATCH):
        statement = joined(
            select(
                Company.id,
                Qualification.score,
                Qualification.potential,
                Company.last_contact_on,
                last_record(ActorKind.CUSTOMER),
                last_record(),
            ).select_from(Company)
        ).where(Company.id.in_(wanted[start : start + BATCH]))
        for company_id, score, potential, noted, contact_at, activity_at in db.session.execute(statement):
            days = [day for day in (noted, local_date(contact_at) if contact_at else None) if day]
            found[company_id] = (
                score,
                potential,
                max(days, default=None),
                local_date(activity_at) if activity_at else None,
            )
    return found


def sheets(found: Sequence[Company], *, today: date) -> dict[int, dict[str, Held]]:
    """Return what filters compare, by field, of each company: the rules evaluate it without a database."""
    wanted = [company.id for company in found]
    newest = {
        each.company_id: each
        for each in db.session.scalars(
            select(Qualification)
            .where(Qualification.current.is_(True), Qualification.company_id.in_(wanted))
            .order_by(Qualification.id)
        )
    }
    roles: dict[int, set[str]] = {}
    for contact in db.session.scalars(select(Contact).where(Contact.company_id.in_(wanted))):
        roles.setdefault(contact.company_id, set()).add(str(contact.role.value))
    facts = _facts(wanted)
    return {
        row.company.id: _sheet(row, newest.get(row.company.id), frozenset(roles.get(row.company.id, ())), facts)
        for row in rows(found, today=today)
    }


def _sheet(row: Row, known: Qualification | None, roles: frozenset[str], facts: Mapping[int, Facts]) -> dict[str, Held]:
    """Return one company's values by field."""
    company = row.company
    plain: dict[str, Held] = {
        "name": company.legal_name,
        "nature": str(company.nature.value),
        "stage": str(company.stage.value),
        "siren": company.siren,
        "sector": company.sector,
        "size": company.staff_size,
        "source": str(company.source.value),
        "created": company.created_on,
        "phone": company.phone,
        "email": company.email,
        "city": company.city,
        "postcode": company.postcode,
        "department": department_of(company.postcode, company.country),
        "country": company.country,
        "role": roles,
        "owner": company.owner,
        "tag": frozenset(company.tag_list),
        "last_contact": row.last_contact_on,
        "last_activity": facts[company.id][3],
        "complete": row.quality.completeness,
        "basis": str(company.legal_basis.value),
        "informed": company.informed_on,
        "consent_phone": company.consented_phone_on,
        "consent_email": company.consented_email_on,
        "no_phone": company.opted_out_phone,
        "no_email": company.opted_out_email,
        "no_post": company.opted_out_post,
    }
    return plain | _qualified(known)


def _qualified(known: Qualification | None) -> dict[str, Held]:
    """Return what the qualification in force says, by field."""
    if known is None:
        return {}
    return {
        "score": known.score,
        "potential": known.potential.cents if known.potential is not None else None,
        "budget": str(known.budget.value),
        "circuit": str(known.circuit.value),
        "timing": str(known.timing.value),
        "step": str(known.next_step.value),
        "step_on": known.next_step_on,
    }


def segment_by_id(segment_id: int) -> Segment | None:
    """Return a kept filter of this workspace."""
    return find(Segment, segment_id)


def segments(*, for_person: int | None) -> list[Segment]:
    """Return the workspace's segments and a person's own views, by name."""
    statement = select(Segment).where(or_(Segment.shared.is_(True), Segment.owner_id == for_person))
    return list(db.session.scalars(statement.order_by(Segment.shared.desc(), func.lower(Segment.name), Segment.id)))


def named(name: str, *, shared: bool, owner_id: int | None) -> Segment | None:
    """Return the kept filter of that name: of the workspace, or of a person."""
    statement = select(Segment).where(func.lower(Segment.name) == name.lower(), Segment.shared.is_(shared))
    if not shared:
        statement = statement.where(Segment.owner_id == owner_id)
    return db.session.scalars(statement).first()


def bulk_change_by_id(change_id: int) -> BulkChange | None:
    """Return a change of many records."""
    return find(BulkChange, change_id)


def bulk_changes(*, limit: int = 20) -> list[BulkChange]:
    """Return the last changes of many records, the newest first."""
    return list(db.session.scalars(select(BulkChange).order_by(BulkChange.id.desc()).limit(limit)))
