"""What can be typed about deliveries and returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from crm.selling.carriers.models import Carrier
from crm.web.forms import HouseForm, QuantityField, count_field, line_field, text_field

PREFIX = "quantity_"


class QuantitiesForm(HouseForm):
    """A quantity for each line of a document; an empty one is none of it."""

    @property
    def quantities(self) -> dict[int, Decimal]:
        """The quantities typed, by the id of their line."""
        typed = {
            name.removeprefix(PREFIX): field.data for name, field in self._fields.items() if name.startswith(PREFIX)
        }
        return {int(line_id): data for line_id, data in typed.items() if data}

    def field_of(self, line_id: int) -> Any:
        """Return the field of a line."""
        return self._fields[f"{PREFIX}{line_id}"]


class ShipForm(QuantitiesForm):
    """What leaves now."""


class ReturnForm(QuantitiesForm):
    """What came back, why, and whether it can be sold again."""

    reason = line_field(_("Motif du retour"), required=True)
    restocked = BooleanField(_("Remettre en rayon ce qui peut être revendu"), default=True)


def with_lines(kind: type[QuantitiesForm], quantities: Mapping[int, Decimal], *, shown: bool) -> QuantitiesForm:
    """Build a form with a field for each line, `quantities` being what it shows first; `shown` reads nothing typed."""
    fields = {
        f"{PREFIX}{line_id}": QuantityField(_("Quantité"), render_kw={"inputmode": "decimal"}) for line_id in quantities
    }
    built = type(kind.__name__, (kind,), fields)
    begun = {f"{PREFIX}{line_id}": quantity for line_id, quantity in quantities.items() if quantity > 0}
    form = built(formdata=None, data=begun) if shown else built()
    assert isinstance(form, QuantitiesForm)  # noqa: S101  (for the type checker)
    return form


class DispatchForm(HouseForm):
    """To whom goods are handed, and what travels."""

    carrier = SelectField(
        _("Transporteur"),
        coerce=int,
        validators=[InputRequired(_("Choisissez un transporteur."))],
        validate_choice=False,
    )
    parcels = count_field(_("Nombre de colis"), least=1, most=999)
    weight = QuantityField(_("Poids (kg)"), render_kw={"inputmode": "decimal"})
    tracking = line_field(_("Numéro de suivi"), longest=60)

    def offer(self, carriers: Iterable[Carrier]) -> DispatchForm:
        """Offer the carriers."""
        self.carrier.choices = [(each.id, each.name) for each in carriers]
        return self

    @property
    def weight_grams(self) -> int | None:
        """The weight in grams."""
        return None if self.weight.data is None else int(self.weight.data * 1000)


class ArrivalForm(HouseForm):
    """The proof of delivery: who took the goods, and what was written on the note."""

    received_by = line_field(_("Reçu par"), longest=120)
    reservations = text_field(_("Réserves du client"))
