"""What can be asked about campaigns: their lists before and after they are frozen, what came back, what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from crm.activity.models import ActivityLink, ActivityRecord
from crm.activity.vocabulary import Activity
from crm.prospecting.campaigns import rules
from crm.prospecting.campaigns.models import (
    CallResult,
    Campaign,
    CampaignCall,
    CampaignReturn,
    CampaignReview,
    CampaignState,
    CampaignTarget,
    Exclusion,
    Return,
    Technique,
)
from crm.prospecting.campaigns.rules import Figures, Person
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company, Contact, LegalBasis, Nature, Stage
from crm.prospecting.companies.queries import CompanyFilter
from crm.prospecting.segments import queries as segments
from crm.prospecting.segments.rules import parsing
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find

MOST_TARGETS = 400
READ = {Return.OPENED, Return.CLICKED, Return.ANSWERED}


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a selection finds: the company, whom to ask for, and what speaks against it."""

    company: Company
    contact: Contact | None
    exclusion: Exclusion | None

    @property
    def person(self) -> str:
        """Whom to ask for."""
        return self.contact.label if self.contact else ""

    @property
    def phone(self) -> str:
        """The number to call."""
        return (self.contact.phone if self.contact else "") or self.company.phone

    @property
    def email(self) -> str:
        """Where to write."""
        return (self.contact.email if self.contact else "") or self.company.email


def campaign_by_id(campaign_id: int) -> Campaign | None:
    """Return a campaign of this workspace."""
    return find(Campaign, campaign_id)


def campaigns(*, state: CampaignState | None = None, cursor: str | None = None) -> Slice[Campaign]:
    """Return a page of campaigns, newest first."""
    statement = select(Campaign) if state is None else select(Campaign).where(Campaign.state == state)
    return keyset(statement, column=Campaign.created_at, tie=Campaign.id, cursor=cursor, descending=True)


def state_counts() -> dict[CampaignState, int]:
    """Return how many campaigns stand at each state."""
    return dict(db.session.execute(select(Campaign.state, func.count()).group_by(Campaign.state)).all())


def filter_of(campaign: Campaign) -> CompanyFilter:
    """Return the filter of the prospect file that a campaign's list is made by."""
    said = campaign.selection
    return CompanyFilter(
        search=str(said.get("q") or ""),
        stage=next((each for each in Stage if each.value == said.get("stage")), None),
        nature=next((each for each in Nature if each.value == said.get("nature")), None),
    )


def selected(campaign: Campaign, *, today: date) -> list[Company]:
    """Return the companies of a draft's selection, one more than may be in a list if there are too many."""
    picked = cast(list[int], campaign.selection.get("companies") or [])
    if picked:
        statement = select(Company).where(Company.id.in_(picked)).order_by(Company.sort_name, Company.id)
        return list(db.session.scalars(statement))
    if is_by_segment(campaign):
        fitting = segments.ids(parsing.read(str(campaign.selection["expression"])), today=today)
        return segments.with_ids(fitting[: MOST_TARGETS + 1])
    return companies.all_matching(filter_of(campaign), most=MOST_TARGETS + 1)


def selected_count(campaign: Campaign, *, today: date) -> int:
    """Return how many companies a draft's selection finds."""
    if campaign.selection.get("companies"):
        return len(selected(campaign, today=today))
    if is_by_segment(campaign):
        return segments.count(parsing.read(str(campaign.selection["expression"])), today=today)
    return companies.company_count(filter_of(campaign))


def is_by_segment(campaign: Campaign) -> bool:
    """Tell whether a campaign's list is made by a segment."""
    return bool(campaign.selection.get("segment")) and not campaign.selection.get("companies")


def candidates(campaign: Campaign, *, today: date) -> list[Candidate]:
    """Return whom a draft's list would reach, and what speaks against each on the day of the campaign."""
    found = selected(campaign, today=today)
    contacts = companies.first_contacts([each.id for each in found])
    on, reached, listed = max(campaign.starts_on, today), set[str](), []
    for company in found:
        one = Candidate(company, contacts.get(company.id), None)
        why = rules.exclusion(person_of(one, campaign.technique), campaign.technique, on=on)
        way = _way(one, campaign.technique)
        if why is None and way and way in reached:
            why = Exclusion.DOUBLE
        reached.add(way)
        listed.append(Candidate(company, one.contact, why))
    return listed


def person_of(one: Candidate, technique: Technique) -> Person:
    """Return what decides whether somebody may be contacted that way."""
    company = one.company
    return Person(
        is_individual=not company.is_business,
        is_customer=company.is_customer,
        consents=company.legal_basis is LegalBasis.CONSENT or _agreed(company, technique),
        no_phone=company.opted_out_phone,
        no_email=company.opted_out_email,
        no_post=company.opted_out_post,
        phone=one.phone,
        email=one.email,
        has_address=bool(company.street and company.postcode and company.city),
    )


def _agreed(company: Company, technique: Technique) -> bool:
    """Tell whether somebody agreed to all that a technique does."""
    by_phone, by_email = company.consented_phone_on is not None, company.consented_email_on is not None
    asked = {Technique.PHONE: by_phone, Technique.EMAIL: by_email, Technique.COMBINATION: by_phone and by_email}
    return asked.get(technique, False)


def _way(one: Candidate, technique: Technique) -> str:
    """Return by what somebody is reached, so that nobody is reached twice."""
    if technique in {Technique.EMAIL, Technique.COMBINATION}:
        return one.email.lower()
    if technique is Technique.LETTER:
        return f"{one.company.sort_name} {one.company.street} {one.company.postcode}".lower()
    return "".join(letter for letter in one.phone if letter.isdigit())


def values_for(*, company: Company, contact: Contact | None, salesperson: str, seller: str) -> Mapping[str, str]:
    """Return what the merge fields of a text are filled with for somebody."""
    person = contact.label if contact else ("" if company.is_business else company.legal_name)
    return {
        "bonjour": f"Bonjour {person}" if person else "Bonjour",
        "prenom": contact.first_name if contact else "",
        "nom": contact.last_name if contact else "",
        "fonction": contact.function if contact else "",
        "entreprise": company.legal_name,
        "ville": company.city,
        "commercial": salesperson,
        "societe": seller,
    }


def target_by_id(target_id: int) -> CampaignTarget | None:
    """Return somebody of a list, with company and campaign."""
    return find(CampaignTarget, target_id, joinedload(CampaignTarget.company), joinedload(CampaignTarget.campaign))


def targets_of(campaign: Campaign, *, kept: bool | None = None) -> list[CampaignTarget]:
    """Return a frozen list, or those of it who were kept in it or left out."""
    statement = select(CampaignTarget).where(CampaignTarget.campaign_id == campaign.id)
    if kept is not None:
        statement = statement.where(CampaignTarget.kept.is_(kept))
    loaded = joinedload(CampaignTarget.company), joinedload(CampaignTarget.campaign)
    return list(db.session.scalars(statement.options(*loaded).order_by(CampaignTarget.id)))


def returns_of(campaign: Campaign) -> dict[int, list[CampaignReturn]]:
    """Return what came back, by target, in its order."""
    statement = select(CampaignReturn).where(CampaignReturn.campaign_id == campaign.id).order_by(CampaignReturn.id)
    found: dict[int, list[CampaignReturn]] = {}
    for each in db.session.scalars(statement):
        found.setdefault(each.target_id, []).append(each)
    return found


def calls_of(campaign: Campaign) -> list[CampaignCall]:
    """Return the calls of a campaign, newest first."""
    statement = select(CampaignCall).options(joinedload(CampaignCall.company))
    return list(
        db.session.scalars(statement.where(CampaignCall.campaign_id == campaign.id).order_by(CampaignCall.id.desc()))
    )


def reviews_of(campaign: Campaign) -> list[CampaignReview]:
    """Return what was concluded of a campaign, newest first."""
    statement = select(CampaignReview).where(CampaignReview.campaign_id == campaign.id)
    return list(db.session.scalars(statement.order_by(CampaignReview.id.desc())))


def buyers_since(campaign: Campaign) -> set[int]:
    """Return the companies for which an order was recorded since the launch, whoever recorded it."""
    if campaign.launched_at is None:
        return set()
    orders = select(ActivityRecord.position).where(
        ActivityRecord.activity == Activity.ORDER_RECORDED.word, ActivityRecord.happened_at >= campaign.launched_at
    )
    statement = select(ActivityLink.object_id).where(
        ActivityLink.kind == Company.kind, ActivityLink.position.in_(orders)
    )
    return set(db.session.scalars(statement.distinct()))


@dataclass(frozen=True)
class Done:
    """All that a campaign's figures are made of."""

    campaign: Campaign
    targets: list[CampaignTarget]
    returns: Mapping[int, list[CampaignReturn]]
    calls: list[CampaignCall]
    buyers: set[int]
    today: date

    @property
    def people(self) -> list[str]:
        """The salespeople who did something, by name."""
        sent = {self.campaign.launched_by} if self._sent() else set[str]()
        return sorted(sent | {call.called_by for call in self.calls})

    def figures(self, by: str | None = None) -> Figures:
        """Return the figures of all, or of one salesperson: calls are hers who made them, letters hers who launched.

        One salesperson bears the share of the cost that her calls and letters have in all of them.
        """
        calls = [each for each in self.calls if by in (None, each.called_by)]
        sent = self._sent() if by in (None, self.campaign.launched_by) else []
        back = {each.id: {one.result for one in self.returns.get(each.id, ())} for each in sent}
        read = {each.id for each in sent if self._was_read(back[each.id])}
        contacts = read | {call.target_id for call in calls if call.result.is_contact}
        answered = {key for key, results in back.items() if Return.ANSWERED in results}
        tried = {each.id for each in sent} | {call.target_id for call in calls}
        companies_reached = {each.company_id for each in self.targets if each.id in contacts}
        counted = {one: sum(one in results for results in back.values()) for one in Return}
        return Figures(
            tried=len(tried),
            calls=len(calls),
            sent=len(sent),
            contacts=len(contacts),
            useful=len(answered | {call.target_id for call in calls if call.result.is_useful}),
            appointments=len({call.target_id for call in calls if call.result is CallResult.APPOINTMENT}),
            sales=len(companies_reached & self.buyers),
            cost=rules.cost_share(
                self.campaign.fixed_cost,
                self.campaign.unit_cost,
                own=len(calls) + len(sent),
                everybodys=len(self.calls) + len(self._sent()),
            ),
            **{one.value: counted[one] for one in Return},
        )

    def _sent(self) -> list[CampaignTarget]:
        return [each for each in self.targets if each.sent_on is not None and each.sent_on <= self.today]

    def _was_read(self, results: set[Return]) -> bool:
        if self.campaign.technique is Technique.LETTER:
            return Return.BOUNCED not in results
        return bool(results & READ)


def done(campaign: Campaign, *, today: date) -> Done:
    """Return all that a campaign's figures are made of, on a day."""
    kept = targets_of(campaign, kept=True)
    return Done(campaign, kept, returns_of(campaign), calls_of(campaign), buyers_since(campaign), today)
