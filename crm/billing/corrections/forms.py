"""What can be typed about corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from flask_babel import lazy_gettext as _
from wtforms import FieldList

from crm.billing.corrections import rules
from crm.billing.invoices.models import CorrectionKind, Invoice
from crm.kernel.money import ZERO, Money
from crm.selling.lines import LineData
from crm.web.forms import HouseForm, MoneyField, QuantityField, choice_field, line_field

GESTURE = {"fr": "Geste commercial", "en": "Goodwill gesture"}


class CreditForm(HouseForm):
    """A credit note: what it gives back, and why."""

    credit_kind = choice_field(_("Ce que l’avoir rend"), CorrectionKind, default=CorrectionKind.FULL)
    reason = line_field(_("Motif"), required=True)
    quantities = FieldList(QuantityField(_("Quantité à créditer")), label=_("Quantités"))
    amount = MoneyField(_("Montant HT du geste"))

    def beside(self, lines: Sequence[LineData]) -> CreditForm:
        """Have a quantity for each line that can still be credited."""
        while len(self.quantities.entries) < len(lines):
            self.quantities.append_entry()
        while len(self.quantities.entries) > len(lines):
            self.quantities.pop_entry()
        return self

    def read(self, invoice: Invoice, left: Sequence[LineData]) -> list[LineData] | None:
        """Return the lines that the credit note gives back; None is all that is left."""
        kind = self.credit_kind.data
        if kind is CorrectionKind.FULL:
            return None
        if kind is CorrectionKind.COMMERCIAL:
            amount = self.amount.data if isinstance(self.amount.data, Money) else ZERO
            return rules.gesture_lines(invoice.totals, amount, label=GESTURE[invoice.language])
        typed = [field.data for field in self.quantities.entries]
        return [
            replace(line, quantity=Decimal(quantity)) for line, quantity in zip(left, typed, strict=True) if quantity
        ]


class ReplaceForm(HouseForm):
    """A corrective invoice: why."""

    reason = line_field(_("Motif de la rectification"), required=True)
