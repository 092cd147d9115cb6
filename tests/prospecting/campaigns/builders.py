"""Campaigns, through the use cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm.activity.door import Work
from crm.kernel.money import Money
from crm.prospecting.campaigns import queries
from crm.prospecting.campaigns.models import Campaign, CampaignTarget, Technique
from crm.prospecting.campaigns.use_cases import CampaignData, Goals, draft_campaign, launch_campaign
from crm.prospecting.companies.models import Company, Nature, Stage
from crm.prospecting.companies.use_cases import add_contact, record_opt_out
from tests.builders import a_company

PLAIN = CampaignData(
    name="Fauteuils de mars",
    technique=Technique.PHONE,
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 3, 20),
    script="{{bonjour}}, ici {{commercial}} de {{societe}}. Vous êtes bien {{fonction}} de {{entreprise}} ?",
    subject="Vos fauteuils à {{ville}}",
    fixed_cost=Money.of(90),
    unit_cost=Money.of("1.50"),
)


def a_file(work: Work, /) -> dict[str, Company]:
    """Enter prospects of every sort: one to call, one who objects, one without number or address, a consumer."""
    fit = a_company(work, "Garage Benali", phone="03 21 00 00 01", email="contact@benali.example", stage=Stage.PROSPECT)
    objects = a_company(
        work, "Serres du Nord", phone="03 21 00 00 02", email="contact@serres.example", stage=Stage.PROSPECT
    )
    bare = a_company(work, "Menuiserie Lys", city="", stage=Stage.PROSPECT)
    consumer = a_company(
        work,
        "M. Brun",
        nature=Nature.INDIVIDUAL,
        phone="06 00 00 00 03",
        email="brun@foyer.example",
        stage=Stage.PROSPECT,
    )
    fit.street, fit.postcode = "4 rue du Moulin", "62000"
    record_opt_out(work, objects, phone=True, email=True, post=True)
    add_contact(work, fit, first_name="Nadia", last_name="Benali", function="gérante")
    return {"fit": fit, "objects": objects, "bare": bare, "consumer": consumer}


def a_draft(work: Work, /, technique: Technique = Technique.PHONE, **changes: object) -> Campaign:
    """Prepare a campaign for all prospects."""
    data = replace(PLAIN, technique=technique, **changes)  # type: ignore[arg-type]
    return draft_campaign(work, data, stage=Stage.PROSPECT)


def a_campaign(
    work: Work,
    /,
    technique: Technique = Technique.PHONE,
    *,
    kept: list[Company] | None = None,
    goals: Goals | None = None,
    **changes: object,
) -> Campaign:
    """Prepare a campaign for all prospects and launch it."""
    return launch_campaign(work, a_draft(work, technique, **changes), kept=kept, goals=goals)


def the_target(campaign: Campaign, company: Company) -> CampaignTarget:
    """Return a company's place in a campaign's list."""
    found = next(each for each in queries.targets_of(campaign) if each.company_id == company.id)
    target = queries.target_by_id(found.id)
    assert target is not None
    return target
