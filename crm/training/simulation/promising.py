"""What becomes of a customer's word: calls answered, promises and instalments kept or broken by a hidden persona."""

from __future__ import annotations

from datetime import date, timedelta

from crm.activity.chain import Json
from crm.billing.agreements import queries as agreements
from crm.billing.agreements.models import AgreementState, PaymentPlan, Promise
from crm.billing.agreements.use_cases import note_instalment_due, note_promise_due
from crm.billing.dunning.models import Reminder
from crm.desk.messages.models import Topic
from crm.kernel import wording
from crm.kernel.clock import add_working_days
from crm.kernel.money import ZERO, Money, Rate
from crm.selling.parties import language_of
from crm.training.counterparts.models import Persona, Span
from crm.training.simulation import planning, queries, reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.letters import Text
from crm.training.simulation.models import EventKind
from crm.training.simulation.occasions import NOTHING, Occasion
from crm.training.simulation.personas import is_risky

KEEPS_PROMISE, RISKY_KEEPS_PROMISE = Rate.percent(85), Rate.percent(35)
ANSWERS_CALL = Rate.percent(75)
PROMISED_AFTER = Span(3, 10)
SECONDS = 60
PROMISES = {
    "fr": Text(
        "Suite à votre appel : facture {invoice}",
        "Bonjour,\n\nSuite à votre appel au sujet de la facture {invoice}, je vous confirme que nous vous réglerons "
        "{amount} le {day}.\n\nCordialement,\n{name}",
    ),
    "en": Text(
        "Following your call: invoice {invoice}",
        "Good morning,\n\nFollowing your call about invoice {invoice}, I confirm that we will pay {amount} on {day}."
        "\n\nKind regards,\n{name}",
    ),
}


def keeps_promise(persona: Persona, luck: Luck) -> bool:
    """Tell whether a promise is kept."""
    return luck.happens("keeps_promise", RISKY_KEEPS_PROMISE if is_risky(persona) else KEEPS_PROMISE)


def promised_day(luck: Luck, called_on: date) -> date:
    """Return the day which somebody names on the phone."""
    return reactions.working_day_from(called_on + timedelta(days=luck.between("promised_after", PROMISED_AFTER)))


def checked_on(due_on: date) -> date:
    """Return the day on which one sees whether money that was to come by a day has come."""
    return add_working_days(reactions.working_day_from(due_on), 1)


def call_is_answered(occasion: Occasion, reminder: Reminder) -> str:
    """Whoever was called and still owes names a day in writing, as often as not; the reader notes the promise."""
    invoice, luck = reminder.invoice, occasion.luck
    left = queries.remaining(invoice)
    if left <= ZERO or not luck.happens("answers_call", ANSWERS_CALL):
        return NOTHING
    day, language = promised_day(luck, occasion.today), language_of(invoice.company)
    text = PROMISES[language].about(
        invoice=invoice.number,
        amount=wording.money(left, language, invoice.currency.code),
        day=wording.long_day(day, language),
        name=invoice.company.legal_name,
    )
    content: dict[str, Json] = {
        "asks": "promise",
        "invoice_id": invoice.id,
        "amount_cents": left.cents,
        "due_on": day.isoformat(),
    }
    occasion.hear(text, topic=Topic.INFORMATION, about=(invoice,), content=content)
    return "promised"


def plan_promises(planner: planning.Planner) -> None:
    """Look at the promises that are new."""
    for promise in queries.new_promises():
        plan_promise(planner, promise)


def plan_promise(planner: planning.Planner, promise: Promise) -> None:
    """Give a promise its day of truth; whoever keeps it pays by then, whoever does not puts the payment off."""
    company = promise.invoice.company
    turn = queries.planned_count(company.id, EventKind.PROMISE_DUE)
    who = planning.counterpart(planner.work, company, seed=planner.seed)
    luck = who.luck(turn)
    kept = keeps_promise(who.persona, luck)
    _move_payment(planner, promise, luck, kept=kept)
    on = max(checked_on(promise.due_on), planner.earliest)
    planning.schedule(
        planner.work,
        EventKind.PROMISE_DUE,
        at=reactions.post_of(on, reactions.hour_of(luck, "hour_of_promise_due")),
        company_id=company.id,
        object_id=promise.id,
        occurrence=turn,
    )


def _move_payment(planner: planning.Planner, promise: Promise, luck: Luck, *, kept: bool) -> None:
    """Let the money come on the promised day, or later than it; what was to come before stays."""
    day = reactions.working_day_from(promise.due_on)
    at = reactions.post_of(day, reactions.hour_of(luck, "hour_of_promise"))
    waiting = [each for each in queries.pending(EventKind.PAYMENT, promise.invoice_id) if "agreed" not in each.payload]
    if not kept:
        late = reactions.post_of(reactions.put_off(luck, day, times=0), reactions.hour_of(luck, "hour_broken"))
        for each in waiting:
            each.due_at = max(each.due_at, late) if each.due_at > at else each.due_at
        return
    whole = promise.amount >= promise.left_before
    payload: dict[str, Json] = {"agreed": "promise"}
    if not whole:
        payload["amount_cents"] = promise.amount.cents
    for each in waiting if whole else []:
        if each.due_at > at:
            each.close(each.due_at, "superseded")
    planning.schedule(
        planner.work,
        EventKind.PAYMENT,
        at=at,
        company_id=promise.invoice.company_id,
        object_id=promise.invoice_id,
        payload=payload,
    )


def promise_falls_due(occasion: Occasion) -> str:
    """The promised day has passed: the books and the bank say whether the word was kept."""
    promise = agreements.promise_by_id(occasion.object_id)
    if promise is None or promise.state is not AgreementState.OPEN:
        return NOTHING
    return str(note_promise_due(occasion.work, promise).state)


def plan_begins(occasion: Occasion) -> str:
    """A payment plan takes the place of the payment: instalments, kept or not, each looked at after its day."""
    plan = agreements.plan_by_id(occasion.object_id)
    if plan is None:
        return NOTHING
    for payment in queries.pending(EventKind.PAYMENT, plan.invoice.id):
        payment.close(occasion.at, "superseded")
    left = queries.remaining(plan.invoice)
    for instalment in plan.schedule:
        amount = min(instalment.amount, left)
        left = left - amount
        if amount > ZERO:
            _expect(occasion, plan, instalment.rank, instalment.due_on, amount)
    return NOTHING


def _expect(occasion: Occasion, plan: PaymentPlan, rank: int, due_on: date, amount: Money) -> None:
    """Let an instalment come, on its day or later, and be looked at after its day."""
    luck, today, company_id = occasion.luck, occasion.today, plan.invoice.company_id
    kept = reactions.keeps_instalment(occasion.persona, luck, rank - 1)
    day = reactions.working_day_from(max(due_on, today))
    paid_on = day if kept else max(reactions.put_off(luck, day, times=rank - 1), add_working_days(checked_on(day), 1))
    planning.schedule(
        occasion.work,
        EventKind.PAYMENT,
        at=reactions.post_of(paid_on, reactions.hour_of(luck, f"hour_instalment_{rank - 1}")),
        company_id=company_id,
        object_id=plan.invoice.id,
        occurrence=occasion.event.occurrence,
        payload={"amount_cents": amount.cents, "agreed": "plan"},
    )
    planning.schedule(
        occasion.work,
        EventKind.INSTALMENT_DUE,
        at=reactions.post_of(checked_on(day), reactions.hour_of(luck, f"hour_seen_{rank - 1}")),
        company_id=company_id,
        object_id=plan.id,
        occurrence=occasion.event.occurrence,
        payload={"rank": rank},
    )


def instalment_falls_due(occasion: Occasion) -> str:
    """An instalment's day has passed: the books and the bank say whether it came."""
    plan, rank = agreements.plan_by_id(occasion.object_id), occasion.event.payload.get("rank")
    if plan is None or not isinstance(rank, int) or plan.state is not AgreementState.OPEN:
        return NOTHING
    return str(note_instalment_due(occasion.work, plan, rank=rank).state)
