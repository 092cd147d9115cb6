"""What can be typed about goods that come in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField, SelectField

from crm.selling.carriers.models import Carrier
from crm.selling.receipts.models import Grievance, Remedy
from crm.selling.receipts.rules import Counted
from crm.selling.supply.models import SupplyLine, SupplyOrder, Way
from crm.web.fields import LARGEST_QUANTITY
from crm.web.forms import HouseForm, QuantityField, choice_field, decimal_of, line_field, text_field

THOUSANDTH = Decimal("0.001")
UNKNOWN = _("Ce choix n’existe pas : prenez-en un dans la liste.")


class NumberedField(QuantityField):
    """A quantity from nothing on."""

    refused = _("Quantité illisible : écrivez un nombre, par exemple 0, 12 ou 2,5.")

    def read(self, text: str) -> Decimal:
        """Return the quantity."""
        quantity = decimal_of(text)
        if not 0 <= quantity <= LARGEST_QUANTITY or quantity != quantity.quantize(THOUSANDTH):
            raise ValueError(text)
        return quantity


class CountedRow(Form):
    """One ordered line on the dock; what is not said to be accepted or damaged follows from the rest."""

    line_id = HiddenField()
    counted = NumberedField(_("Compté"), render_kw={"inputmode": "decimal"})
    damaged = NumberedField(_("Dont abîmé"), render_kw={"inputmode": "decimal"})
    accepted = NumberedField(_("Accepté"), render_kw={"inputmode": "decimal"})


class ReceiptForm(HouseForm):
    """A receipt: line by line what is there, and what one writes on the carrier's paper."""

    rows = FieldList(FormField(CountedRow), label=_("Articles"))
    note_number = line_field(_("N° du bon de livraison"), longest=60)
    carrier = SelectField(_("Transporteur"), choices=[], default="", invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]
    reservations = text_field(_("Réserves portées sur le bon du transporteur"), longest=2000)

    def __init__(self, *args: Any, order: SupplyOrder, carriers: Sequence[Carrier], **kwargs: Any) -> None:
        """Offer a row for each line of the order of which something is to come."""
        super().__init__(*args, **kwargs)
        self.lines = {line.id: line for line in order.lines}
        self.carrier.choices = [("", gettext("Non connu")), *((str(each.id), each.name) for each in carriers)]
        if request.method != "POST":
            for line in order.remaining:
                self.rows.append_entry({"line_id": str(line.id)})

    def line_of(self, row: CountedRow) -> SupplyLine | None:
        """Return the ordered line of a row."""
        typed = row.line_id.data or ""
        return self.lines.get(int(typed)) if typed.isdecimal() else None

    def read_rows(self) -> list[Counted]:
        """Return what was counted; without a word, nothing is damaged and the sound is accepted."""
        found = []
        for entry in self.rows.entries:
            line, counted = self.line_of(entry.form), _typed(entry.form.counted)
            if line is None or counted is None:
                continue
            damaged = _typed(entry.form.damaged) or Decimal(0)
            accepted = _typed(entry.form.accepted)
            found.append(Counted(line.id, counted, damaged, counted - damaged if accepted is None else accepted))
        return found


def _typed(field: QuantityField) -> Decimal | None:
    """Return the quantity typed, or None."""
    return field.data if isinstance(field.data, Decimal) else None


class ReservationsForm(HouseForm):
    """A protest to a carrier."""

    way = choice_field(_("Envoi par"), Way, default=Way.REGISTERED)
    text = text_field(_("Texte"), required=True)


class ClaimForm(HouseForm):
    """A complaint to a supplier; its language is that of the page."""

    language = HiddenField()
    grievance = choice_field(_("Motif"), Grievance)
    remedy = choice_field(_("Demande"), Remedy)
    way = choice_field(_("Envoi par"), Way, default=Way.EMAIL)
    text = text_field(_("Texte"), required=True)
