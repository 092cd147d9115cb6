"""What can be typed to colleagues and to those who wrote."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from crm.desk.messages.models import Service
from crm.web.forms import HouseForm, choice_field, line_field, text_field


class AlertForm(HouseForm):
    """An alert to the management."""

    subject = line_field(_("Objet"), required=True)
    body = text_field(_("Message"), required=True)


class InternalForm(AlertForm):
    """A message to a service; `settles` counts only when another message is handed on."""

    service = choice_field(_("Service destinataire"), Service, default=Service.SHIPPING)
    settles = BooleanField(_("Le message transmis est traité : le retirer de la liste"))


class AnswerForm(AlertForm):
    """An answer to somebody who wrote."""

    settles = BooleanField(_("Ce message est traité : le retirer de la liste"))
