"""What can be done with payments: received, entered in the books, set against invoices, bounced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.payments import queries, rules
from crm.billing.payments.models import Allocation, Method, Payment, PaymentState, Share
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.errors import N_, Refused
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company


class NotIssued(Refused):
    """Nobody can pay what was never sent."""

    message = N_("Cette facture n’est pas émise : aucun règlement ne peut s’y rapporter.")


class NoAmount(Refused):
    """Nothing is not a payment."""

    message = N_("Indiquez un montant supérieur à zéro.")
    field = "amount"


class MoreThanDue(Refused):
    """An invoice is not settled twice."""

    message = N_("Ce montant dépasse ce qui reste dû sur la facture %(number)s.")
    field = "amount"


class WaitsAtTheBank(Refused):
    """What the bank already announced is entered from there, not a second time."""

    message = N_("Un règlement attend déjà en banque pour cette facture : enregistrez-le au lieu de le ressaisir.")
    field = "amount"


class MoreThanUnallocated(Refused):
    """One cannot set against invoices more than came."""

    message = N_("Ce règlement ou cet avoir ne suffit pas : il reste %(left)s € à imputer.")
    field = "amount"


class NotYetReceived(Refused):
    """Money of tomorrow has not come."""

    message = N_("Un règlement ne peut pas être daté d’un jour à venir.")
    field = "received_on"


class AlreadyRecorded(Refused):
    """A payment is entered once."""

    message = N_("Ce règlement est déjà enregistré.")


class NotInTheBooks(Refused):
    """Only what is in the books can be set against invoices or given back."""

    message = N_("Ce règlement n’est pas dans les comptes : enregistrez-le d’abord.")


class AnotherCustomer(Refused):
    """A customer's account holds its own money and its own invoices."""

    message = N_("La facture %(number)s est celle d’un autre client.")


class AnotherCurrency(Refused):
    """Money settles what is due in its own currency."""

    message = N_("La facture %(number)s est dans une autre devise que le règlement.")


def receive_payment(
    work: Work, invoice: Invoice, *, amount: Money, method: Method, received_on: date | None = None, reference: str = ""
) -> Payment:
    """Let money come to the bank for an invoice, too much of it perhaps; the books do not know of it yet."""
    if invoice.state is InvoiceState.DRAFT:
        raise NotIssued
    payment = Payment(
        company=invoice.company,
        invoice=invoice,
        amount=amount,
        method=method,
        received_on=received_on or work.today,
        reference=reference,
        currency=invoice.currency,
        exchange_ppm=invoice.exchange_ppm,
    )
    return _received(work, payment)


def receive_money(
    work: Work, company: Company, *, amount: Money, method: Method, received_on: date | None = None, reference: str = ""
) -> Payment:
    """Let money come to the bank of which the payer does not say for what, in euros."""
    payment = Payment(
        company=company,
        invoice=None,
        amount=amount,
        method=method,
        received_on=received_on or work.today,
        reference=reference,
    )
    return _received(work, payment)


def record_payment(work: Work, payment: Payment, *, shares: Sequence[Share] | None = None) -> Payment:
    """Enter in the books what the bank received, and set it against invoices.

    Unless told otherwise it settles the invoice that the payer named, as far
    as that is due; what is left stays on the customer's account.
    """
    if payment.state is not PaymentState.AT_BANK:
        raise AlreadyRecorded
    payment.move(PaymentState.RECORDED)
    payment.recorded_on = work.today
    if shares is None:
        named = payment.invoice
        due = min(payment.amount, named.amount_due) if named is not None and named.is_open() else ZERO
        shares = [Share(named, due)] if named is not None and due > ZERO else []
    _allocate(work, payment, shares)
    invoices = [each.invoice for each in shares] or ([payment.invoice] if payment.invoice else [])
    work.record(
        Activity.PAYMENT_RECORDED,
        payment,
        *invoices,
        payment.company,
        amount_cents=payment.amount.cents,
        method=payment.method.value,
        amount_due_cents=total(each.amount_due for each in invoices).cents,
        unallocated_cents=payment.unallocated.cents,
    )
    _record_discounts(work, payment, shares)
    return payment


def enter_payment(
    work: Work, invoice: Invoice, *, amount: Money, method: Method, received_on: date, reference: str = ""
) -> Payment:
    """Key in a payment by hand: a cheque on the desk, cash at the counter; part of what is due or too much will do."""
    waiting = queries.waiting_total(invoice)
    if waiting and amount > invoice.amount_due - waiting:
        raise WaitsAtTheBank
    if received_on > work.today:
        raise NotYetReceived
    with work.acting_as(_customer(invoice.company)):
        payment = receive_payment(
            work, invoice, amount=amount, method=method, received_on=received_on, reference=reference
        )
    return record_payment(work, payment)


def enter_money(
    work: Work, company: Company, *, amount: Money, method: Method, received_on: date, reference: str = ""
) -> Payment:
    """Key in money for which the customer named no invoice; it stays on its account until it is set against some."""
    if received_on > work.today:
        raise NotYetReceived
    with work.acting_as(_customer(company)):
        payment = receive_money(
            work, company, amount=amount, method=method, received_on=received_on, reference=reference
        )
    return record_payment(work, payment)


def allocate(work: Work, payment: Payment, shares: Sequence[Share]) -> Payment:
    """Set money that is in the books against invoices of its customer, cash discounts with it."""
    if payment.state is not PaymentState.RECORDED:
        raise NotInTheBooks
    if not shares:
        raise NoAmount
    made = _allocate(work, payment, shares)
    work.record(
        Activity.PAYMENT_ALLOCATED,
        payment,
        *(each.invoice for each in shares),
        payment.company,
        amount_cents=total(each.amount for each in shares).cents,
        unallocated_cents=payment.unallocated.cents,
        letter=made[0].letter,
    )
    _record_discounts(work, payment, shares)
    return payment


def bounce_payment(work: Work, payment: Payment, *, reason: str) -> Payment:
    """Note that the bank took a payment back: what it settled is due again, nothing of it is forgotten."""
    undone = queries.live_allocations(payment)
    payment.move(PaymentState.BOUNCED)
    payment.bounced_on, payment.bounce_reason = work.today, reason
    for each in undone:
        each.undo(work.today)
    work.record(
        Activity.PAYMENT_BOUNCED,
        payment,
        *(each.invoice for each in undone),
        payment.company,
        amount_cents=payment.amount.cents,
        method=payment.method.value,
        reason=reason,
    )
    return payment


def settle(work: Work, allocation: Allocation) -> Allocation:
    """Let an allocation count: checked, lettered, taken from its source and off what the invoice has due."""
    invoice, source = allocation.invoice, allocation.payment or allocation.credit_note
    if not (invoice.is_open() or invoice.state is InvoiceState.WRITTEN_OFF):
        raise NotIssued
    if source is not None and source.company.id != invoice.company.id:
        raise AnotherCustomer(number=invoice.label)
    if source is not None and source.currency is not invoice.currency:
        raise AnotherCurrency(number=invoice.label)
    if allocation.amount < ZERO or allocation.settles <= ZERO:
        raise NoAmount
    if allocation.settles > invoice.amount_due:
        raise MoreThanDue(number=invoice.label)
    if allocation.amount > allocation.available:
        raise MoreThanUnallocated(left=f"{allocation.available.euros:.2f}".replace(".", ","))
    allocation.letter = queries.letter_for(allocation)
    before = queries.live_euros(invoice)
    work.add(allocation)
    allocation.count(settled_before=before)
    return allocation


def _allocate(work: Work, payment: Payment, shares: Sequence[Share]) -> list[Allocation]:
    """Set a payment against invoices, in the order given."""
    made = []
    for share in shares:
        allocation = Allocation(
            company_id=share.invoice.company.id,
            invoice=share.invoice,
            payment=payment,
            credit_note=None,
            amount=share.amount,
            discount=share.discount,
            made_on=work.today,
        )
        made.append(settle(work, allocation))
    return made


def _record_discounts(work: Work, payment: Payment, shares: Sequence[Share]) -> None:
    """Leave a record of each cash discount, with what was agreed."""
    for share in shares:
        invoice, amount = share.invoice, share.discount
        if amount > ZERO:
            until = rules.discount_until(invoice.issued_on or work.today, invoice.cash_discount_days)
            agreed = rules.cash_discount(invoice.gross, invoice.cash_discount)
            work.record(
                Activity.CASH_DISCOUNT_GRANTED,
                invoice,
                payment,
                invoice.company,
                amount_cents=amount.cents,
                agreed_cents=agreed.cents,
                in_time=payment.received_on <= until,
                beyond_terms=amount > agreed or payment.received_on > until,
            )


def _received(work: Work, payment: Payment) -> Payment:
    """Put money that came into the bank."""
    if payment.amount <= ZERO:
        raise NoAmount
    work.add(payment)
    work.record(
        Activity.PAYMENT_RECEIVED,
        payment,
        payment.invoice,
        payment.company,
        amount_cents=payment.amount.cents,
        method=payment.method.value,
    )
    return payment


def _customer(company: Company) -> Actor:
    """Return the customer as one who acts."""
    return Actor(ActorKind.CUSTOMER, company.legal_name, company.id)
