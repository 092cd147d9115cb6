"""What becomes of money: payments, reminders read, the management's answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm.activity.door import Work
from crm.billing.credit.queries import balance_of
from crm.billing.dunning.models import Derogation, Subject
from crm.billing.dunning.use_cases import answer_derogation
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice
from crm.billing.payments.models import Method, Payment
from crm.billing.payments.use_cases import receive_payment
from crm.desk.messages.models import Topic
from crm.desk.messages.use_cases import receive
from crm.kernel import wording
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.money import ZERO, Money, Rate
from crm.selling.quotes import queries as quotes
from crm.selling.quotes.models import Channel, Quote
from crm.training.simulation import bouncing, letters, promising, queries, reactions
from crm.training.simulation.letters import Letter
from crm.training.simulation.models import EventKind
from crm.training.simulation.occasions import MOVED, NOTHING, Occasion
from crm.training.simulation.reactions import Punctuality

MOST_PUT_OFFS = 2
PAYS_WHEN_REMINDED = {Punctuality.LATE.value, Punctuality.VERY_LATE.value}


def money_comes(occasion: Occasion) -> str:
    """A customer pays what is due or an instalment; somebody late whom nobody reminded puts it off."""
    invoice = invoices.invoice_by_id(occasion.object_id)
    due = queries.remaining(invoice) if invoice is not None else ZERO
    if invoice is None or due <= ZERO:
        return NOTHING
    if _puts_off(occasion, invoice):
        return MOVED
    agreed = occasion.event.payload.get("amount_cents")
    amount = min(due, Money(agreed)) if isinstance(agreed, int) else due
    method = Method(str(occasion.event.payload.get("method", occasion.who.pays_by)))
    payment = receive_payment(
        occasion.work, invoice, amount=amount, method=method, reference=f"{method.label} {invoice.number}"
    )
    _bank_writes(occasion, invoice, payment)
    bouncing.plan_bounce(occasion, payment)
    return "paid"


def _puts_off(occasion: Occasion, invoice: Invoice) -> bool:
    """Move the payment of somebody late, if nobody reminded, at most twice."""
    event, today = occasion.event, occasion.today
    times = event.payload.get("put_off", 0)
    late = event.payload.get("punctuality") in PAYS_WHEN_REMINDED and invoice.due_on < today
    if not late or not isinstance(times, int) or times >= MOST_PUT_OFFS or queries.was_reminded(invoice):
        return False
    on = reactions.put_off(occasion.luck, today, times=times)
    event.due_at = reactions.post_of(on, reactions.hour_of(occasion.luck, f"hour_put_off_{times}"))
    event.payload = event.payload | {"put_off": times + 1}
    return True


def _bank_writes(occasion: Occasion, invoice: Invoice, payment: Payment) -> None:
    text = letters.PAYMENT_NOTICE.about(
        name=invoice.company.legal_name,
        amount=wording.money(payment.amount),
        method=payment.method.label.lower(),
        invoice=invoice.number,
    )
    with occasion.work.acting_as(Actor(ActorKind.HOUSE, letters.BANK)):
        receive(
            occasion.work,
            topic=Topic.PAYMENT,
            sender=letters.BANK,
            subject=text.subject,
            body=text.body,
            company=invoice.company,
            about=(invoice, payment),
            content={"payment_id": payment.id, "invoice_id": invoice.id, "amount_cents": payment.amount.cents},
        )


def reminder_is_read(occasion: Occasion) -> str:
    """A reminder brings the payment, is ignored, or annoys somebody who has paid."""
    reminder = queries.reminder_with_invoice(occasion.object_id)
    if reminder is None:
        return NOTHING
    invoice = reminder.invoice
    paid_on = queries.last_payment_on(invoice)
    if queries.remaining(invoice) <= ZERO:
        before = paid_on is not None and paid_on <= reminder.sent_on
        return _complain(occasion, invoice) if before else NOTHING
    on = reactions.after_reminder(occasion.persona, occasion.luck, level=reminder.level, sent_on=reminder.sent_on)
    for payment in queries.pending(EventKind.PAYMENT, invoice.id):
        if on is not None and "amount_cents" not in payment.payload:
            at = max(reactions.post_of(on, reactions.hour_of(occasion.luck, "hour_reminded")), occasion.at)
            payment.due_at = min(payment.due_at, at)
    return promising.call_is_answered(occasion, reminder) if reminder.channel is Channel.PHONE else NOTHING


def _complain(occasion: Occasion, invoice: Invoice) -> str:
    if not reactions.disputes_reminder(occasion.persona, occasion.luck):
        return NOTHING
    paid_on = queries.last_payment_on(invoice)
    paid = wording.long_day(paid_on, occasion.company.language) if paid_on else ""
    text = occasion.letter(Letter.ALREADY_PAID, invoice=invoice.number, paid=paid)
    occasion.hear(text, topic=Topic.INFORMATION, about=(invoice,), content={"asks": "complaint"})
    return "complained"


def management_answers(occasion: Occasion) -> str:
    """The management grants or refuses, by a fixed rule."""
    derogation = queries.derogation_with_company(occasion.object_id)
    if derogation is None:
        return NOTHING
    granted = GRANTS[derogation.subject](_derogation_seen(occasion.work, derogation))
    answer_derogation(occasion.work, derogation, granted=granted)
    return "granted" if granted else "refused"


def _derogation_seen(work: Work, derogation: Derogation) -> reactions.DerogationSeen:
    company = derogation.company
    limit = Money(work.procedure("credit_limit_default_cents"))
    balance = balance_of(company, on=work.today, default_limit=limit)
    quote = quotes.quote_by_id(derogation.about_id) if derogation.about_kind == Quote.kind else None
    invoice = invoices.invoice_by_id(derogation.about_id) if derogation.about_kind == Invoice.kind else None
    return reactions.DerogationSeen(
        discount=quote.max_discount if quote else Rate(),
        due=queries.remaining(invoice) if invoice else balance.unpaid,
        over_limit=max(-balance.headroom, ZERO),
        worst_delay_days=max((each.days_late(on=work.today) for each in balance.open_invoices), default=0),
    )


GRANTS: Mapping[Subject, Callable[[reactions.DerogationSeen], bool]] = {
    Subject.DISCOUNT: reactions.grants_discount,
    Subject.PAYMENT_PLAN: reactions.grants_plan,
    Subject.CREDIT_LIMIT: reactions.grants_limit,
}
