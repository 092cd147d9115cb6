"""Entering: goods arrive at the dock, are counted and put away."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.desk.messages.models import Topic
from crm.desk.messages.queries import message_by_id
from crm.desk.messages.use_cases import mark_handled, receive
from crm.kernel.errors import N_, Refused
from crm.selling.carriers.models import Carrier
from crm.selling.carriers.queries import carrier_by_id
from crm.selling.orders.models import Order
from crm.selling.orders.use_cases import set_aside
from crm.selling.receipts import rules
from crm.selling.receipts.models import Arrival, ArrivalLine, Receipt, ReceiptLine
from crm.selling.receipts.rules import Announced, Counted
from crm.selling.stock.models import Cause
from crm.selling.stock.rules import Want
from crm.selling.stock.use_cases import take_in, unexpect
from crm.selling.supply.models import SupplyLine, SupplyOrder, SupplyState
from crm.selling.supply.queries import orders_lacking
from crm.selling.supply.rules import listed
from crm.selling.supply.use_cases import NothingExpected
from crm.store.numbering import next_number

RECEIPTS = "REC"
DOCK = "Quai de réception"


class NothingCounted(Refused):
    """A receipt of nothing enters nothing."""

    message = N_("Comptez au moins un article.")


class WrongCount(Refused):
    """Nobody accepts more than there is."""

    message = N_("« %(wording)s » : on ne peut ni accepter ni trouver abîmé plus que ce qui est compté.")


class AlreadyEntered(Refused):
    """Goods are entered once."""

    message = N_("Cet arrivage est déjà enregistré.")


def announce_receipt(
    work: Work,
    order: SupplyOrder,
    *,
    lines: Iterable[Announced],
    carrier: Carrier | None = None,
    note_number: str = "",
) -> Arrival:
    """Let goods arrive at the dock with a supplier's delivery note; a message tells the people inside."""
    if not order.state.is_open:
        raise NothingExpected
    come = {each.line_id: each for each in lines}
    carrier = carrier or order.carrier or carrier_by_id(order.supplier.carrier_id or 0)
    arrival = Arrival(order=order, carrier=carrier, arrived_on=work.today, note_number=note_number)
    work.add(arrival)
    for line in (each for each in order.lines if each.id in come):
        there = come[line.id]
        row = ArrivalLine(line_id=line.id, announced=there.announced, there=there.there, damaged=there.damaged)
        work.stamp(row)
        arrival.lines.append(row)
    announced = [(each, come[each.id].announced) for each in order.lines if each.id in come]
    text = listed(((each.reference, each.wording, quantity) for each, quantity in announced), "fr")
    message = receive(
        work,
        topic=Topic.SUPPLY,
        sender=carrier.name if carrier else DOCK,
        subject=f"À quai : {order.supplier.name}, commande {order.number}",
        body=f"Une livraison attend à quai.\n\nBon de livraison {note_number} :\n{text}\n\n"
        "Comptez les colis devant le conducteur avant de signer.",
        about=(order, order.supplier),
        content={"supply_order_id": order.id},
        activity=Activity.RECEIPT_ANNOUNCED,
        number=note_number,
        carrier=carrier.name if carrier else None,
        days_late=order.days_late(work.today),
    )
    arrival.message_id = message.id
    return arrival


def record_receipt(
    work: Work,
    order: SupplyOrder,
    *,
    lines: Iterable[Counted],
    arrival: Arrival | None = None,
    reservations: str = "",
    carrier: Carrier | None = None,
    note_number: str = "",
) -> Receipt:
    """Enter goods: what is accepted goes into stock, the rest is still to come or to be claimed.

    `reservations` are what was written before the driver. Partial, late, too much, accepted though
    damaged: all is possible and recorded; `counted_right` is False where the dock held something else.
    What customers wait for is set aside at once; the record is about their orders too.
    """
    counted = _possible(order, lines, arrival)
    receipt = _begin(work, order, carrier or (arrival or order).carrier)
    receipt.note_number = note_number or (arrival.note_number if arrival else "")
    receipt.reservations = reservations
    _enter_lines(work, receipt, counted, arrival)
    work.record(
        Activity.RECEIPT_RECORDED,
        receipt,
        order,
        order.supplier,
        receipt.carrier,
        *_serve(work, receipt),
        **receipt.told,
        complete=not order.remaining,
        counted_right=arrival.agrees_with(counted) if arrival else None,
        days_late=order.days_late(work.today),
    )
    _settle(work, receipt, arrival)
    return receipt


def _possible(order: SupplyOrder, lines: Iterable[Counted], arrival: Arrival | None) -> dict[int, Counted]:
    """Return the counts by the ordered line, or refuse what no dock can show."""
    if not order.state.is_open:
        raise NothingExpected
    if arrival is not None and arrival.receipt_id is not None:
        raise AlreadyEntered
    known = {line.id: line for line in order.lines}
    counted = {each.line_id: each for each in lines if each.line_id in known}
    if not any(each.counted > 0 for each in counted.values()):
        raise NothingCounted
    for each in counted.values():
        if not each.is_possible:
            raise WrongCount(wording=known[each.line_id].wording)
    return counted


def _begin(work: Work, order: SupplyOrder, carrier: Carrier | None) -> Receipt:
    """Return a receipt without lines, of today."""
    receipt = Receipt(
        order=order,
        carrier=carrier,
        number=next_number(RECEIPTS, work.today.year),
        received_on=work.today,
        last_protest_on=rules.last_protest_on(work.today),
    )
    return work.add(receipt)


def _enter_lines(work: Work, receipt: Receipt, counted: dict[int, Counted], arrival: Arrival | None) -> None:
    """Write down what was counted, and put what was accepted into stock."""
    announced = {line.line_id: line.announced for line in arrival.lines} if arrival else {}
    for line in receipt.order.lines:
        found = counted.get(line.id)
        if found is None or (not found.counted and line.id not in announced):
            continue
        row = ReceiptLine(
            line_id=line.id,
            reference=line.reference,
            wording=line.wording,
            expected=line.remaining,
            counted=found.counted,
            damaged=found.damaged,
            accepted=found.accepted,
            announced=announced.get(line.id),
        )
        work.stamp(row)
        receipt.lines.append(row)
        _put_away(work, receipt, line, found.accepted)


def _put_away(work: Work, receipt: Receipt, line: SupplyLine, accepted: Decimal) -> None:
    unexpect(work, [Want(line.product_id, min(accepted, line.remaining))])
    take_in(work, [Want(line.product_id, accepted)], cause=Cause.RECEIPT, about=receipt)
    line.received += accepted


def _serve(work: Work, receipt: Receipt) -> list[Order]:
    """Set aside what confirmed orders lack of what was accepted, oldest promise first; return those that got some."""
    served = []
    taken = {line.line_id for line in receipt.lines if line.accepted > 0}
    for order in orders_lacking(line.product_id for line in receipt.order.lines if line.id in taken):
        before = [line.reserved for line in order.lines]
        set_aside(work, order)
        if [line.reserved for line in order.lines] != before:
            served.append(order)
    return served


def _settle(work: Work, receipt: Receipt, arrival: Arrival | None) -> None:
    """Let the receipt wait to be filed, move the order on, and put the dock's message away."""
    order, type_ = receipt.order, DocumentType.RECEIPT
    name = order.supplier.name
    register_document(
        work, type=type_, number=receipt.number, title=type_.label, company=None, party=name, about=receipt
    )
    if not order.remaining:
        order.move(SupplyState.RECEIVED)
        order.closed_on = work.today
    elif order.state is not SupplyState.PARTLY_RECEIVED and any(line.accepted > 0 for line in receipt.lines):
        order.move(SupplyState.PARTLY_RECEIVED)
    if arrival is not None:
        arrival.receipt_id = receipt.id
        if (message := message_by_id(arrival.message_id or 0)) is not None:
            mark_handled(work, message)
