"""Goods that come in, built through the use cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.clock import opening_of
from crm.people.workspaces.queries import workspace_by_id
from crm.selling.receipts.models import Arrival, Receipt
from crm.selling.receipts.rules import Announced, Counted
from crm.selling.receipts.use_cases import announce_receipt, record_receipt
from crm.selling.supply.models import SupplyOrder
from crm.selling.supply.use_cases import send_supply_order
from tests.selling.carriers.builders import a_carrier
from tests.selling.stock.builders import a_stocked_product
from tests.selling.suppliers.builders import a_supplier
from tests.selling.supply.builders import a_confirmed_supply_order, a_draft

CARRIER = Actor(ActorKind.SUPPLIER, "Transports Lys")


def an_arrival(work: Work, *, announced: str = "40", there: str | None = None, damaged: str = "0") -> Arrival:
    """Let forty reams arrive, unless told otherwise."""
    order = a_confirmed_supply_order(work)
    carrier = a_carrier(work)
    line = Announced(
        order.lines[0].id, Decimal(announced), Decimal(there if there is not None else announced), Decimal(damaged)
    )
    with work.acting_as(CARRIER):
        return announce_receipt(work, order, lines=[line], carrier=carrier, note_number="BL-4410")


def counted(order: SupplyOrder, quantity: str, *, damaged: str = "0", accepted: str | None = None) -> list[Counted]:
    """Return what somebody counted of an order's first line."""
    taken = Decimal(quantity) - Decimal(damaged) if accepted is None else Decimal(accepted)
    return [Counted(order.lines[0].id, Decimal(quantity), Decimal(damaged), taken)]


def a_troubled_receipt(work: Work) -> Receipt:
    """Enter thirty-eight reams of forty, six of them soaked."""
    arrival = an_arrival(work, there="38", damaged="6")
    return record_receipt(
        work,
        arrival.order,
        lines=counted(arrival.order, "38", damaged="6"),
        arrival=arrival,
        reservations="2 ramettes manquantes, 6 mouillées",
    )


def another_order(work: Work, turn: int) -> SupplyOrder:
    """Order forty of a product of its own from a supplier of its own."""
    product = a_stocked_product(work, f"PAP-{turn}", on_hand="5")
    return send_supply_order(work, a_draft(work, a_supplier(work, f"Papeterie {turn}", product), "40"))


def go_on_to(work: Work, day: date) -> None:
    """Let the company's clock stand at the opening of a later day."""
    workspace = workspace_by_id(work.workspace_id)
    assert workspace is not None
    workspace.now = opening_of(day)
    work.record(Activity.DAY_CLOSED, workspace, **{"from": work.today.isoformat(), "to": day.isoformat()}, events=0)
