"""What can be typed to keep customers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.aftersales.loyalty.models import OfferKind
from crm.selling.quotes.models import Channel
from crm.web.forms import DayField, HouseForm, RateField, choice_field, count_field, text_field


class InactiveForm(HouseForm):
    """After how many days without an order an account counts as inactive."""

    days = count_field(_("Sans commande depuis"), least=1, most=3650, required=True)


class OfferForm(HouseForm):
    """An offer to a customer."""

    type = choice_field(_("Offre"), OfferKind)
    discount = RateField(_("Remise"))
    valid_until = DayField(_("Valable jusqu’au"), required=True)
    channel = choice_field(_("Envoyée par"), Channel)
    text = text_field(_("Message au client"), required=True)
