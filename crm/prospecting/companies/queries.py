"""What can be asked about companies and contacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from crm.activity.models import ActivityLink, ActivityRecord
from crm.kernel.clock import local_date
from crm.prospecting import quality
from crm.prospecting.companies.models import Company, CompanyMerge, Contact, Nature, Stage, searchable
from crm.prospecting.likeness import POSSIBLE, Card, Likeness, compare, traits
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
CARDS = select(
    PEERS.c.id,
    PEERS.c.legal_name,
    PEERS.c.siren,
    PEERS.c.phone,
    PEERS.c.email,
    PEERS.c.street,
    PEERS.c.postcode,
    PEERS.c.city,
).where(PEERS.c.workspace_id == bindparam("here"))
MOST_ASKED = 50
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


def all_matching(wanted: CompanyFilter, *, most: int) -> list[Company]:
    """Return the first companies that match, by name: a list that somebody makes of the file."""
    statement = _matching(select(Company), wanted).order_by(Company.sort_name, Company.id)
    return list(db.session.scalars(statement.limit(most)))


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


def first_contacts(company_ids: Sequence[int]) -> dict[int, Contact]:
    """Return whom one asks for first in each of several companies: the decision maker who was entered first."""
    statement = select(Contact).where(Contact.company_id.in_(company_ids)).order_by(Contact.role, Contact.id)
    found: dict[int, Contact] = {}
    for contact in db.session.scalars(statement):
        found.setdefault(contact.company_id, contact)
    return found


def contact_by_id(contact_id: int) -> Contact | None:
    """Return a contact of this workspace."""
    return find(Contact, contact_id)


def qualities(found: Iterable[Company], *, today: date) -> dict[int, quality.Quality]:
    """Return how complete and fresh records are, by id, in two statements."""
    listed = {company.id: company for company in found}
    spoken_to = set(db.session.scalars(select(Contact.company_id).where(Contact.company_id.in_(listed)).distinct()))
    last = (
        select(ActivityLink.object_id, func.max(ActivityRecord.happened_at))
        .join(
            ActivityRecord,
            (ActivityRecord.workspace_id == ActivityLink.workspace_id)
            & (ActivityRecord.position == ActivityLink.position),
        )
        .where(ActivityLink.kind == Company.kind, ActivityLink.object_id.in_(listed))
        .group_by(ActivityLink.object_id)
    )
    touched = {company_id: local_date(at) for company_id, at in db.session.execute(last)}
    return {
        each.id: quality.quality(
            {name: bool(getattr(each, name)) for name in quality.COLUMNS}
            | {quality.PERSON_TO_TALK_TO: each.id in spoken_to},
            is_business=each.is_business,
            last_on=touched.get(each.id, each.created_on),
            today=today,
        )
        for each in listed.values()
    }


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


@dataclass(frozen=True)
class LookAlike:
    """A record of the file that looks like another one, and why."""

    id: int
    legal_name: str
    city: str
    likeness: Likeness


def cards() -> Iterator[Card]:
    """Yield what is compared of every record, the oldest first."""
    connection = db.session().connection()
    for row in connection.execute(CARDS.order_by(PEERS.c.id), {"here": entered()}):
        yield Card(*row)


def card_of(company: Company) -> Card:
    """Return what is compared of a record."""
    return Card(*(getattr(company, name) for name in ("id", "legal_name", *Card._fields[2:])))


def similar(card: Card, *, most: int = 5, least: int = POSSIBLE) -> list[LookAlike]:
    """Return the records that look like this one, the likest first, with their reasons; itself never."""
    one = traits(card)
    found = []
    for other in _candidates(card):
        likeness = compare(one, traits(other))
        if other.id != card.id and likeness.score >= least:
            found.append(LookAlike(other.id, other.name, other.city, likeness))
    return sorted(found, key=lambda each: (-each.likeness.score, each.id))[:most]


def _candidates(card: Card) -> set[Card]:
    """Return the records that share enough with this one to be compared: a number, the e-mail, a word of the name."""
    signs: list[ColumnElement[bool]] = [PEERS.c.sort_name == searchable(card.name)[:200]]
    one = traits(card)
    signs += [PEERS.c.siren == one.siren] if one.siren else []
    signs += [func.lower(PEERS.c.email) == one.email] if one.email else []
    if one.phone:
        bare: ColumnElement[str] = PEERS.c.phone
        for mark in " .-()/":
            bare = func.replace(bare, mark, "")
        signs.append(bare.endswith(one.phone))
    longest = sorted(one.words, key=lambda word: (-len(word), word))[:2]
    # The first letters of a word outlive a slip of the pen at its end.
    signs += [PEERS.c.sort_name.contains(word[: max(4, len(word) - 2)], autoescape=True) for word in longest if word]
    connection, found = db.session().connection(), set[Card]()
    for sign in signs:
        rows = connection.execute(CARDS.where(sign).limit(MOST_ASKED), {"here": entered()})
        found.update(Card(*row) for row in rows)
    return found


def kept_in_place_of(company_id: int) -> int | None:
    """Return the record with which one was merged, if it is no longer there by itself."""
    statement = select(CompanyMerge.kept_id).where(
        CompanyMerge.merged_id == company_id, CompanyMerge.undone_at.is_(None)
    )
    return db.session.scalars(statement.order_by(CompanyMerge.id.desc())).first()


def merged_into(company_id: int) -> Sequence[int]:
    """Return the numbers that a record had as others before they were merged with it."""
    known, fresh = list[int](), [company_id]
    while fresh:
        statement = select(CompanyMerge.merged_id).where(
            CompanyMerge.kept_id.in_(fresh), CompanyMerge.undone_at.is_(None)
        )
        fresh = [each for each in db.session.scalars(statement) if each not in known]
        known += fresh
    return known
