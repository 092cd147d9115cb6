"""Carriers built through the use cases."""

from __future__ import annotations

from crm.activity.door import Work
from crm.kernel.money import Money
from crm.selling.carriers.models import Carrier, CarrierMode
from crm.selling.carriers.use_cases import create_carrier


def a_carrier(work: Work, name: str = "Transports Lys", *, lead_days: int = 2) -> Carrier:
    """List a carrier."""
    return create_carrier(
        work,
        name=name,
        mode=CarrierMode.PARCEL,
        lead_days=lead_days,
        base_price=Money.of("8.50"),
        price_per_kg=Money.of("0.35"),
        claims_address="Service litiges\n1 quai du Fret\n59000 Lille",
    )
