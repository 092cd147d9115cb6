"""What can be typed about electronic invoices: the answer of the exercise."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import InputRequired

from crm.billing.einvoicing.rules import CHECKS
from crm.papers.reading import term_label
from crm.papers.views import Language
from crm.web.forms import HouseForm

CHOOSE = ("", _("Choisir…"))


class AnswerForm(HouseForm):
    """Which field is wrong, and which rule it breaks."""

    field = SelectField(
        _("Quel champ est en défaut ?"),
        validators=[InputRequired(_("Choisissez le champ en défaut."))],
        validate_choice=True,
    )
    rule = SelectField(
        _("Quelle règle n’est pas respectée ?"),
        validators=[InputRequired(_("Choisissez la règle."))],
        validate_choice=True,
    )

    def offering(self, language: Language) -> AnswerForm:
        """Offer the fields and the rules that the platform knows."""
        fields = sorted({rule.field for rule in CHECKS}, key=lambda code: int(code.split("-")[1]))
        self.field.choices = [CHOOSE, *((code, f"{code} · {term_label(code, language)}") for code in fields)]
        self.rule.choices = [CHOOSE, *((rule.name, f"{rule.name} · {gettext(rule.says)}") for rule in CHECKS)]
        return self
