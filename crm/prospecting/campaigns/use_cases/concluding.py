"""Concluding a campaign: what comes back, its end, why it differs from its goals, and who is told."""

from __future__ import annotations

from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Service
from crm.desk.messages.use_cases import send_internal
from crm.kernel.errors import N_, Refused
from crm.prospecting.campaigns import queries
from crm.prospecting.campaigns.models import (
    Campaign,
    CampaignReturn,
    CampaignReview,
    CampaignState,
    CampaignTarget,
    Return,
)


class NotRunning(Refused):
    """Only what runs can be closed."""

    message = N_("Cette campagne n’est pas en cours.")


class NothingConcluded(Refused):
    """A review without a cause is none."""

    message = N_("Écrivez au moins une cause d’écart.")
    field = "causes"


def close_campaign(work: Work, campaign: Campaign) -> Campaign:
    """End a campaign: nobody is called any more; what was sent may still come back."""
    if not campaign.is_running:
        raise NotRunning
    campaign.state, campaign.closed_at = CampaignState.CLOSED, work.now
    work.record(Activity.CAMPAIGN_CLOSED, campaign, **_figures(campaign, today=work.today))
    return campaign


def review_campaign(
    work: Work, campaign: Campaign, *, causes: str, corrections: str = "", report_to: Service | None = None
) -> CampaignReview:
    """Write down why a campaign differs from its goals and what is to be done, and tell the service `report_to`."""
    if not causes.strip():
        raise NothingConcluded
    if campaign.is_draft:
        raise NotRunning
    figures = _figures(campaign, today=work.today)
    review = work.add(
        CampaignReview(
            campaign_id=campaign.id,
            causes=causes,
            corrections=corrections,
            figures=figures,
            written_at=work.now,
            written_by=work.actor.name,
        )
    )
    work.record(Activity.CAMPAIGN_REVIEWED, campaign, text=causes, corrections=corrections, **figures)
    if report_to is not None:
        subject = f"Compte rendu de campagne : {campaign.name}"
        body = "\n\n".join(each for each in (causes.strip(), corrections.strip()) if each)
        send_internal(work, service=report_to.value, subject=subject[:200], body=body, about=(campaign,))
    return review


def note_return(work: Work, target: CampaignTarget, *, result: Return) -> CampaignReturn:
    """Take note of what came back of a letter or an e-mail; each thing comes back once."""
    came = CampaignReturn(campaign_id=target.campaign_id, target_id=target.id, result=result, came_at=work.now)
    work.add(came)
    work.record(
        Activity.CAMPAIGN_RETURN_NOTED,
        target.campaign,
        target.company,
        result=result.value,
        exclusion=target.exclusion.value if target.exclusion else None,
    )
    return came


def _figures(campaign: Campaign, *, today: date) -> dict[str, Json]:
    """Return a campaign's figures as a record holds them."""
    figures = queries.done(campaign, today=today).figures()
    return dict[str, Json](figures.counts) | {"cost_cents": figures.cost.cents}
