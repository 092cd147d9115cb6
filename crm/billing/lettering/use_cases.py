"""What can be done with a customer's account: credit notes set against invoices, lettering undone, money given back."""

from __future__ import annotations

from collections.abc import Sequence

from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.billing.payments.models import Allocation, Payment, PaymentState, Refund, Share, use_credit_note
from crm.billing.payments.use_cases import MoreThanUnallocated, NoAmount, NotInTheBooks, settle
from crm.kernel.errors import N_, Refused
from crm.kernel.money import ZERO, Money, total


class AlreadyUndone(Refused):
    """What is undone does not count any more."""

    message = N_("Ce lettrage est déjà annulé.")


class NoCreditNote(Refused):
    """Only an issued credit note can be set against invoices or given back."""

    message = N_("Ce document n’est pas un avoir émis.")


def undo_allocation(work: Work, allocation: Allocation) -> Allocation:
    """Undo one setting of money against an invoice: the invoice is due again, the money is free again."""
    if not allocation.is_live:
        raise AlreadyUndone
    allocation.undo(work.today)
    source: Recordable | None = allocation.payment or allocation.credit_note
    work.record(
        Activity.PAYMENT_ALLOCATION_UNDONE,
        source,
        allocation.invoice,
        allocation.invoice.company,
        amount_cents=allocation.amount.cents,
        letter=allocation.letter,
        amount_due_cents=allocation.invoice.amount_due.cents,
    )
    return allocation


def allocate_credit_note(work: Work, credit_note: Invoice, shares: Sequence[Share]) -> Invoice:
    """Set an issued credit note against invoices of the same customer."""
    _expect_credit_note(credit_note)
    if not shares:
        raise NoAmount
    for share in shares:
        allocation = Allocation(
            company_id=share.invoice.company.id,
            invoice=share.invoice,
            payment=None,
            credit_note=credit_note,
            amount=share.amount,
            made_on=work.today,
        )
        settle(work, allocation)
    work.record(
        Activity.CREDIT_NOTE_ALLOCATED,
        credit_note,
        *(each.invoice for each in shares),
        credit_note.company,
        amount_cents=total(each.amount for each in shares).cents,
        amount_due_cents=credit_note.amount_due.cents,
    )
    return credit_note


def refund(work: Work, payment: Payment, *, amount: Money, reason: str) -> Refund:
    """Give back what came too much."""
    if payment.state is not PaymentState.RECORDED:
        raise NotInTheBooks
    _expect_left(payment.unallocated, amount)
    payment.refunded += amount
    return _given_back(work, payment, amount=amount, reason=reason)


def refund_credit_note(work: Work, credit_note: Invoice, *, amount: Money, reason: str) -> Refund:
    """Give back to a customer what a credit note owes it, instead of setting it against invoices."""
    _expect_credit_note(credit_note)
    _expect_left(credit_note.amount_due, amount)
    use_credit_note(credit_note, amount)
    return _given_back(work, credit_note, amount=amount, reason=reason)


def _given_back(work: Work, source: Payment | Invoice, *, amount: Money, reason: str) -> Refund:
    """Enter money given back, of a payment or of a credit note."""
    made = Refund(
        company_id=source.company.id,
        payment=source if isinstance(source, Payment) else None,
        credit_note=source if isinstance(source, Invoice) else None,
        amount=amount,
        made_on=work.today,
        reason=reason,
    )
    work.add(made)
    work.record(Activity.PAYMENT_REFUNDED, source, source.company, amount_cents=amount.cents, reason=reason)
    return made


def _expect_left(left: Money, amount: Money) -> None:
    """Refuse to give back nothing, or more than is left."""
    if amount <= ZERO:
        raise NoAmount
    if amount > left:
        raise MoreThanUnallocated(left=f"{left.euros:.2f}".replace(".", ","))


def _expect_credit_note(document: Invoice) -> None:
    """Refuse what is no issued credit note."""
    if document.type is not InvoiceType.CREDIT_NOTE or document.state is InvoiceState.DRAFT:
        raise NoCreditNote
