"""Stocked products, built through the use cases."""

from __future__ import annotations

from decimal import Decimal

from crm.activity.door import Work
from crm.selling.catalogue.models import Product
from crm.selling.stock.use_cases import open_stock
from tests.selling.catalogue.builders import a_product


def a_stocked_product(
    work: Work,
    /,
    reference: str = "PAP-101",
    *,
    name: str = "Ramette A4 blanc 80 g",
    family: str = "Papier",
    on_hand: str = "10",
    reorder_point: str = "0",
) -> Product:
    """Add a product of which there are ten on the shelf, unless told otherwise."""
    product = a_product(
        work,
        reference,
        name=name,
        family=family,
        reorder_point=Decimal(reorder_point),
        reorder_quantity=Decimal(20),
    )
    open_stock(work, product, quantity=Decimal(on_hand))
    return product
