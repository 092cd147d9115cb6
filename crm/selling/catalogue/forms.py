"""What can be typed about products."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from crm.kernel.money import Money, Rate
from crm.selling.catalogue.models import ProductNature
from crm.selling.catalogue.use_cases import ProductData
from crm.web.forms import (
    HouseForm,
    MoneyField,
    QuantityField,
    choice_field,
    count_field,
    line_field,
    text_field,
)

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
    nature = choice_field(_("Nature"), ProductNature)
    weight_grams = count_field(_("Poids (g)"), most=10_000_000)
    packaging = line_field(_("Conditionnement"), longest=120)
    reorder_point = QuantityField(_("Seuil de réapprovisionnement"))
    reorder_quantity = QuantityField(_("Quantité à recommander"))

    def read(self) -> ProductData:
        """Return what was typed."""
        return ProductData(
            reference=self.reference.data or "",
            name=self.name.data or "",
            family=self.family.data or "",
            unit=self.unit.data or "",
            cost=self.cost.data if isinstance(self.cost.data, Money) else Money(),
            unit_price=self.unit_price.data if isinstance(self.unit_price.data, Money) else Money(),
            vat_rate=Rate.percent(self.vat_rate.data or "20"),
            description=self.description.data or "",
            nature=self.nature.data,
            weight_grams=self.weight_grams.data,
            packaging=self.packaging.data or "",
            reorder_point=_quantity(self.reorder_point.data),
            reorder_quantity=_quantity(self.reorder_quantity.data),
        )


def vat_choice(rate: Rate) -> str:
    """Return a rate as the list of the form names it."""
    return f"{rate.as_percent.normalize():f}"


def _quantity(typed: object) -> Decimal:
    """Return what was typed; nothing means none."""
    return typed if isinstance(typed, Decimal) else Decimal(0)
