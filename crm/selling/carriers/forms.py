"""What can be typed about carriers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.kernel.money import Money
from crm.selling.carriers.models import CarrierMode
from crm.web.forms import HouseForm, MoneyField, choice_field, count_field, line_field, text_field

LONGEST_LEAD = 120


class CarrierForm(HouseForm):
    """A carrier and its terms."""

    name = line_field(_("Nom"), required=True)
    mode = choice_field(_("Mode"), CarrierMode)
    lead_days = count_field(_("Délai (jours ouvrés)"), most=LONGEST_LEAD, required=True)
    base_price = MoneyField(_("Prix par envoi HT"), required=True)
    price_per_kg = MoneyField(_("Prix par kilogramme HT"))
    email = line_field(_("E-mail"))
    phone = line_field(_("Téléphone"), longest=30)
    claims_address = text_field(_("Adresse du service litiges"), longest=500)

    def read(self) -> dict[str, object]:
        """Return what was typed, by the names of the use case."""
        return {
            "name": self.name.data or "",
            "mode": self.mode.data,
            "lead_days": self.lead_days.data or 0,
            "base_price": self.base_price.data or Money(),
            "price_per_kg": self.price_per_kg.data or Money(),
            "email": self.email.data or "",
            "phone": self.phone.data or "",
            "claims_address": self.claims_address.data or "",
        }
