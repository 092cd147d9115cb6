"""What can be typed about invoices."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from crm.selling.editor import EditorForm
from crm.web.forms import DayField, HouseForm, RateField, count_field

LONGEST_TERM = 365


class InvoiceForm(EditorForm):
    """A draft invoice: payment days, cash discount and lines."""

    payment_days = count_field(_("Délai de règlement (jours)"), most=LONGEST_TERM, required=True)
    cash_discount = RateField(_("Escompte pour paiement anticipé (%)"))
    cash_discount_days = count_field(_("Si payée sous (jours)"), most=LONGEST_TERM)


class TermsForm(HouseForm):
    """A draft whose lines are no products of the catalogue, such as a deposit: its terms only."""

    payment_days = count_field(_("Délai de règlement (jours)"), most=LONGEST_TERM, required=True)
    cash_discount = RateField(_("Escompte pour paiement anticipé (%)"))
    cash_discount_days = count_field(_("Si payée sous (jours)"), most=LONGEST_TERM)


class NotesForm(HouseForm):
    """The delivery notes that go on one invoice."""

    notes = SelectMultipleField(
        _("Bons de livraison"),
        coerce=int,
        choices=[],
        validators=[InputRequired(_("Cochez au moins un bon de livraison."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, ids: Iterable[int]) -> NotesForm:
        """Offer delivery notes by their ids."""
        self.notes.choices = [(each, str(each)) for each in ids]
        return self


class MonthForm(HouseForm):
    """The month that a summary invoice covers, by any of its days."""

    month = DayField(_("Un jour du mois à facturer"), required=True)


class DepositForm(HouseForm):
    """The share of an order that is asked for in advance."""

    share = RateField(_("Acompte (% de la commande)"), required=True)
