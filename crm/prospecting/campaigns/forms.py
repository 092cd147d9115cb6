"""What is typed when a campaign is prepared, launched and concluded."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from crm.kernel.money import ZERO
from crm.prospecting.campaigns.models import Technique
from crm.prospecting.campaigns.use_cases import CampaignData, Goals
from crm.prospecting.conversations import queries as conversations
from crm.prospecting.conversations.models import Medium
from crm.prospecting.sales_actions import queries as plans
from crm.web.forms import DayField, HouseForm, MoneyField, choice_field, count_field, line_field, text_field

MOST_DIGITS = 10


NO_ACTION = 0


def _scripts() -> list[tuple[str, str]]:
    """Return the conversations that a call can be held along."""
    calls = [each for each in conversations.graphs().values() if each.medium is Medium.PHONE]
    return [("", gettext("Aucun : saisir le résultat à la main")), *((each.key, each.title) for each in calls)]


def _actions() -> list[tuple[int, str]]:
    """Return the actions of plans that a campaign can carry out, none first."""
    return [(NO_ACTION, gettext("Hors plan d’actions")), *plans.offered()]


class CampaignForm(HouseForm):
    """A campaign; the selection of its list travels along unseen."""

    name = line_field(_("Nom de la campagne"), required=True, longest=120)
    technique = choice_field(_("Technique"), Technique)
    purpose = text_field(_("Objectif de la campagne"))
    starts_on = DayField(_("Début"), required=True)
    ends_on = DayField(_("Fin"), required=True)
    fixed_cost = MoneyField(_("Coût fixe HT"))
    unit_cost = MoneyField(_("Coût par envoi ou par appel HT"))
    subject = line_field(_("Objet de l’e-mail ou du courrier"))
    script = text_field(_("Script d’appel ou texte à envoyer"))
    graph = SelectField(_("Entretien téléphonique simulé"), choices=_scripts)
    sales_action = SelectField(_("Action du plan"), coerce=int, choices=_actions, default=NO_ACTION)
    q = HiddenField()
    stage = HiddenField()
    nature = HiddenField()
    companies = HiddenField()
    segment = SelectField(_("Personnes visées"), choices=[], validate_choice=False)

    def segment_id(self) -> int | None:
        """Return the segment chosen, if any."""
        chosen = self.segment.data or ""
        return int(chosen) if chosen.isdecimal() and len(chosen) < MOST_DIGITS else None

    def read(self) -> CampaignData:
        """Return what was typed."""
        return CampaignData(
            name=self.name.data or "",
            technique=self.technique.data,
            purpose=self.purpose.data or "",
            starts_on=self.starts_on.data,  # type: ignore[arg-type]
            ends_on=self.ends_on.data,  # type: ignore[arg-type]
            fixed_cost=self.fixed_cost.data or ZERO,  # type: ignore[arg-type]
            unit_cost=self.unit_cost.data or ZERO,  # type: ignore[arg-type]
            subject=self.subject.data or "",
            script=self.script.data or "",
            graph=self.graph.data or "",
        )


class LaunchForm(HouseForm):
    """Who is kept in the list, and what is to be reached."""

    kept = SelectMultipleField(
        _("Personnes à contacter"),
        coerce=int,
        validate_choice=False,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    contacts = count_field(_("Contacts"), most=10_000)
    useful = count_field(_("Contacts utiles"), most=10_000)
    appointments = count_field(_("Rendez-vous"), most=10_000)
    sales = count_field(_("Ventes"), most=10_000)
    cost = MoneyField(_("Coût maximal par contact"))

    def goals(self) -> Goals:
        """Return the goals typed."""
        return Goals(
            contacts=self.contacts.data or 0,
            useful=self.useful.data or 0,
            appointments=self.appointments.data or 0,
            sales=self.sales.data or 0,
            cost=self.cost.data,  # type: ignore[arg-type]
        )


class ReviewForm(HouseForm):
    """Why the figures differ from the goals, and what is to be done about it."""

    causes = text_field(_("Causes des écarts"))
    corrections = text_field(_("Actions correctives"))
    report = BooleanField(_("Rendre compte : transmettre cette analyse au service commercial"))
