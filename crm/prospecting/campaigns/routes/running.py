"""The list of campaigns, and a campaign: a draft with the list that it would have, or what runs."""

from __future__ import annotations

from collections import Counter

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.campaigns import queries, rules, use_cases
from crm.prospecting.campaigns.forms import LaunchForm
from crm.prospecting.campaigns.models import Campaign, CampaignState
from crm.prospecting.campaigns.routes.ground import blueprint, the_campaign
from crm.prospecting.companies import queries as companies
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.forms import LinkForm, link_form
from crm.prospecting.sales_actions.use_cases import link_activity
from crm.web.forms import ActForm, HouseForm, with_refused
from crm.web.pages import page, turn_to


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The campaigns, newest first."""
    state = next((each for each in CampaignState if each.value == request.args.get("state")), None)
    return page(
        "prospecting/campaigns/list.html",
        slice=queries.campaigns(state=state, cursor=request.args.get("after")),
        counts=queries.state_counts(),
        states=list(CampaignState),
        state=state,
    )


@blueprint.get("/<int:campaign_id>")
@allowed(Permission.READ)
def detail(campaign_id: int) -> ResponseReturnValue:
    """A draft with the list that it would have, or a frozen list with what came back."""
    return _detail(the_campaign(campaign_id), None)


@blueprint.post("/<int:campaign_id>/launch")
@allowed(Permission.SELL)
def launch(campaign_id: int) -> ResponseReturnValue:
    """Freeze the list and begin."""
    campaign, form = the_campaign(campaign_id), LaunchForm()
    if form.validate():
        kept = [each for key in form.kept.data or () if (each := companies.company_by_id(key)) is not None]
        with form.refusals():
            perform(here(), use_cases.launch_campaign, campaign, kept=kept, goals=form.goals())
    if form.accepted():
        flash(gettext("Campagne lancée : la liste est figée."), "success")
        return turn_to(".detail", campaign_id=campaign_id)
    return _detail(the_campaign(campaign_id), form)


@blueprint.post("/<int:campaign_id>/close")
@allowed(Permission.SELL)
def close(campaign_id: int) -> ResponseReturnValue:
    """End it."""
    campaign, form = the_campaign(campaign_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.close_campaign, campaign)
    return turn_to(".results", campaign_id=campaign_id) if form.accepted() else _detail(the_campaign(campaign_id), form)


@blueprint.post("/<int:campaign_id>/sales-action")
@allowed(Permission.SELL)
def link(campaign_id: int) -> ResponseReturnValue:
    """Tie the campaign to the action of a plan that it carries out, or untie it."""
    campaign = the_campaign(campaign_id)
    form = link_form(campaign.sales_action_id, typed=True)
    if form.validate():
        with form.refusals():
            perform(here(), link_activity, campaign, action=plans.action_by_id(form.sales_action.data))
    return turn_to(".detail", campaign_id=campaign_id) if form.accepted() else _detail(the_campaign(campaign_id), form)


def _tie(campaign: Campaign, refused: HouseForm | None) -> dict[str, object]:
    """Return what a page needs to show, and to change, which action the campaign carries out."""
    tied = plans.action_by_id(campaign.sales_action_id) if campaign.sales_action_id else None
    shown = refused if isinstance(refused, LinkForm) else link_form(campaign.sales_action_id)
    return {"tied": tied, "link_form": shown}


def _detail(campaign: Campaign, refused: HouseForm | None) -> ResponseReturnValue:
    """Return the page of a campaign, with the form that was refused if there is one."""
    status = refused.status if refused else 200
    if campaign.is_draft:
        return _draft(campaign, refused, status)
    targets = queries.targets_of(campaign)
    return page(
        "prospecting/campaigns/detail.html",
        campaign=campaign,
        kept=[each for each in targets if each.kept],
        left_out=[each for each in targets if not each.kept],
        returns=queries.returns_of(campaign),
        figures=queries.done(campaign, today=the_workspace().today).figures(),
        entries=timeline(kind=Campaign.kind, object_id=campaign.id, limit=20),
        today=the_workspace().today,
        form=refused or ActForm(formdata=None),
        **_tie(campaign, refused),
        status=status,
    )


def _draft(campaign: Campaign, refused: HouseForm | None, status: int) -> ResponseReturnValue:
    """Return the page of a draft: whom it would reach, what they would read."""
    listed = queries.candidates(campaign, today=the_workspace().today)
    fit = [one for one in listed if one.exclusion is None]
    wanted = request.args.get("preview", type=int)
    shown = next((one for one in listed if one.company.id == wanted), next(iter(fit or listed), None))
    values = (
        queries.values_for(
            company=shown.company,
            contact=shown.contact,
            salesperson=here().actor.name,
            seller=the_workspace().company_name,
        )
        if shown
        else {}
    )
    form = with_refused({"launch": LaunchForm(formdata=None)}, refused)["launch"]
    ticked = set(form.kept.data or ()) if form is refused else {one.company.id for one in fit}
    return page(
        "prospecting/campaigns/draft.html",
        campaign=campaign,
        listed=listed[: queries.MOST_TARGETS],
        too_many=len(listed) > queries.MOST_TARGETS,
        most=queries.MOST_TARGETS,
        excluded=Counter(one.exclusion for one in listed if one.exclusion),
        fit=len(fit),
        ticked=ticked,
        shown=shown,
        subject=rules.merged(campaign.subject, values),
        text=rules.merged(campaign.script, values),
        gaps=rules.empty_fields(f"{campaign.subject} {campaign.script}", values),
        form=form,
        **_tie(campaign, refused),
        status=status,
    )
