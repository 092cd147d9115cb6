"""What can be asked before an order is changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.kernel.currency import in_euros
from crm.kernel.money import ZERO, Money
from crm.selling.amendments import rules
from crm.selling.amendments.rules import Consequences
from crm.selling.lines import LineData, totals_of
from crm.selling.orders import queries as orders
from crm.selling.orders import rules as order_rules
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.queries import TO_SHIP
from crm.selling.stock.queries import availability
from crm.store.base import db

CHANGEABLE = (OrderState.RECORDED, OrderState.CONFIRMED)
Procedure = Callable[[str], int]


def consequences(order: Order, lines: Sequence[LineData], *, procedure: Procedure) -> Consequences:
    """Return what would follow if an order had these lines."""
    before, after = order.totals.gross, totals_of(lines, order.discount).gross
    limit = order.company.credit_limit or Money(procedure("credit_limit_default_cents"))
    dearer = in_euros(after, order.exchange_ppm) - in_euros(before, order.exchange_ppm)
    outstanding = orders.owed(order.company) + orders.ordered_not_invoiced(order.company)
    return Consequences(
        before=before,
        after=after,
        changes=rules.changes((line.data for line in order.lines), lines),
        shortages=rules.lacking(lines, _within_reach(order, lines)),
        over_limit=dearer > ZERO and order_rules.credit_limit_passed(outstanding, dearer, limit),
        new_confirmation=order.confirmed_on is not None,
    )


def _within_reach(order: Order, lines: Sequence[LineData]) -> dict[int, Decimal]:
    """Return what of the stocked products is free or set aside for this very order."""
    free = availability(line.product_id for line in lines)
    for line in order.lines:
        if line.product_id in free:
            free[line.product_id] += line.reserved
    return free


def newly_late(today: date) -> list[Order]:
    """Return the orders whose promised day is over, of which something has not left and nobody has noticed it."""
    late = (Order.state.in_(TO_SHIP), Order.promised_on < today, Order.noticed_late.is_(False))
    return list(db.session.scalars(select(Order).where(*late).options(joinedload(Order.company)).order_by(Order.id)))


def parted_from(order: Order) -> list[Order]:
    """Return the orders that were parted from an order, oldest first."""
    statement = select(Order).where(Order.splits_id == order.id).options(joinedload(Order.company))
    return list(db.session.scalars(statement.order_by(Order.id)))
