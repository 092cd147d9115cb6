"""What can be done with invoices and payments: draft, correct, issue; money received, entered in the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices import queries, rules
from crm.billing.invoices.models import Invoice, InvoiceLine, InvoiceState, Method, Payment
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.errors import N_, Refused
from crm.kernel.money import ZERO, Money
from crm.prospecting.companies.models import Company
from crm.selling.lines import LineData, checked_lines, columns_of
from crm.selling.orders import queries as orders
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.use_cases import mark_invoiced
from crm.store.base import db
from crm.store.numbering import next_number

SERIES = "FA"


class NotDelivered(Refused):
    """An invoice states a delivery (Code de commerce, L441-9)."""

    message = N_("Cette commande n’est pas livrée, ou elle est déjà facturée : il n’y a rien à facturer.")


class AlreadyInvoiced(Refused):
    """One order is invoiced once."""

    message = N_("Cette commande a déjà une facture : %(label)s.")


class NotADraft(Refused):
    """An issued invoice cannot change (CGI, annexe II, 242 nonies A)."""

    message = N_("Une facture émise ne peut plus être modifiée.")


class EmptyInvoice(Refused):
    """An invoice of nothing asks for nothing."""

    message = N_("Une facture a au moins une ligne et un montant supérieur à zéro.")


class NotIssued(Refused):
    """Nobody can pay what was never sent."""

    message = N_("Cette facture n’est pas émise : aucun règlement ne peut s’y rapporter.")


class NoAmount(Refused):
    """Nothing is not a payment."""

    message = N_("Indiquez un montant supérieur à zéro.")
    field = "amount"


class MoreThanDue(Refused):
    """A payment cannot settle more than what remains, what waits at the bank taken off."""

    message = N_(
        "Ce montant dépasse ce qui reste à recevoir sur la facture, règlements en attente d’enregistrement déduits."
    )
    field = "amount"


class NotYetReceived(Refused):
    """Money of tomorrow has not come."""

    message = N_("Un règlement ne peut pas être daté d’un jour à venir.")
    field = "received_on"


class AlreadyRecorded(Refused):
    """A payment is entered once."""

    message = N_("Ce règlement est déjà enregistré.")


def draft_invoice(work: Work, order: Order) -> Invoice:
    """Prepare the invoice of a delivered order: its lines and terms are copied and can be corrected until issue."""
    if order.state is not OrderState.DELIVERED:
        raise NotDelivered
    if (before := queries.invoice_of_order(order.id)) is not None:
        raise AlreadyInvoiced(label=before.label)
    note = orders.delivery_note_of(order)
    invoice = Invoice(
        company=order.company,
        order_id=order.id,
        delivery_note_id=note.id if note else None,
        drafted_on=work.today,
        delivered_on=note.delivered_on if note else None,
        due_on=rules.due_date(work.today, order.payment_days),
        payment_days=order.payment_days,
    )
    work.add(invoice)
    _put_lines(work, invoice, [line.data for line in order.lines])
    work.record(Activity.INVOICE_DRAFTED, invoice, order, invoice.company, total_cents=invoice.gross.cents)
    return invoice


def set_lines(
    work: Work,
    invoice: Invoice,
    *,
    lines: list[LineData],
    payment_days: int | None = None,
    version: int | None = None,
) -> Invoice:
    """Correct a draft: other lines, other payment days; whether it still agrees with the delivery is seen at issue."""
    if invoice.state is not InvoiceState.DRAFT:
        raise NotADraft
    work.expect(invoice, version, {"payment_days": payment_days})
    if not lines:
        raise EmptyInvoice
    if payment_days is not None:
        invoice.payment_days = payment_days
        invoice.due_on = rules.due_date(work.today, payment_days)
    _put_lines(work, invoice, lines)
    db.session.flush()
    work.record(
        Activity.INVOICE_DRAFTED,
        invoice,
        queries.order_of(invoice),
        invoice.company,
        total_cents=invoice.gross.cents,
        changed=True,
    )
    return invoice


def issue_invoice(work: Work, invoice: Invoice) -> Invoice:
    """Issue a draft: it gets the next number and never changes again.

    Numbers follow one another without gaps (CGI, annexe II, article 242 nonies A, I-7°).
    Days beyond the terms are more than the company's procedure and more than the customer's own agreement.
    """
    if invoice.state is not InvoiceState.DRAFT:
        raise NotADraft
    if not invoice.lines or invoice.gross <= ZERO:
        raise EmptyInvoice
    db.session.flush()
    order, company = queries.order_of(invoice), invoice.company
    invoice.move(InvoiceState.ISSUED)
    invoice.number = next_number(SERIES, work.today.year)
    invoice.issued_on = work.today
    invoice.due_on = rules.due_date(work.today, invoice.payment_days)
    matches = order is not None and rules.agrees((i.data for i in invoice.lines), (d.data for d in order.lines))
    if order is not None:
        mark_invoiced(order)
    work.record(
        Activity.INVOICE_ISSUED,
        invoice,
        order,
        company,
        total_cents=invoice.gross.cents,
        due_on=invoice.due_on.isoformat(),
        matches_delivery=matches,
        payment_days=invoice.payment_days,
        beyond_payment_terms=invoice.payment_days > max(work.procedure("payment_days"), company.payment_days),
    )
    register_document(
        work, type=DocumentType.INVOICE, number=invoice.number, title="Facture", company=company, about=invoice
    )
    return invoice


def receive_payment(
    work: Work, invoice: Invoice, *, amount: Money, method: Method, received_on: date | None = None, reference: str = ""
) -> Payment:
    """Let money come to the bank; the books do not know of it until somebody enters it."""
    if invoice.state is InvoiceState.DRAFT:
        raise NotIssued
    if amount <= ZERO:
        raise NoAmount
    if amount > invoice.amount_due - queries.waiting_total(invoice):
        raise MoreThanDue
    payment = Payment(
        invoice=invoice,
        amount=amount,
        method=method,
        received_on=received_on or work.today,
        reference=reference,
    )
    work.add(payment)
    work.record(
        Activity.PAYMENT_RECEIVED, payment, invoice, invoice.company, amount_cents=amount.cents, method=method.value
    )
    return payment


def record_payment(work: Work, payment: Payment) -> Payment:
    """Enter in the books what the bank received; the invoice is settled when nothing remains due."""
    if payment.recorded_on is not None:
        raise AlreadyRecorded
    invoice = payment.invoice
    payment.recorded_on = work.today
    invoice.paid += payment.amount
    if not invoice.amount_due:
        invoice.move(InvoiceState.PAID)
    work.record(
        Activity.PAYMENT_RECORDED,
        payment,
        invoice,
        invoice.company,
        amount_cents=payment.amount.cents,
        method=payment.method.value,
        amount_due_cents=invoice.amount_due.cents,
    )
    return payment


def enter_payment(
    work: Work, invoice: Invoice, *, amount: Money, method: Method, received_on: date, reference: str = ""
) -> Payment:
    """Key in a payment by hand: a cheque on the desk, cash at the counter; part of what is due will do."""
    if received_on > work.today:
        raise NotYetReceived
    with work.acting_as(_customer(invoice.company)):
        payment = receive_payment(
            work, invoice, amount=amount, method=method, received_on=received_on, reference=reference
        )
    return record_payment(work, payment)


def note_fell_due(work: Work, invoice: Invoice) -> Invoice:
    """Note, once, that an invoice's day has passed without full payment in the books."""
    if invoice.fell_due or not invoice.is_overdue(on=work.today):
        return invoice
    invoice.fell_due = True
    work.record(
        Activity.INVOICE_FELL_DUE,
        invoice,
        invoice.company,
        due_on=invoice.due_on.isoformat(),
        amount_due_cents=invoice.amount_due.cents,
    )
    return invoice


def _put_lines(work: Work, invoice: Invoice, lines: Sequence[LineData]) -> None:
    """Give an invoice its lines and the totals that lists show."""
    invoice.lines[:] = [
        InvoiceLine(**columns_of(line, rank))  # type: ignore[arg-type]
        for rank, line in enumerate(checked_lines(lines))
    ]
    for line in invoice.lines:
        work.stamp(line)
    sums = invoice.totals
    invoice.net, invoice.gross = sums.net, sums.gross


def _customer(company: Company) -> Actor:
    """Return the customer as one who acts."""
    return Actor(ActorKind.CUSTOMER, company.legal_name, company.id)
