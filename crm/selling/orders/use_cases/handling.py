"""Handling: an order is confirmed with goods set aside, handed over, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.desk.messages.models import Service
from crm.desk.messages.use_cases import send_internal
from crm.kernel.errors import N_, Refused
from crm.selling.orders import queries
from crm.selling.orders.models import NOTHING, Order, OrderState
from crm.selling.quotes.queries import quote_by_id
from crm.selling.stock.models import StockLevel
from crm.selling.stock.queries import levels_by_product
from crm.selling.stock.rules import Want
from crm.selling.stock.use_cases import check_stock, release, reserve


class PastPromise(Refused):
    """Nobody can promise yesterday."""

    message = N_("La date de livraison promise est déjà passée.")
    field = "promised_on"


class NothingToHandOver(Refused):
    """What is cancelled or already gone needs nobody's work."""

    message = N_("Cette commande n’est plus à préparer : elle est annulée ou déjà expédiée.")


class AddresseeMissing(Refused):
    """Somebody must receive what is handed over."""

    message = N_("Indiquez le service à qui la commande est transmise.")
    field = "to"


class ReasonMissing(Refused):
    """A cancellation has a reason."""

    message = N_("Indiquez le motif de l’annulation.")
    field = "reason"


def check_order_stock(work: Work, order: Order) -> Order:
    """Look at the shelf for what is to leave of an order, before a day is promised: an act, with the figures seen."""
    wants = [Want(line.product_id, line.remaining, line_id=line.id) for line in order.lines if line.remaining]
    check_stock(work, wants, about=(order, order.company))
    return order


def confirm_order(work: Work, order: Order, *, promised_on: date) -> Order:
    """Confirm an order to the customer, with the day promised; goods are set aside, the confirmation is printed.

    What the shelves lack stays to be delivered later; the record names it (`shortages`).
    """
    if promised_on < work.today:
        raise PastPromise
    order.move(OrderState.CONFIRMED)
    order.promised_on, order.confirmed_on = promised_on, work.today
    quote = quote_by_id(order.quote_id) if order.quote_id else None
    lacking: list[Json] = [*set_aside(work, order)]
    said: dict[str, Json] = {"short": True, "shortages": lacking} if lacking else {}
    if order.wanted_on is not None:
        said["after_wanted"] = promised_on > order.wanted_on
    work.record(Activity.ORDER_CONFIRMED, order, order.company, quote, promised_on=promised_on.isoformat(), **said)
    type_ = DocumentType.ORDER_CONFIRMATION
    register_document(work, type=type_, number=order.number, title=type_.label, company=order.company, about=order)
    return order


def hand_over_order(work: Work, order: Order, *, to: str) -> Order:
    """Hand an order over to a service of the company, named by its word or label: it gets a message."""
    if not to.strip():
        raise AddresseeMissing
    if order.state not in {OrderState.RECORDED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED}:
        raise NothingToHandOver
    service = Service.named(to)
    order.handed_over_at = work.now
    promised = order.promised_on.strftime("%d/%m/%Y") if order.promised_on else "non fixée"
    send_internal(
        work,
        service=to,
        subject=f"Commande {order.number} à préparer",
        body=f"{order.company.legal_name}\nLivraison promise : {promised}\nLieu : {order.delivery_address}",
        about=(order, order.company),
    )
    work.record(Activity.ORDER_HANDED_OVER, order, order.company, to=service.value if service else to)
    return order


def cancel_order(work: Work, order: Order, *, reason: str) -> Order:
    """Cancel an order before it has left."""
    if not reason.strip():
        raise ReasonMissing
    order.move(OrderState.CANCELLED)
    give_back(work, order)
    work.record(Activity.ORDER_CANCELLED, order, order.company, reason=reason, total_cents=order.gross.cents)
    return order


def own_up(order: Order) -> Mapping[int, StockLevel]:
    """Take off order lines what a stocktake or a correction found is no longer set aside, the newest orders first.

    Stock knows no orders: what is lost of a product's reservations is shared out when its lines are next touched.
    Returns the stock of the order's products.
    """
    levels = levels_by_product(line.product_id for line in order.lines)
    for product_id, lines in queries.lines_with_reserved(levels).items():
        lost = sum((line.reserved for line in lines), NOTHING) - levels[product_id].reserved
        for line in lines:
            cut = min(line.reserved, max(NOTHING, lost))
            line.reserved, lost = line.reserved - cut, lost - cut
    return levels


def set_aside(work: Work, order: Order) -> list[str]:
    """Reserve what the shelves have of what is to leave; return the references of which something lacks."""
    stocked = own_up(order)
    wants = [
        Want(line.product_id, line.remaining - line.reserved, line_id=line.id)
        for line in order.lines
        if line.remaining > line.reserved
    ]
    lacking = {each.line_id: each for each in reserve(work, wants, about=order)}
    by_id = {line.id: line for line in order.lines}
    for want in wants:
        if want.product_id in stocked and want.line_id is not None:
            short = lacking.get(want.line_id)
            by_id[want.line_id].reserved += want.quantity if short is None else short.reserved
    return [by_id[line_id].reference for line_id in lacking if line_id is not None]


def give_back(work: Work, order: Order) -> None:
    """Release what was set aside for an order."""
    own_up(order)
    release(work, [Want(line.product_id, line.reserved) for line in order.lines if line.reserved], about=order)
    for line in order.lines:
        line.reserved = NOTHING


def mark_invoiced(order: Order) -> None:
    """Move a wholly delivered order on; the invoice that does it is the record."""
    order.move(OrderState.INVOICED)
