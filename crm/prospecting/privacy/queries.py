"""What can be asked about people's data: contacts, calls, requests, how long they may be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from crm.activity.chain import Json
from crm.activity.models import ActivityLink, ActivityRecord
from crm.activity.queries import timeline
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.kernel.actor import ActorKind
from crm.kernel.clock import local_date
from crm.prospecting.companies.models import Company, Stage
from crm.prospecting.companies.queries import merged_into
from crm.prospecting.privacy import rules
from crm.prospecting.privacy.models import DataRequest
from crm.prospecting.privacy.rules import Callee, Fault
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find

CALLS = (
    Activity.CANVASSING_CALL_MADE.word,
    Activity.CONVERSATION_STARTED.word,
    Activity.CAMPAIGN_CALL_LOGGED.word,
)
# What a call ended with when the person did not want it.
REFUSALS = {"refused", "objects"}
OPEN, DONE = "open", "done"


@dataclass(frozen=True)
class Call:
    """A call on record: when, by which act, what came of it, what it broke (`None` where nobody looked).

    A call that was held as a conversation and then written down is one call, which `counts` once.
    """

    at: datetime
    act: Activity
    result: str
    faults: tuple[Fault, ...] | None
    counts: bool


@dataclass(frozen=True)
class Retention:
    """How long a record may be kept: the last sign from the prospect, the last day, whether it has passed."""

    last_contact_on: date | None
    keep_until: date | None
    is_over: bool


def last_contact_on(company: Company) -> date | None:
    """Return the day of the last contact from the prospect: on record as their act, or noted by somebody."""
    statement = (
        select(func.max(ActivityRecord.happened_at))
        .join(
            ActivityLink,
            and_(
                ActivityLink.workspace_id == ActivityRecord.workspace_id,
                ActivityLink.position == ActivityRecord.position,
            ),
        )
        .where(ActivityLink.kind == Company.kind, ActivityLink.object_id.in_([company.id, *merged_into(company.id)]))
        .where(ActivityRecord.actor_kind == ActorKind.CUSTOMER)
    )
    at = db.session.scalar(statement)
    days = [day for day in (company.last_contact_on, local_date(at) if at else None) if day is not None]
    return max(days, default=None)


def retention(company: Company, *, today: date) -> Retention:
    """Return how long a record may be kept."""
    last = last_contact_on(company)
    until = rules.keep_until(last, company.created_on, is_customer=company.is_customer)
    over = until is not None and until < today and company.erased_on is None
    return Retention(last, until, over)


def expired(*, today: date) -> list[Company]:
    """Return the prospects whose data should have gone, by name."""
    limit = rules.years_after(today, -rules.RETENTION_YEARS)
    quiet = or_(Company.last_contact_on.is_(None), Company.last_contact_on <= limit)
    statement = select(Company).where(
        Company.stage != Stage.CUSTOMER, Company.erased_on.is_(None), Company.created_on <= limit, quiet
    )
    found = db.session.scalars(statement.order_by(Company.sort_name, Company.id))
    return [company for company in found if retention(company, today=today).is_over]


def callee(company: Company) -> Callee:
    """Return a company as the rules of canvassing see it."""
    calls = calls_with(company)
    refusals = [call.at for call in calls if call.result in REFUSALS]
    until = rules.keep_until(last_contact_on(company), company.created_on, is_customer=company.is_customer)
    return Callee(
        is_business=company.is_business,
        is_customer=company.is_customer,
        opted_out=company.opted_out_phone,
        consented_on=company.consented_phone_on,
        keep_until=until,
        earlier=tuple(call.at for call in calls if call.counts),
        refused_at=max(refusals, default=None),
    )


def calls_with(company: Company) -> list[Call]:
    """Return the canvassing calls on record with a company, newest first: noted, held, or made for a campaign."""
    found = timeline(kind=Company.kind, object_id=company.id, words=CALLS, also=merged_into(company.id))
    facts = [json.loads(record.text) for record in found]
    made = [_call(fact) for fact in facts if _canvasses(fact["details"])]
    return sorted(made, key=lambda call: call.at, reverse=True)


def _canvasses(details: Mapping[str, Json]) -> bool:
    """Tell whether what a record says was a call, and one by which somebody was canvassed."""
    return details.get("medium", "phone") == "phone" and details.get("canvasses") is not False


def _call(fact: Mapping[str, Any]) -> Call:
    """Return the call that a record tells of."""
    details, act = fact["details"], Activity(fact["activity"])
    at = datetime.fromisoformat(details.get("at") or fact["happened_at"])
    faults = details.get("faults")
    known = tuple(Fault(each) for each in faults) if isinstance(faults, list) else None
    was_held = act is Activity.CAMPAIGN_CALL_LOGGED and any(each["kind"] == "conversation" for each in fact["about"])
    return Call(at, act, str(details.get("result", "")), known, counts=not was_held)


def has_invoices(company: Company) -> bool:
    """Tell whether an invoice was issued to a company: the books must keep its name."""
    words = (Activity.INVOICE_ISSUED.word,)
    return bool(timeline(kind=Company.kind, object_id=company.id, words=words, limit=1))


def request_by_id(request_id: int) -> DataRequest | None:
    """Return a request with its company."""
    return find(DataRequest, request_id, joinedload(DataRequest.company))


def requests_of(company: Company) -> list[DataRequest]:
    """Return what a person asked, the newest first."""
    statement = select(DataRequest).where(DataRequest.company_id == company.id).options(joinedload(DataRequest.company))
    return list(db.session.scalars(statement.order_by(DataRequest.id.desc())))


def requests(*, tab: str = OPEN, cursor: str | None = None) -> Slice[DataRequest]:
    """Return a page of requests, the most urgent first."""
    statement = select(DataRequest).options(joinedload(DataRequest.company))
    waiting = DataRequest.answered_on.is_(None) if tab == OPEN else DataRequest.answered_on.is_not(None)
    return keyset(statement.where(waiting), column=DataRequest.due_on, tie=DataRequest.id, cursor=cursor)


def open_counts(*, today: date) -> tuple[int, int]:
    """Return how many requests wait, and how many of them are late."""
    waiting = select(func.count()).select_from(DataRequest).where(DataRequest.answered_on.is_(None))
    return db.session.scalar(waiting) or 0, db.session.scalar(waiting.where(DataRequest.due_on < today)) or 0


def messages_of(company: Company, *, limit: int = 20) -> Sequence[Message]:
    """Return the last messages of a company, one of which a request may be."""
    statement = select(Message).where(Message.company_id == company.id).order_by(Message.id.desc()).limit(limit)
    return list(db.session.scalars(statement))


def message_of(company: Company, message_id: int | None) -> Message | None:
    """Return a message if it is one of the company's."""
    message = find(Message, message_id) if message_id is not None else None
    return message if message is not None and message.company_id == company.id else None
