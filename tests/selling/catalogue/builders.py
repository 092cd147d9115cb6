"""Products of the cast's catalogue and the identity of its company, built through the use cases."""

from __future__ import annotations

from typing import Unpack

from crm.activity.door import Work
from crm.kernel.money import Money, Rate
from crm.selling.catalogue.models import Product, SellerIdentity
from crm.selling.catalogue.use_cases import Particulars, create_product, describe_seller


def a_product(
    work: Work,
    reference: str = "PAP-101",
    *,
    name: str = "Ramette A4 blanc 80 g",
    family: str = "Papier",
    unit: str = "ramette",
    cost: str = "2.95",
    unit_price: str = "4.20",
    vat: str = "20",
    **particulars: Unpack[Particulars],
) -> Product:
    """Add a product, a ream of paper unless told otherwise."""
    return create_product(
        work,
        reference=reference,
        name=name,
        family=family,
        unit=unit,
        cost=Money.of(cost),
        unit_price=Money.of(unit_price),
        vat_rate=Rate.percent(vat),
        **particulars,
    )


def a_catalogue(work: Work) -> dict[str, Product]:
    """Lay out three products: paper, a chair, a guide at the reduced rate."""
    return {
        "PAP-101": a_product(work),
        "SIE-601": a_product(
            work,
            "SIE-601",
            name="Siège « Deûle »",
            family="Sièges",
            unit="pièce",
            cost="118.00",
            unit_price="189.00",
        ),
        "LIV-002": a_product(
            work,
            "LIV-002",
            name="Guide du classement",
            family="Livres",
            unit="pièce",
            cost="11.00",
            unit_price="18.50",
            vat="5.5",
        ),
    }


def the_seller(work: Work) -> SellerIdentity:
    """Say who Nord Bureau is."""
    return describe_seller(
        work,
        name="Nord Bureau",
        legal_form="SAS",
        capital=Money.of(120000),
        siren="100000009",
        siret="10000000900017",
        vat_number="FR88100000009",
        trade_register="Lille Métropole",
        street="14 rue du Grand-Plumier",
        postcode="59100",
        city="Roubaix",
        phone="03 53 01 20 00",
        email="bonjour@nordbureau.example",
        iban="FR7699999000011020304050638",
        late_rate=Rate.percent("12.15"),
        opening="du lundi au vendredi, de 9 h à 17 h",
    )
