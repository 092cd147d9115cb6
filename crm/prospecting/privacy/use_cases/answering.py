"""What people ask about their data, the answers, and what is erased."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.desk.messages.use_cases import mark_handled
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import contacts_of
from crm.prospecting.companies.use_cases import record_opt_out
from crm.prospecting.privacy import queries, rules
from crm.prospecting.privacy.models import DataRequest, Outcome, Right
from crm.prospecting.privacy.use_cases.agreeing import InTheFuture
from crm.prospecting.qualification.models import Qualification
from crm.store.base import db

ERASED_PERSON = "Personne effacée n° {number}"
ERASED_CONTACT = "Interlocuteur effacé"


class AlreadyAnswered(Refused):
    """One answer is the answer."""

    message = N_("Cette demande a déjà reçu sa réponse.")


class NoAnswer(Refused):
    """Who asks is told what was done, or why not (GDPR, article 12.4)."""

    message = N_("Écrivez la réponse envoyée à la personne.")
    field = "answer"


class NothingLeft(Refused):
    """What is gone cannot go again."""

    message = N_("Les données personnelles de cette fiche sont déjà effacées.")


def receive_request(
    work: Work, company: Company, *, right: Right, received_on: date | None = None, message: Message | None = None
) -> DataRequest:
    """Enter what a person asks about their data, by a message or otherwise; the answer is due within one month."""
    day = received_on or (message.sent_on if message is not None else work.today)
    if day > work.today:
        raise InTheFuture
    request = work.add(
        DataRequest(
            company=company,
            right=right,
            received_on=day,
            due_on=rules.answer_due(day),
            message_id=message.id if message is not None else None,
        )
    )
    if message is not None:
        mark_handled(work, message)
    work.record(
        Activity.DATA_REQUEST_RECEIVED,
        request,
        company,
        message,
        right=right.value,
        received_on=day.isoformat(),
        due_on=request.due_on.isoformat(),
    )
    return request


def answer_request(work: Work, request: DataRequest, *, outcome: Outcome, answer: str) -> DataRequest:
    """Answer a request: an erasure granted erases, an objection granted stops every channel."""
    if not request.is_open:
        raise AlreadyAnswered
    if not answer.strip():
        raise NoAnswer
    request.outcome, request.answered_on, request.answer = outcome, work.today, answer.strip()
    work.record(
        Activity.DATA_REQUEST_ANSWERED,
        request,
        request.company,
        right=request.right.value,
        outcome=outcome.value,
        days=(work.today - request.received_on).days,
        late=work.today > request.due_on,
        text=answer.strip(),
    )
    if outcome is not Outcome.REFUSED:
        if request.right is Right.OBJECTION:
            record_opt_out(work, request.company, email=True, phone=True, post=True)
        elif request.right is Right.ERASURE and request.company.erased_on is None:
            erase_personal_data(work, request.company)
    return request


def erase_personal_data(work: Work, company: Company) -> Company:
    """Take away what identifies a person, but what the books must keep; every channel stays closed to them.

    Records are sealed and stay as they are: they are the proof that the law asks for (GDPR, article 17.3), and name
    the fields that went, never what they said.
    """
    if company.erased_on is not None:
        raise NothingLeft
    plan = rules.erasure(is_business=company.is_business, has_invoices=queries.has_invoices(company))
    contacts = contacts_of(company)
    for contact in contacts:
        contact.first_name = contact.email = contact.phone = contact.function = ""
        contact.last_name = ERASED_CONTACT
    for name in plan.erased:
        if name in {"contacts", "qualifications"}:
            continue
        setattr(company, name, "")
    if "legal_name" in plan.erased:
        company.legal_name = ERASED_PERSON.format(number=company.id)
    for known in db.session.scalars(select(Qualification).where(Qualification.company_id == company.id)):
        known.need = known.objections = known.next_step_note = ""
    company.consented_phone_on = company.consented_email_on = None
    company.opted_out_email = company.opted_out_phone = company.opted_out_post = True
    company.erased_on = work.today
    erased: list[Json] = [*plan.erased]
    kept: list[Json] = [*plan.kept]
    work.record(Activity.PERSONAL_DATA_ERASED, company, erased=erased, kept=kept, contacts=len(contacts))
    return company


def review_retention(work: Work) -> list[Company]:
    """Look for prospects whose data were kept too long: an act, with whom it found."""
    found = queries.expired(today=work.today)
    companies: list[Json] = [company.id for company in found]
    work.record(Activity.RETENTION_REVIEWED, count=len(found), companies=companies)
    return found
