"""What can be done with the catalogue: add and change products, say who the company is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TypedDict, Unpack

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money, Rate
from crm.prospecting.companies.models import searchable
from crm.selling.catalogue import queries
from crm.selling.catalogue.models import Product, ProductNature, SellerIdentity

NOTHING = Decimal(0)


class ReferenceTaken(Refused):
    """Two products cannot have one reference."""

    message = N_("La référence « %(reference)s » désigne déjà un article.")
    field = "reference"


class ReferenceMissing(Refused):
    """A product without a reference cannot be ordered."""

    message = N_("Indiquez la référence et la désignation de l’article.")
    field = "reference"


class StillStocked(Refused):
    """What lies on a shelf is not a service."""

    message = N_("Cet article est tenu en stock : ce n’est pas un service.")
    field = "nature"


class WrongReorder(Refused):
    """One orders again from nothing on."""

    message = N_("Le seuil et la quantité de réapprovisionnement ne peuvent pas être négatifs.")
    field = "reorder_point"


class Particulars(TypedDict, total=False):
    """What may be said of a product besides its prices, by the columns of `Product`."""

    description: str
    nature: ProductNature
    weight_grams: int | None
    packaging: str
    reorder_point: Decimal
    reorder_quantity: Decimal


@dataclass(frozen=True)
class ProductData:
    """All that a product says of itself, as typed."""

    reference: str
    name: str
    family: str
    unit: str
    cost: Money
    unit_price: Money
    vat_rate: Rate
    description: str = ""
    nature: ProductNature = ProductNature.GOODS
    weight_grams: int | None = None
    packaging: str = ""
    reorder_point: Decimal = NOTHING
    reorder_quantity: Decimal = NOTHING


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
    nature: ProductNature = ProductNature.GOODS,
    weight_grams: int | None = None,
    packaging: str = "",
    reorder_point: Decimal = NOTHING,
    reorder_quantity: Decimal = NOTHING,
) -> Product:
    """Add a product; selling below cost is not forbidden, it costs. Its stock is opened by the stock room."""
    said = ProductData(
        reference=reference,
        name=name,
        family=family,
        unit=unit,
        cost=cost,
        unit_price=unit_price,
        vat_rate=vat_rate,
        description=description,
        nature=nature,
        weight_grams=weight_grams,
        packaging=packaging,
        reorder_point=reorder_point,
        reorder_quantity=reorder_quantity,
    )
    return _enter(work, said)


def update_product(work: Work, product: Product, data: ProductData, *, version: int | None = None) -> Product:
    """Change a product; papers already made keep what they said. What changed is recorded, old value and new."""
    _check(data, product)
    work.expect(product, version, vars(data))
    changes: dict[str, Json] = {}
    for name, value in vars(data).items():
        if (before := getattr(product, name)) != value:
            setattr(product, name, value)
            changes[name] = [_plain(before), _plain(value)]
    if changes:
        product.search_text = _search_text(data)
        work.record(Activity.PRODUCT_UPDATED, product, changes=changes)
    return product


def _enter(work: Work, said: ProductData) -> Product:
    """Put a product into the catalogue."""
    _check(said, None)
    product = Product(**vars(said), search_text=_search_text(said))
    work.add(product)
    work.record(
        Activity.PRODUCT_CREATED,
        product,
        family=said.family,
        cost_cents=said.cost.cents,
        unit_price_cents=said.unit_price.cents,
        vat_rate_bp=said.vat_rate.basis_points,
    )
    return product


def _check(said: ProductData, product: Product | None) -> None:
    """Refuse what no product can be."""
    if not said.reference.strip() or not said.name.strip():
        raise ReferenceMissing
    taken = queries.product_by_reference(said.reference)
    if taken is not None and taken is not product:
        raise ReferenceTaken(reference=said.reference)
    if said.reorder_point < 0 or said.reorder_quantity < 0:
        raise WrongReorder
    if product is not None and product.is_stocked and said.nature is ProductNature.SERVICE:
        raise StillStocked


def _search_text(said: ProductData) -> str:
    return searchable(said.reference, said.name, said.family)


def _plain(value: object) -> Json:
    """Return a value as a record can hold it."""
    if isinstance(value, Money):
        return str(value.euros)
    if isinstance(value, Rate):
        return f"{value.as_percent} %"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return value.value if isinstance(value, Enum) else "" if value is None else str(value)


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
