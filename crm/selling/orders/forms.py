"""What can be typed about orders."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.desk.messages.models import Service
from crm.web.forms import DayField, HouseForm, choice_field, line_field


class ConfirmForm(HouseForm):
    """The day promised to the customer."""

    promised_on = DayField(_("Livraison promise le"), required=True)


class HandOverForm(HouseForm):
    """The service that goes on."""

    to = choice_field(_("Service"), Service, default=Service.SHIPPING)


class CancelForm(HouseForm):
    """Why an order is cancelled."""

    reason = line_field(_("Motif de l’annulation"), required=True)
