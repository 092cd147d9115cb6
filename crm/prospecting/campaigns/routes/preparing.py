"""A campaign prepared and changed before it is launched."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.people.access import Permission, allowed, here, person, the_workspace
from crm.prospecting.campaigns import queries, rules, use_cases
from crm.prospecting.campaigns.forms import CampaignForm
from crm.prospecting.campaigns.models import Campaign
from crm.prospecting.campaigns.routes.ground import blueprint, the_campaign
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company, Nature, Stage
from crm.prospecting.companies.queries import CompanyFilter
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.models import SalesAction
from crm.prospecting.segments import queries as segments
from crm.prospecting.segments.models import Segment
from crm.prospecting.segments.rules import parsing
from crm.web.pages import page, turn_to

MOST_DIGITS = 9


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """A campaign for those whom the address selects: the filter of the prospect file, or companies picked by hand."""
    said = request.args.getlist("company") + request.args.getlist("id")
    picked = [each for each in said if each.isdecimal()][: queries.MOST_TARGETS]
    today = the_workspace().today
    narrowed = {name: request.args.get(name, "")[:100] for name in ("q", "stage", "nature")}
    chosen = request.args.get("segment", "")[:MOST_DIGITS]
    begun = {"starts_on": today, "ends_on": today, "companies": ",".join(picked), "segment": chosen, **narrowed}
    begun["sales_action"] = request.args.get("sales_action", 0, type=int)
    return _form(CampaignForm(formdata=None, data=begun), None)


@blueprint.post("/new")
@allowed(Permission.SELL)
def create() -> ResponseReturnValue:
    """Prepare it."""
    form, campaign = CampaignForm(), None
    if form.validate():
        wanted = _filter(form)
        with form.refusals():
            campaign = perform(
                here(),
                use_cases.draft_campaign,
                form.read(),
                search=wanted.search,
                stage=wanted.stage,
                nature=wanted.nature,
                companies=_picked(form),
                segment=_segment(form),
                sales_action=_action(form),
            )
    return turn_to(".detail", campaign_id=campaign.id) if campaign is not None else _form(form, None)


@blueprint.get("/<int:campaign_id>/edit")
@allowed(Permission.SELL)
def edit(campaign_id: int) -> ResponseReturnValue:
    """A draft to be changed."""
    campaign = the_campaign(campaign_id)
    return _form(CampaignForm(obj=campaign), campaign)


@blueprint.post("/<int:campaign_id>/edit")
@allowed(Permission.SELL)
def update(campaign_id: int) -> ResponseReturnValue:
    """Change it."""
    campaign, form = the_campaign(campaign_id), CampaignForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.revise_campaign, campaign, form.read(), version=form.expected_version)
    return turn_to(".detail", campaign_id=campaign_id) if form.accepted() else _form(form, the_campaign(campaign_id))


def _filter(form: CampaignForm) -> CompanyFilter:
    """Return the filter that travelled with a form; what cannot be read does not narrow."""
    return CompanyFilter(
        search=(form.q.data or "")[:100],
        stage=next((each for each in Stage if each.value == form.stage.data), None),
        nature=next((each for each in Nature if each.value == form.nature.data), None),
    )


def _picked(form: CampaignForm) -> list[Company]:
    """Return the companies picked by hand."""
    said = (form.companies.data or "").split(",")
    keys = dict.fromkeys(int(each) for each in said if each.isdecimal() and len(each) <= MOST_DIGITS)
    found = (companies.company_by_id(key) for key in list(keys)[: queries.MOST_TARGETS])
    return [each for each in found if each is not None]


def _action(form: CampaignForm) -> SalesAction | None:
    """Return the action that the campaign is to carry out, if it is one."""
    return plans.action_by_id(form.sales_action.data) if form.sales_action.data else None


def _segment(form: CampaignForm) -> Segment | None:
    """Return the segment chosen, if it is one that this person sees."""
    return next((each for each in _segments() if each.id == form.segment_id()), None)


def _segments() -> list[Segment]:
    """Return the team's segments and one's own views."""
    return segments.segments(for_person=person().id)


def _count(form: CampaignForm, campaign: Campaign | None) -> int:
    """Return how many records the selection finds now."""
    today = the_workspace().today
    if campaign is not None:
        return queries.selected_count(campaign, today=today)
    chosen = _segment(form)
    if chosen is not None:
        return segments.count(parsing.read(chosen.expression), today=today)
    return len(_picked(form)) or companies.company_count(_filter(form))


def _form(form: CampaignForm, campaign: Campaign | None) -> ResponseReturnValue:
    """Return the page on which a campaign is prepared."""
    form.segment.choices = [
        ("", gettext("Les fiches du filtre du fichier clients")),
        *((str(each.id), each.name) for each in _segments()),
    ]
    picked = _picked(form) if campaign is None else []
    return page(
        "prospecting/campaigns/form.html",
        form=form,
        campaign=campaign,
        count=_count(form, campaign),
        picked=len(picked),
        merge_fields=rules.MERGE_FIELDS,
        status=form.status,
    )
