"""What can be asked about the catalogue and the company that sells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from crm.kernel.money import Money
from crm.papers.views import Address, Party
from crm.people.workspaces.queries import workspace_by_id
from crm.prospecting.companies.models import searchable
from crm.prospecting.offering import Article
from crm.selling.catalogue.models import Product, ProductNature, SellerIdentity
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import entered, find

SORTS = {"name": Product.name, "reference": Product.reference, "price": Product.unit_price}


@dataclass(frozen=True)
class ProductFilter:
    """What the catalogue is narrowed to; it lives in the URL."""

    search: str = ""
    family: str = ""
    nature: ProductNature | None = None
    sort: str = "name"
    descending: bool = False


def product_by_id(product_id: int) -> Product | None:
    """Return a product of this workspace."""
    return find(Product, product_id)


def product_by_reference(reference: str) -> Product | None:
    """Return the product with that reference, or None."""
    return db.session.scalar(select(Product).where(Product.reference == reference))


def products() -> list[Product]:
    """Return the whole catalogue by family and name, for a picker."""
    return list(db.session.scalars(select(Product).order_by(Product.family, Product.name, Product.id)))


def offering() -> list[Article]:
    """Return the whole catalogue as rooms know it that come before the sale."""
    return [Article(each.reference, each.name, each.family, each.unit_price) for each in products()]


def products_by_reference(references: Iterable[str]) -> dict[str, Product]:
    """Return the products that have one of the references."""
    found = db.session.scalars(select(Product).where(Product.reference.in_(set(references))))
    return {product.reference: product for product in found}


def products_by_id(product_ids: Iterable[int | None]) -> dict[int, Product]:
    """Return the products that have one of the ids."""
    wanted = {product_id for product_id in product_ids if product_id is not None}
    found = db.session.scalars(select(Product).where(Product.id.in_(wanted)))
    return {product.id: product for product in found}


def costs_of(product_ids: Iterable[int | None]) -> dict[int, Money]:
    """Return what the products cost, by id."""
    return {product_id: product.cost for product_id, product in products_by_id(product_ids).items()}


def catalogue(wanted: ProductFilter, *, cursor: str | None = None) -> Slice[Product]:
    """Return a page of the catalogue."""
    column = SORTS.get(wanted.sort, Product.name)
    statement = _matching(select(Product), wanted)
    return keyset(statement, column=column, tie=Product.id, cursor=cursor, descending=wanted.descending)


def product_count(wanted: ProductFilter) -> int:
    """Return how many products match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Product), wanted)) or 0


def families() -> dict[str, int]:
    """Return the families with the number of their products, by name."""
    rows = db.session.execute(select(Product.family, func.count()).group_by(Product.family).order_by(Product.family))
    return dict(rows.all())


def suggestions(text: str, *, limit: int = 8) -> list[Product]:
    """Return the products whose reference, name or family contain the words typed."""
    statement = _matching(select(Product), ProductFilter(search=text))
    return list(db.session.scalars(statement.order_by(Product.name, Product.id).limit(limit)))


def services() -> set[int]:
    """Return the products that are work, not goods."""
    return set(db.session.scalars(select(Product.id).where(Product.nature == ProductNature.SERVICE)))


def seller_identity() -> SellerIdentity | None:
    """Return who the simulated company said it is, or None if nobody has said it yet."""
    return db.session.scalar(select(SellerIdentity))


def seller() -> Party:
    """Return the company that sells, as its papers show it; a workspace without identity has its name at least."""
    identity = seller_identity()
    if identity is None:
        workspace = workspace_by_id(entered())
        name = workspace.company_name if workspace else ""
        return Party(name=name, address=Address(street="", postcode="", city=""))
    return Party(
        name=identity.name,
        address=Address(street=identity.street, postcode=identity.postcode, city=identity.city),
        email=identity.email,
        phone=identity.phone,
        legal_form=identity.legal_form,
        capital=identity.capital,
        siren=identity.siren,
        siret=identity.siret,
        vat_number=identity.vat_number,
        rcs=identity.trade_register,
        iban=identity.iban,
        bic=identity.bic,
        mediator=identity.mediator,
        pays_vat_on_debits=identity.pays_vat_on_debits,
    )


def _matching(statement: Select, wanted: ProductFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over products."""
    for word in searchable(wanted.search).split():
        statement = statement.where(Product.search_text.contains(word, autoescape=True))
    if wanted.nature is not None:
        statement = statement.where(Product.nature == wanted.nature)
    return statement if not wanted.family else statement.where(Product.family == wanted.family)
