"""What people were told and agreed to, and whether a call keeps the rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.choices import Labelled
from crm.kernel.clock import PARIS
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import Company, InformedBy
from crm.prospecting.privacy import queries, rules


class InTheFuture(Refused):
    """Nothing was said tomorrow."""

    message = N_("Cette date est à venir : indiquez un jour passé ou aujourd’hui.")
    field = "on"


class NoChannel(Refused):
    """A consent is one for something."""

    message = N_("Indiquez à quoi la personne consent : appels, e-mails ou les deux.")
    field = "phone"


class NoProof(Refused):
    """Who relies on a consent must be able to prove it (GDPR, article 7.1)."""

    message = N_("Indiquez la preuve du consentement : formulaire, courriel, enregistrement.")
    field = "proof"


class CallResult(Labelled):
    """What came of a call."""

    NO_ANSWER = "no_answer", N_("Pas de réponse")
    REACHED = "reached", N_("Entretien obtenu")
    CALL_BACK = "call_back", N_("À rappeler")
    REFUSED = "refused", N_("Refuse d’être démarché")


def give_information(work: Work, company: Company, *, by: InformedBy, on: date | None = None) -> Company:
    """Note that a person was told what is kept about them, why and what they may ask (GDPR, articles 13 and 14)."""
    day = _past(work, on)
    company.informed_on, company.informed_by = day, by
    work.record(
        Activity.INFORMATION_GIVEN,
        company,
        by=by.value,
        on=day.isoformat(),
        days_after_collection=(day - company.created_on).days,
    )
    return company


def record_consent(
    work: Work, company: Company, *, phone: bool = False, email: bool = False, proof: str, on: date | None = None
) -> Company:
    """Note that a person agreed to be called or written to, and how that can be proved."""
    if not (phone or email):
        raise NoChannel
    if not proof.strip():
        raise NoProof
    day = _past(work, on)
    if phone:
        company.consented_phone_on = day
    if email:
        company.consented_email_on = day
    company.consent_proof = proof.strip()
    work.record(Activity.CONSENT_RECORDED, company, phone=phone, email=email, on=day.isoformat(), proof=proof.strip())
    return company


def withdraw_consent(work: Work, company: Company) -> Company:
    """Note that a person takes their consent back, which is as easy as giving it (GDPR, article 7.3)."""
    had: dict[str, Json] = {
        "phone": company.consented_phone_on is not None,
        "email": company.consented_email_on is not None,
    }
    company.consented_phone_on = company.consented_email_on = None
    work.record(Activity.CONSENT_WITHDRAWN, company, **had)
    return company


def note_contact(work: Work, company: Company, *, what: str, on: date | None = None) -> Company:
    """Note a sign from the prospect: the clock of retention starts again from it."""
    day = _past(work, on)
    company.last_contact_on = max(company.last_contact_on or day, day)
    work.record(Activity.PROSPECT_CONTACT_NOTED, company, on=day.isoformat(), text=what)
    return company


def check_canvassing(work: Work, company: Company) -> rules.Canvassing:
    """Look up whether a company may be called now: an act, with what was found."""
    found = rules.canvassing(queries.callee(company), at=work.now)
    work.record(Activity.CANVASSING_RULES_CHECKED, company, **facts(found))
    return found


def log_call(
    work: Work, company: Company, *, result: CallResult, at: time | None = None, note: str = ""
) -> rules.Canvassing:
    """Note a call made today, at a time of day in Paris or now: what it broke is on record, nothing is forbidden."""
    instant = datetime.combine(work.today, at, PARIS).astimezone(UTC) if at is not None else work.now
    found = rules.canvassing(queries.callee(company), at=instant)
    work.record(
        Activity.CANVASSING_CALL_MADE,
        company,
        medium="phone",
        result=result.value,
        at=instant.isoformat(),
        text=note,
        **facts(found),
    )
    return found


def facts(found: rules.Canvassing) -> dict[str, Json]:
    """Return what a call keeps and breaks, as records say it: any room's act of calling can carry it."""
    faults: list[Json] = [fault.value for fault in found.faults]
    return {"ground": found.ground.value, "faults": faults, "lawful": found.is_lawful}


def _past(work: Work, on: date | None) -> date:
    """Return the day meant, today for none; what is to come is refused."""
    if on is not None and on > work.today:
        raise InTheFuture
    return on or work.today
