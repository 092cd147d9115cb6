"""What can be asked about suppliers and their offers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, and_, func, select

from crm.prospecting.companies.models import searchable
from crm.selling.catalogue.models import Product
from crm.selling.suppliers.models import Supplier, SupplierOffer
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find


def supplier_by_id(supplier_id: int) -> Supplier | None:
    """Return a supplier of this workspace."""
    return find(Supplier, supplier_id)


def supplier_by_name(name: str) -> Supplier | None:
    """Return the supplier of that name, or None."""
    return db.session.scalar(select(Supplier).where(Supplier.name == name))


def suppliers(search: str = "", *, cursor: str | None = None) -> Slice[Supplier]:
    """Return a page of suppliers by name."""
    return keyset(_named(select(Supplier), search), column=Supplier.name, tie=Supplier.id, cursor=cursor)


def supplier_count(search: str = "") -> int:
    """Return how many suppliers match."""
    return db.session.scalar(_named(select(func.count()).select_from(Supplier), search)) or 0


def offer_counts(supplier_ids: Iterable[int]) -> dict[int, int]:
    """Return how many products each of some suppliers sells."""
    counted = select(SupplierOffer.supplier_id, func.count()).where(SupplierOffer.supplier_id.in_(set(supplier_ids)))
    return dict(db.session.execute(counted.group_by(SupplierOffer.supplier_id)).all())


def offer_of(supplier: Supplier, product: Product) -> SupplierOffer | None:
    """Return a supplier's offer of a product, or None."""
    for_it = (SupplierOffer.supplier_id == supplier.id, SupplierOffer.product_id == product.id)
    return db.session.scalar(select(SupplierOffer).where(*for_it))


def offers_of(supplier: Supplier) -> list[SupplierOffer]:
    """Return what a supplier sells, in the order in which it was noted."""
    statement = select(SupplierOffer).where(SupplierOffer.supplier_id == supplier.id)
    return list(db.session.scalars(statement.order_by(SupplierOffer.id)))


def offers_by_id(supplier: Supplier, offer_ids: Iterable[int]) -> dict[int, SupplierOffer]:
    """Return those of some offers that are this supplier's, by id."""
    theirs = (SupplierOffer.supplier_id == supplier.id, SupplierOffer.id.in_(set(offer_ids)))
    return {offer.id: offer for offer in db.session.scalars(select(SupplierOffer).where(*theirs))}


def sellers_of(product_ids: Iterable[int]) -> dict[int, list[tuple[Supplier, SupplierOffer]]]:
    """Return who sells each of some products, the lowest figure first, by the product's id."""
    statement = (
        select(Supplier, SupplierOffer)
        .join(
            SupplierOffer,
            and_(SupplierOffer.workspace_id == Supplier.workspace_id, SupplierOffer.supplier_id == Supplier.id),
        )
        .where(SupplierOffer.product_id.in_(set(product_ids)))
        .order_by(SupplierOffer.unit_price, Supplier.id)
    )
    found: dict[int, list[tuple[Supplier, SupplierOffer]]] = {}
    for supplier, offer in db.session.execute(statement):
        found.setdefault(offer.product_id, []).append((supplier, offer))
    return found


def _named(statement: Select, search: str) -> Select:  # type: ignore[type-arg]
    for word in searchable(search).split():
        statement = statement.where(Supplier.search_text.contains(word, autoescape=True))
    return statement
