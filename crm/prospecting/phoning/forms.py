"""What is typed at the phoning desk."""

from __future__ import annotations

import re
from datetime import time

from flask_babel import lazy_gettext as _

from crm.prospecting.campaigns.models import CallResult, Confirmation
from crm.web.forms import DayField, HouseForm, Parsed, choice_field, line_field, text_field

HOUR = re.compile(r"([01]?\d|2[0-3])(?:[:hH]([0-5]\d)?)?")


class HourField(Parsed):
    """An hour of the day: `14:30`, `14 h 30`, `9h`."""

    refused = _("Heure illisible : écrivez-la par exemple 14:30.")

    def read(self, text: str) -> time:
        """Return the hour."""
        found = HOUR.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return time(int(found[1]), int(found[2] or 0))

    def write(self, value: object) -> str:
        """Show an hour as a person types it."""
        return f"{value:%H:%M}" if isinstance(value, time) else ""


class CallForm(HouseForm):
    """What came of a call."""

    result = choice_field(_("Résultat de l’appel"), CallResult)
    note = text_field(_("Compte rendu"))
    next_step = line_field(_("Suite à donner"))
    on = DayField(_("Date du rappel ou du rendez-vous"))
    hour = HourField(_("Heure du rendez-vous"))
    place = line_field(_("Lieu du rendez-vous"))


class ConfirmationForm(HouseForm):
    """How an appointment is confirmed, and in which words."""

    channel = choice_field(_("Mode de confirmation"), Confirmation, default=Confirmation.EMAIL)
    text = text_field(_("Texte de la confirmation"))
