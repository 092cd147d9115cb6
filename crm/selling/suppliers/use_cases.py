"""What can be done with suppliers: list one with its terms, note what it offers."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict, Unpack

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.currency import Currency
from crm.kernel.errors import N_, Refused
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import Money
from crm.prospecting.companies.models import searchable
from crm.selling.carriers.models import Carrier
from crm.selling.catalogue.models import Product
from crm.selling.suppliers import queries
from crm.selling.suppliers.models import LANGUAGES, Supplier, SupplierOffer


class NameMissing(Refused):
    """Somebody without a name sells nothing."""

    message = N_("Indiquez le nom du fournisseur.")
    field = "name"


class AlreadyListed(Refused):
    """Two suppliers cannot have one name."""

    message = N_("Le fournisseur « %(name)s » est déjà référencé.")
    field = "name"


class UnknownLanguage(Refused):
    """We write in two languages."""

    message = N_("Choisissez le français ou l’anglais.")
    field = "language"


class WrongOffer(Refused):
    """Nobody sells for less than nothing, or in packs of none."""

    message = N_("Le prix et le conditionnement d’une offre sont positifs.")
    field = "unit_price"


class Terms(TypedDict, total=False):
    """What one may know of a supplier besides its name."""

    language: str
    country: str
    street: str
    postcode: str
    city: str
    contact: str
    email: str
    phone: str
    vat_number: str
    lead_days: int
    minimum: Money
    currency: Currency
    incoterm: Incoterm | None
    note: str


def create_supplier(work: Work, *, name: str, carrier: Carrier | None = None, **terms: Unpack[Terms]) -> Supplier:
    """List a supplier with its terms; `lead_days` are working days, `carrier` is who usually brings its goods."""
    if not name.strip():
        raise NameMissing
    if queries.supplier_by_name(name) is not None:
        raise AlreadyListed(name=name)
    if terms.get("language", "fr") not in LANGUAGES:
        raise UnknownLanguage
    search = searchable(name, terms.get("city", ""), terms.get("contact", ""))
    supplier = Supplier(name=name, search_text=search, carrier_id=carrier.id if carrier else None, **terms)
    work.add(supplier)
    work.record(
        Activity.SUPPLIER_CREATED,
        supplier,
        language=supplier.language,
        country=supplier.country,
        currency=supplier.currency.code,
        lead_days=supplier.lead_days,
        minimum_cents=supplier.minimum.cents,
        incoterm=supplier.incoterm.code if supplier.incoterm else None,
    )
    return supplier


def offer_product(
    work: Work,
    supplier: Supplier,
    product: Product,
    *,
    supplier_reference: str,
    unit_price: Money,
    pack: Decimal = Decimal(1),
) -> SupplierOffer:
    """Note at which price (in the supplier's currency) and in which packs it sells a product."""
    if unit_price.cents < 0 or pack <= 0:
        raise WrongOffer
    offer = queries.offer_of(supplier, product)
    before = offer.unit_price.cents if offer else None
    if offer is None:
        offer = SupplierOffer(
            supplier_id=supplier.id,
            product_id=product.id,
            supplier_reference=supplier_reference,
            unit_price=unit_price,
            pack=pack,
        )
        work.add(offer)
    offer.supplier_reference, offer.unit_price, offer.pack = supplier_reference, unit_price, pack
    work.record(
        Activity.SUPPLIER_OFFER_SET,
        supplier,
        product,
        reference=supplier_reference,
        price_cents=unit_price.cents,
        before_cents=before,
        currency=supplier.currency.code,
    )
    return offer
