"""What can be typed about classes and exercises."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from crm.activity.chain import Json
from crm.activity.door import PROCEDURES
from crm.people.workspaces.models import Mode, StaffRole
from crm.web.forms import DayField, HouseForm, MoneyField, RateField, choice_field, count_field, line_field, text_field


class CohortForm(HouseForm):
    """A class."""

    name = line_field(_("Nom de la session"), required=True, longest=120)


class StaffForm(HouseForm):
    """Somebody beside a class."""

    login = line_field(_("Identifiant du compte"), required=True, longest=80)
    role = choice_field(_("Rôle"), StaffRole)
    until = DayField(_("Accès jusqu’au"))


class EnrolForm(HouseForm):
    """A class list, pasted."""

    names = text_field(_("Liste des apprenants"), required=True, longest=20_000)


class ExerciseForm(HouseForm):
    """An exercise and the company's procedures in it."""

    title = line_field(_("Titre"), required=True, longest=120)
    scenario = SelectField(_("Scénario"))
    framework = SelectField(_("Référentiel"))
    more_frameworks = SelectMultipleField(
        _("Aussi jugé selon"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    mode = choice_field(_("Mode"), Mode)
    seed = count_field(_("Graine du hasard"), least=1, most=1_000_000)
    payment_days = count_field(_("Délai de paiement (jours)"), most=60)
    discount_limit = RateField(_("Remise autorisée sans dérogation"))
    credit_limit = MoneyField(_("Plafond d’encours par défaut"))
    large_order = MoneyField(_("Commande importante à partir de"))
    reminder_1_days = count_field(_("Relance 1 : jours après l’échéance"), most=365)
    reminder_2_days = count_field(_("Relance 2 : jours après l’échéance"), most=365)
    reminder_3_days = count_field(_("Mise en demeure : jours après l’échéance"), most=365)
    plan_limit_days = count_field(_("Échéancier : durée permise (jours)"), most=365)

    def procedures(self) -> dict[str, Json]:
        """Return the company's procedures as the exercise keeps them."""
        typed: dict[str, Json] = {}
        for name in PROCEDURES:
            field = getattr(self, name, None)
            if field is not None and field.data is not None:
                typed[name] = field.data
        if self.discount_limit.data is not None:
            typed["discount_limit_bp"] = self.discount_limit.data.basis_points  # type: ignore[attr-defined]
        if self.credit_limit.data is not None:
            typed["credit_limit_default_cents"] = self.credit_limit.data.cents  # type: ignore[attr-defined]
        if self.large_order.data is not None:
            typed["large_order_cents"] = self.large_order.data.cents  # type: ignore[attr-defined]
        return dict(PROCEDURES) | typed
