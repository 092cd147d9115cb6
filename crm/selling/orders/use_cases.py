"""What can be done with orders: check, record, confirm, hand over, ship, deliver, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.desk.messages.models import Message, Service
from crm.desk.messages.use_cases import mark_handled, send_internal
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.use_cases import make_customer
from crm.selling.lines import LineData, checked_lines, columns_of
from crm.selling.orders import queries, rules
from crm.selling.orders.models import DeliveryNote, Order, OrderLine, OrderState
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.quotes.queries import quote_by_id
from crm.selling.quotes.use_cases import accept_quote
from crm.store.numbering import next_number

ORDERS, DELIVERY_NOTES = "CMD", "BL"


class EmptyOrder(Refused):
    """An order of nothing orders nothing."""

    message = N_("Cette commande est vide : indiquez au moins une ligne.")


class NotOffered(Refused):
    """Only what was sent and not declined can be ordered."""

    message = N_("Ce devis ne peut pas devenir une commande : il n’a pas été envoyé, ou le client l’a refusé.")


class AlreadyOrdered(Refused):
    """A quote is concluded once, a purchase order is entered once."""

    message = N_("La commande %(number)s a déjà été enregistrée pour ce document.")


class DecisionMissing(Refused):
    """A check without a decision checks nothing."""

    message = N_("Indiquez la décision prise après le contrôle.")
    field = "decision"


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


class AlreadyDelivered(Refused):
    """Goods arrive once."""

    message = N_("Cette livraison est déjà confirmée.")


def check_order(
    work: Work,
    company: Company,
    *,
    message: Message | None = None,
    quote: Quote | None = None,
    differences: list[str],
    decision: str,
) -> Company:
    """Hold a purchase order against what was agreed: an act, with the differences noticed and what is decided.

    `differences` are the person's own words; `actual` counts those that there are.
    """
    if not decision.strip():
        raise DecisionMissing
    noted: list[Json] = [text.strip() for text in differences if text.strip()]
    actual = len(queries.apart(queries.wish(message, quote), company))
    work.record(Activity.ORDER_CHECKED, message, quote, company, differences=noted, decision=decision, actual=actual)
    return company


def order_from_quote(
    work: Work,
    quote: Quote,
    *,
    message: Message | None = None,
    customer_reference: str = "",
    delivery_address: str = "",
) -> Order:
    """Record the order of what a quote offers; a purchase order in hand (`message`) is the customer's agreement.

    Recording without agreement, check or look at the balance is possible, and recorded as it is.
    """
    if quote.state not in {QuoteState.SENT, QuoteState.ACCEPTED}:
        raise NotOffered
    if (before := queries.order_of_quote(quote)) is not None:
        raise AlreadyOrdered(number=before.number)
    lines = [line.data for line in quote.lines]
    source = _Source(quote, message, customer_reference, delivery_address)
    order = _enter(work, quote.company, lines, source)
    return _conclude(work, order, source)


def order_from_purchase_order(
    work: Work,
    company: Company,
    *,
    message: Message,
    lines: Sequence[LineData],
    customer_reference: str = "",
    delivery_address: str = "",
) -> Order:
    """Record an order as it was typed from a purchase order, beside the quote which that names, if any."""
    if (before := queries.order_of_message(message)) is not None:
        raise AlreadyOrdered(number=before.number)
    quote = queries.quote_of_message(message)
    if quote is not None and (before := queries.order_of_quote(quote)) is not None:
        raise AlreadyOrdered(number=before.number)
    source = _Source(quote, message, customer_reference, delivery_address)
    order = _enter(work, company, lines, source)
    return _conclude(work, order, source)


def confirm_order(work: Work, order: Order, *, promised_on: date) -> Order:
    """Confirm an order to the customer, with the day promised; the confirmation is printed."""
    if promised_on < work.today:
        raise PastPromise
    order.move(OrderState.CONFIRMED)
    order.promised_on, order.confirmed_on = promised_on, work.today
    quote = quote_by_id(order.quote_id) if order.quote_id else None
    work.record(Activity.ORDER_CONFIRMED, order, order.company, quote, promised_on=promised_on.isoformat())
    _register(work, DocumentType.ORDER_CONFIRMATION, order.number, order.company, order)
    return order


def hand_over_order(work: Work, order: Order, *, to: str) -> Order:
    """Hand an order over to a service of the company, named by its word or label: it gets a message."""
    if not to.strip():
        raise AddresseeMissing
    if order.state not in {OrderState.RECORDED, OrderState.CONFIRMED}:
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


def ship_order(work: Work, order: Order) -> DeliveryNote:
    """Let a confirmed order leave in one go: the delivery note is issued."""
    order.move(OrderState.SHIPPED)
    note = DeliveryNote(order=order, number=next_number(DELIVERY_NOTES, work.today.year), issued_on=work.today)
    work.add(note)
    work.record(
        Activity.DELIVERY_NOTE_ISSUED,
        note,
        order,
        order.company,
        number=note.number,
        after_promise=order.promised_on is not None and work.today > order.promised_on,
    )
    _register(work, DocumentType.DELIVERY_NOTE, note.number, order.company, note)
    return note


def confirm_delivery(work: Work, note: DeliveryNote, *, reservations: str = "") -> DeliveryNote:
    """Note that the customer has the goods, with the reservations written on the note."""
    if note.delivered_on is not None:
        raise AlreadyDelivered
    order = note.order
    order.move(OrderState.DELIVERED)
    note.delivered_on, note.reservations = work.today, reservations
    work.record(Activity.DELIVERY_CONFIRMED, note, order, order.company, reservations=reservations)
    return note


def cancel_order(work: Work, order: Order, *, reason: str) -> Order:
    """Cancel an order before it has left."""
    if not reason.strip():
        raise ReasonMissing
    order.move(OrderState.CANCELLED)
    work.record(Activity.ORDER_CANCELLED, order, order.company, reason=reason, total_cents=order.gross.cents)
    return order


def mark_invoiced(order: Order) -> None:
    """Move a delivered order on; the invoice that does it is the record."""
    order.move(OrderState.INVOICED)


@dataclass(frozen=True)
class _Source:
    """Where an order comes from, and what was typed beside its lines."""

    quote: Quote | None
    message: Message | None
    customer_reference: str
    delivery_address: str


def _enter(work: Work, company: Company, lines: Sequence[LineData], source: _Source) -> Order:
    """Write the order into the books, with its number and lines."""
    if not lines:
        raise EmptyOrder
    quote, message = source.quote, source.message
    order = Order(
        company=company,
        quote_id=quote.id if quote else None,
        message_id=message.id if message else None,
        number=next_number(ORDERS, work.today.year),
        customer_reference=source.customer_reference or queries.wish(message, quote).customer_reference,
        recorded_on=work.today,
        delivery_address=source.delivery_address.strip() or "\n".join(company.address_lines),
        payment_days=quote.payment_days if quote else company.payment_days,
    )
    work.add(order)
    order.lines[:] = [OrderLine(**columns_of(line, rank)) for rank, line in enumerate(checked_lines(lines))]  # type: ignore[arg-type]
    for line in order.lines:
        work.stamp(line)
    order.net, order.gross = order.totals.net, order.totals.gross
    return order


def _conclude(work: Work, order: Order, source: _Source) -> Order:
    """Record what was entered and what it means; the company is a customer from now on."""
    company, quote, message = order.company, source.quote, source.message
    if quote is not None and message is not None and quote.can(QuoteState.ACCEPTED):
        accept_quote(work, quote)
    wish = queries.wish(message, quote)
    recorded = queries.terms_of(order.lines)
    apart = rules.differences(wish.asked or wish.agreed, recorded)
    apart += rules.address_difference(wish.address, order.delivery_address)
    limit = company.credit_limit or Money(work.procedure("credit_limit_default_cents"))
    before = queries.owed(company) + queries.ordered_not_invoiced(company) - order.gross
    about: tuple[Recordable | None, ...] = (order, company, quote, message)
    work.record(
        Activity.ORDER_RECORDED,
        *about,
        total_cents=order.gross.cents,
        matches_request=rules.as_requested(
            recorded,
            asked=wish.asked,
            agreed=wish.agreed,
            asked_address=wish.address,
            recorded_address=order.delivery_address,
        ),
        differences=[each.plain() for each in apart],
        quote_accepted=quote is None or quote.state is QuoteState.ACCEPTED,
        new_customer=not queries.has_ordered(company, besides=order),
        large=order.gross.cents >= work.procedure("large_order_cents"),
        over_limit=rules.credit_limit_passed(before, order.gross, limit),
    )
    make_customer(company)
    if message is not None:
        mark_handled(work, message)
    return order


def _register(work: Work, type_: DocumentType, number: str, company: Company, about: Recordable) -> None:
    """Enter a printed document into the register."""
    register_document(work, type=type_, number=number, title=type_.label, company=company, about=about)
