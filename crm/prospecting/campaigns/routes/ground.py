"""What all pages of campaigns stand on: their address, their entry in the rail, the campaign asked for."""

from __future__ import annotations

from flask import Blueprint, abort

from crm.kernel.errors import N_
from crm.people.access import Permission
from crm.prospecting.campaigns import queries
from crm.prospecting.campaigns.models import Campaign
from crm.web.navigation import Entry, announce

blueprint = Blueprint("campaigns", __name__, url_prefix="/w/<int:workspace_id>/campaigns")
announce(Entry(N_("Prospection"), 30, "campaigns.index", N_("Campagnes"), "target", Permission.READ))


def the_campaign(campaign_id: int) -> Campaign:
    """Find the campaign or answer 404."""
    return queries.campaign_by_id(campaign_id) or abort(404)


def the_launched(campaign_id: int) -> Campaign:
    """Find a campaign that was launched, or answer 404."""
    campaign = the_campaign(campaign_id)
    return abort(404) if campaign.is_draft else campaign
