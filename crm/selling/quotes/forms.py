"""What can be typed about quotes."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from flask_babel import lazy_gettext as _

from crm.selling.editor import EditorForm
from crm.selling.lines import LineData
from crm.selling.quotes.models import Channel
from crm.web.forms import DayField, HouseForm, choice_field, count_field, line_field, text_field

LONGEST_TERM = 365


class QuoteTerms(TypedDict):
    """The lines and terms of a quote."""

    lines: list[LineData]
    valid_until: date | None
    payment_days: int | None
    delivery_terms: str
    note: str


class QuoteForm(EditorForm):
    """A quote being prepared: its lines and its terms."""

    valid_until = DayField(_("Valable jusqu’au"), required=True)
    payment_days = count_field(_("Délai de règlement (jours)"), most=LONGEST_TERM, required=True)
    delivery_terms = line_field(_("Conditions de livraison"))
    note = text_field(_("Message au client"))

    def read(self) -> QuoteTerms:
        """Return what was typed, by the names of the use cases."""
        return {
            "lines": self.read_lines(),
            "valid_until": self.valid_until.data,
            "payment_days": self.payment_days.data,
            "delivery_terms": self.delivery_terms.data or "",
            "note": self.note.data or "",
        }


class SendForm(HouseForm):
    """How a quote leaves."""

    channel = choice_field(_("Canal d’envoi"), Channel)


class DeclineForm(HouseForm):
    """Why a customer says no."""

    reason = line_field(_("Motif du refus"), required=True)
