"""What suppliers do: acknowledge orders, deliver on time or not, answer reminders and claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.desk.messages.models import Topic
from crm.desk.messages.use_cases import receive
from crm.kernel import wording
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.clock import add_working_days, local_date
from crm.prospecting.companies.models import searchable
from crm.selling.receipts import queries as receipts
from crm.selling.receipts.models import Remedy
from crm.selling.receipts.rules import Announced
from crm.selling.receipts.use_cases import announce_receipt
from crm.selling.suppliers.models import Supplier
from crm.selling.supply import queries as supply
from crm.selling.supply.models import FollowUp, SupplyOrder, SupplyState
from crm.selling.supply.use_cases import announce_delay, confirm_supply_order
from crm.store.base import db
from crm.store.scoping import find
from crm.training.counterparts.suppliers import SupplierCharacter
from crm.training.simulation import planning, queries, reactions, sourcing
from crm.training.simulation.dice import Luck
from crm.training.simulation.models import CharacterAssignment, EventKind, ScheduledEvent
from crm.training.simulation.occasions import NOTHING, Occasion
from crm.training.simulation.personas import character_from, plain_character
from crm.training.simulation.replies import REPLIES, Reply

KINDS = {
    EventKind.SUPPLY_ANSWER,
    EventKind.SUPPLY_DELAY,
    EventKind.SUPPLY_ARRIVAL,
    EventKind.FOLLOW_UP_READ,
    EventKind.CLAIM_READ,
}


def assign_character(
    work: Work, supplier: Supplier, *, character: SupplierCharacter, stream: str
) -> CharacterAssignment:
    """Settle who a supplier really is; the caller's record of the supplier is the record."""
    habits = plain_character(character)
    return work.add(CharacterAssignment(supplier_id=supplier.id, stream=stream, habits=habits))


@dataclass(frozen=True)
class Deal:
    """An order, and its supplier as the simulation knows it."""

    work: Work
    seed: int
    order: SupplyOrder

    @property
    def habits(self) -> SupplierCharacter:
        """The supplier's character; whom a person entered is an ordinary one."""
        found = self._assignment()
        return character_from(found.habits) if found else sourcing.ORDINARY

    @property
    def luck(self) -> Luck:
        """Its chance with this order: the n-th that it got."""
        found, supplier = self._assignment(), self.order.supplier
        turn = select(func.count()).where(SupplyOrder.supplier_id == supplier.id, SupplyOrder.id < self.order.id)
        return Luck(self.seed, found.stream if found else f"new {supplier.name}"[:120], db.session.scalar(turn) or 0)

    def _assignment(self) -> CharacterAssignment | None:
        theirs = CharacterAssignment.supplier_id == self.order.supplier_id
        return db.session.scalar(select(CharacterAssignment).where(theirs))

    def plan(self, kind: EventKind, on: date, *, object_id: int | None = None, **payload: Json) -> ScheduledEvent:
        """Put something that this supplier does into the queue."""
        at = reactions.post_of(on, reactions.hour_of(self.luck, f"hour_of_{kind.value}"))
        return planning.schedule(self.work, kind, at=at, object_id=object_id or self.order.id, payload=payload)

    def write(self, reply: Reply, day: date | None = None) -> None:
        """Let the supplier write, in its language."""
        supplier, language = self.order.supplier, self.order.supplier.reads
        said = wording.long_day(day, language) if day else ""
        text = REPLIES[language][reply].about(
            order=self.order.number, number=self.order.supplier_number, day=said, name=supplier.contact or supplier.name
        )
        receive(
            self.work,
            topic=Topic.SUPPLY,
            sender=supplier.name,
            subject=text.subject,
            body=text.body,
            about=(self.order, supplier),
            content={"supply_order_id": self.order.id},
        )


def plan_supply(work: Work, *, seed: int, earliest: date) -> None:
    """Give their day to new orders, reminders and claims."""
    for order in queries.unanswered_supply_orders():
        deal = Deal(work, seed, order)
        on = sourcing.answers_on(deal.habits, deal.luck, order.sent_on or earliest)
        deal.plan(EventKind.SUPPLY_ANSWER, max(on, earliest))
    for follow_up in queries.unread_follow_ups():
        if (found := supply.order_by_id(follow_up.order_id)) is not None:
            Deal(work, seed, found).plan(EventKind.FOLLOW_UP_READ, earliest, object_id=follow_up.id)
    for claim in queries.unread_claims():
        Deal(work, seed, claim.order).plan(EventKind.CLAIM_READ, earliest, object_id=claim.id)


def actor_of(occasion: Occasion) -> Actor:
    """Return who acts: the supplier."""
    order = _order_of(occasion)
    supplier = order.supplier if order else None
    return Actor(ActorKind.SUPPLIER, supplier.name if supplier else "", supplier.id if supplier else None)


def order_is_answered(occasion: Occasion) -> str:
    """A supplier acknowledges an order and promises a day; whether it keeps it is settled now."""
    order = _order_of(occasion)
    if order is None or not order.state.is_open:
        return NOTHING
    deal = Deal(occasion.work, occasion.seed, order)
    if order.state is SupplyState.SENT:
        day = sourcing.promises(occasion.today, lead_days=order.supplier.lead_days, wanted_on=order.wanted_on)
        number = f"{searchable(order.supplier.name)[:3].upper()}-{deal.luck.roll('number') % 90_000 + 10_000}"
        confirm_supply_order(occasion.work, order, promised_on=day, supplier_number=number)
        deal.write(Reply.CONFIRMED, day)
    coming = sourcing.comes(deal.habits, deal.luck, order.promised_on or occasion.today)
    deal.plan(EventKind.SUPPLY_ARRIVAL, coming.on, trip=0)
    if coming.told_on is not None:
        deal.plan(EventKind.SUPPLY_DELAY, max(coming.told_on, occasion.today), day=coming.on.isoformat())
    return "confirmed"


def delay_is_announced(occasion: Occasion) -> str:
    """A supplier says that it will be late, if the goods have not come meanwhile."""
    order = _order_of(occasion)
    if order is None or not queries.pending(EventKind.SUPPLY_ARRIVAL, order.id):
        return NOTHING
    day = date.fromisoformat(str(occasion.event.payload["day"]))
    announce_delay(occasion.work, order, promised_on=day, reason="Retard de fabrication")
    Deal(occasion.work, occasion.seed, order).write(Reply.DELAYED, day)
    return "delayed"


def goods_arrive_at_dock(occasion: Occasion) -> str:
    """A carrier brings what a supplier loaded; the rest of a partial delivery follows by itself."""
    order = _order_of(occasion)
    due = _due(order) if order else {}
    if order is None or not order.state.is_open or not due:
        return NOTHING
    deal, trip = Deal(occasion.work, occasion.seed, order), int(str(occasion.event.payload.get("trip", 0)))
    loaded = sourcing.load(deal.habits, deal.luck, due, trip=trip)
    lines = [Announced(each.line_id, each.announced, each.there, each.damaged) for each in loaded]
    number = f"BL-{deal.luck.roll(f'note_{trip}') % 90_000 + 10_000}"
    announce_receipt(occasion.work, order, lines=lines, note_number=number)
    if any(each.announced < due[each.line_id] for each in loaded):
        deal.plan(EventKind.SUPPLY_ARRIVAL, sourcing.backorder_on(deal.luck, occasion.today), trip=trip + 1)
    return "arrived"


def follow_up_is_read(occasion: Occasion) -> str:
    """A supplier answers a reminder: with a day, perhaps an earlier one; or it does not understand its language."""
    follow_up, order = find(FollowUp, occasion.object_id), _order_of(occasion)
    if follow_up is None or order is None or not order.state.is_open:
        return NOTHING
    deal = Deal(occasion.work, occasion.seed, order)
    if follow_up.language != order.supplier.language:
        deal.write(Reply.NOT_UNDERSTOOD)
        return "not_understood"
    for answer in queries.pending(EventKind.SUPPLY_ANSWER, order.id):
        answer.due_at = min(answer.due_at, occasion.at)
        return "reminded"
    arrivals = queries.pending(EventKind.SUPPLY_ARRIVAL, order.id)
    if not arrivals:
        deal.write(Reply.ALL_SENT)
        return "all_sent"
    return _say_day(occasion, deal, arrivals[0])


def _say_day(occasion: Occasion, deal: Deal, arrival: ScheduledEvent) -> str:
    """Name the day on which goods come, hurried if they are late."""
    order, coming_on = deal.order, _day_of(arrival)
    if order.due_on is not None and coming_on <= order.due_on:
        deal.write(Reply.ON_TIME, order.due_on)
        return "on_time"
    day = sourcing.hurries(deal.luck, occasion.today, coming_on)
    arrival.due_at = min(arrival.due_at, reactions.post_of(day, reactions.hour_of(deal.luck, "hour_hurried")))
    for event in queries.pending(EventKind.SUPPLY_DELAY, order.id):
        event.close(occasion.at, "told")
    announce_delay(occasion.work, order, promised_on=day, reason="Retard de fabrication")
    deal.write(Reply.NEW_DAY, day)
    return "new_day"


def claim_is_read(occasion: Occasion) -> str:
    """A supplier answers a claim: delivers what is missing, promises a credit note, or does not understand."""
    claim = receipts.claim_by_id(occasion.object_id)
    if claim is None or claim.answered_on is not None:
        return NOTHING
    deal = Deal(occasion.work, occasion.seed, claim.order)
    if claim.language != claim.order.supplier.language:
        deal.write(Reply.NOT_UNDERSTOOD)
        return "not_understood"
    claim.answered_on = occasion.today
    if claim.remedy is Remedy.CREDIT:
        deal.write(Reply.CREDITS)
        return "credited"
    return _replace(occasion, deal)


def _replace(occasion: Occasion, deal: Deal) -> str:
    """Deliver what is missing, if anything is still to come."""
    if not deal.order.state.is_open:
        deal.write(Reply.REGRETS)
        return "regretted"
    arrivals = queries.pending(EventKind.SUPPLY_ARRIVAL, deal.order.id)
    day = _day_of(arrivals[0]) if arrivals else add_working_days(occasion.today, sourcing.REPLACED_IN)
    if not arrivals:
        deal.plan(EventKind.SUPPLY_ARRIVAL, day, trip=len(receipts.arrivals_of(deal.order)))
    deal.write(Reply.REPLACES, day)
    return "replaced"


def _order_of(occasion: Occasion) -> SupplyOrder | None:
    """Return the order that an event is about."""
    kind, object_id = occasion.event.kind_of_event, occasion.object_id
    if kind is EventKind.CLAIM_READ:
        claim = receipts.claim_by_id(object_id)
        return claim.order if claim else None
    if kind is EventKind.FOLLOW_UP_READ:
        follow_up = find(FollowUp, object_id)
        return supply.order_by_id(follow_up.order_id) if follow_up else None
    return supply.order_by_id(object_id)


def _due(order: SupplyOrder) -> dict[int, Decimal]:
    """Return what is still to come of an order, by line; what waits at the dock has come."""
    due = {line.id: line.remaining for line in order.remaining}
    for arrival in receipts.at_the_dock(order):
        for line in arrival.lines:
            due[line.line_id] = due.get(line.line_id, Decimal(0)) - line.announced
    return {line_id: quantity for line_id, quantity in due.items() if quantity > 0}


def _day_of(event: ScheduledEvent) -> date:
    """Return the day on which something of the queue happens."""
    return local_date(event.due_at)
