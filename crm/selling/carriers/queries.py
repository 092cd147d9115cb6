"""What can be asked about carriers."""

from __future__ import annotations

from sqlalchemy import select

from crm.selling.carriers.models import Carrier
from crm.store.base import db
from crm.store.scoping import find


def carrier_by_id(carrier_id: int) -> Carrier | None:
    """Return a carrier of this workspace."""
    return find(Carrier, carrier_id)


def carrier_chosen(choice: str | None) -> Carrier | None:
    """Return the carrier that was chosen in a list by its id, or None for the empty choice."""
    return carrier_by_id(int(choice)) if choice else None


def carrier_by_name(name: str) -> Carrier | None:
    """Return the carrier of that name, or None."""
    return db.session.scalar(select(Carrier).where(Carrier.name == name))


def carriers() -> list[Carrier]:
    """Return the carriers by name: a company has a handful of them."""
    return list(db.session.scalars(select(Carrier).order_by(Carrier.name, Carrier.id)))


def cheapest_first(weight_grams: int) -> list[Carrier]:
    """Return the carriers by what they ask for a consignment, the quicker one first at the same price."""
    return sorted(carriers(), key=lambda each: (each.price_of(weight_grams).cents, each.lead_days, each.name))
