"""What can be done when nobody pays: hand the file over, carry the debt as doubtful, go to court, write it off."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.agreements.use_cases import NothingDue, NotIssued, still_due
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.recovery import queries, rules
from crm.billing.recovery.models import DoubtfulDebt, OrderStep, PaymentOrderStep, Recoverer, RecoveryFile, WriteOff
from crm.billing.recovery.rules import ListedStep
from crm.kernel.errors import N_, Refused
from crm.kernel.money import NO_RATE, Rate

__all__ = ["NotIssued", "NothingDue"]
WHOLE = Rate.percent(100)


class AlreadyHandedOver(Refused):
    """A file is handed over once."""

    message = N_("Ce dossier est déjà transmis au contentieux.")


class AlreadyDoubtful(Refused):
    """A debt goes to the doubtful ones once."""

    message = N_("Cette créance est déjà inscrite en clients douteux.")


class NoShare(Refused):
    """One sets aside something, and not more than all."""

    message = N_("La part dépréciée va de 0 à 100 %.")
    field = "share"


class NoReason(Refused):
    """The auditor asks why."""

    message = N_("Expliquez pourquoi : l’expert-comptable le demandera.")
    field = "reason"


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


def mark_doubtful(work: Work, invoice: Invoice, *, reason: str, share: Rate = NO_RATE) -> DoubtfulDebt:
    """Carry an unpaid invoice as a doubtful debt (411 to 416, with VAT) and set a share of its net aside (491).

    Source: plan comptable général, 214-25 and 944-41.
    """
    still_due(invoice)
    if queries.doubt_of(invoice) is not None:
        raise AlreadyDoubtful
    if not NO_RATE <= share <= WHOLE:
        raise NoShare
    if not reason.strip():
        raise NoReason
    net = rules.without_vat(invoice.amount_due, net=invoice.net, gross=invoice.gross)
    doubt = DoubtfulDebt(
        invoice=invoice,
        gross=invoice.amount_due,
        net=net,
        share=share,
        allowance=rules.allowance(net, share),
        reason=reason.strip(),
        since=work.today,
    )
    work.add(doubt)
    work.record(
        Activity.RECEIVABLE_DOUBTFUL,
        invoice,
        invoice.company,
        amount_cents=doubt.gross.cents,
        net_cents=net.cents,
        share_bp=share.basis_points,
        allowance_cents=doubt.allowance.cents,
        reason=doubt.reason,
    )
    return doubt


def write_off_receivable(work: Work, invoice: Invoice, *, reason: str) -> WriteOff:
    """Give an unpaid invoice up: a loss without VAT (654); the VAT can be claimed back (CGI, 272, 1)."""
    still_due(invoice)
    if not reason.strip():
        raise NoReason
    due = invoice.amount_due
    net = rules.without_vat(due, net=invoice.net, gross=invoice.gross)
    days_late = invoice.days_late(on=work.today)
    loss = WriteOff(invoice=invoice, net=net, vat=due - net, reason=reason.strip(), written_on=work.today)
    invoice.move(InvoiceState.WRITTEN_OFF)
    work.add(loss)
    work.record(
        Activity.RECEIVABLE_WRITTEN_OFF,
        invoice,
        invoice.company,
        amount_cents=due.cents,
        net_cents=net.cents,
        vat_cents=loss.vat.cents,
        days_late=days_late,
        reason=loss.reason,
    )
    return loss


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
