"""What people do with the letters and e-mails of a campaign: they open, click, answer, leave, complain, or nothing.

Each chance is drawn by (seed, company, purpose, how many campaigns wrote to it before), so that no other event of
the world changes it. Nothing is ever sent: what comes back is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.desk.messages.models import Topic
from crm.kernel.clock import add_working_days
from crm.kernel.money import Rate
from crm.prospecting.campaigns import queries as campaigns
from crm.prospecting.campaigns.models import CampaignTarget, Return, Technique
from crm.prospecting.campaigns.use_cases import note_return
from crm.prospecting.companies.use_cases import record_opt_out
from crm.store.base import db
from crm.training.counterparts.models import Span
from crm.training.simulation import planning, reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.letters import FRENCH, Text
from crm.training.simulation.models import EventKind, ScheduledEvent
from crm.training.simulation.occasions import NOTHING, Occasion

KIND = EventKind.CAMPAIGN_RETURN
BOUNCES, OPENS, OPENS_AS_CUSTOMER = Rate.percent(4), Rate.percent(38), Rate.percent(58)
CLICKS, ANSWERS, LEAVES = Rate.percent(30), Rate.percent(18), Rate.percent(3)
ANSWERS_A_LETTER, COMPLAINS, COMPLAINS_IN_SPITE = Rate.percent(5), Rate.percent(1), Rate.percent(45)
SOON, LATER = Span(0, 2), Span(1, 4)
INTERESTED = {
    True: Text(
        "Votre message",
        "Bonjour,\n\nVotre message a retenu mon attention. Pouvez-vous me rappeler pour en parler ?\n\n"
        "Cordialement,\n{name}",
    ),
    False: Text(
        "Your message", "Hello,\n\nYour message interested me. Could you call me back?\n\nKind regards,\n{name}"
    ),
}
ANGRY = {
    True: Text(
        "Vos sollicitations",
        "Bonjour,\n\nVous m’écrivez sans mon accord. Je vous demande de cesser, et de me dire d’où viennent mes "
        "coordonnées. À défaut, je saisirai la CNIL.\n\n{name}",
    ),
    False: Text(
        "Your mailings",
        "Hello,\n\nYou write to me without my consent. Please stop, and tell me where you got my address. Otherwise I "
        "will turn to the data protection authority.\n\n{name}",
    ),
}


@dataclass(frozen=True)
class Sending:
    """What matters of something sent: by post or not, to a customer or not, in spite of an objection or not."""

    by_post: bool
    to_customer: bool
    in_spite: bool


def story(luck: Luck, sending: Sending) -> tuple[tuple[Return, int], ...]:
    """Return what comes back of something sent and after how many working days, the earliest first.

    What bounced is followed by nothing; nobody clicks without having opened.
    """
    if luck.happens("bounces", BOUNCES):
        return ((Return.BOUNCED, 4 if sending.by_post else 0),)
    if luck.happens("complains", COMPLAINS_IN_SPITE if sending.in_spite else COMPLAINS):
        return ((Return.COMPLAINED, 1 + luck.between("complains_after", LATER)),)
    if sending.by_post:
        after = 2 + luck.between("answers_after", LATER)
        return ((Return.ANSWERED, after),) if luck.happens("answers", ANSWERS_A_LETTER) else ()
    if not luck.happens("opens", OPENS_AS_CUSTOMER if sending.to_customer else OPENS):
        return ()
    opened = luck.between("opens_after", SOON)
    told = [(Return.OPENED, opened)]
    if luck.happens("clicks", CLICKS):
        told.append((Return.CLICKED, opened))
    if luck.happens("leaves", LEAVES):
        told.append((Return.UNSUBSCRIBED, opened))
    elif luck.happens("answers", ANSWERS):
        told.append((Return.ANSWERED, opened + luck.between("answers_after", LATER)))
    return tuple(told)


def plan_returns(work: Work, *, seed: int, earliest: date) -> None:
    """Give their days to what comes back of everything that went out; once for each person."""
    for target in _untold(earliest):
        company = target.company
        turn = _earlier(target)
        luck = planning.counterpart(work, company, seed=seed).luck(turn)
        sending = Sending(
            by_post=target.campaign.technique is Technique.LETTER,
            to_customer=company.is_customer,
            in_spite=bool(target.exclusion and target.exclusion.protects),
        )
        told, hour = story(luck, sending), reactions.hour_of(luck, f"hour_of_{KIND.value}")
        for result, after in told:
            on = max(add_working_days(target.sent_on or earliest, after), earliest)
            at = reactions.post_of(on, hour)
            _plan(work, target, turn, at=at, result=result)
        if not told:
            silence = _plan(work, target, turn, at=reactions.post_of(earliest, hour))
            silence.close(silence.due_at, NOTHING)


def _plan(
    work: Work, target: CampaignTarget, turn: int, *, at: datetime, result: Return | None = None
) -> ScheduledEvent:
    """Put one thing that comes back, or that nothing does, into the queue."""
    payload: dict[str, Json] = {"result": result.value} if result else {}
    return planning.schedule(
        work, KIND, at=at, company_id=target.company_id, object_id=target.id, occurrence=turn, payload=payload
    )


def something_comes_back(occasion: Occasion) -> str:
    """One thing comes back; an answer and a complaint are messages, who leaves the list objects by e-mail."""
    target = campaigns.target_by_id(occasion.object_id)
    if target is None:
        return NOTHING
    result, company = Return(str(occasion.event.payload["result"])), target.company
    note_return(occasion.work, target, result=result)
    if result is Return.UNSUBSCRIBED:
        record_opt_out(occasion.work, company, email=True, phone=company.opted_out_phone, post=company.opted_out_post)
    texts = {Return.ANSWERED: INTERESTED, Return.COMPLAINED: ANGRY}.get(result)
    if texts is not None:
        text = texts[company.language == FRENCH].about(name=target.label)
        topic = Topic.DATA_REQUEST if result is Return.COMPLAINED else Topic.INFORMATION
        occasion.hear(text, topic=topic, about=(target.campaign,))
    return str(result.value)


def _untold(earliest: date) -> list[CampaignTarget]:
    """Return those to whom something went out before a day and of whom nobody has decided what they do with it."""
    planned = select(ScheduledEvent.id).where(
        ScheduledEvent.workspace_id == CampaignTarget.workspace_id,
        ScheduledEvent.kind_of_event == KIND,
        ScheduledEvent.object_id == CampaignTarget.id,
    )
    sent = (CampaignTarget.kept.is_(True), CampaignTarget.sent_on < earliest, ~exists(planned))
    loaded = joinedload(CampaignTarget.company), joinedload(CampaignTarget.campaign)
    return list(db.session.scalars(select(CampaignTarget).options(*loaded).where(*sent).order_by(CampaignTarget.id)))


def _earlier(target: CampaignTarget) -> int:
    """Return how many things were sent to a company before."""
    before = (CampaignTarget.company_id == target.company_id, CampaignTarget.id < target.id)
    sent = CampaignTarget.sent_on.is_not(None)
    return db.session.scalar(select(func.count()).select_from(CampaignTarget).where(*before, sent)) or 0
