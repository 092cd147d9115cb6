"""What can be typed about invoices and payments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.billing.invoices.models import Method
from crm.selling.editor import EditorForm
from crm.web.forms import DayField, HouseForm, MoneyField, choice_field, count_field, line_field

LONGEST_TERM = 365


class InvoiceForm(EditorForm):
    """A draft invoice: payment days and lines."""

    payment_days = count_field(_("Délai de règlement (jours)"), most=LONGEST_TERM, required=True)


class PaymentForm(HouseForm):
    """A payment keyed in by hand."""

    amount = MoneyField(_("Montant reçu"), required=True)
    method = choice_field(_("Moyen de paiement"), Method)
    received_on = DayField(_("Reçu le"), required=True)
    reference = line_field(_("Référence"), longest=60)
