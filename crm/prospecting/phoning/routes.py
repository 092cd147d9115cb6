"""The phoning desk on screen: whom to call, the record and the script at hand, what came of it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel import wording
from crm.kernel.clock import PARIS
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.campaigns import queries as campaigns
from crm.prospecting.campaigns import rules as campaign_rules
from crm.prospecting.campaigns.models import CallResult, Campaign, CampaignCall, CampaignTarget
from crm.prospecting.companies import queries as companies
from crm.prospecting.conversations import queries as conversations
from crm.prospecting.phoning import queries, use_cases
from crm.prospecting.phoning.forms import CallForm, ConfirmationForm
from crm.prospecting.privacy.queries import callee
from crm.prospecting.privacy.rules import canvassing
from crm.prospecting.qualification import queries as qualification
from crm.web.forms import ActForm, HouseForm, with_refused
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("phoning", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Prospection"), 31, "phoning.index", N_("Phoning"), "phone-call", Permission.READ))


def _waiting(today: date) -> Count:
    """Count the people to be called today or before."""
    return Count(queries.due_count(today=today), queries.late_count(today=today))


announce_waiting(Waiting(32, "phoning.index", N_("Appels de campagne du jour"), icon="phone-call", count=_waiting))


@blueprint.get("/phoning/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The campaigns in which somebody is to be called, and the appointments obtained."""
    today = the_workspace().today
    return page(
        "prospecting/phoning/list.html",
        campaigns=queries.calling_campaigns(),
        due=queries.due_by_campaign(today=today),
        appointments=queries.appointments(since=the_workspace().now),
        today=today,
    )


@blueprint.get("/campaigns/<int:campaign_id>/phoning")
@allowed(Permission.READ)
def desk(campaign_id: int) -> ResponseReturnValue:
    """The next person to call, or the one chosen in the address."""
    return _desk(_campaign(campaign_id), request.args.get("target", type=int), None)


@blueprint.post("/campaign-targets/<int:target_id>/call")
@allowed(Permission.SELL)
def call(target_id: int) -> ResponseReturnValue:
    """Call."""
    target, form, begun = _target(target_id), ActForm(), None
    if form.validate():
        with form.refusals():
            begun = perform(here(), use_cases.hold_call, target)
    if begun is not None:
        return turn_to("conversations.detail", conversation_id=begun.id)
    return _desk(_target(target_id).campaign, target_id, form)


@blueprint.post("/campaign-targets/<int:target_id>/result")
@allowed(Permission.SELL)
def log(target_id: int) -> ResponseReturnValue:
    """Write down what came of the call, and go on to the next one, or to the confirmation of an appointment."""
    target, form, logged = _target(target_id), CallForm(), None
    if form.validate():
        with form.refusals():
            logged = perform(
                here(),
                use_cases.log_call,
                target,
                result=form.result.data,
                note=form.note.data or "",
                next_step=form.next_step.data or "",
                on=form.on.data,
                hour=form.hour.data,  # type: ignore[arg-type]
                place=form.place.data or "",
            )
    if logged is None:
        return _desk(_target(target_id).campaign, target_id, form)
    flash(gettext("Appel consigné."), "success")
    if logged.result is CallResult.APPOINTMENT:
        return turn_to(".appointment", call_id=logged.id)
    return turn_to(".desk", campaign_id=logged.campaign_id)


@blueprint.get("/campaign-calls/<int:call_id>")
@allowed(Permission.READ)
def appointment(call_id: int) -> ResponseReturnValue:
    """What came of a call, and the confirmation of its appointment."""
    return _appointment(_call(call_id), None)


@blueprint.post("/campaign-calls/<int:call_id>/confirm")
@allowed(Permission.SELL)
def confirm(call_id: int) -> ResponseReturnValue:
    """Confirm the appointment in writing."""
    found, form = _call(call_id), ConfirmationForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.confirm_appointment,
                found,
                channel=form.channel.data,
                text=form.text.data or "",
            )
    if form.accepted():
        flash(gettext("Confirmation envoyée."), "success")
        return turn_to(".appointment", call_id=call_id)
    return _appointment(_call(call_id), form)


def _desk(campaign: Campaign, target_id: int | None, refused: HouseForm | None) -> ResponseReturnValue:
    """Return the desk, with the form that was refused if there is one."""
    today = the_workspace().today
    queue = queries.queue(campaign, today=today)
    waiting = [*queue.due, *queue.later]
    target = next((each for each in waiting if each.id == target_id), next(iter(queue.due), None))
    return page(
        "prospecting/phoning/desk.html",
        campaign=campaign,
        queue=queue,
        target=target,
        today=today,
        forms_=with_refused({"call": CallForm(formdata=None), "act": ActForm(formdata=None)}, refused),
        status=refused.status if refused else 200,
        **_at_hand(campaign, target),
    )


def _at_hand(campaign: Campaign, target: CampaignTarget | None) -> dict[str, object]:
    """Return what lies beside the telephone: the script filled in, what is known, what was said before."""
    if target is None:
        return {"script": "", "known": None, "calls": [], "held": None, "canvassing": None, "contacts": []}
    company = target.company
    contact = companies.contact_by_id(target.contact_id) if target.contact_id else None
    values = campaigns.values_for(
        company=company, contact=contact, salesperson=here().actor.name, seller=the_workspace().company_name
    )
    return {
        "script": campaign_rules.merged(campaign.script, values),
        "known": qualification.latest(company),
        "calls": queries.calls_with(company),
        "held": conversations.conversation_by_id(target.conversation_id) if target.conversation_id else None,
        "canvassing": canvassing(callee(company), at=the_workspace().now),
        "contacts": companies.contacts_of(company),
    }


def _appointment(found: CampaignCall, refused: ConfirmationForm | None) -> ResponseReturnValue:
    """Return the page of a call, a confirmation begun in it."""
    form = refused or ConfirmationForm(formdata=None, data={"text": _confirmation_of(found)})
    return page("prospecting/phoning/call.html", call=found, form=form, status=form.status)


def _confirmation_of(found: CampaignCall) -> str:
    """Return the words in which an appointment is usually confirmed."""
    if found.appointment_at is None:
        return ""
    at = found.appointment_at.astimezone(PARIS)
    place = gettext("Lieu : %(place)s", place=found.appointment_place) if found.appointment_place else ""
    text = gettext(
        "Bonjour,\n\nJe vous confirme notre rendez-vous du %(day)s à %(hour)s.\n%(place)s\n\n"
        "Je reste à votre disposition d’ici là.\n\nCordialement,\n%(name)s",
        day=wording.long_day(at.date()),
        hour=f"{at:%H h %M}",
        place=place,
        name=here().actor.name,
    )
    return str(text).replace("\n\n\n", "\n\n")


def _campaign(campaign_id: int) -> Campaign:
    """Find a campaign that was launched and in which one calls, or answer 404."""
    found = campaigns.campaign_by_id(campaign_id) or abort(404)
    return abort(404) if found.is_draft or not found.technique.calls else found


def _target(target_id: int) -> CampaignTarget:
    """Find somebody of a list or answer 404."""
    return campaigns.target_by_id(target_id) or abort(404)


def _call(call_id: int) -> CampaignCall:
    """Find the call or answer 404."""
    return queries.call_by_id(call_id) or abort(404)
