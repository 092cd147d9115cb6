"""What can be typed about changes of an order."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from crm.selling.editor import EditorForm
from crm.selling.orders.models import OrderLine
from crm.selling.quotes.models import Channel
from crm.web.forms import DayField, HouseForm, QuantityField, choice_field, line_field, text_field

PREFIX = "quantity_"


class ChangeForm(EditorForm):
    """What becomes of an order: its lines, its days, where it goes, and why."""

    wanted_on = DayField(_("Livraison souhaitée le"))
    promised_on = DayField(_("Livraison promise le"))
    delivery_address = text_field(_("Adresse de livraison"), longest=400)
    reason = line_field(_("Motif de la modification"), required=True)


class SplitForm(HouseForm):
    """What goes onto another order, and for which day."""

    promised_on = DayField(_("Livraison promise le"))

    @property
    def quantities(self) -> dict[int, Decimal]:
        """The quantities typed, by the id of their line; an empty one is none."""
        typed = {name.removeprefix(PREFIX): each.data for name, each in self._fields.items() if name.startswith(PREFIX)}
        return {int(line_id): data for line_id, data in typed.items() if data}

    def field_of(self, line_id: int) -> Any:
        """Return the field of a line."""
        return self._fields[f"{PREFIX}{line_id}"]


class BackorderForm(HouseForm):
    """Why what lacks is given up."""

    reason = line_field(_("Motif"), required=True)


class DelayForm(HouseForm):
    """The new day, and how the customer is told."""

    promised_on = DayField(_("Nouvelle date promise"), required=True)
    channel = choice_field(_("Canal"), Channel, default=Channel.PHONE)
    text = text_field(_("Ce que vous dites au client"), required=True)


def split_form(lines: Iterable[OrderLine], *, shown: bool = False) -> SplitForm:
    """Build the form that parts an order, with a field for each line; `shown` reads nothing typed."""
    fields = {f"{PREFIX}{line.id}": QuantityField(_("Quantité"), render_kw={"inputmode": "decimal"}) for line in lines}
    built = type(SplitForm.__name__, (SplitForm,), fields)
    form = built(formdata=None) if shown else built()
    assert isinstance(form, SplitForm)  # noqa: S101  (for the type checker)
    return form
