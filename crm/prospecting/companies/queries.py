"""What can be asked about companies and contacts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from crm.prospecting.companies.models import Company, Contact, Nature, Stage, searchable
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import entered, find

# Built once, on the bare table: every new record asks, and an import asks ten thousand times.
PEERS = Company.__table__
ALIKE_BY = {
    name: select(PEERS.c.id).where(PEERS.c.workspace_id == bindparam("here"), column == bindparam("value")).limit(10)
    for name, column in (
        ("legal_name", PEERS.c.sort_name),
        ("siren", PEERS.c.siren),
        ("email", func.lower(PEERS.c.email)),
    )
}
SORTS = {"name": Company.sort_name, "city": Company.city, "created": Company.created_on}


@dataclass(frozen=True)
class CompanyFilter:
    """What a list of companies is narrowed to; it lives in the URL."""

    search: str = ""
    stage: Stage | None = None
    nature: Nature | None = None
    sort: str = "name"
    descending: bool = False


def company_by_id(company_id: int) -> Company | None:
    """Return a company of this workspace."""
    return find(Company, company_id)


def companies(wanted: CompanyFilter, *, cursor: str | None = None) -> Slice[Company]:
    """Return a page of the prospect file."""
    column = SORTS.get(wanted.sort, Company.sort_name)
    return keyset(
        _matching(select(Company), wanted), column=column, tie=Company.id, cursor=cursor, descending=wanted.descending
    )


def company_count(wanted: CompanyFilter) -> int:
    """Return how many companies match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Company), wanted)) or 0


def stage_counts() -> dict[Stage, int]:
    """Return how many companies stand at each stage."""
    rows = db.session.execute(select(Company.stage, func.count()).group_by(Company.stage))
    return dict(rows.all())


def _matching(statement: Select, wanted: CompanyFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over companies."""
    for word in searchable(wanted.search).split():
        statement = statement.where(Company.search_text.contains(word, autoescape=True))
    if wanted.stage is not None:
        statement = statement.where(Company.stage == wanted.stage)
    if wanted.nature is not None:
        statement = statement.where(Company.nature == wanted.nature)
    return statement


def suggestions(text: str, *, limit: int = 8) -> list[Company]:
    """Return the companies whose name, city, SIREN or e-mail contain the words typed."""
    wanted = CompanyFilter(search=text)
    return list(db.session.scalars(_matching(select(Company), wanted).order_by(Company.sort_name).limit(limit)))


def choices() -> list[Company]:
    """Return all companies by name, for a picker."""
    return list(db.session.scalars(select(Company).order_by(Company.sort_name)))


def contacts_of(company: Company) -> list[Contact]:
    """Return the people of a company, decision makers first."""
    statement = select(Contact).where(Contact.company_id == company.id).order_by(Contact.role, Contact.last_name)
    return list(db.session.scalars(statement))


def look_alike_ids(*, legal_name: str, siren: str = "", email: str = "") -> list[int]:
    """Return the ids of companies that may be the same: same folded name, same SIREN or same e-mail."""
    said = {"legal_name": searchable(legal_name)[:200], "siren": siren, "email": email.lower()}
    connection, here = db.session().connection(), entered()
    return sorted(
        {
            found
            for name, value in said.items()
            if value
            for found in connection.execute(ALIKE_BY[name], {"here": here, "value": value}).scalars()
        }
    )


def look_alikes(*, legal_name: str, siren: str = "", email: str = "", besides: int | None = None) -> list[Company]:
    """Return companies that may be the same: same SIREN, same e-mail, or same folded name."""
    likenesses: list[ColumnElement[bool]] = [Company.sort_name == searchable(legal_name)[:200]]
    if siren:
        likenesses.append(Company.siren == siren)
    if email:
        likenesses.append(func.lower(Company.email) == email.lower())
    statement = select(Company).where(or_(*likenesses)).order_by(Company.sort_name).limit(10)
    if besides is not None:
        statement = statement.where(Company.id != besides)
    return list(db.session.scalars(statement))
