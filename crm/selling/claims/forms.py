"""What can be typed about claims."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from crm.selling.claims.models import ClaimCause, Settlement
from crm.selling.deliveries.models import DeliveryLine
from crm.web.forms import HouseForm, MoneyField, QuantityField, choice_field, text_field

PREFIX = "quantity_"


class ClaimForm(HouseForm):
    """What a customer says is wrong, and of how much."""

    cause = choice_field(_("Motif"), ClaimCause)
    text = text_field(_("Ce que dit le client"), required=True)

    @property
    def quantities(self) -> dict[int, Decimal]:
        """The quantities typed, by the id of their delivery line; an empty one is none."""
        typed = {name.removeprefix(PREFIX): each.data for name, each in self._fields.items() if name.startswith(PREFIX)}
        return {int(line_id): data for line_id, data in typed.items() if data}

    def field_of(self, line_id: int) -> Any:
        """Return the field of a line."""
        return self._fields[f"{PREFIX}{line_id}"]


class SettleForm(HouseForm):
    """What is decided, what it gives back, and the answer to the customer."""

    settlement = choice_field(_("Décision"), Settlement)
    amount = MoneyField(_("Montant TTC rendu"), render_kw={"inputmode": "decimal"})
    answer = text_field(_("Réponse au client"), required=True)


def claim_form(lines: Iterable[DeliveryLine], *, shown: bool = False) -> ClaimForm:
    """Build the form of a claim with a field for each line of the delivery; `shown` reads nothing typed."""
    fields = {
        f"{PREFIX}{line.id}": QuantityField(_("Quantité en cause"), render_kw={"inputmode": "decimal"})
        for line in lines
    }
    built = type(ClaimForm.__name__, (ClaimForm,), fields)
    form = built(formdata=None) if shown else built()
    assert isinstance(form, ClaimForm)  # noqa: S101  (for the type checker)
    return form
