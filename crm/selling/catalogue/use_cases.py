"""What can be done with the catalogue: add a product, say who the company is."""

from __future__ import annotations

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


def describe_seller(
    work: Work,
    *,
    name: str,
    legal_form: str = "",
    capital: Money | None = None,
    siren: str = "",
    siret: str = "",
    vat_number: str = "",
    trade_register: str = "",
    street: str = "",
    postcode: str = "",
    city: str = "",
    phone: str = "",
    email: str = "",
    iban: str = "",
    bic: str = "",
    mediator: str = "",
    pays_vat_on_debits: bool = False,
    late_rate: Rate | None = None,
    terms_of_sale: str = "",
    opening: str = "",
) -> SellerIdentity:
    """Say who the simulated company is; saying it again replaces what was said."""
    said: dict[str, object] = {
        "name": name,
        "legal_form": legal_form,
        "capital": capital,
        "siren": siren,
        "siret": siret,
        "vat_number": vat_number,
        "trade_register": trade_register,
        "street": street,
        "postcode": postcode,
        "city": city,
        "phone": phone,
        "email": email,
        "iban": iban,
        "bic": bic,
        "mediator": mediator,
        "pays_vat_on_debits": pays_vat_on_debits,
        "late_rate": late_rate,
        "terms_of_sale": terms_of_sale,
        "opening": opening,
    }
    seller = queries.seller_identity() or work.add(SellerIdentity(name=name))
    for field, value in said.items():
        setattr(seller, field, value)
    work.record(Activity.SELLER_DESCRIBED, seller, name=name, siren=siren, vat_number=vat_number)
    return seller
