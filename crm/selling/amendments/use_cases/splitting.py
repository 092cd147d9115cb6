"""Parting an order in two."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.selling.amendments.queries import CHANGEABLE
from crm.selling.amendments.rules import NOTHING, plain
from crm.selling.amendments.use_cases.changing import TooLate, confirm_anew
from crm.selling.deliveries.use_cases import close
from crm.selling.lines import columns_of
from crm.selling.orders.models import Order, OrderLine, OrderState
from crm.selling.orders.use_cases import SERIES, PastPromise
from crm.store.numbering import next_number

INHERITED = (
    "company",
    "customer_reference",
    "delivery_address",
    "payment_days",
    "wanted_on",
    "incoterm",
    "discount",
    "currency",
    "exchange_ppm",
    "regime",
    "confirmed_on",
)


class NothingToSplit(Refused):
    """Both orders keep something."""

    message = N_("Indiquez ce qui part sur une autre commande, et laissez quelque chose sur celle-ci.")


class MoreThanRemains(Refused):
    """Nobody parts more than there is."""

    message = N_("Il ne reste que %(remaining)s de « %(wording)s » à livrer.")


def split_order(
    work: Work, order: Order, *, quantities: Mapping[int, Decimal], promised_on: date | None = None
) -> Order:
    """Part an order in two: some quantities, by line id, go onto a new order, perhaps for another day.

    What was set aside stays with the first order as far as it needs it.
    """
    if order.state not in {*CHANGEABLE, OrderState.PARTLY_SHIPPED}:
        raise TooLate
    if promised_on is not None and promised_on < work.today:
        raise PastPromise
    parted = _parted(order, quantities)
    new = _beside(work, order, promised_on)
    moved: list[Json] = []
    for line, quantity in parted:
        new.lines.append(_moved(work, line, quantity, rank=len(new.lines)))
        moved.append({"reference": line.reference, "quantity": plain(quantity)})
    order.lines[:] = [line for line in order.lines if line.quantity]
    for each in (order, new):
        each.net, each.gross = each.totals.net, each.totals.gross
    close(order)
    day = new.promised_on.isoformat() if new.promised_on else ""
    work.record(
        Activity.ORDER_SPLIT,
        order,
        new,
        order.company,
        number=new.number,
        lines=moved,
        promised_on=day,
        total_cents=new.gross.cents,
        left_cents=order.gross.cents,
    )
    confirm_anew(work, new)
    return new


def _beside(work: Work, order: Order, promised_on: date | None) -> Order:
    """Return a new order on the terms of another, still without lines."""
    inherited = {name: getattr(order, name) for name in INHERITED}
    state = OrderState.RECORDED if order.state is OrderState.RECORDED else OrderState.CONFIRMED
    new = Order(
        number=next_number(SERIES, work.today.year),
        state=state,
        recorded_on=work.today,
        promised_on=(promised_on or order.promised_on) if state is OrderState.CONFIRMED else None,
        splits_id=order.id,
        **inherited,
    )
    work.add(new)
    return new


def _parted(order: Order, quantities: Mapping[int, Decimal]) -> list[tuple[OrderLine, Decimal]]:
    """Return what goes onto the new order, line by line; both keep something."""
    found = []
    for line in order.lines:
        quantity = quantities.get(line.id, NOTHING)
        if quantity < 0 or quantity > line.remaining:
            raise MoreThanRemains(remaining=plain(line.remaining), wording=line.wording)
        if quantity:
            found.append((line, quantity))
    taken = {line.id: quantity for line, quantity in found}
    if not found or all(taken.get(line.id, NOTHING) == line.quantity for line in order.lines):
        raise NothingToSplit
    return found


def _moved(work: Work, line: OrderLine, quantity: Decimal, *, rank: int) -> OrderLine:
    """Take a quantity off a line; return it as the line of another order, with what the first can spare."""
    line.quantity -= quantity
    spare = max(NOTHING, line.reserved - line.remaining)
    line.reserved -= spare
    columns = columns_of(line.data, rank) | {"quantity": quantity, "reserved": spare}
    new = OrderLine(**columns)  # type: ignore[arg-type]
    work.stamp(new)
    return new
