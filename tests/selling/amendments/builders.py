"""Orders on their way, built through the use cases."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from crm.activity.door import Work
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.use_cases import ship_order
from crm.selling.lines import LineData
from crm.selling.orders.models import Order
from crm.selling.orders.use_cases import confirm_order
from crm.selling.stock.use_cases import open_stock
from tests.selling.orders.builders import PROMISED, an_order


def a_confirmed_order(work: Work, company: Company, *lines: LineData) -> Order:
    """Promise an order for the 9th of March."""
    return confirm_order(work, an_order(work, company, *lines), promised_on=PROMISED)


def shelves(work: Work, goods: Mapping[str, Product], /, **on_hand: str) -> None:
    """Keep products in stock: PAP_101="20"."""
    for name, quantity in on_hand.items():
        open_stock(work, goods[name.replace("_", "-")], quantity=Decimal(quantity))


def a_partial_delivery(work: Work, company: Company, *lines: LineData, first: str = "6") -> DeliveryNote:
    """Let a part of the first line leave; the rest is a backorder."""
    order = a_confirmed_order(work, company, *lines)
    return ship_order(work, order, quantities={order.lines[0].id: Decimal(first)})
