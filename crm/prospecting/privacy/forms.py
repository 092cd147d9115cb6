"""What can be typed about people's data."""

from __future__ import annotations

from datetime import time

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import Optional, Regexp

from crm.prospecting.companies.models import InformedBy
from crm.prospecting.privacy.models import Outcome, Right
from crm.prospecting.privacy.use_cases.agreeing import CallResult
from crm.web.forms import DayField, HouseForm, choice_field, line_field, text_field


class InformForm(HouseForm):
    """How somebody was told."""

    by = choice_field(_("Moyen"), InformedBy)
    on = DayField(_("Le"))


class ConsentForm(HouseForm):
    """What somebody agrees to."""

    phone = BooleanField(_("Accepte d’être appelé"))
    email = BooleanField(_("Accepte de recevoir des e-mails"))
    proof = line_field(_("Preuve du consentement"), required=True)
    on = DayField(_("Donné le"))


class ContactNoteForm(HouseForm):
    """A sign from the prospect."""

    what = line_field(_("Ce que le prospect a fait"), required=True)
    on = DayField(_("Le"))


class CallForm(HouseForm):
    """A call that was made."""

    at = line_field(
        _("Heure de l’appel"),
        longest=5,
        render_kw={"placeholder": "14:30"},
    )
    result = choice_field(_("Résultat"), CallResult)
    note = text_field(_("Compte rendu"))

    def hour(self) -> time | None:
        """Return the time of day typed, if any."""
        return time.fromisoformat(f"{self.at.data:0>5}") if self.at.data else None


CallForm.at.kwargs["validators"] = [
    Optional(),
    Regexp(r"^([01]?\d|2[0-3]):[0-5]\d$", message=_("Écrivez l’heure ainsi : 14:30.")),
]


class RequestForm(HouseForm):
    """What somebody asks."""

    right = choice_field(_("Demande"), Right)
    received_on = DayField(_("Reçue le"))
    message = SelectField(_("Message reçu"), choices=[], validate_choice=False)

    def message_id(self) -> int | None:
        """Return the message chosen, if any."""
        return self.number(self.message.data or "")

    @staticmethod
    def number(chosen: str) -> int | None:
        """Return the message that an address or a list names."""
        return int(chosen) if chosen.isdigit() and len(chosen) < 10 else None  # noqa: PLR2004


class AnswerForm(HouseForm):
    """What was answered."""

    outcome = choice_field(_("Suite donnée"), Outcome)
    answer = text_field(_("Réponse envoyée"), required=True)
