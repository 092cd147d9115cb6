"""What can be typed about purchase orders."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.selling.editor import EditorForm
from crm.selling.orders.models import CheckDecision
from crm.web.forms import HouseForm, choice_field, line_field, text_field

LONGEST_ADDRESS = 400
LONGEST_REFERENCE = 60


class CheckForm(HouseForm):
    """What was noticed in a purchase order, one difference a line, and what is decided."""

    differences = text_field(_("Écarts relevés (un par ligne)"))
    decision = choice_field(_("Décision"), CheckDecision)

    def noticed(self) -> list[str]:
        """Return the differences, one text each."""
        return [text.strip() for text in (self.differences.data or "").splitlines() if text.strip()]


class QuoteOrderForm(HouseForm):
    """What is recorded beside a quote's lines."""

    customer_reference = line_field(_("Référence du client"), longest=LONGEST_REFERENCE)
    delivery_address = text_field(_("Adresse de livraison"), longest=LONGEST_ADDRESS)


class PurchaseOrderForm(EditorForm):
    """An order as it is typed from a purchase order."""

    customer_reference = line_field(_("Référence du client"), longest=LONGEST_REFERENCE)
    delivery_address = text_field(_("Adresse de livraison"), longest=LONGEST_ADDRESS)
