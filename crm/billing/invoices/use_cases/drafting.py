"""Drafts: from delivery notes, for a month, for a deposit; corrected or discarded until they are issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices import queries, rules
from crm.billing.invoices.models import (
    DepositDeduction,
    Invoice,
    InvoicedNote,
    InvoiceState,
    InvoiceType,
)
from crm.billing.invoices.use_cases.refusals import (
    AlreadyInvoiced,
    EmptyInvoice,
    MixedNotes,
    NotADraft,
    NotDelivered,
    TooMuchDeposit,
    WrongShare,
)
from crm.billing.invoices.use_cases.starting import put_lines, start_draft, terms_of
from crm.kernel import wording
from crm.kernel.money import NO_RATE, Money, Rate, total
from crm.prospecting.companies.models import Company
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.lines import LineData
from crm.selling.orders.models import Order, OrderState
from crm.store.base import db

WHOLE = Rate.percent(100)
BEFORE_DELIVERY = (OrderState.RECORDED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)
DEPOSIT_WORDS = {"fr": "Acompte de {share} sur la commande {order}", "en": "Deposit of {share} on order {order}"}
NOTE_WORDS = {"fr": "{number} du {day}", "en": "{number} of {day}"}


def draft_invoice(work: Work, order: Order) -> Invoice:
    """Prepare the invoice of an order: what was delivered of it and not invoiced, on the order's terms."""
    notes = queries.notes_to_invoice(order=order)
    if not notes:
        before = queries.invoice_of_order(order.id)
        raise AlreadyInvoiced(label=before.label) if before is not None else NotDelivered
    return draft_from_notes(work, notes)


def draft_from_notes(work: Work, notes: Sequence[DeliveryNote], *, period: tuple[date, date] | None = None) -> Invoice:
    """Prepare one invoice of one or several delivery notes of a customer, on the terms of their orders.

    Several notes on one invoice are a summary invoice; it names the note of
    each line (CGI, article 289, I-3). What deposit invoices took of orders
    that are delivered whole comes off.
    """
    waiting = {note.id for note in queries.notes_to_invoice(among=notes)}
    if not notes or any(note.id not in waiting for note in notes):
        raise NotDelivered
    terms = {replace(terms_of(work, note.order), payment_days=0) for note in notes}
    if len(terms) != 1:
        raise MixedNotes
    orders = {note.order.id: note.order for note in notes}
    first = next(iter(orders.values()))
    invoice = start_draft(
        work,
        first.company,
        terms_of(work, first),
        order=first if len(orders) == 1 else None,
        delivered_on=max((note.delivered_on for note in notes if note.delivered_on), default=None),
        delivery_note_id=notes[0].id if len(notes) == 1 else None,
        period=period,
    )
    for note in notes:
        work.add(InvoicedNote(invoice=invoice, delivery_note_id=note.id))
    named = len(notes) > 1
    details = [_note_words(invoice, note) if named else "" for note in notes for _ in queries.lines_of(note)]
    put_lines(work, invoice, [line for note in notes for line in queries.lines_of(note)], details=details)
    _take_deposits_off(work, invoice, [order.id for order in orders.values() if queries.is_complete(order)])
    _record_draft(work, invoice, *orders.values(), summary=True if named else None)
    return invoice


def draft_summary(work: Work, company: Company, *, month: date) -> Invoice:
    """Prepare the summary invoice of all that was delivered to a customer in a month and not invoiced.

    Source: CGI, article 289, I-3 (one invoice for the deliveries of one calendar month).
    """
    first, last = rules.month_of(month)
    notes = queries.notes_to_invoice(company=company)
    wanted = [note for note in notes if note.delivered_on is not None and first <= note.delivered_on <= last]
    return draft_from_notes(work, wanted, period=(first, last))


def draft_deposit(work: Work, order: Order, *, share: Rate) -> Invoice:
    """Prepare the invoice of a deposit on an order: a share of the net of each VAT rate.

    Source: CGI, article 289, I-1-c (a deposit has its own invoice).
    """
    if not NO_RATE < share <= WHOLE:
        raise WrongShare
    if order.state not in BEFORE_DELIVERY:
        raise NotDelivered
    terms = terms_of(work, order)
    sums = order.totals
    invoice = start_draft(work, order.company, replace(terms, discount=NO_RATE), order=order, type=InvoiceType.DEPOSIT)
    asked = wording.rate(share, invoice.language)
    words = DEPOSIT_WORDS[invoice.language].format(share=asked, order=order.number)
    put_lines(work, invoice, rules.share_lines(sums, share, wording=words))
    before = [each for each in queries.deposits_of(order) if each.id != invoice.id]
    if total(each.gross - queries.credited(each) for each in before) + invoice.gross > sums.gross:
        raise TooMuchDeposit
    _record_draft(work, invoice, order, type=invoice.type.value, share_bp=share.basis_points)
    return invoice


def set_lines(
    work: Work,
    invoice: Invoice,
    *,
    lines: list[LineData],
    payment_days: int | None = None,
    cash_discount: Rate | None = None,
    cash_discount_days: int | None = None,
    version: int | None = None,
) -> Invoice:
    """Correct a draft: other lines, other terms; whether it still agrees with the delivery is seen at issue."""
    if invoice.state is not InvoiceState.DRAFT:
        raise NotADraft
    work.expect(invoice, version, {"payment_days": payment_days})
    if not lines:
        raise EmptyInvoice
    if payment_days is not None:
        invoice.payment_days = payment_days
    if cash_discount is not None:
        invoice.cash_discount, invoice.cash_discount_days = cash_discount, cash_discount_days or 0
    invoice.due_on = rules.due_date(work.today, invoice.payment_days, invoice.due_rule)
    put_lines(work, invoice, lines, details=_kept_details(invoice, lines))
    _cap_deposits(invoice)
    db.session.flush()
    _record_draft(work, invoice, queries.order_of(invoice), changed=True)
    return invoice


def discard_draft(work: Work, invoice: Invoice) -> Invoice:
    """Throw a draft away: it had no number, so none is lost; its delivery notes can be invoiced again."""
    if invoice.state is not InvoiceState.DRAFT:
        raise NotADraft
    work.record(
        Activity.INVOICE_DISCARDED, invoice, queries.order_of(invoice), invoice.company, type=invoice.type.value
    )
    for row in queries.discarded_with(invoice):
        db.session.delete(row)
    db.session.flush()
    db.session.delete(invoice)
    return invoice


def keep_deposits(work: Work, invoice: Invoice, draft: Invoice) -> None:
    """Let the draft that replaces a final invoice take off the same deposits: the replaced one counts no more."""
    for deduction, deposit in queries.deductions_of(invoice):
        work.add(DepositDeduction(invoice=draft, deposit_invoice_id=deposit.id, amount=deduction.amount))
    _cap_deposits(draft)


def _take_deposits_off(work: Work, invoice: Invoice, order_ids: Sequence[int]) -> None:
    """Take off what deposit invoices asked for already: the invoice is a final one then."""
    for deposit, left in queries.deposits_to_take_off(order_ids):
        amount = min(left, invoice.gross - invoice.deposited)
        if amount <= Money():
            continue
        work.add(DepositDeduction(invoice=invoice, deposit_invoice_id=deposit.id, amount=amount))
        invoice.deposited += amount
        invoice.type = InvoiceType.FINAL


def _cap_deposits(invoice: Invoice) -> None:
    """Let deposits take off no more than a corrected draft asks for, nor what was given back of them."""
    left = invoice.gross
    for deduction, deposit in queries.deductions_of(invoice):
        deduction.amount = min(deposit.gross - queries.credited(deposit), left)
        left -= deduction.amount
    invoice.deposited = invoice.gross - left


def _kept_details(invoice: Invoice, lines: Sequence[LineData]) -> list[str]:
    """Return the delivery notes of corrected lines: the one named by the line of the same goods before."""
    known = {(line.reference, line.product_id): line.detail for line in invoice.lines}
    return [known.get((line.reference, line.product_id), "") for line in lines]


def _note_words(invoice: Invoice, note: DeliveryNote) -> str:
    """Name a delivery note beside its lines."""
    day = wording.day(note.delivered_on or note.issued_on, invoice.language)
    return NOTE_WORDS[invoice.language].format(number=note.number, day=day)


def _record_draft(work: Work, invoice: Invoice, *orders: Order | None, **details: str | int | bool | None) -> None:
    """Record that a draft is there or was changed; sums in its currency."""
    said = {name: value for name, value in details.items() if value is not None}
    work.record(Activity.INVOICE_DRAFTED, invoice, *orders, invoice.company, total_cents=invoice.gross.cents, **said)
