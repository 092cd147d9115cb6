"""Deliveries built through the use cases."""

from __future__ import annotations

from crm.activity.door import Work
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.selling.carriers.models import Carrier, CarrierMode
from crm.selling.carriers.use_cases import create_carrier
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.use_cases import confirm_delivery
from crm.selling.lines import LineData
from tests.selling.orders.builders import a_shipped_order


def a_carrier(work: Work, name: str = "Messageries du Nord") -> Carrier:
    """List a carrier that is there the day after."""
    return create_carrier(
        work,
        name=name,
        mode=CarrierMode.PARCEL,
        lead_days=1,
        base_price=Money.of("8.00"),
        price_per_kg=Money.of("0.50"),
    )


def an_arrived_delivery(work: Work, company: Company, *lines: LineData) -> DeliveryNote:
    """Let the goods of an order arrive."""
    return confirm_delivery(work, a_shipped_order(work, company, *lines), received_by="Mme Petit")
