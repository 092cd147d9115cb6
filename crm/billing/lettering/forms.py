"""What can be typed about a customer's account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.web.forms import HouseForm, MoneyField, line_field


class RefundForm(HouseForm):
    """Money to be given back."""

    amount = MoneyField(_("Montant à rembourser"), required=True)
    reason = line_field(_("Motif"), required=True)
