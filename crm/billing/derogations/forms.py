"""What can be typed about derogations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.billing.dunning.models import Subject
from crm.web.forms import HouseForm, choice_field, text_field


class DerogationForm(HouseForm):
    """A request to the management."""

    subject = choice_field(_("Objet de la demande"), Subject)
    reason = text_field(_("Pourquoi ?"), required=True)
