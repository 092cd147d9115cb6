"""Suppliers built through the use cases."""

from __future__ import annotations

from decimal import Decimal

from crm.activity.door import Work
from crm.kernel.currency import Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import Money
from crm.selling.catalogue.models import Product
from crm.selling.suppliers.models import Supplier
from crm.selling.suppliers.use_cases import create_supplier, offer_product


def a_supplier(work: Work, name: str = "Papeterie de la Lys", *products: Product) -> Supplier:
    """List a French supplier who sells some products in tens."""
    supplier = create_supplier(
        work, name=name, city="Comines", email="ventes@papeterie-lys.example", lead_days=4, minimum=Money.of(100)
    )
    for product in products:
        offer_product(
            work,
            supplier,
            product,
            supplier_reference=f"PL-{product.reference}",
            unit_price=product.cost,
            pack=Decimal(10),
        )
    return supplier


def a_british_supplier(work: Work, *products: Product) -> Supplier:
    """List a supplier beyond the Channel: English, pounds, an Incoterm."""
    supplier = create_supplier(
        work,
        name="Thornbury Seating Ltd",
        language="en",
        country="GB",
        city="Leeds",
        lead_days=10,
        currency=Currency.GBP,
        incoterm=Incoterm.FCA,
    )
    for product in products:
        offer_product(
            work, supplier, product, supplier_reference=f"TS-{product.reference}", unit_price=Money.of("95.00")
        )
    return supplier
