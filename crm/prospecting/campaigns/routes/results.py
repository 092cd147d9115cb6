"""What a campaign brought: figures, variances, conclusions; its letters as one file."""

from __future__ import annotations

from flask import Response, abort
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.desk.messages.models import Service
from crm.desk.sending import the_sender
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.papers.correspondence import WrittenLetter
from crm.papers.render import render_mailing
from crm.papers.views import Address, Party
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.campaigns import queries, rules, use_cases
from crm.prospecting.campaigns.forms import ReviewForm
from crm.prospecting.campaigns.models import Campaign, CampaignTarget, Technique
from crm.prospecting.campaigns.routes.ground import blueprint, the_launched
from crm.prospecting.companies import queries as companies
from crm.web.pages import page, turn_to


@blueprint.get("/<int:campaign_id>/results")
@allowed(Permission.READ)
def results(campaign_id: int) -> ResponseReturnValue:
    """The figures, their variances from the goals, and what was concluded."""
    return _results(the_launched(campaign_id), ReviewForm(formdata=None))


@blueprint.post("/<int:campaign_id>/results")
@allowed(Permission.SELL)
def review(campaign_id: int) -> ResponseReturnValue:
    """Conclude."""
    campaign, form = the_launched(campaign_id), ReviewForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.review_campaign,
                campaign,
                causes=form.causes.data or "",
                corrections=form.corrections.data or "",
                report_to=Service.SALES if form.report.data else None,
            )
    return (
        turn_to(".results", campaign_id=campaign_id) if form.accepted() else _results(the_launched(campaign_id), form)
    )


@blueprint.get("/<int:campaign_id>/letters.pdf")
@allowed(Permission.READ)
def letters(campaign_id: int) -> ResponseReturnValue:
    """All letters of the campaign as one file."""
    campaign = the_launched(campaign_id)
    targets = [each for each in queries.targets_of(campaign, kept=True) if each.sent_on is not None]
    if campaign.technique is not Technique.LETTER or not targets:
        abort(404)
    sender = the_sender()
    written = [_letter(each, campaign, sender) for each in targets]
    pdf = render_mailing(written, made_at=opening_of(written[0].written_on))
    headers = {"Content-Disposition": f'inline; filename="courriers-{campaign.id}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _letter(target: CampaignTarget, campaign: Campaign, sender: Party) -> WrittenLetter:
    """Return the letter to somebody, its fields filled in."""
    company = target.company
    contact = companies.contact_by_id(target.contact_id) if target.contact_id else None
    values = queries.values_for(company=company, contact=contact, salesperson=campaign.launched_by, seller=sender.name)
    country = "" if company.country == "FR" else company.country
    return WrittenLetter(
        written_on=target.sent_on or campaign.starts_on,
        sender=sender,
        receiver=Party(
            name=company.legal_name,
            address=Address(street=company.street, postcode=company.postcode, city=company.city, country=country),
            is_professional=company.is_business,
            contact=target.person if company.is_business else "",
        ),
        subject=rules.merged(campaign.subject or campaign.name, values),
        text=rules.merged(campaign.script, values),
    )


def _results(campaign: Campaign, form: ReviewForm) -> ResponseReturnValue:
    """Return the page of the figures."""
    done = queries.done(campaign, today=the_workspace().today)
    figures = done.figures()
    return page(
        "prospecting/campaigns/results.html",
        campaign=campaign,
        figures=figures,
        ratios=rules.ratios(figures),
        mail_ratios=rules.mail_ratios(figures) if campaign.technique.mails else (),
        variances=_variances(campaign, figures),
        people=[(name, mine := done.figures(name), rules.ratios(mine)) for name in done.people],
        reviews=queries.reviews_of(campaign),
        form=form,
        status=form.status,
    )


def _variances(campaign: Campaign, figures: rules.Figures) -> list[rules.Variance]:
    """Return the figures against the goals that were set."""
    goals = (
        (N_("Contacts"), campaign.goal_contacts, figures.contacts),
        (N_("Contacts utiles"), campaign.goal_useful, figures.useful),
        (N_("Rendez-vous"), campaign.goal_appointments, figures.appointments),
        (N_("Ventes"), campaign.goal_sales, figures.sales),
    )
    found = [rules.count_variance(label, goal=goal, actual=actual) for label, goal, actual in goals if goal]
    if campaign.goal_cost is not None:
        cost = rules.cost_of_one(figures.cost, figures.contacts)
        found.append(rules.cost_variance(N_("Coût par contact"), goal=campaign.goal_cost, actual=cost))
    return found
