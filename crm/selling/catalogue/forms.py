"""What can be typed about products."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from crm.kernel.money import Money, Rate
from crm.web.forms import HouseForm, MoneyField, line_field, text_field

# The rates of French VAT on the mainland (CGI, articles 278, 278 bis, 279, 281 quater) and none.
VAT_RATES = ("20", "10", "5.5", "2.1", "0")


class ProductForm(HouseForm):
    """A product of the catalogue."""

    reference = line_field(_("Référence"), required=True, longest=40)
    name = line_field(_("Désignation"), required=True)
    family = line_field(_("Famille"), required=True, longest=80)
    unit = line_field(_("Unité de vente"), required=True, longest=40, default="pièce")
    cost = MoneyField(_("Coût d’achat HT"), required=True)
    unit_price = MoneyField(_("Prix de vente HT"), required=True)
    vat_rate = SelectField(
        _("Taux de TVA"), choices=[(percent, f"{percent.replace('.', ',')}\u202f%") for percent in VAT_RATES]
    )
    description = text_field(_("Description"))

    def read(self) -> dict[str, object]:
        """Return what was typed, by the names of the use case."""
        return {
            "reference": self.reference.data or "",
            "name": self.name.data or "",
            "family": self.family.data or "",
            "unit": self.unit.data or "",
            "cost": self.cost.data or Money(),
            "unit_price": self.unit_price.data or Money(),
            "vat_rate": Rate.percent(self.vat_rate.data or "20"),
            "description": self.description.data or "",
        }
