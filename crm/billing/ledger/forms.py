"""What can be typed about the books: the period of a statement of account, and how it is sent."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.selling.quotes.models import Channel
from crm.web.forms import DayField, HouseForm, choice_field


class StatementForm(HouseForm):
    """A statement to be sent."""

    first = DayField(_("Du"), required=True)
    last = DayField(_("Au"), required=True)
    channel = choice_field(_("Envoyé par"), Channel)
