"""What can be typed about quotes."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypedDict

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from crm.kernel.currency import Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import NO_RATE, Rate
from crm.kernel.tax import TaxRegime
from crm.selling.editor import EditorForm
from crm.selling.lines import LineData
from crm.selling.quotes.models import Channel
from crm.web.forms import DayField, HouseForm, RateField, choice_field, count_field, line_field, text_field

LONGEST_TERM = 365


class QuoteTerms(TypedDict):
    """The lines and terms of a quote."""

    lines: list[LineData]
    valid_until: date | None
    payment_days: int | None
    delivery_terms: str
    delivery_days: int
    note: str
    discount: Rate
    deposit: Rate
    incoterm: Incoterm | Literal[""]
    currency: Currency
    regime: TaxRegime


class QuoteForm(EditorForm):
    """A quote being prepared: its lines and its terms."""

    discount = RateField(_("Remise globale"), render_kw={"inputmode": "decimal"})
    deposit = RateField(_("Acompte à la commande"), render_kw={"inputmode": "decimal"})
    valid_until = DayField(_("Valable jusqu’au"), required=True)
    payment_days = count_field(_("Délai de règlement (jours)"), most=LONGEST_TERM, required=True)
    delivery_days = count_field(_("Délai de livraison (jours ouvrés)"), most=LONGEST_TERM)
    delivery_terms = line_field(_("Conditions de livraison"))
    note = text_field(_("Message au client"))
    money = choice_field(_("Devise"), Currency)
    regime = choice_field(_("Régime de TVA"), TaxRegime)
    incoterm = SelectField(  # type: ignore[call-arg]  # the stubs are older
        _("Incoterm 2020"),
        choices=lambda: [("", gettext("Aucun")), *((each.value, gettext(each.label)) for each in Incoterm)],
        default="",
        invalid_choice_message=_("Ce choix n’existe pas : prenez-en un dans la liste."),
    )

    @property
    def whole_discount(self) -> Rate:
        """The discount on the whole, as far as it can be read."""
        return self.discount.data if isinstance(self.discount.data, Rate) else NO_RATE

    def read(self) -> QuoteTerms:
        """Return what was typed, by the names of the use cases."""
        return {
            "lines": self.read_lines(),
            "valid_until": self.valid_until.data,
            "payment_days": self.payment_days.data,
            "delivery_terms": self.delivery_terms.data or "",
            "delivery_days": self.delivery_days.data or 0,
            "note": self.note.data or "",
            "discount": self.whole_discount,
            "deposit": self.deposit.data if isinstance(self.deposit.data, Rate) else NO_RATE,
            "incoterm": Incoterm(self.incoterm.data) if self.incoterm.data else "",
            "currency": self.money.data,
            "regime": self.regime.data,
        }


class SendForm(HouseForm):
    """How a quote leaves, and when one asks after it."""

    channel = choice_field(_("Canal d’envoi"), Channel)
    follow_up_on = DayField(_("Relancer le"))


class DeclineForm(HouseForm):
    """Why a customer says no."""

    reason = line_field(_("Motif du refus"), required=True)
