"""Issuing: an invoice gets its number, its paper is kept, and it never changes again."""

from __future__ import annotations

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices import queries, rules
from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.billing.invoices.use_cases.refusals import EmptyInvoice, IsCreditNote, NotADraft, NotReplaceable
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.kernel.currency import Currency, in_euros
from crm.kernel.money import ZERO
from crm.papers.keeping import keep
from crm.selling.deliveries.use_cases import mark_invoiced
from crm.store.base import db
from crm.store.numbering import next_number


def issue_invoice(work: Work, invoice: Invoice) -> Invoice:
    """Issue a draft: it gets the next number and never changes again.

    Numbers follow one another without gaps (CGI, annexe II, article 242 nonies A,
    I-7°). Days beyond the terms are more than the company's procedure and more
    than the customer's own agreement. A corrective invoice replaces the one
    that it names. The record is about every order and delivery note that it
    charges; its total is what is asked for, in euros.
    """
    if invoice.is_credit_note:
        raise IsCreditNote
    replaced = _replaced_by(invoice)
    order, company, notes = queries.order_of(invoice), invoice.company, queries.notes_of(invoice)
    charged, matches = queries.notes_charged_first(invoice, notes), queries.matches_delivery(invoice, notes)
    orders = {each.id: each for each in [*([order] if order else []), *(note.order for note in notes)]}
    number_and_seal(work, invoice)
    if replaced is not None:
        replaced.move(InvoiceState.REPLACED)
    mark_invoiced(charged, invoice_id=invoice.id)
    if not invoice.amount_due:
        invoice.move(InvoiceState.PAID)
    work.record(
        Activity.INVOICE_ISSUED,
        invoice,
        *orders.values(),
        replaced,
        company,
        *notes,
        total_cents=in_euros(invoice.amount_due, invoice.exchange_ppm).cents,
        due_on=invoice.due_on.isoformat(),
        matches_delivery=matches,
        payment_days=invoice.payment_days,
        beyond_payment_terms=invoice.payment_days > max(work.procedure("payment_days"), company.payment_days),
        **_unusual(invoice),
        **({"summary": True} if len(notes) > 1 else {}),
    )
    register_document(
        work, type=DocumentType.INVOICE, number=invoice.number, title=invoice.type.label, company=company, about=invoice
    )
    return invoice


def number_and_seal(work: Work, invoice: Invoice) -> None:
    """Give a draft its number and keep its paper, in one statement: afterwards the database refuses any change."""
    if invoice.state is not InvoiceState.DRAFT:
        raise NotADraft
    if not invoice.lines or invoice.gross <= ZERO:
        raise EmptyInvoice
    db.session.flush()
    number = next_number(invoice.type.series, work.today.year)
    with db.session.no_autoflush:
        invoice.move(InvoiceState.ISSUED)
        invoice.number, invoice.issued_on = number, work.today
        days = 0 if invoice.is_credit_note else invoice.payment_days
        invoice.due_on = rules.due_date(work.today, days, invoice.due_rule)
        invoice.issued_as = keep(queries.print_now(invoice))
    db.session.flush()


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
        amount_due_cents=invoice.due_in_euros.cents,
    )
    return invoice


def _replaced_by(invoice: Invoice) -> Invoice | None:
    """Return what a corrective invoice replaces, or refuse what cannot be replaced any more."""
    if invoice.type is not InvoiceType.CORRECTIVE or invoice.corrects_id is None:
        return None
    replaced = queries.invoice_by_id(invoice.corrects_id)
    if replaced is None or not queries.is_replaceable(replaced):
        raise NotReplaceable
    return replaced


def _unusual(invoice: Invoice) -> dict[str, str | int]:
    """Return what a record says of an invoice that is not a plain one in euros."""
    said: dict[str, str | int] = {}
    if invoice.type is not InvoiceType.INVOICE:
        said["type"] = invoice.type.value
    if invoice.currency is not Currency.EUR:
        said |= {"currency": invoice.currency.code, "currency_total_cents": invoice.gross.cents}
    return said
