"""What is typed about a plan and its actions."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField

from crm.kernel.money import Money
from crm.prospecting.sales_actions import queries
from crm.prospecting.sales_actions.models import Means, Priority
from crm.prospecting.sales_actions.use_cases import ActionData, PlanData
from crm.web.forms import DayField, HouseForm, MoneyField, choice_field, line_field, text_field

NONE = 0
UNKNOWN = _("Ce choix n’existe pas : prenez-en un dans la liste.")


def number_choice(label: str) -> SelectField:
    """Build a list of things by number; the screen fills it in, and 0 is none."""
    return SelectField(  # type: ignore[call-arg]  # the stubs are older than the library
        label,
        coerce=int,
        default=NONE,
        choices=[],
        invalid_choice_message=UNKNOWN,
        invalid_value_message=UNKNOWN,
    )


class PlanForm(HouseForm):
    """A plan."""

    name = line_field(_("Nom du plan"), required=True, longest=120)
    starts_on = DayField(_("Début"), required=True)
    ends_on = DayField(_("Fin"), required=True)
    context = text_field(_("Contexte"))
    orientation = text_field(_("Orientations de l’entreprise"))

    def read(self) -> PlanData:
        """Return what was typed."""
        return PlanData(
            name=self.name.data or "",
            starts_on=self.starts_on.data,  # type: ignore[arg-type]
            ends_on=self.ends_on.data,  # type: ignore[arg-type]
            context=self.context.data or "",
            orientation=self.orientation.data or "",
        )


class SubmitForm(HouseForm):
    """Why these goals and these means."""

    justification = text_field(_("Pourquoi ces moyens ?"))


class ApproveForm(HouseForm):
    """Who approved a plan."""

    approved_by = line_field(_("Validé par"), required=True, longest=120)


class ActionForm(HouseForm):
    """An action; the lists of goals, segments and salespeople are filled in by the screen."""

    name = line_field(_("Action"), required=True)
    channel = choice_field(_("Canal"), Means)
    goal = number_choice(_("Objectif servi"))
    audience = line_field(_("Cible"))
    segment = number_choice(_("Segment du fichier"))
    means = text_field(_("Moyens"))
    budget = MoneyField(_("Budget HT"))
    starts_on = DayField(_("Début"), required=True)
    ends_on = DayField(_("Fin"), required=True)
    owner = SelectField(_("Responsable"), invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]
    priority = choice_field(_("Priorité"), Priority, default=Priority.MEDIUM)
    corrects = BooleanField(_("Action corrective : elle répond à un écart"))

    def read(self) -> ActionData:
        """Return what was typed."""
        budget = self.budget.data
        return ActionData(
            name=self.name.data or "",
            channel=self.channel.data,
            starts_on=self.starts_on.data,  # type: ignore[arg-type]
            ends_on=self.ends_on.data,  # type: ignore[arg-type]
            audience=self.audience.data or "",
            segment_id=self.segment.data or None,
            means=self.means.data or "",
            budget=budget if isinstance(budget, Money) else None,
            owner=self.owner.data or "",
            priority=self.priority.data,
            corrects=bool(self.corrects.data),
        )


class RescheduleForm(HouseForm):
    """New days for an action."""

    starts_on = DayField(_("Nouveau début"), required=True)
    ends_on = DayField(_("Nouvelle fin"), required=True)
    reason = line_field(_("Motif"), required=True)


class CompleteForm(HouseForm):
    """What came of an action."""

    outcome = text_field(_("Bilan de l’action"))
    spent = MoneyField(_("Dépensé HT"))


class AbandonForm(HouseForm):
    """Why an action is given up."""

    reason = line_field(_("Motif de l’abandon"), required=True)


class LinkForm(HouseForm):
    """The action that something carries out."""

    sales_action = number_choice(_("Action du plan"))


def link_form(linked_to: int | None, *, typed: bool = False) -> LinkForm:
    """Return the form that ties something to an action, blank or as it was typed."""
    form = LinkForm() if typed else LinkForm(formdata=None, sales_action=linked_to or NONE)
    form.sales_action.choices = [(NONE, gettext("Hors plan d’actions")), *queries.offered(with_id=linked_to)]
    return form
