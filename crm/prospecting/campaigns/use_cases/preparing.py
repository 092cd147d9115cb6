"""Preparing a campaign: drafting it, changing it, launching it on a frozen list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import ZERO, Money
from crm.prospecting.campaigns import queries, rules
from crm.prospecting.campaigns.models import (
    Campaign,
    CampaignState,
    CampaignTarget,
    Technique,
)
from crm.prospecting.campaigns.queries import Candidate
from crm.prospecting.companies.models import Company, Nature, Stage
from crm.prospecting.sales_actions.models import SalesAction
from crm.prospecting.sales_actions.use_cases import link_activity
from crm.prospecting.segments.models import Segment


class EndsBeforeItStarts(Refused):
    """A campaign lasts a day at least."""

    message = N_("La campagne se termine avant d’avoir commencé.")
    field = "ends_on"


class UnknownField(Refused):
    """A merge field that nobody can fill in."""

    message = N_("Champ de fusion inconnu : %(names)s. Prenez-les dans la liste.")
    field = "script"


class NothingToSay(Refused):
    """A letter without a word cannot be sent."""

    message = N_("Écrivez le texte à envoyer avant de lancer la campagne.")


class AlreadyLaunched(Refused):
    """A frozen list stays as it is."""

    message = N_("Cette campagne est lancée : sa liste et son texte ne changent plus.")


class NobodyLeft(Refused):
    """A list without anybody."""

    message = N_("La liste est vide : gardez au moins une personne.")


class TooMany(Refused):
    """A list that nobody can read through."""

    message = N_("Cette sélection dépasse %(most)d fiches : affinez-la.")


@dataclass(frozen=True)
class CampaignData:
    """What a campaign is to be, as typed."""

    name: str
    technique: Technique
    starts_on: date
    ends_on: date
    purpose: str = ""
    subject: str = ""
    script: str = ""
    graph: str = ""
    fixed_cost: Money = ZERO
    unit_cost: Money = ZERO

    def values(self) -> dict[str, object]:
        """Return the fields by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True)
class Goals:
    """What a campaign is to reach; `cost` is the most that one contact may cost, None for no limit."""

    contacts: int = 0
    useful: int = 0
    appointments: int = 0
    sales: int = 0
    cost: Money | None = None


def draft_campaign(
    work: Work,
    data: CampaignData,
    *,
    search: str = "",
    stage: Stage | None = None,
    nature: Nature | None = None,
    companies: Sequence[Company] = (),
    segment: Segment | None = None,
    sales_action: SalesAction | None = None,
) -> Campaign:
    """Prepare a campaign for those whom a filter of the file or a segment finds, or for companies picked by hand.

    A segment counts as it reads now: whoever changes it later does not change the campaign.
    """
    selection: dict[str, Json] = {
        "q": search,
        "stage": stage.value if stage else "",
        "nature": nature.value if nature else "",
        "companies": [each.id for each in companies],
    }
    if segment is not None:
        selection |= {"segment": segment.id, "name": segment.name, "expression": segment.expression}
    values = _checked(data)
    campaign = Campaign(
        **values,  # type: ignore[arg-type]
        selection=selection,
        created_at=work.now,
        created_by=work.actor.name,
    )
    work.add(campaign)
    work.record(Activity.CAMPAIGN_DRAFTED, campaign, segment, technique=campaign.technique.value, selection=selection)
    link_activity(work, campaign, action=sales_action)
    return campaign


def revise_campaign(work: Work, campaign: Campaign, data: CampaignData, *, version: int | None = None) -> Campaign:
    """Change a campaign that was not launched yet."""
    if not campaign.is_draft:
        raise AlreadyLaunched
    wanted = _checked(data)
    work.expect(campaign, version, wanted)
    changed: list[Json] = [name for name, value in wanted.items() if getattr(campaign, name) != value]
    for name, value in wanted.items():
        setattr(campaign, name, value)
    if changed:
        work.record(Activity.CAMPAIGN_REVISED, campaign, changed=changed)
    return campaign


def launch_campaign(
    work: Work, campaign: Campaign, *, kept: Sequence[Company] | None = None, goals: Goals | None = None
) -> Campaign:
    """Freeze the list and begin: `kept` are those who are contacted, by default all whom nothing speaks against.

    Nobody prevents contacting those who should not be: the record names them.
    """
    if not campaign.is_draft:
        raise AlreadyLaunched
    if campaign.technique.mails and not campaign.script.strip():
        raise NothingToSay
    listed = queries.candidates(campaign, today=work.today)
    if len(listed) > queries.MOST_TARGETS:
        raise TooMany(most=queries.MOST_TARGETS)
    wanted = {each.id for each in kept} if kept is not None else {one.company.id for one in listed if not one.exclusion}
    if not any(one.company.id in wanted for one in listed):
        raise NobodyLeft
    campaign.state, campaign.launched_at, campaign.launched_by = CampaignState.RUNNING, work.now, work.actor.name
    aims = goals or Goals()
    campaign.goal_contacts, campaign.goal_useful = aims.contacts, aims.useful
    campaign.goal_appointments, campaign.goal_sales, campaign.goal_cost = aims.appointments, aims.sales, aims.cost
    for one in listed:
        _freeze(work, campaign, one, kept=one.company.id in wanted)
    _record_launch(work, campaign, listed, wanted)
    return campaign


def _checked(data: CampaignData) -> dict[str, object]:
    """Return the values to store, or refuse."""
    if data.ends_on < data.starts_on:
        raise EndsBeforeItStarts
    if unknown := rules.unknown_fields(f"{data.subject} {data.script}"):
        raise UnknownField(names=", ".join(f"« {name} »" for name in unknown))
    return data.values()


def _freeze(work: Work, campaign: Campaign, one: Candidate, *, kept: bool) -> None:
    """Put somebody into the list as the file says it today."""
    first_day = max(campaign.starts_on, work.today)
    technique = campaign.technique
    work.add(
        CampaignTarget(
            campaign=campaign,
            company=one.company,
            contact_id=one.contact.id if one.contact else None,
            person=one.person,
            person_function=one.contact.function if one.contact else "",
            phone=one.phone,
            email=one.email,
            exclusion=one.exclusion,
            kept=kept,
            sent_on=first_day if kept and technique.mails else None,
            next_call_on=first_day if kept and technique.calls else None,
        )
    )


def _record_launch(work: Work, campaign: Campaign, listed: list[Candidate], wanted: set[int]) -> None:
    """Leave the record of the launch: whom it leaves out and why, whom it reaches all the same."""
    kept = [one for one in listed if one.company.id in wanted]
    excluded = Counter(one.exclusion.value for one in listed if one.exclusion and one.company.id not in wanted)
    despite: list[Json] = [
        {"company": one.company.id, "name": one.company.legal_name, "exclusion": one.exclusion.value}
        for one in kept
        if one.exclusion
    ]
    work.record(
        Activity.CAMPAIGN_LAUNCHED,
        campaign,
        *(one.company for one in kept),
        technique=campaign.technique.value,
        people=len(kept),
        ends_on=campaign.ends_on.isoformat(),
        targeted=any(campaign.selection.get(each) for each in ("q", "stage", "nature", "expression")),
        scripted=bool(campaign.script.strip() or campaign.graph),
        planned_cost_cents=(campaign.fixed_cost + Money(len(kept) * campaign.unit_cost.cents)).cents,
        excluded=dict[str, Json](excluded),
        despite=despite,
        despite_opt_out=sum(bool(one.exclusion and one.exclusion.protects) for one in kept),
        set_aside=sum(not one.exclusion and one.company.id not in wanted for one in listed),
        goal_contacts=campaign.goal_contacts,
        goal_useful=campaign.goal_useful,
        goal_appointments=campaign.goal_appointments,
        goal_sales=campaign.goal_sales,
        goal_cost_cents=campaign.goal_cost.cents if campaign.goal_cost is not None else None,
    )
