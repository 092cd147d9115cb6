"""What a trainer types: an opinion; what a dossier is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from crm.training.review.models import Stance
from crm.web.forms import HouseForm, choice_field, text_field


class OpinionForm(HouseForm):
    """A dated opinion on a competency or a criterion."""

    code = SelectField(_("Sur quoi"), choices=[])
    stance = choice_field(_("Avis"), Stance)
    text = text_field(_("Ce que vous avez observé"), required=True, longest=2000)


class DossierForm(HouseForm):
    """Which competencies a dossier is about."""

    codes = SelectMultipleField(
        _("Compétences"),
        choices=[],
        validators=[InputRequired(_("Choisissez au moins une compétence."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, choices: Iterable[tuple[str, str]]) -> DossierForm:
        """Say what there is to choose from."""
        self.codes.choices = list(choices)
        return self
