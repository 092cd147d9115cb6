"""What can be asked about the simulated world: what is due, what nobody has reacted to yet, who somebody is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from crm.activity import queries as activity
from crm.activity.models import ActivityRecord
from crm.activity.vocabulary import Activity
from crm.aftersales.loyalty.models import Offer
from crm.billing.agreements.models import AgreementState, PaymentPlan, Promise
from crm.billing.dunning.models import Derogation, DerogationState, Reminder
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.payments.models import Payment, PaymentState
from crm.desk.messages.models import Box, Message, Topic
from crm.kernel.actor import ActorKind
from crm.kernel.money import ZERO, Money, total
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.orders.models import Order
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.receipts.models import SupplierClaim
from crm.selling.supply.models import EXPECTED, FollowUp, SupplyOrder
from crm.store.base import db
from crm.store.scoping import Entity, find
from crm.training.simulation.models import EventKind, PersonaAssignment, ScheduledEvent

Thing = TypeVar("Thing", bound=Entity)
OPEN = (InvoiceState.ISSUED, InvoiceState.HANDED_OVER)
A_CHECK_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class ClosedDay:
    """A day that was closed: from which to which, by whom, and how many things happened since."""

    closed: date
    began: date
    by: str
    events: int


@dataclass(frozen=True)
class Care:
    """Whether the balance was looked at in the week before an order was recorded, and whether it passed the limit."""

    checked: bool = True
    over_limit: bool = False


def next_due(until: datetime) -> ScheduledEvent | None:
    """Return the first thing of the queue that is due."""
    statement = select(ScheduledEvent).where(ScheduledEvent.done_at.is_(None), ScheduledEvent.due_at <= until)
    return db.session.scalar(statement.order_by(ScheduledEvent.due_at, ScheduledEvent.id).limit(1))


def assignment_of(company_id: int) -> PersonaAssignment | None:
    """Return who a company really is, if that has been settled."""
    return db.session.scalar(select(PersonaAssignment).where(PersonaAssignment.company_id == company_id))


def assigned_personas() -> list[PersonaAssignment]:
    """Return one assignment of each persona there is, by the persona's key."""
    found = db.session.scalars(select(PersonaAssignment).order_by(PersonaAssignment.persona, PersonaAssignment.id))
    return list({each.persona: each for each in found}.values())


def planned_count(company_id: int, kind: EventKind) -> int:
    """Return how many things of a kind were planned for a company: the occurrence of the next one."""
    statement = select(func.count()).select_from(ScheduledEvent)
    return (
        db.session.scalar(
            statement.where(ScheduledEvent.company_id == company_id, ScheduledEvent.kind_of_event == kind)
        )
        or 0
    )


def pending(kind: EventKind, object_id: int) -> list[ScheduledEvent]:
    """Return what is still to come for a thing, the soonest first."""
    statement = select(ScheduledEvent).where(
        ScheduledEvent.kind_of_event == kind, ScheduledEvent.object_id == object_id, ScheduledEvent.done_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(ScheduledEvent.due_at, ScheduledEvent.id)))


def unanswered_quotes() -> list[Quote]:
    """Return the quotes sent to which no answer is planned, the oldest first."""
    statement = select(Quote).options(joinedload(Quote.company))
    fresh = _without(Quote, EventKind.QUOTE_ANSWER)
    return list(db.session.scalars(statement.where(Quote.state == QuoteState.SENT, fresh).order_by(Quote.id)))


def unplanned_invoices() -> list[Invoice]:
    """Return the open invoices of which nobody has decided when to pay, the oldest first."""
    statement = select(Invoice).options(joinedload(Invoice.company))
    fresh = _without(Invoice, EventKind.PAYMENT)
    return list(db.session.scalars(statement.where(Invoice.state.in_(OPEN), fresh).order_by(Invoice.id)))


def newly_bounced() -> list[Payment]:
    """Return the payments whose return the bank announced, that are so in the books, and are not made good yet."""
    whole = (joinedload(Payment.company), joinedload(Payment.invoice))
    told = (Payment.state == PaymentState.BOUNCED, ~_without(Payment, EventKind.BOUNCE))
    statement = select(Payment).options(*whole).where(*told, _without(Payment, EventKind.BOUNCE_LEARNT))
    return list(db.session.scalars(statement.order_by(Payment.id)))


def unread_reminders() -> list[Reminder]:
    """Return the reminders which nobody has read, the oldest first."""
    statement = select(Reminder).options(joinedload(Reminder.invoice).joinedload(Invoice.company))
    return list(db.session.scalars(statement.where(_without(Reminder, EventKind.REMINDER_READ)).order_by(Reminder.id)))


def reminder_with_invoice(reminder_id: int) -> Reminder | None:
    """Return a reminder with its invoice and company."""
    return find(Reminder, reminder_id, joinedload(Reminder.invoice).joinedload(Invoice.company))


def note_with_order(note_id: int) -> DeliveryNote | None:
    """Return a delivery note with its order and company."""
    return find(DeliveryNote, note_id, joinedload(DeliveryNote.order).joinedload(Order.company))


def derogation_with_company(derogation_id: int) -> Derogation | None:
    """Return a derogation with its company."""
    return find(Derogation, derogation_id, joinedload(Derogation.company))


def notes_on_the_way() -> list[DeliveryNote]:
    """Return the delivery notes whose goods are on the way without a day of arrival."""
    statement = select(DeliveryNote).options(joinedload(DeliveryNote.order).joinedload(Order.company))
    fresh = _without(DeliveryNote, EventKind.DELIVERY)
    return list(
        db.session.scalars(statement.where(DeliveryNote.delivered_on.is_(None), fresh).order_by(DeliveryNote.id))
    )


def new_plans() -> list[PaymentPlan]:
    """Return the payment plans to which nobody keeps yet."""
    statement = select(PaymentPlan).options(joinedload(PaymentPlan.invoice).joinedload(Invoice.company))
    return list(
        db.session.scalars(statement.where(_without(PaymentPlan, EventKind.PLAN_AGREED)).order_by(PaymentPlan.id))
    )


def new_promises() -> list[Promise]:
    """Return the promises of which nobody has decided whether they are kept, the oldest first."""
    statement = select(Promise).options(joinedload(Promise.invoice).joinedload(Invoice.company))
    fresh = _without(Promise, EventKind.PROMISE_DUE)
    return list(db.session.scalars(statement.where(Promise.state == AgreementState.OPEN, fresh).order_by(Promise.id)))


def open_derogations() -> list[Derogation]:
    """Return the derogations for which no answer is planned."""
    fresh = _without(Derogation, EventKind.DEROGATION_ANSWER)
    statement = (
        select(Derogation)
        .options(joinedload(Derogation.company))
        .where(Derogation.state == DerogationState.REQUESTED, fresh)
    )
    return list(db.session.scalars(statement.order_by(Derogation.id)))


def unanswered_offers() -> list[Offer]:
    """Return the offers to which no answer is planned."""
    statement = select(Offer).options(joinedload(Offer.company))
    fresh = _without(Offer, EventKind.OFFER_ANSWER)
    return list(db.session.scalars(statement.where(Offer.accepted.is_(None), fresh).order_by(Offer.id)))


def unanswered_supply_orders() -> list[SupplyOrder]:
    """Return the orders sent to suppliers to which no answer is planned, with their suppliers."""
    fresh = (SupplyOrder.state.in_(EXPECTED), _without(SupplyOrder, EventKind.SUPPLY_ANSWER))
    statement = select(SupplyOrder).options(joinedload(SupplyOrder.supplier)).where(*fresh)
    return list(db.session.scalars(statement.order_by(SupplyOrder.id)))


def unread_follow_ups() -> list[FollowUp]:
    """Return the letters to suppliers that nobody there has read."""
    fresh = _without(FollowUp, EventKind.FOLLOW_UP_READ)
    return list(db.session.scalars(select(FollowUp).where(fresh).order_by(FollowUp.id)))


def unread_claims() -> list[SupplierClaim]:
    """Return the claims that nobody there has read, with their orders and suppliers."""
    loaded = joinedload(SupplierClaim.order).joinedload(SupplyOrder.supplier)
    statement = select(SupplierClaim).options(loaded).where(_without(SupplierClaim, EventKind.CLAIM_READ))
    return list(db.session.scalars(statement.order_by(SupplierClaim.id)))


def newly_overdue(on: date) -> list[Invoice]:
    """Return the open invoices whose day has passed and of which nobody took note, with their companies."""
    statement = select(Invoice).options(joinedload(Invoice.company))
    passed = (Invoice.state.in_(OPEN), Invoice.due_on < on, Invoice.fell_due.is_(False))
    return list(db.session.scalars(statement.where(*passed).order_by(Invoice.due_on, Invoice.id)))


def remaining(invoice: Invoice) -> Money:
    """Return what is still to come for an invoice, what the bank already has taken off."""
    waiting = select(Payment.amount).where(Payment.invoice_id == invoice.id, Payment.state == PaymentState.AT_BANK)
    return max(invoice.amount_due - total(db.session.scalars(waiting)), ZERO)


def last_payment_on(invoice: Invoice) -> date | None:
    """Return the day on which the last money came for an invoice."""
    return db.session.scalar(select(func.max(Payment.received_on)).where(Payment.invoice_id == invoice.id))


def was_reminded(invoice: Invoice) -> bool:
    """Tell whether anybody ever sent a reminder for an invoice."""
    return db.session.scalar(select(Reminder.id).where(Reminder.invoice_id == invoice.id).limit(1)) is not None


def quote_since(company_id: int, instant: datetime) -> Quote | None:
    """Return a quote that was sent to a company since an instant."""
    sent = (Quote.company_id == company_id, Quote.sent_at >= instant)
    return db.session.scalar(select(Quote).where(*sent).order_by(Quote.id).limit(1))


def order_for(message: Message) -> Order | None:
    """Return the order that was recorded for a purchase order: for its message, or for the quote that it accepts."""
    quote_id = message.content.get("quote_id")
    for_it = Order.message_id == message.id
    if isinstance(quote_id, int):
        for_it |= Order.quote_id == quote_id
    return db.session.scalar(select(Order).where(for_it).limit(1))


def settled_notices() -> list[Message]:
    """Return the bank's notices that still wait although their payment is in the books."""
    notices = select(Message).where(
        Message.handled_at.is_(None), Message.box == Box.INCOMING, Message.topic == Topic.PAYMENT
    )
    waiting = set(db.session.scalars(select(Payment.id).where(Payment.state == PaymentState.AT_BANK)))
    return [each for each in db.session.scalars(notices) if each.content.get("payment_id") not in waiting]


def care_taken(*, company_id: int, order_id: int | None) -> Care:
    """Return how carefully an order was recorded; what a person did not record is not held against anybody."""
    recorded = _records(Activity.ORDER_RECORDED, "order", order_id or 0)
    if not recorded or recorded[0].actor_kind is not ActorKind.PERSON:
        return Care()
    order = recorded[0]
    checks = _records(Activity.BALANCE_CHECKED, "company", company_id)
    checked = any(
        check.position < order.position and order.happened_at - check.happened_at <= A_CHECK_LASTS for check in checks
    )
    details = json.loads(order.text)["details"]
    return Care(checked=checked, over_limit=bool(details.get("over_limit")))


def closed_days(*, limit: int = 10) -> list[ClosedDay]:
    """Return the days closed last, newest first."""
    found = activity.records(limit=limit, words=[Activity.DAY_CLOSED.word])
    return [_closed(json.loads(record.text)) for record in found]


def _closed(fact: dict[str, dict[str, str]]) -> ClosedDay:
    details = fact["details"]
    ends = (date.fromisoformat(details["from"]), date.fromisoformat(details["to"]))
    return ClosedDay(*ends, by=fact["actor"]["name"], events=int(details["events"]))


def _records(word: Activity, kind: str, object_id: int) -> Sequence[ActivityRecord]:
    return activity.timeline(kind=kind, object_id=object_id, words=[word.word])


def _without(cls: type[Thing], kind: EventKind) -> ColumnElement[bool]:
    """Say that a thing has no event of a kind, past or to come."""
    planned = select(ScheduledEvent.id).where(
        ScheduledEvent.workspace_id == cls.workspace_id,
        ScheduledEvent.kind_of_event == kind,
        ScheduledEvent.object_id == cls.id,
    )
    return ~exists(planned)
