"""What can be typed about payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField

from crm.billing.invoices.models import Invoice
from crm.billing.payments.models import Method, Share
from crm.billing.payments.rules import Proposal
from crm.kernel.money import ZERO
from crm.web.forms import DayField, HouseForm, MoneyField, choice_field, line_field

TYPED = {"inputmode": "decimal"}


class PaymentForm(HouseForm):
    """A payment keyed in by hand."""

    amount = MoneyField(_("Montant reçu"), required=True)
    method = choice_field(_("Moyen de paiement"), Method)
    received_on = DayField(_("Reçu le"), required=True)
    reference = line_field(_("Référence"), longest=60)


class ReasonForm(HouseForm):
    """Why the bank took a payment back."""

    reason = line_field(_("Motif donné par la banque"), required=True)


class ShareForm(Form):
    """What of a sum goes against one invoice."""

    invoice_id = HiddenField()
    amount = MoneyField(_("Imputé"), render_kw=TYPED)
    discount = MoneyField(_("Escompte"), render_kw=TYPED)


class SharesForm(HouseForm):
    """How a sum is set against open invoices, as proposed or as a person corrects it."""

    shares = FieldList(FormField(ShareForm))

    def __init__(self, *args: Any, invoices: Mapping[int, Invoice], **kwargs: Any) -> None:
        """Know the invoices that may be meant."""
        super().__init__(*args, **kwargs)
        self.invoices = invoices

    @property
    def rows(self) -> list[tuple[Invoice, Form]]:
        """Each invoice with what is typed for it."""
        found = [(self._meant(entry.form), entry.form) for entry in self.shares.entries]
        return [(invoice, form) for invoice, form in found if invoice is not None]

    def read_shares(self) -> list[Share]:
        """Return what was typed; invoices without a sum are left out."""
        found = []
        for invoice, form in self.rows:
            amount, discount = form["amount"].data or ZERO, form["discount"].data or ZERO
            if amount > ZERO or discount > ZERO:
                found.append(Share(invoice, amount, discount))
        return found

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Check what was typed; an invoice that is settled by now is said."""
        valid = super().validate(*args, **kwargs)
        if valid and len(self.rows) < len(self.shares.entries):
            self.refuse(gettext("Une de ces factures n’est plus à régler : reprenez la proposition."))
            self._valid = valid = False
        return valid

    def _meant(self, form: Form) -> Invoice | None:
        """Return the invoice of a row."""
        typed = form["invoice_id"].data or ""
        return self.invoices.get(int(typed)) if typed.isdecimal() and len(typed) < 10 else None  # noqa: PLR2004


def proposed(invoices: Sequence[Invoice], proposal: Proposal | None) -> list[dict[str, object]]:
    """Return the rows of a proposal: what it sets against each invoice, the others empty."""
    parts = {part.invoice_id: part for part in proposal.parts} if proposal else {}
    rows: list[dict[str, object]] = []
    for invoice in invoices:
        part = parts.get(invoice.id)
        discount = part.discount if part and part.discount else None
        rows.append({"invoice_id": str(invoice.id), "amount": part.amount if part else None, "discount": discount})
    return rows
