"""Orders to suppliers built through the use cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crm.activity.door import Work
from crm.kernel.actor import Actor, ActorKind
from crm.selling.catalogue.models import Product
from crm.selling.suppliers.models import Supplier
from crm.selling.suppliers.queries import offers_of
from crm.selling.supply.models import SupplyOrder
from crm.selling.supply.queries import order_by_id
from crm.selling.supply.rules import Ordered
from crm.selling.supply.use_cases import confirm_supply_order, draft_supply_order, send_supply_order
from tests.selling.stock.builders import a_stocked_product
from tests.selling.suppliers.builders import a_supplier

SUPPLIER = Actor(ActorKind.SUPPLIER, "Papeterie de la Lys")
PROMISED, LATER = date(2026, 3, 6), date(2026, 3, 9)


def a_draft(work: Work, supplier: Supplier, quantity: str = "40") -> SupplyOrder:
    """Prepare an order of the first thing that a supplier sells."""
    offer = offers_of(supplier)[0]
    return draft_supply_order(work, supplier, lines=[Ordered(offer.id, Decimal(quantity))])


def a_paper_supplier(work: Work, *, on_hand: str = "5", reorder_point: str = "20") -> tuple[Supplier, Product]:
    """List a supplier of paper of which little is left."""
    product = a_stocked_product(work, on_hand=on_hand, reorder_point=reorder_point)
    return a_supplier(work, "Papeterie de la Lys", product), product


def a_sent_supply_order(work: Work, quantity: str = "40") -> SupplyOrder:
    """Send an order for paper."""
    supplier, _ = a_paper_supplier(work)
    return send_supply_order(work, a_draft(work, supplier, quantity))


def a_confirmed_supply_order(work: Work, quantity: str = "40") -> SupplyOrder:
    """Send an order for paper and let the supplier promise Friday."""
    order = a_sent_supply_order(work, quantity)
    with work.acting_as(SUPPLIER):
        return confirm_supply_order(work, order, promised_on=PROMISED, supplier_number="PL-7781")


def again(order_id: int) -> SupplyOrder:
    """Find an order again: a refusal makes one forget it."""
    found = order_by_id(order_id)
    assert found is not None
    return found
