"""Carriers: who brings goods, how fast, at which price, and where one protests."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.papers.views import Address, Party
from crm.store.scoping import Versioned
from crm.store.types import EnumColumn, MoneyColumn

GRAMS_IN_A_KILOGRAM = 1000


class CarrierMode(Labelled):
    """How goods travel."""

    PARCEL = "parcel", N_("Messagerie (colis)")
    EXPRESS = "express", N_("Express")
    ROAD = "road", N_("Route (palettes)")
    RAIL = "rail", N_("Rail")
    SEA = "sea", N_("Mer")
    AIR = "air", N_("Air")


class Carrier(Versioned):
    """A carrier; `lead_days` are working days, prices are net, `claims_address` is where protests are sent."""

    __tablename__ = "carriers"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    kind: ClassVar[str] = "carrier"

    name: Mapped[str] = mapped_column(String(200))
    mode: Mapped[CarrierMode] = mapped_column(EnumColumn(CarrierMode))
    lead_days: Mapped[int]
    base_price: Mapped[Money] = mapped_column(MoneyColumn())
    price_per_kg: Mapped[Money] = mapped_column(MoneyColumn())
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    claims_address: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.name

    @property
    def party(self) -> Party:
        """The carrier as a letter of protest is addressed to it."""
        address = Address(street=self.claims_address, postcode="", city="")
        return Party(name=self.name, address=address, email=self.email, phone=self.phone)

    def price_of(self, weight_grams: int) -> Money:
        """Return the net price of a consignment: a fixed part, and each kilogram begun."""
        kilograms = -(-weight_grams // GRAMS_IN_A_KILOGRAM)
        return self.base_price + self.price_per_kg.times(Decimal(kilograms))
