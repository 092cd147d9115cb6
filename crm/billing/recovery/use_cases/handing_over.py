"""What can be done when nobody pays: hand the file over, go to court step by step."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.agreements.use_cases import still_due
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.recovery import queries, rules
from crm.billing.recovery.models import OrderStep, PaymentOrderStep, Recoverer, RecoveryFile
from crm.billing.recovery.rules import ListedStep
from crm.kernel.errors import N_, Refused


class AlreadyHandedOver(Refused):
    """A file is handed over once."""

    message = N_("Ce dossier est déjà transmis au contentieux.")


class NotYet(Refused):
    """No step without the one before it."""

    message = N_("Cette étape vient après « %(before)s », qui n’est pas faite.")
    field = "step"


class DoneAlready(Refused):
    """A step is done once."""

    message = N_("Cette étape est déjà faite.")
    field = "step"


class NotThatDay(Refused):
    """A step happened, after the one before it."""

    message = N_("Indiquez un jour passé, pas avant l’étape précédente.")
    field = "done_on"


def hand_over_receivable(
    work: Work, invoice: Invoice, *, to: str, recoverer: Recoverer = Recoverer.LITIGATION
) -> Invoice:
    """Hand the file of an unpaid invoice over to those who recover debts."""
    if invoice.state is InvoiceState.HANDED_OVER:
        raise AlreadyHandedOver
    still_due(invoice)
    claim = queries.claim_on(invoice, on=work.today)
    days_late = invoice.days_late(on=work.today)
    invoice.move(InvoiceState.HANDED_OVER)
    if queries.file_of(invoice) is None:
        work.add(
            RecoveryFile(
                invoice=invoice,
                recoverer=recoverer,
                to=to,
                handed_on=work.today,
                principal=claim.principal,
                interest=claim.interest,
                fee=claim.fee,
            )
        )
    work.record(
        Activity.RECEIVABLE_HANDED_OVER,
        invoice,
        invoice.company,
        to=to,
        recoverer=recoverer.value,
        amount_due_cents=invoice.amount_due.cents,
        interest_cents=claim.interest.cents,
        fee_cents=claim.fee.cents,
        days_late=days_late,
    )
    return invoice


def do_payment_order_step(
    work: Work, invoice: Invoice, *, step: OrderStep, done_on: date | None = None, note: str = ""
) -> PaymentOrderStep:
    """Note a step of the payment order procedure; one that was too late is recorded as such.

    Source: Code de procédure civile, 1405 to 1424; decree 2026-96 of 16 February 2026.
    """
    still_due(invoice)
    done, on = queries.steps_done(invoice), done_on or work.today
    if step in done:
        raise DoneAlready
    earlier = list(OrderStep)[: list(OrderStep).index(step)]
    if earlier and earlier[-1] not in done:
        raise NotYet(before=earlier[-1].label)
    if on > work.today or (earlier and on < done[earlier[-1]][0]):
        raise NotThatDay
    row = work.add(PaymentOrderStep(invoice_id=invoice.id, step=step, done_on=on, note=note.strip()))
    listed = _listed(done | {step: (on, row.note)}, step)
    work.record(
        Activity.PAYMENT_ORDER_STEP_DONE,
        invoice,
        invoice.company,
        step=step.value,
        done_on=on.isoformat(),
        in_time=listed.in_time,
        before_on=listed.before.isoformat() if listed.before else None,
        after_on=listed.after.isoformat() if listed.after else None,
        text=row.note,
    )
    return row


def _listed(done: dict[OrderStep, tuple[date, str]], step: OrderStep) -> ListedStep:
    """Return a step as the checklist has it."""
    return next(each for each in rules.checklist(done) if each.step is step)
