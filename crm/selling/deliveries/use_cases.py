"""What can be done with deliveries: ship all or a part, hand to a carrier, note the arrival, take goods back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.desk.messages.models import Topic
from crm.desk.messages.use_cases import receive
from crm.kernel.errors import N_, ImpossibleMove, Refused
from crm.prospecting.companies.models import Company
from crm.selling.carriers.models import Carrier
from crm.selling.deliveries import queries
from crm.selling.deliveries.models import NOTHING, DeliveryLine, DeliveryNote, ReturnLine, ReturnNote
from crm.selling.lines import columns_of
from crm.selling.orders import use_cases as orders
from crm.selling.orders.models import Order, OrderLine, OrderState
from crm.selling.orders.queries import TO_SHIP
from crm.selling.stock.models import Cause
from crm.selling.stock.rules import Want, plain
from crm.selling.stock.use_cases import take_in, take_out
from crm.store.numbering import next_number

DELIVERY_NOTES, RETURN_NOTES = "BL", "BR"


class NothingToShip(Refused):
    """A delivery brings something."""

    message = N_("Indiquez au moins une quantité à livrer.")


class MoreThanRemains(Refused):
    """Nobody delivers more than was ordered, nor takes more back than was delivered."""

    message = N_("La quantité dépasse ce qui reste pour « %(wording)s » : %(remaining)s au plus.")
    field = "quantity"


class AlreadyDelivered(Refused):
    """Goods arrive once."""

    message = N_("Cette livraison est déjà confirmée.")


class AlreadyDispatched(Refused):
    """A carrier takes goods once."""

    message = N_("Cette expédition est déjà partie.")


class NotDelivered(Refused):
    """Only what arrived can come back."""

    message = N_("Cette livraison n’est pas encore arrivée chez le client : rien ne peut en revenir.")


class ReasonMissing(Refused):
    """Goods come back for a reason."""

    message = N_("Indiquez le motif du retour.")
    field = "reason"


def ship_order(work: Work, order: Order, *, quantities: Mapping[int, Decimal] | None = None) -> DeliveryNote:
    """Let a confirmed order leave, all that remains or some `quantities` by line id: the delivery note is issued.

    What does not leave now stays as a backorder. Goods that are not on the
    shelf cannot leave.
    """
    if order.state not in TO_SHIP:
        raise ImpossibleMove(state=order.state.label, wanted=OrderState.SHIPPED.label)
    leaving = _leaving(order, quantities)
    delivery = DeliveryNote(order=order, number=next_number(DELIVERY_NOTES, work.today.year), issued_on=work.today)
    work.add(delivery)
    orders.own_up(order)
    wants = [Want(line.product_id, quantity, reserved=min(line.reserved, quantity)) for line, quantity in leaving]
    take_out(work, wants, about=delivery)
    for rank, (line, quantity) in enumerate(leaving):
        line.reserved -= min(line.reserved, quantity)
        line.shipped += quantity
        delivery.lines.append(_delivered(work, line, quantity, rank))
    is_partial = order.is_backordered
    if is_partial and order.state is OrderState.CONFIRMED:
        order.move(OrderState.PARTLY_SHIPPED)
    close(order)
    late = order.promised_on is not None and work.today > order.promised_on
    backorder: list[Json] = [line.reference for line in order.lines if line.remaining]
    partly: dict[str, Json] = {"partial": True, "backorder": backorder}
    work.record(
        Activity.DELIVERY_NOTE_ISSUED,
        delivery,
        order,
        order.company,
        number=delivery.number,
        after_promise=late,
        **(partly if is_partial else {}),
    )
    _register(work, DocumentType.DELIVERY_NOTE, delivery.number, order.company, delivery)
    return delivery


def dispatch(
    work: Work,
    note: DeliveryNote,
    *,
    carrier: Carrier,
    tracking: str = "",
    parcels: int = 1,
    weight_grams: int | None = None,
) -> DeliveryNote:
    """Hand a delivery to a carrier, with what travels and its price."""
    if note.dispatched_on is not None or note.delivered_on is not None:
        raise AlreadyDispatched
    note.carrier_id, note.carrier_name, note.dispatched_on = carrier.id, carrier.name, work.today
    note.tracking, note.parcels, note.weight_grams = tracking, parcels, weight_grams
    work.record(
        Activity.DELIVERY_DISPATCHED,
        note,
        note.order,
        note.order.company,
        carrier,
        parcels=parcels,
        weight_grams=weight_grams,
        price_cents=carrier.price_of(weight_grams or 0).cents,
        lead_days=carrier.lead_days,
    )
    return note


def confirm_delivery(work: Work, note: DeliveryNote, *, reservations: str = "", received_by: str = "") -> DeliveryNote:
    """Note that the customer has the goods, who took them and the reservations written on the note."""
    if note.delivered_on is not None:
        raise AlreadyDelivered
    order = note.order
    note.delivered_on, note.reservations, note.received_by = work.today, reservations, received_by
    close(order)
    signed = {"received_by": received_by} if received_by else {}
    work.record(Activity.DELIVERY_CONFIRMED, note, order, order.company, reservations=reservations, **signed)
    return note


def announce_return(
    work: Work, note: DeliveryNote, *, text: str, subject: str = "", items: Mapping[str, Decimal] | None = None
) -> DeliveryNote:
    """Let a customer announce that goods come back: a message waits; `items` are the quantities by reference."""
    order = note.order
    named: list[Json] = [{"reference": each, "quantity": plain(count)} for each, count in (items or {}).items()]
    receive(
        work,
        topic=Topic.GOODS_RETURN,
        sender=order.company.legal_name,
        subject=subject or f"Retour de marchandises, bon de livraison {note.number}",
        body=text,
        company=order.company,
        about=(note, order),
        content={"note_id": note.id},
        activity=Activity.RETURN_ANNOUNCED,
        items=named,
    )
    return note


def issue_return_note(
    work: Work, note: DeliveryNote, *, quantities: Mapping[int, Decimal], reason: str, restocked: bool
) -> ReturnNote:
    """Take goods of a delivery back, by delivery line id; `restocked` puts what can be sold on the shelf again.

    What was charged for them is given back by a credit note; what was not yet
    charged will not be.
    """
    if note.delivered_on is None:
        raise NotDelivered
    if not reason.strip():
        raise ReasonMissing
    wanted = _checked((line, quantities.get(line.id, NOTHING), line.returnable) for line in note.lines)
    back = ReturnNote(
        delivery_note=note,
        number=next_number(RETURN_NOTES, work.today.year),
        issued_on=work.today,
        reason=reason,
        restocked=restocked,
    )
    work.add(back)
    for rank, (line, quantity) in enumerate(wanted):
        count_returns(note, line, returned=quantity)
        back.lines.append(_returned(work, line, quantity, rank))
    if restocked:
        take_in(work, [Want(line.product_id, each) for line, each in wanted], cause=Cause.RETURN, about=back)
    order, about = note.order, (back, note, note.order, note.order.company)
    returned = [{"reference": line.reference, "quantity": plain(quantity)} for line, quantity in wanted]
    work.record(
        Activity.RETURN_NOTE_ISSUED,
        *about,
        number=back.number,
        reason=reason,
        restocked=restocked,
        lines=[*returned],
    )
    _register(work, DocumentType.RETURN_NOTE, back.number, order.company, back)
    return back


def mark_invoiced(notes: Iterable[DeliveryNote], *, invoice_id: int) -> None:
    """Count what delivery notes brought as invoiced, once; the invoice that does it is the record."""
    for note in notes:
        lines = {line.id: line for line in note.order.lines}
        is_first, note.invoice_id = note.invoice_id is None, invoice_id
        if not note.lines:
            for line in lines.values():
                line.shipped = line.invoiced = line.quantity
        for delivered in note.lines if is_first else ():
            lines[delivered.order_line_id].invoiced += delivered.quantity - delivered.given_up
        close(note.order)


def close(order: Order) -> None:
    """Move an order on of which nothing remains to leave: as far as all of it has arrived and is invoiced."""
    if order.is_backordered:
        return
    if order.can(OrderState.SHIPPED):
        order.move(OrderState.SHIPPED)
    if order.can(OrderState.DELIVERED) and not queries.is_on_the_way(order):
        order.move(OrderState.DELIVERED)
    charged = all(line.invoiced >= line.quantity - line.cancelled for line in order.lines)
    if charged and any(line.invoiced for line in order.lines) and order.can(OrderState.INVOICED):
        orders.mark_invoiced(order)


def count_returns(
    note: DeliveryNote, line: DeliveryLine, *, returned: Decimal = NOTHING, replaced: Decimal = NOTHING
) -> None:
    """Count goods of a delivery line as come back, or as sent once more; what was not charged is given up by that."""
    before = line.given_up
    line.returned += returned
    line.replaced += replaced
    if note.invoice_id is None:
        for ordered in note.order.lines:
            if ordered.id == line.order_line_id:
                ordered.shipped -= line.given_up - before
                ordered.cancelled += line.given_up - before
    note.order.net, note.order.gross = note.order.totals.net, note.order.totals.gross


def _leaving(order: Order, quantities: Mapping[int, Decimal] | None) -> list[tuple[OrderLine, Decimal]]:
    """Return what is to leave, line by line; None is all that remains."""
    if quantities is None:
        quantities = {line.id: line.remaining for line in order.lines}
    return _checked((line, quantities.get(line.id, NOTHING), line.remaining) for line in order.lines)


def _checked(
    asked: Iterable[tuple[OrderLine, Decimal, Decimal]] | Iterable[tuple[DeliveryLine, Decimal, Decimal]],
) -> list:  # type: ignore[type-arg]
    """Return the lines of which some quantity is asked, or refuse more than there is and nothing at all."""
    found = []
    for line, quantity, remaining in asked:
        if quantity < 0 or quantity > remaining:
            raise MoreThanRemains(wording=line.wording, remaining=plain(remaining))
        if quantity:
            found.append((line, quantity))
    if not found:
        raise NothingToShip
    return found


def _delivered(work: Work, line: OrderLine, quantity: Decimal, rank: int) -> DeliveryLine:
    """Return the line of a delivery note."""
    columns = columns_of(line.data, rank) | {
        "quantity": quantity,
        "order_line_id": line.id,
        "gone_after": line.shipped + line.cancelled,
    }
    delivered = DeliveryLine(**columns)  # type: ignore[arg-type]
    work.stamp(delivered)
    return delivered


def _returned(work: Work, line: DeliveryLine, quantity: Decimal, rank: int) -> ReturnLine:
    """Return the line of a return note."""
    columns = columns_of(line.data, rank) | {"quantity": quantity, "delivery_line_id": line.id}
    returned = ReturnLine(**columns)  # type: ignore[arg-type]
    work.stamp(returned)
    return returned


def _register(work: Work, type_: DocumentType, number: str, company: Company, about: Recordable) -> None:
    """Enter a printed document into the register."""
    register_document(work, type=type_, number=number, title=type_.label, company=company, about=about)
