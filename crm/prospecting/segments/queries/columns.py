"""What stands in the database behind each field of a filter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select

from crm.activity.models import ActivityLink, ActivityRecord
from crm.kernel.actor import ActorKind
from crm.kernel.clock import PARIS
from crm.kernel.money import Money
from crm.prospecting import quality
from crm.prospecting.companies.models import Company, Contact, ContactRole, Nature
from crm.prospecting.qualification.models import Qualification
from crm.prospecting.segments.rules.evaluating import FAR_THREE, FAR_TWO, day_bound
from crm.prospecting.segments.rules.fields import FIELDS
from crm.prospecting.segments.rules.tree import Condition, Group, Join, Kind, Op
from crm.store.folding import fold, folded

Truth = ColumnElement[bool]
TEXTS: dict[str, ColumnElement[str]] = {
    "name": Company.legal_name.expression,
    "siren": Company.siren.expression,
    "sector": Company.sector.expression,
    "size": Company.staff_size.expression,
    "phone": Company.phone.expression,
    "email": Company.email.expression,
    "city": Company.city.expression,
    "postcode": Company.postcode.expression,
    "country": Company.country.expression,
    "owner": Company.owner.expression,
    "department": case(
        (Company.country != "FR", ""),
        (func.substr(Company.postcode, 1, FAR_TWO).in_(["97", "98"]), func.substr(Company.postcode, 1, FAR_THREE)),
        else_=func.substr(Company.postcode, 1, FAR_TWO),
    ),
}
PLAIN: dict[str, Any] = {
    "nature": Company.nature,
    "stage": Company.stage,
    "source": Company.source,
    "basis": Company.legal_basis,
    "created": Company.created_on,
    "informed": Company.informed_on,
    "consent_phone": Company.consented_phone_on,
    "consent_email": Company.consented_email_on,
    "no_phone": Company.opted_out_phone,
    "no_email": Company.opted_out_email,
    "no_post": Company.opted_out_post,
    "score": Qualification.score,
    "potential": Qualification.potential,
    "budget": Qualification.budget,
    "circuit": Qualification.circuit,
    "timing": Qualification.timing,
    "step": Qualification.next_step,
    "step_on": Qualification.next_step_on,
}


def joined(statement: Select) -> Select:  # type: ignore[type-arg]
    """Put beside each company the qualification in force, if there is one."""
    newest = (
        select(Qualification.company_id, func.max(Qualification.id).label("newest"))
        .where(Qualification.current.is_(True))
        .group_by(Qualification.company_id)
        .subquery()
    )
    return statement.outerjoin(newest, newest.c.company_id == Company.id).outerjoin(
        Qualification, Qualification.id == newest.c.newest
    )


def last_record(actor: ActorKind | None = None) -> ColumnElement[datetime]:
    """Return when something was last recorded about the company, by anybody or by a kind of actor."""
    statement = (
        select(func.max(ActivityRecord.happened_at))
        .join(
            ActivityLink,
            and_(
                ActivityLink.workspace_id == ActivityRecord.workspace_id,
                ActivityLink.position == ActivityRecord.position,
            ),
        )
        .where(ActivityLink.kind == Company.kind, ActivityLink.object_id == Company.id)
        .where(ActivityLink.workspace_id == Company.workspace_id)
    )
    if actor is not None:
        statement = statement.where(ActivityRecord.actor_kind == actor)
    return statement.correlate(Company).scalar_subquery()


def completeness() -> ColumnElement[int]:
    """Return a record's completeness in per cent, rounded down, as `quality.completeness` counts it."""
    business = Company.nature == Nature.BUSINESS
    points: ColumnElement[int] = literal(0)
    for piece in quality.PIECES:
        filled: Truth = or_(*(_filled(column) for column in piece.columns))
        points = points + case((and_(business, filled) if piece.only_business else filled, piece.points), else_=0)
    whole = case(
        (business, quality.possible(is_business=True)),
        else_=quality.possible(is_business=False),
    )
    # Whole numbers divided by whole numbers: both databases round down, as the rule does.
    share: ColumnElement[int] = (quality.WHOLE * points).op("/")(whole)
    return share


def _filled(column: str) -> Truth:
    """Tell whether a piece of the record is there."""
    if column == quality.PERSON_TO_TALK_TO:
        return _contact()
    found: Truth = getattr(Company, column) != ""
    return found


def _contact(role: ContactRole | None = None) -> Truth:
    """Tell whether somebody of the company is known, in a role or in any."""
    statement = select(Contact.id).where(Contact.workspace_id == Company.workspace_id, Contact.company_id == Company.id)
    if role is not None:
        statement = statement.where(Contact.role == role)
    return statement.correlate(Company).exists()


def clause(tree: Group, *, today: date) -> Truth | None:
    """Return a filter as the database understands it, None for everything."""
    if not tree.parts:
        return None
    parts = [_clause_of(part, today) for part in tree.parts]
    return and_(*parts) if tree.join is Join.ALL else or_(*parts)


def _clause_of(part: Condition | Group, today: date) -> Truth:
    """Return a part of a filter; a group of nothing is true."""
    if isinstance(part, Condition):
        return _condition(part, today)
    found = clause(part, today=today)
    return literal(1) == 1 if found is None else found


def _condition(part: Condition, today: date) -> Truth:
    """Return one condition."""
    kind = FIELDS[part.field].kind
    if kind is Kind.TEXT:
        return _text(part, TEXTS[part.field])
    if kind is Kind.SET:
        return _set(part)
    if part.field in ("last_contact", "last_activity"):
        return _moment(part, today)
    if part.field == "complete":
        return _number(part, completeness())
    return _plain(part, kind, PLAIN[part.field], today)


def _plain(part: Condition, kind: Kind, column: Any, today: date) -> Truth:
    """Compare a column that holds the field as it is."""
    found: Truth = column.is_(part.op is Op.YES)
    if part.op in (Op.EMPTY, Op.FILLED):
        found = _there(column, part.op)
    elif kind is Kind.CHOICE:
        choices = FIELDS[part.field].choices
        assert choices is not None  # noqa: S101  (a choice has its list)
        member = choices(str(part.value))
        found = column == member if part.op is Op.IS else or_(column.is_(None), column != member)
    elif kind is Kind.DAY:
        since, bound = day_bound(part, today)
        found = column >= bound if since else column < bound
    elif kind is not Kind.FLAG:
        found = _number(part, column)
    return found


def _there(column: Any, op: Op) -> Truth:
    """Tell whether a column says something."""
    found: Truth = column.is_(None) if op is Op.EMPTY else column.is_not(None)
    return found


def _text(part: Condition, column: ColumnElement[str]) -> Truth:
    """Compare texts, folded."""
    if part.op in (Op.EMPTY, Op.FILLED):
        return column == "" if part.op is Op.EMPTY else column != ""
    value, said = fold(str(part.value)), folded(column)
    if part.op is Op.IS:
        return said == value
    if part.op is Op.STARTS:
        return said.startswith(value, autoescape=True)
    found: Truth = said.contains(value, autoescape=True)
    return found if part.op is Op.CONTAINS else ~found


def _set(part: Condition) -> Truth:
    """Look for one of several values: a tag, the role of somebody."""
    if part.field == "tag":
        if part.op in (Op.EMPTY, Op.FILLED):
            return Company.tags == "" if part.op is Op.EMPTY else Company.tags != ""
        found: Truth = folded(Company.tags.expression).contains(f"|{fold(str(part.value))}|", autoescape=True)
    else:
        if part.op in (Op.EMPTY, Op.FILLED):
            return ~_contact() if part.op is Op.EMPTY else _contact()
        found = _contact(ContactRole(str(part.value)))
    return found if part.op is Op.IS else ~found


def _number(part: Condition, column: Any) -> Truth:
    """Compare numbers and sums of money (both are whole numbers: cents)."""
    if part.op in (Op.EMPTY, Op.FILLED):
        return _there(column, part.op)
    value: Any = part.value
    if FIELDS[part.field].kind is Kind.MONEY:
        value = Money(int(value))
    found: Truth = column >= value if part.op is Op.AT_LEAST else column <= value
    return found


def _moment(part: Condition, today: date) -> Truth:
    """Compare the last contact (on record, or noted by somebody) or the last activity with a day."""
    from_prospect = part.field == "last_contact"
    instant = last_record(ActorKind.CUSTOMER if from_prospect else None)
    noted: Any = Company.last_contact_on if from_prospect else null()
    nothing = and_(instant.is_(None), noted.is_(None))
    if part.op in (Op.EMPTY, Op.FILLED):
        return nothing if part.op is Op.EMPTY else ~nothing
    since, bound = day_bound(part, today)
    dawn = datetime.combine(bound, time(), PARIS).astimezone(UTC)
    if since:
        return or_(instant >= dawn, noted >= bound) if from_prospect else instant >= dawn
    before = and_(or_(instant.is_(None), instant < dawn), or_(noted.is_(None), noted < bound), ~nothing)
    return before if from_prospect else instant < dawn
