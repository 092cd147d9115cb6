"""What can be typed about an offer that waits for its answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.selling.quotes.models import Channel, FollowUpResult
from crm.web.forms import DayField, HouseForm, choice_field, text_field


class PlanForm(HouseForm):
    """When one asks after a quote."""

    follow_up_on = DayField(_("Relancer le"), required=True)


class FollowUpForm(HouseForm):
    """What came of asking."""

    channel = choice_field(_("Canal de la relance"), Channel, default=Channel.PHONE)
    result = choice_field(_("Résultat"), FollowUpResult)
    note = text_field(_("Ce que dit le client"))
    follow_up_on = DayField(_("Relancer de nouveau le"))
