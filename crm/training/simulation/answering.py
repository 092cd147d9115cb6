"""What happens when something of the queue is due: each as the right hand, through the use cases that people use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.activity.door import Work
from crm.kernel.actor import HOUSE, Actor, ActorKind
from crm.kernel.errors import Refused
from crm.prospecting.companies import queries as companies
from crm.training.simulation import (
    asking,
    bouncing,
    buying,
    letters,
    mailing,
    meeting,
    paying,
    platform,
    promising,
    publishing,
    returning,
    settling,
    supplying,
)
from crm.training.simulation.models import EventKind, ScheduledEvent
from crm.training.simulation.occasions import MOVED, NOTHING, Occasion

HAPPENINGS: Mapping[EventKind, Callable[[Occasion], str]] = {
    EventKind.OFFER_ANSWER: buying.offer_is_answered,
    EventKind.MESSAGE: buying.message_arrives,
    EventKind.QUOTE_ANSWER: buying.quote_is_answered,
    EventKind.PATIENCE: buying.patience_ends,
    EventKind.ORDER_REPLY: settling.question_is_answered,
    EventKind.DELIVERY: buying.goods_arrive,
    EventKind.PAYMENT: paying.money_comes,
    EventKind.GOODS_RETURN: returning.return_is_announced,
    EventKind.BOUNCE: bouncing.payment_is_taken_back,
    EventKind.BOUNCE_LEARNT: bouncing.bounce_is_learnt,
    EventKind.REMINDER_READ: paying.reminder_is_read,
    EventKind.PLAN_AGREED: promising.plan_begins,
    EventKind.PROMISE_DUE: promising.promise_falls_due,
    EventKind.INSTALMENT_DUE: promising.instalment_falls_due,
    EventKind.DEROGATION_ANSWER: paying.management_answers,
    EventKind.SUPPLY_ANSWER: supplying.order_is_answered,
    EventKind.SUPPLY_DELAY: supplying.delay_is_announced,
    EventKind.SUPPLY_ARRIVAL: supplying.goods_arrive_at_dock,
    EventKind.FOLLOW_UP_READ: supplying.follow_up_is_read,
    EventKind.CLAIM_READ: supplying.claim_is_read,
    EventKind.CAMPAIGN_RETURN: mailing.something_comes_back,
    EventKind.EINVOICE_ANSWER: platform.einvoice_is_read,
    EventKind.MARKET_EVENT: publishing.something_is_published,
    EventKind.APPOINTMENT_ANSWER: meeting.appointment_is_answered,
    EventKind.DATA_REQUEST: asking.data_is_asked_for,
}
# Who acts where no customer does.
NAMES: Mapping[EventKind, str] = {
    EventKind.DELIVERY: letters.CARRIER,
    EventKind.BOUNCE: letters.BANK,
    EventKind.DEROGATION_ANSWER: letters.MANAGEMENT,
}


def carry_out(work: Work, event: ScheduledEvent, *, seed: int) -> bool:
    """Let one thing of the queue happen; tell whether anything did.

    What the books refuse (a quote answered meanwhile, an invoice paid by
    other means) does not happen: a class's world never gets stuck.
    """
    occasion = Occasion(work, seed, event)
    with work.acting_as(_actor(occasion), at=event.due_at):
        try:
            outcome = HAPPENINGS[event.kind_of_event](occasion)
        except Refused:
            outcome = NOTHING
    if outcome != MOVED:
        event.close(event.due_at, outcome)
    return outcome not in {MOVED, NOTHING}


def _actor(occasion: Occasion) -> Actor:
    kind = occasion.event.kind_of_event
    if (name := NAMES.get(kind)) is not None:
        return Actor(ActorKind.HOUSE, name)
    if kind in {EventKind.PROMISE_DUE, EventKind.INSTALMENT_DUE}:
        return HOUSE
    if kind is publishing.KIND:
        return publishing.author_of(occasion)
    if kind in supplying.KINDS:
        return supplying.actor_of(occasion)
    company = companies.company_by_id(occasion.event.company_id or 0)
    return Actor(ActorKind.CUSTOMER, company.legal_name, company.id) if company else HOUSE
