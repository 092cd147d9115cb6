"""What can be done at the phoning desk: hold the call, write down what came of it, confirm the appointment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.clock import PARIS
from crm.kernel.errors import N_, Refused
from crm.prospecting.campaigns.models import CallResult, CampaignCall, CampaignTarget, Confirmation
from crm.prospecting.companies.models import Company
from crm.prospecting.conversations import queries as conversations
from crm.prospecting.conversations.models import Conversation
from crm.prospecting.conversations.use_cases import start_conversation
from crm.prospecting.phoning import rules
from crm.prospecting.privacy.queries import callee
from crm.prospecting.privacy.rules import Canvassing, canvassing
from crm.prospecting.privacy.use_cases.agreeing import facts


class NotCalled(Refused):
    """Nobody calls for a campaign that does not run, or somebody who is not in its list."""

    message = N_("Cette personne n’est pas, ou plus, à appeler dans une campagne en cours.")


class NoScript(Refused):
    """A campaign whose calls are held by hand."""

    message = N_("Cette campagne n’a pas d’entretien simulé : saisissez le résultat de l’appel.")


class CallGoesOn(Refused):
    """A call has a result when it is over."""

    message = N_("L’entretien est encore en cours : terminez-le, puis saisissez le résultat.")


class WhenMissing(Refused):
    """A promised call or an appointment has a day."""

    message = N_("Indiquez la date convenue.")
    field = "on"


class InThePast(Refused):
    """Nobody is called back yesterday."""

    message = N_("Cette date est déjà passée.")
    field = "on"


class HourMissing(Refused):
    """An appointment has an hour."""

    message = N_("Indiquez l’heure du rendez-vous.")
    field = "hour"


class NoAppointment(Refused):
    """Only an appointment is confirmed, and once."""

    message = N_("Il n’y a pas de rendez-vous à confirmer, ou il l’est déjà.")


class NothingWritten(Refused):
    """A confirmation says something."""

    message = N_("Écrivez le texte de la confirmation.")
    field = "text"


def hold_call(work: Work, target: CampaignTarget) -> Conversation:
    """Call somebody: the conversation of the campaign begins."""
    _expect_callable(target)
    if not target.campaign.graph:
        raise NoScript
    conversation = start_conversation(work, target.company, graph_key=target.campaign.graph, campaign=target.campaign)
    target.conversation_id = conversation.id
    return conversation


def log_call(
    work: Work,
    target: CampaignTarget,
    *,
    result: CallResult,
    note: str = "",
    next_step: str = "",
    on: date | None = None,
    hour: time | None = None,
    place: str = "",
) -> CampaignCall:
    """Write down what came of a call; `on` is the day of the next call or of the appointment, `hour` is Paris time.

    Refuses a call back or an appointment without its day. What the law on canvassing consumers says against
    the call does not prevent it: the record says what was broken.
    """
    _expect_callable(target)
    held = _held(target)
    _expect_date(result, on=on, hour=hour, today=work.today)
    appointment = datetime.combine(on, hour, PARIS) if result is CallResult.APPOINTMENT and on and hour else None
    call = CampaignCall(
        campaign_id=target.campaign_id,
        target=target,
        company=target.company,
        person=target.person,
        result=result,
        note=note,
        next_step=next_step,
        next_on=on,
        called_at=work.now,
        called_by=work.actor.name,
        conversation_id=held.id if held else None,
        appointment_at=appointment,
        appointment_place=place if appointment else "",
    )
    work.add(call)
    target.calls, target.result, target.conversation_id = target.calls + 1, result, None
    target.next_call_on = rules.next_call_on(result, wished=on, today=work.today, calls=target.calls)
    _record(work, call, target, held=held)
    return call


def confirm_appointment(
    work: Work, call: CampaignCall, *, channel: Confirmation = Confirmation.EMAIL, text: str
) -> CampaignCall:
    """Write to somebody with whom an appointment was made: day, hour, place, object."""
    if call.appointment_at is None or call.confirmed_at is not None or channel is Confirmation.NONE:
        raise NoAppointment
    if not text.strip():
        raise NothingWritten
    call.confirmation, call.confirmation_text, call.confirmed_at = channel, text, work.now
    work.record(
        Activity.CAMPAIGN_APPOINTMENT_CONFIRMED,
        call,
        call.company,
        call.target.campaign,
        channel=channel.value,
        at=call.appointment_at.isoformat(),
        place=call.appointment_place,
        text=text,
    )
    return call


def _expect_callable(target: CampaignTarget) -> None:
    if not target.campaign.is_running or not target.kept or target.next_call_on is None:
        raise NotCalled


def _held(target: CampaignTarget) -> Conversation | None:
    """Return the conversation that was held, or refuse while it lasts."""
    held = conversations.conversation_by_id(target.conversation_id) if target.conversation_id else None
    if held is not None and not held.is_over:
        raise CallGoesOn
    return held


def _expect_date(result: CallResult, *, on: date | None, hour: time | None, today: date) -> None:
    """Refuse a day that is missing, or that is over."""
    if on is None and result in {CallResult.CALL_BACK, CallResult.APPOINTMENT}:
        raise WhenMissing
    if on is not None and on < today:
        raise InThePast
    if hour is None and result is CallResult.APPOINTMENT:
        raise HourMissing


def _canvassing(work: Work, company: Company, held: Conversation | None) -> Canvassing:
    """Return what the call keeps and breaks of the rules on canvassing, as they stood when it began."""
    at, called = (held.started_at if held else work.now), callee(company)
    earlier = [each for each in called.earlier if held is None or each < at]
    return canvassing(replace(called, earlier=earlier), at=at)


def _record(work: Work, call: CampaignCall, target: CampaignTarget, *, held: Conversation | None) -> None:
    """Leave the record of a call."""
    work.record(
        Activity.CAMPAIGN_CALL_LOGGED,
        call,
        target.company,
        target.campaign,
        held,
        result=call.result.value,
        calls=target.calls,
        contact=call.result.is_contact,
        useful=call.result.is_useful,
        on=call.next_on.isoformat() if call.next_on else None,
        appointment_at=call.appointment_at.isoformat() if call.appointment_at else None,
        place=call.appointment_place,
        text=call.note,
        next_step=call.next_step,
        **facts(_canvassing(work, target.company, held)),
        exclusion=target.exclusion.value if target.exclusion else None,
    )
