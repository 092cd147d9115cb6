"""One change made to many records, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import Company
from crm.prospecting.qualification.models import NextStepKind, Qualification
from crm.prospecting.qualification.use_cases import put_next_step, take_step_back
from crm.prospecting.segments import queries
from crm.prospecting.segments.models import BulkChange, Deed
from crm.store.base import db
from crm.store.folding import fold

MOST_AT_ONCE = 2000
LONGEST_TAG, LONGEST_TAGS, LONGEST_OWNER = 40, 400, 120


class NobodyChosen(Refused):
    """Changing nobody changes nothing."""

    message = N_("Choisissez au moins une fiche.")


class TooMany(Refused):
    """Many records are changed in several steps."""

    message = N_("Au plus 2 000 fiches à la fois : resserrez le filtre.")


class NotATag(Refused):
    """A tag is one or two words."""

    message = N_("Une étiquette compte de 1 à 40 caractères, sans barre verticale.")
    field = "value"


class TooManyTags(Refused):
    """A record has room for so many tags."""

    message = N_("La fiche « %(name)s » porte déjà trop d’étiquettes.")
    field = "value"


class OwnerTooLong(Refused):
    """A name fits its column."""

    message = N_("Ce nom est trop long.")
    field = "value"


class NoStep(Refused):
    """What is planned is something to do."""

    message = N_("Choisissez l’action à prévoir.")
    field = "value"


class AlreadyUndone(Refused):
    """What was taken back cannot be taken back again."""

    message = N_("Ce changement est déjà annulé.")


def apply_to_many(
    work: Work,
    *,
    company_ids: Sequence[int],
    deed: Deed,
    value: str = "",
    on: date | None = None,
    expression: str = "",
) -> BulkChange:
    """Do one thing to many records: one act on record, with how many and which.

    `value` is the tag, the name of who looks after them (empty: nobody) or a `NextStepKind`; `on` the day of the step.
    """
    companies = queries.with_ids(sorted(set(company_ids)))
    if not companies:
        raise NobodyChosen
    if len(companies) > MOST_AT_ONCE:
        raise TooMany
    value = value.strip()
    before = _next_steps(work, companies, value, on) if deed is Deed.NEXT_STEP else _texts(companies, deed, value)
    change = work.add(
        BulkChange(
            deed=deed, value=value, expression=expression, before=before, done_at=work.now, done_by=work.actor.name
        )
    )
    work.record(
        Activity.BULK_CHANGE_APPLIED,
        change,
        deed=deed.value,
        value=value,
        on=on.isoformat() if on else None,
        count=len(before),
        companies=[*sorted(int(each) for each in before)],
        unchanged=len(companies) - len(before),
        expression=expression,
    )
    return change


def undo_bulk_change(work: Work, change: BulkChange) -> BulkChange:
    """Take a change back where it still stands; what somebody changed since then stays as it is."""
    if not change.stands:
        raise AlreadyUndone
    companies = queries.with_ids([int(each) for each in change.before])
    restored = sum(_restore(change, company) for company in companies)
    change.undone_at = work.now
    work.record(
        Activity.BULK_CHANGE_UNDONE,
        change,
        deed=change.deed.value,
        value=change.value,
        count=restored,
        left=len(change.before) - restored,
    )
    return change


def _texts(companies: Sequence[Company], deed: Deed, value: str) -> dict[str, Json]:
    """Set the tags or the owner; return what those that changed said before."""
    if deed is Deed.OWNER and len(value) > LONGEST_OWNER:
        raise OwnerTooLong
    if deed is not Deed.OWNER and (not value or len(value) > LONGEST_TAG or "|" in value or not value.isprintable()):
        raise NotATag
    before: dict[str, Json] = {}
    for company in companies:
        was = _held(company, deed)
        _set(company, deed, value if deed is Deed.OWNER else _tagged(company, value, present=deed is Deed.TAG))
        if _held(company, deed) != was:
            before[str(company.id)] = was
    if not before:
        raise NobodyChosen
    return before


def _held(company: Company, deed: Deed) -> str:
    """Return what a deed changes."""
    return company.owner if deed is Deed.OWNER else company.tags


def _set(company: Company, deed: Deed, text: str) -> None:
    """Set what a deed changes."""
    if deed is Deed.OWNER:
        company.owner = text
    else:
        company.tags = text


def _tagged(company: Company, tag: str, *, present: bool) -> str:
    """Return a company's tags with one more or one less; tags differ by more than accents and capitals."""
    others = [each for each in company.tag_list if fold(each) != fold(tag)]
    kept = next((each for each in company.tag_list if fold(each) == fold(tag)), tag)
    tags = sorted([*others, kept]) if present else others
    text = f"|{'|'.join(tags)}|" if tags else ""
    if len(text) > LONGEST_TAGS:
        raise TooManyTags(name=company.legal_name)
    return text


def _next_steps(work: Work, companies: Sequence[Company], value: str, on: date | None) -> dict[str, Json]:
    """Plan a step for each; return which qualification it made and which stood before."""
    step = next((each for each in NextStepKind if each.value == value), NextStepKind.NONE)
    if step is NextStepKind.NONE:
        raise NoStep
    known = _in_force([company.id for company in companies])
    before: dict[str, Json] = {}
    for company in companies:
        was = known.get(company.id)
        made = put_next_step(work, company, was, step=step, on=on)
        before[str(company.id)] = {"made": made.id, "was": was.id if was else None}
    return before


def _in_force(company_ids: Sequence[int]) -> Mapping[int, Qualification]:
    """Return the qualifications in force by company."""
    statement = select(Qualification).where(Qualification.company_id.in_(company_ids), Qualification.current.is_(True))
    return {each.company_id: each for each in db.session.scalars(statement.order_by(Qualification.id))}


def _restore(change: BulkChange, company: Company) -> bool:
    """Give a company back what it said, if it still says what the change made; tell whether."""
    was = change.before[str(company.id)]
    if isinstance(was, dict):
        return _restore_step(was)
    if change.deed is Deed.OWNER:
        if company.owner != change.value:
            return False
        company.owner = str(was)
        return True
    has = any(fold(each) == fold(change.value) for each in company.tag_list)
    if has is (change.deed is Deed.UNTAG):
        return False
    company.tags = _tagged(company, change.value, present=change.deed is Deed.UNTAG)
    return True


def _restore_step(was: Mapping[str, Json]) -> bool:
    """Take a planned step back if it is still the one in force."""
    found = db.session.scalars(select(Qualification).where(Qualification.id == was["made"])).first()
    if found is None or not found.current:
        return False
    older = was["was"]
    before = db.session.scalars(select(Qualification).where(Qualification.id == older)).first() if older else None
    take_step_back(found, before)
    return True
