"""What can be asked at the phoning desk: who is next, what was said before, which appointments were obtained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from crm.prospecting.campaigns.models import Campaign, CampaignCall, CampaignState, CampaignTarget
from crm.prospecting.companies.models import Company
from crm.store.base import db
from crm.store.scoping import find


@dataclass(frozen=True)
class Queue:
    """Whom a campaign still calls: those due today or before, those of later days, and how many are done with."""

    due: list[CampaignTarget]
    later: list[CampaignTarget]
    finished: int


def queue(campaign: Campaign, *, today: date) -> Queue:
    """Return whom a campaign still calls, promised calls and long waits first."""
    kept = CampaignTarget.campaign_id == campaign.id, CampaignTarget.kept.is_(True)
    loaded = joinedload(CampaignTarget.company), joinedload(CampaignTarget.campaign)
    statement = select(CampaignTarget).where(*kept).options(*loaded)
    order = CampaignTarget.next_call_on, CampaignTarget.calls, CampaignTarget.id
    waiting = list(db.session.scalars(statement.where(CampaignTarget.next_call_on.is_not(None)).order_by(*order)))
    finished = select(func.count()).select_from(CampaignTarget).where(*kept, CampaignTarget.next_call_on.is_(None))
    due = [each for each in waiting if each.next_call_on is not None and each.next_call_on <= today]
    return Queue(due, waiting[len(due) :], db.session.scalar(finished) or 0)


def due_count(*, today: date) -> int:
    """Return how many people are to be called today or before, in all campaigns that run."""
    return db.session.scalar(_due(select(func.count()).select_from(CampaignTarget), today)) or 0


def late_count(*, today: date) -> int:
    """Return how many of them were to be called before today."""
    statement = _due(select(func.count()).select_from(CampaignTarget), today)
    return db.session.scalar(statement.where(CampaignTarget.next_call_on < today)) or 0


def calling_campaigns() -> list[Campaign]:
    """Return the campaigns that run and in which somebody is still to be called, the oldest first."""
    waiting = select(CampaignTarget.campaign_id).where(CampaignTarget.next_call_on.is_not(None))
    statement = select(Campaign).where(Campaign.state == CampaignState.RUNNING, Campaign.id.in_(waiting))
    return list(db.session.scalars(statement.order_by(Campaign.starts_on, Campaign.id)))


def due_by_campaign(*, today: date) -> dict[int, int]:
    """Return how many people each running campaign has to call today or before."""
    statement = _due(select(CampaignTarget.campaign_id, func.count()), today).group_by(CampaignTarget.campaign_id)
    return dict(db.session.execute(statement).all())


def calls_with(company: Company, *, most: int = 20) -> list[CampaignCall]:
    """Return the latest calls with a company, of whatever campaign, newest first."""
    statement = select(CampaignCall).where(CampaignCall.company_id == company.id)
    return list(db.session.scalars(statement.order_by(CampaignCall.id.desc()).limit(most)))


def call_by_id(call_id: int) -> CampaignCall | None:
    """Return a call with its company, target and campaign."""
    target = joinedload(CampaignCall.target).joinedload(CampaignTarget.campaign)
    return find(CampaignCall, call_id, joinedload(CampaignCall.company), target)


def appointments(*, since: datetime | None = None) -> Sequence[CampaignCall]:
    """Return the appointments that calls obtained, in the order of their days: what an agenda takes over."""
    statement = select(CampaignCall).options(joinedload(CampaignCall.company))
    statement = statement.where(CampaignCall.appointment_at.is_not(None))
    if since is not None:
        statement = statement.where(CampaignCall.appointment_at >= since)
    return list(db.session.scalars(statement.order_by(CampaignCall.appointment_at, CampaignCall.id)))


def _due(statement: Select, today: date) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over targets to those whom running campaigns call by a day."""
    running = select(Campaign.id).where(Campaign.state == CampaignState.RUNNING)
    return statement.where(
        CampaignTarget.kept.is_(True), CampaignTarget.next_call_on <= today, CampaignTarget.campaign_id.in_(running)
    )
