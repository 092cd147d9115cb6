"""What can be typed about suppliers and their offers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from crm.kernel.currency import Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import Money
from crm.selling.carriers.models import Carrier
from crm.selling.catalogue.models import Product
from crm.web.forms import HouseForm, MoneyField, QuantityField, choice_field, count_field, line_field

LONGEST_LEAD = 365
COUNTRIES = (
    ("FR", _("France")),
    ("BE", _("Belgique")),
    ("DE", _("Allemagne")),
    ("ES", _("Espagne")),
    ("GB", _("Royaume-Uni")),
    ("IE", _("Irlande")),
    ("IT", _("Italie")),
    ("NL", _("Pays-Bas")),
    ("US", _("États-Unis")),
)
LANGUAGES = (("fr", _("Français")), ("en", _("Anglais")))
UNKNOWN = _("Ce choix n’existe pas : prenez-en un dans la liste.")


def incoterm_choices() -> list[tuple[str, str]]:
    """Return the Incoterms as options, none first."""
    return [("", gettext("Sans Incoterm")), *((each.value, gettext(each.label)) for each in Incoterm)]


def carrier_choices(carriers: Sequence[Carrier]) -> list[tuple[str, str]]:
    """Return carriers as options, none first."""
    return [("", gettext("Au choix du fournisseur")), *((str(each.id), each.name) for each in carriers)]


class SupplierForm(HouseForm):
    """A supplier and its terms."""

    name = line_field(_("Nom"), required=True)
    contact = line_field(_("Interlocuteur"), longest=120)
    email = line_field(_("E-mail"))
    phone = line_field(_("Téléphone"), longest=30)
    street = line_field(_("Adresse"))
    postcode = line_field(_("Code postal"), longest=12)
    city = line_field(_("Ville"), longest=120)
    country = SelectField(_("Pays"), choices=COUNTRIES, default="FR", invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]
    language = SelectField(_("Langue"), choices=LANGUAGES, default="fr", invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]
    vat_number = line_field(_("N° de TVA"), longest=20)
    lead_days = count_field(_("Délai (jours ouvrés)"), most=LONGEST_LEAD, required=True)
    minimum = MoneyField(_("Minimum de commande HT"))
    currency = choice_field(_("Devise"), Currency, default=Currency.EUR)
    incoterm = SelectField(_("Incoterm habituel"), choices=incoterm_choices, default="", invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]
    carrier = SelectField(_("Transporteur habituel"), choices=[], default="", invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]

    def __init__(self, *args: Any, carriers: Sequence[Carrier], **kwargs: Any) -> None:
        """Offer the carriers."""
        super().__init__(*args, **kwargs)
        self.carriers = {str(each.id): each for each in carriers}
        self.carrier.choices = carrier_choices(carriers)

    def read(self) -> dict[str, object]:
        """Return what was typed, by the names of the use case."""
        texts = ("name", "contact", "email", "phone", "street", "postcode", "city", "country", "language", "vat_number")
        return {each: self._fields[each].data or "" for each in texts} | {
            "lead_days": self.lead_days.data or 0,
            "minimum": self.minimum.data or Money(),
            "currency": self.currency.data,
            "incoterm": Incoterm(self.incoterm.data) if self.incoterm.data else None,
            "carrier": self.carriers.get(self.carrier.data or ""),
        }


class OfferForm(HouseForm):
    """A product as a supplier sells it."""

    product = SelectField(_("Article"), choices=[], default="", invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]
    supplier_reference = line_field(_("Référence du fournisseur"), required=True, longest=40)
    unit_price = MoneyField(_("Prix unitaire HT"), required=True)
    pack = QuantityField(_("Conditionnement (par lot de)"), required=True, default=Decimal(1))

    def __init__(self, *args: Any, products: Sequence[Product], **kwargs: Any) -> None:
        """Offer the catalogue."""
        super().__init__(*args, **kwargs)
        self.product.choices = [(str(each.id), each.label) for each in products]

    def read(self) -> dict[str, object]:
        """Return what was typed, by the names of the use case."""
        return {
            "supplier_reference": self.supplier_reference.data or "",
            "unit_price": self.unit_price.data or Money(),
            "pack": self.pack.data or Decimal(1),
        }
