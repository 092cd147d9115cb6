"""What can be typed about purchase orders."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField, SelectField

from crm.selling.editor import EditorForm
from crm.selling.orders.models import CheckDecision
from crm.selling.orders.rules import Difference, What
from crm.selling.purchase_orders.rules import Decisions, Settled, Settlement, key_of
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


class DecisionForm(Form):
    """One difference and what is decided of it."""

    key = HiddenField()
    settlement = SelectField(  # type: ignore[call-arg]  # the stubs are older
        _("Suite à donner"),
        choices=lambda: [("", gettext("À décider")), *((each.value, gettext(each.label)) for each in Settlement)],
        default="",
        invalid_choice_message=_("Ce choix n’existe pas : prenez-en un dans la liste."),
    )


class SettleForm(HouseForm):
    """What is decided of each difference, and what is written to the customer."""

    decisions = FieldList(FormField(DecisionForm))
    note = text_field(_("Message au client"))

    @classmethod
    def of(cls, differences: Sequence[Difference], decided: Decisions) -> SettleForm:
        """Return the form of differences, with what was decided of them."""
        keys = [key_of(each.what, each.reference) for each in differences]
        rows = [{"key": key, "settlement": str(decided[key]) if key in decided else ""} for key in keys]
        return cls(formdata=None, data={"decisions": rows})

    def entries_of(self, differences: Sequence[Difference]) -> list[FormField[DecisionForm]]:
        """Return the row of each difference, in their order; one that was not sent begins anew."""
        sent = {row.form.key.data: row for row in self.decisions.entries}
        return [
            sent.get(key) or self.decisions.append_entry({"key": key, "settlement": ""})
            for key in (key_of(each.what, each.reference) for each in differences)
        ]

    def read(self) -> list[Settled]:
        """Return what was decided; a difference that cannot be named is left out."""
        words = {each.value: each for each in What}
        rows = [(*str(row.form.key.data).partition(":"), row.form.settlement.data) for row in self.decisions.entries]
        return [
            Settled(words[what], Settlement(chosen), reference)
            for what, _colon, reference, chosen in rows
            if what in words and chosen
        ]


class QuoteOrderForm(HouseForm):
    """What is recorded beside a quote's lines."""

    customer_reference = line_field(_("Référence du client"), longest=LONGEST_REFERENCE)
    delivery_address = text_field(_("Adresse de livraison"), longest=LONGEST_ADDRESS)


class PurchaseOrderForm(EditorForm):
    """An order as it is typed from a purchase order."""

    customer_reference = line_field(_("Référence du client"), longest=LONGEST_REFERENCE)
    delivery_address = text_field(_("Adresse de livraison"), longest=LONGEST_ADDRESS)
