"""What can be done with the catalogue: add a product, say who the company is."""

from __future__ import annotations

from typing import TypedDict, Unpack

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money, Rate
from crm.prospecting.companies.models import searchable
from crm.selling.catalogue import queries
from crm.selling.catalogue.models import Product, SellerIdentity


class ReferenceTaken(Refused):
    """Two products cannot have one reference."""

    message = N_("La référence « %(reference)s » désigne déjà un article.")
    field = "reference"


class ReferenceMissing(Refused):
    """A product without a reference cannot be ordered."""

    message = N_("Indiquez la référence et la désignation de l’article.")
    field = "reference"


def create_product(
    work: Work,
    *,
    reference: str,
    name: str,
    family: str,
    unit: str,
    cost: Money,
    unit_price: Money,
    vat_rate: Rate,
    description: str = "",
) -> Product:
    """Add a product; selling below cost is not forbidden, it costs."""
    if not reference.strip() or not name.strip():
        raise ReferenceMissing
    if queries.product_by_reference(reference) is not None:
        raise ReferenceTaken(reference=reference)
    product = Product(
        reference=reference,
        name=name,
        family=family,
        unit=unit,
        cost=cost,
        unit_price=unit_price,
        vat_rate=vat_rate,
        description=description,
        search_text=searchable(reference, name, family),
    )
    work.add(product)
    work.record(
        Activity.PRODUCT_CREATED,
        product,
        family=family,
        cost_cents=cost.cents,
        unit_price_cents=unit_price.cents,
        vat_rate_bp=vat_rate.basis_points,
    )
    return product


class Identity(TypedDict, total=False):
    """What a seller may say of itself, by the columns of `SellerIdentity`."""

    legal_form: str
    capital: Money | None
    siren: str
    siret: str
    vat_number: str
    trade_register: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str
    iban: str
    bic: str
    mediator: str
    pays_vat_on_debits: bool
    late_rate: Rate | None
    terms_of_sale: str
    opening: str


NOTHING_SAID: Identity = {
    "legal_form": "",
    "capital": None,
    "siren": "",
    "siret": "",
    "vat_number": "",
    "trade_register": "",
    "street": "",
    "postcode": "",
    "city": "",
    "phone": "",
    "email": "",
    "iban": "",
    "bic": "",
    "mediator": "",
    "pays_vat_on_debits": False,
    "late_rate": None,
    "terms_of_sale": "",
    "opening": "",
}


def describe_seller(work: Work, *, name: str, **said: Unpack[Identity]) -> SellerIdentity:
    """Say who the simulated company is; saying it again replaces all that was said."""
    seller = queries.seller_identity() or work.add(SellerIdentity(name=name))
    for field, value in {"name": name, **NOTHING_SAID, **said}.items():
        setattr(seller, field, value)
    work.record(Activity.SELLER_DESCRIBED, seller, name=name, siren=seller.siren, vat_number=seller.vat_number)
    return seller
