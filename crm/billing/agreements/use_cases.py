"""What can be agreed about an unpaid invoice: promises noted, plans granted, disputes opened and closed."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.billing.agreements import queries, rules
from crm.billing.agreements.models import (
    AgreementState,
    Dispute,
    DisputeCause,
    DisputeOutcome,
    Instalment,
    PaymentPlan,
    Promise,
)
from crm.billing.dunning import queries as dunning
from crm.billing.dunning.models import Hold, HoldCause
from crm.billing.dunning.use_cases import NotIssued
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.kernel.clock import add_working_days
from crm.kernel.errors import N_, Refused
from crm.kernel.money import ZERO, Money
from crm.selling.quotes.models import Channel

__all__ = ["NotIssued"]


class NothingDue(Refused):
    """What is settled in the books can be neither promised nor spread."""

    message = N_("Cette facture est réglée : il ne reste rien à recouvrer.")


class NoInstalment(Refused):
    """A plan has payments."""

    message = N_("Un échéancier compte au moins un versement.")
    field = "instalments"


class PlanInThePast(Refused):
    """Nobody can pay yesterday."""

    message = N_("La dernière échéance doit être à venir.")
    field = "last_on"


class PromiseInThePast(Refused):
    """Nobody can promise yesterday."""

    message = N_("Le jour promis ne peut pas être passé.")
    field = "due_on"


class NotSoMuch(Refused):
    """One promises some of what is due."""

    message = N_("Indiquez un montant positif, au plus ce qui reste dû.")
    field = "amount"


class AlreadyDisputed(Refused):
    """One dispute at a time."""

    message = N_("Un litige est déjà ouvert sur cette facture.")


class NoReason(Refused):
    """A dispute says what about."""

    message = N_("Notez ce que le client conteste.")
    field = "reason"


class AlreadyEnded(Refused):
    """What has ended does not end again."""

    message = N_("Cet engagement ou ce litige est déjà clos.")


def record_promise(
    work: Work,
    invoice: Invoice,
    *,
    due_on: date,
    amount: Money | None = None,
    channel: Channel = Channel.PHONE,
    said_by: str = "",
    confirm: bool = False,
) -> Promise:
    """Note a promise to pay all that is due or `amount`: the chase waits; with `confirm` a letter goes out."""
    promised = invoice.amount_due if amount is None else amount
    _can_be_promised(work, invoice, promised, due_on)
    promise = Promise(
        invoice=invoice,
        amount=promised,
        left_before=queries.left_to_pay(invoice),
        due_on=due_on,
        made_on=work.today,
        channel=channel,
        said_by=said_by.strip(),
        noted_by=work.actor.name,
        confirmed=confirm,
    )
    work.add(promise)
    _hold(work, invoice, HoldCause.PROMISE, until=add_working_days(due_on, 1))
    work.record(
        Activity.PROMISE_RECORDED,
        promise,
        invoice,
        invoice.company,
        amount_cents=promised.cents,
        due_on=due_on.isoformat(),
        channel=channel.value,
        confirmed=confirm,
        broken_before=queries.broken_count(invoice),
    )
    if confirm:
        _register(work, promise, invoice, type=DocumentType.LETTER, mark="P", title="Confirmation de promesse")
    return promise


def note_promise_due(work: Work, promise: Promise) -> Promise:
    """Take note, when its day has passed, of whether a promise was kept: the money that came says so."""
    if promise.state is not AgreementState.OPEN:
        raise AlreadyEnded
    invoice = promise.invoice
    left, allowed = queries.left_to_pay(invoice), promise.left_before - promise.amount
    promise.state, promise.ended_on = rules.was_kept(left=left, allowed=allowed), work.today
    _lift(work, invoice, HoldCause.PROMISE)
    work.record(
        Activity.PROMISE_KEPT if promise.state is AgreementState.KEPT else Activity.PROMISE_BROKEN,
        promise,
        invoice,
        invoice.company,
        amount_cents=promise.amount.cents,
        due_on=promise.due_on.isoformat(),
        left_cents=left.cents,
    )
    return promise


def grant_payment_plan(work: Work, invoice: Invoice, *, instalments: int, last_on: date) -> PaymentPlan:
    """Agree that an invoice be paid in instalments; beyond one's delegation it is recorded as such."""
    still_due(invoice)
    if instalments < 1:
        raise NoInstalment
    if last_on <= work.today:
        raise PlanInThePast
    days, allowed = (last_on - work.today).days, work.procedure("plan_limit_days")
    plan = PaymentPlan(
        invoice=invoice,
        instalments=instalments,
        amount=invoice.amount_due,
        last_on=last_on,
        granted_on=work.today,
        granted_by=work.actor.name,
    )
    work.add(plan)
    _spread(work, plan)
    _hold(work, invoice, HoldCause.PLAN, until=add_working_days(last_on, 1))
    work.record(
        Activity.PAYMENT_PLAN_GRANTED,
        plan,
        invoice,
        invoice.company,
        instalments=instalments,
        last_on=last_on.isoformat(),
        days=days,
        allowed_days=allowed,
        beyond_delegation=days > allowed,
        amount_cents=invoice.amount_due.cents,
    )
    _register(work, plan, invoice, type=DocumentType.PAYMENT_PLAN, mark="E", title="Accord d’échéancier")
    return plan


def note_instalment_due(work: Work, plan: PaymentPlan, *, rank: int) -> Instalment:
    """Take note, when its day has passed, of whether an instalment was paid; one that was not ends the plan."""
    instalment = plan.instalment(rank)
    if plan.state is not AgreementState.OPEN or instalment.state is not AgreementState.OPEN:
        raise AlreadyEnded
    left = queries.left_to_pay(plan.invoice)
    instalment.state = rules.was_kept(left=left, allowed=instalment.left_after)
    broken = instalment.state is AgreementState.BROKEN
    if broken or rank == plan.instalments:
        plan.state, plan.ended_on = instalment.state, work.today
        _lift(work, plan.invoice, HoldCause.PLAN)
    work.record(
        Activity.PAYMENT_PLAN_BROKEN if broken else Activity.PAYMENT_PLAN_KEPT,
        plan,
        plan.invoice,
        plan.invoice.company,
        rank=rank,
        instalments=plan.instalments,
        amount_cents=instalment.amount.cents,
        due_on=instalment.due_on.isoformat(),
        left_cents=left.cents,
        ended=plan.state is not AgreementState.OPEN,
    )
    return instalment


def open_dispute(work: Work, invoice: Invoice, *, cause: DisputeCause, reason: str) -> Dispute:
    """Note that a customer disputes an invoice: it is not chased until that is settled."""
    still_due(invoice)
    if not reason.strip():
        raise NoReason
    if any(each.is_open for each in queries.disputes_of(invoice)):
        raise AlreadyDisputed
    dispute = Dispute(invoice=invoice, cause=cause, reason=reason.strip(), opened_on=work.today)
    work.add(dispute)
    _hold(work, invoice, HoldCause.DISPUTE, until=None)
    work.record(
        Activity.DISPUTE_OPENED,
        dispute,
        invoice,
        invoice.company,
        cause=cause.value,
        reason=dispute.reason,
        amount_due_cents=invoice.amount_due.cents,
    )
    return dispute


def close_dispute(work: Work, dispute: Dispute, *, outcome: DisputeOutcome, conclusion: str = "") -> Dispute:
    """Close a dispute, with how it ended: the invoice is chased again if something is still due."""
    if not dispute.is_open:
        raise AlreadyEnded
    dispute.closed_on, dispute.outcome, dispute.conclusion = work.today, outcome, conclusion.strip()
    _lift(work, dispute.invoice, HoldCause.DISPUTE)
    work.record(
        Activity.DISPUTE_CLOSED,
        dispute,
        dispute.invoice,
        dispute.invoice.company,
        outcome=outcome.value,
        days=(work.today - dispute.opened_on).days,
        text=dispute.conclusion,
    )
    return dispute


def still_due(invoice: Invoice) -> None:
    """Refuse where the books say that nothing is owed."""
    if invoice.state is InvoiceState.DRAFT:
        raise NotIssued
    if not invoice.is_open():
        raise NothingDue


def _can_be_promised(work: Work, invoice: Invoice, promised: Money, due_on: date) -> None:
    """Refuse to note what nobody can promise."""
    still_due(invoice)
    if not ZERO < promised <= invoice.amount_due:
        raise NotSoMuch
    if due_on < work.today:
        raise PromiseInThePast


def _spread(work: Work, plan: PaymentPlan) -> None:
    """Write the payments of a plan down."""
    shares = rules.instalments(plan.amount, count=plan.instalments, granted_on=plan.granted_on, last_on=plan.last_on)
    for rank, share in enumerate(shares, start=1):
        row = Instalment(rank=rank, due_on=share.due_on, amount=share.amount, left_after=share.left_after)
        work.stamp(row)
        plan.schedule.append(row)


def _hold(work: Work, invoice: Invoice, cause: HoldCause, *, until: date | None) -> None:
    """Let the chase of an invoice wait; a new word takes the place of an earlier one."""
    _lift(work, invoice, cause)
    work.add(Hold(invoice_id=invoice.id, cause=cause, began_on=work.today, until=until))


def _lift(work: Work, invoice: Invoice, cause: HoldCause) -> None:
    """Let the chase go on."""
    for hold in dunning.holds_of(invoice, cause):
        hold.lift(work.today)


def _register(
    work: Work,
    about: Recordable,
    invoice: Invoice,
    *,
    type: DocumentType,  # noqa: A002  (as the register says it)
    mark: str,
    title: str,
) -> None:
    """Enter what was written to the customer among the documents issued."""
    register_document(
        work, type=type, number=f"{invoice.number}-{mark}{about.id}", title=title, company=invoice.company, about=about
    )
