"""Cheques and direct debits that the bank takes back: decided when they come, told days later, made good afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from crm.activity.chain import Json
from crm.activity.vocabulary import Activity
from crm.billing.invoices.models import Invoice
from crm.billing.payments import queries as payments
from crm.billing.payments.models import Method, Payment, PaymentState
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import receive
from crm.kernel import wording
from crm.kernel.clock import add_working_days
from crm.kernel.money import ZERO
from crm.store.base import db
from crm.training.counterparts.models import Span
from crm.training.simulation import letters, planning, queries, reactions
from crm.training.simulation.letters import Text
from crm.training.simulation.models import EventKind
from crm.training.simulation.occasions import NOTHING, Occasion
from crm.training.simulation.personas import is_risky
from crm.training.simulation.reactions import Punctuality

# Working days until the bank says so. A bank returns an unpaid direct debit within five of its working days
# (SEPA Core Direct Debit Rulebook); a cheque goes to the drawer's bank and back.
TOLD_AFTER: Mapping[Method, Span] = {Method.CHEQUE: Span(4, 8), Method.DIRECT_DEBIT: Span(2, 5)}
# The codes are those by which banks give the reason of a return (ISO 20022, external status reasons).
REASONS: Mapping[Method, Sequence[str]] = {
    Method.CHEQUE: ("défaut de provision suffisante", "défaut de provision suffisante", "compte clôturé"),
    Method.DIRECT_DEBIT: ("provision insuffisante (AM04)", "provision insuffisante (AM04)", "compte clôturé (AC04)"),
}
MAKES_GOOD = Span(5, 12)
NOTICE = Text(
    "Règlement rejeté\u00a0: {name}",
    "Le compte de la société a été débité de {amount}.\nRèglement rejeté\u00a0: {method} de {name} reçu le {day}\n"
    "Motif du rejet\u00a0: {reason}\nRéférence indiquée\u00a0: {invoice}",
)


def plan_bounce(occasion: Occasion, payment: Payment) -> None:
    """Decide whether the bank will take a payment back, and when it says so."""
    bounces = occasion.persona.payment.bounces
    # One die for each day on which money comes: instalments of one plan are not all of one fate.
    purpose = f"bounces {payment.received_on.isoformat()}"
    if payment.method not in TOLD_AFTER or not occasion.luck.happens(purpose, bounces):
        return
    days = occasion.luck.between(f"{purpose} days", TOLD_AFTER[payment.method])
    at = reactions.post_of(add_working_days(occasion.today, days), reactions.hour_of(occasion.luck, "hour_of_bounce"))
    planning.schedule(
        occasion.work,
        EventKind.BOUNCE,
        at=at,
        company_id=payment.company_id,
        object_id=payment.id,
        occurrence=occasion.event.occurrence,
        payload={"reason": occasion.luck.choose(f"{purpose} reason", REASONS[payment.method])},
    )


def payment_is_taken_back(occasion: Occasion) -> str:
    """The bank announces the return of a payment; whoever reads it notes it in the books."""
    payment = payments.payment_by_id(occasion.object_id)
    if payment is None or payment.state is PaymentState.BOUNCED:
        return NOTHING
    told = occasion.event.payload
    reason, text = str(told.get("reason", "")), _notice(payment, told)
    content: dict[str, Json] = {"payment_id": payment.id, "amount_cents": payment.amount.cents, "reason": reason}
    receive(
        occasion.work,
        topic=Topic.PAYMENT_RETURN,
        sender=letters.BANK,
        subject=text.subject,
        body=text.body,
        company=payment.company,
        about=tuple(each for each in (payment, payment.invoice) if each is not None),
        content=content,
        activity=Activity.PAYMENT_RETURN_ANNOUNCED,
        amount_cents=payment.amount.cents,
        method=payment.method.value,
        reason=reason,
    )
    return "bounced"


def plan_remedies(planner: planning.Planner) -> None:
    """Let whoever's payment came back, and is so in the books, hear of it on the next working day."""
    for payment in queries.newly_bounced():
        turn = queries.planned_count(payment.company_id, EventKind.BOUNCE_LEARNT)
        luck = planning.counterpart(planner.work, payment.company, seed=planner.seed).luck(turn)
        planning.schedule(
            planner.work,
            EventKind.BOUNCE_LEARNT,
            at=reactions.post_of(planner.earliest, reactions.hour_of(luck, "hour_of_bounce_learnt")),
            company_id=payment.company_id,
            object_id=payment.id,
            occurrence=turn,
        )


def bounce_is_learnt(occasion: Occasion) -> str:
    """Whoever's payment came back pays by transfer some days later, or waits to be reminded if that is its way."""
    payment = payments.payment_by_id(occasion.object_id)
    way = Punctuality.LATE if is_risky(occasion.persona) else Punctuality.ON_TIME
    for invoice in _left_open(payment) if payment is not None else ():
        days = occasion.luck.between(f"makes_good {invoice.id}", MAKES_GOOD)
        on = reactions.working_day_from(add_working_days(occasion.today, days))
        planning.schedule(
            occasion.work,
            EventKind.PAYMENT,
            at=reactions.post_of(on, reactions.hour_of(occasion.luck, "hour_made_good")),
            company_id=invoice.company_id,
            object_id=invoice.id,
            occurrence=occasion.event.occurrence,
            payload={"punctuality": way.value, "put_off": 0, "method": Method.TRANSFER.value},
        )
    return NOTHING


def settled_notices() -> list[Message]:
    """Return the announced returns that still wait although they are in the books."""
    waiting = select(Message).where(Message.handled_at.is_(None), Message.topic == Topic.PAYMENT_RETURN)
    found = {message: message.content.get("payment_id") for message in db.session.scalars(waiting)}
    noted = select(Payment.id).where(Payment.id.in_(found.values()), Payment.state == PaymentState.BOUNCED)
    done = set(db.session.scalars(noted))
    return [message for message, payment_id in found.items() if payment_id in done]


def _notice(payment: Payment, told: Mapping[str, Json]) -> Text:
    """Return what the bank writes: the scenario's own words if it has some."""
    if told.get("body"):
        return Text(str(told["subject"]), str(told["body"]))
    return NOTICE.about(
        name=payment.company.legal_name,
        amount=wording.money(payment.amount, "fr", payment.currency.code),
        method=payment.method.label.lower(),
        day=wording.long_day(payment.received_on, "fr"),
        reason=str(told.get("reason", "")),
        invoice=payment.invoice.number if payment.invoice is not None else "",
    )


def _left_open(payment: Payment) -> list[Invoice]:
    """Return what a bounced payment had settled, or named, that is due again and that no other payment will settle."""
    settled = {each.invoice.id: each.invoice for each in payments.all_allocations_of(payment)}
    named = {payment.invoice.id: payment.invoice} if payment.invoice is not None else {}
    found = (settled or named).values()
    return [
        each for each in found if queries.remaining(each) > ZERO and not queries.pending(EventKind.PAYMENT, each.id)
    ]
