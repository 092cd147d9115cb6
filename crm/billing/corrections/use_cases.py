"""What can be done about an issued invoice that is wrong: credit notes, corrective invoices, invoicing again."""

from __future__ import annotations

from collections.abc import Sequence

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.corrections import queries, rules
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import CorrectionKind, Invoice, InvoicedNote, InvoiceState, InvoiceType
from crm.billing.invoices.use_cases import (
    NotReplaceable,
    copy_draft,
    exchange_of,
    keep_deposits,
    number_and_seal,
    put_lines,
)
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.kernel.currency import in_euros
from crm.kernel.errors import N_, Refused
from crm.kernel.money import NO_RATE, ZERO
from crm.selling.lines import LineData


class NotIssued(Refused):
    """A draft is corrected itself; a credit note or a replaced invoice is not corrected at all."""

    message = N_("Un avoir corrige une facture émise qui n’a pas été remplacée.")


class NoReason(Refused):
    """A correction says why."""

    message = N_("Indiquez le motif : il figure sur le document.")
    field = "reason"


class NothingLeft(Refused):
    """What was given back whole cannot be given back again."""

    message = N_("Cette facture a déjà été avoirée en totalité.")


class MoreThanInvoiced(Refused):
    """Nobody gives back more than was asked for."""

    message = N_("Cet avoir dépasse ce qui reste à créditer sur la facture : %(left)s.")


class NotACreditNote(Refused):
    """An invoice is issued as such."""

    message = N_("Ce document n’est pas un avoir.")


class NotCredited(Refused):
    """What still counts is not invoiced a second time."""

    message = N_("Établissez d’abord un avoir total : sinon la vente serait facturée deux fois.")


def credit_note_for(
    work: Work,
    invoice: Invoice,
    *,
    reason: str,
    kind: CorrectionKind = CorrectionKind.FULL,
    lines: Sequence[LineData] | None = None,
) -> Invoice:
    """Prepare a credit note on an issued invoice; without lines it gives back all that no credit note gave back yet.

    A commercial one gives money back without goods coming back. The VAT goes
    back with it, at the invoice's rates (CGI, article 272, 1), the currency
    and its rate are the invoice's own.
    """
    if not reason.strip():
        raise NoReason
    if invoice.is_credit_note or invoice.state in {InvoiceState.DRAFT, InvoiceState.REPLACED}:
        raise NotIssued
    left = queries.lines_left(invoice)
    given = list(lines) if lines is not None else left
    if not given or invoices.credited(invoice) >= invoice.gross:
        raise NothingLeft
    credit_note = copy_draft(work, invoice, type=InvoiceType.CREDIT_NOTE)
    credit_note.corrects_id, credit_note.correction, credit_note.reason = invoice.id, kind, reason.strip()
    if kind is CorrectionKind.COMMERCIAL:
        credit_note.discount = NO_RATE
    put_lines(work, credit_note, given)
    _refuse_too_much(credit_note, invoice)
    order = invoices.order_of(invoice)
    work.record(
        Activity.CREDIT_NOTE_DRAFTED,
        credit_note,
        invoice,
        order,
        invoice.company,
        total_cents=credit_note.gross.cents,
        kind=kind.value,
        reason=credit_note.reason,
    )
    return credit_note


def issue_credit_note(work: Work, credit_note: Invoice) -> Invoice:
    """Issue a credit note under the next number of its own series; what it gives back is then free to be used.

    The record's total is in euros.
    """
    if not credit_note.is_credit_note:
        raise NotACreditNote
    invoice = _corrected(credit_note)
    _refuse_too_much(credit_note, invoice)
    number_and_seal(work, credit_note)
    company, order = credit_note.company, invoices.order_of(credit_note)
    work.record(
        Activity.CREDIT_NOTE_ISSUED,
        credit_note,
        invoice,
        order,
        company,
        total_cents=in_euros(credit_note.gross, credit_note.exchange_ppm).cents,
        kind=(credit_note.correction or CorrectionKind.FULL).value,
        reason=credit_note.reason,
        full=invoices.credited(invoice) >= invoice.gross,
    )
    register_document(
        work,
        type=DocumentType.CREDIT_NOTE,
        number=credit_note.number,
        title=InvoiceType.CREDIT_NOTE.label,
        company=company,
        about=credit_note,
    )
    return credit_note


def corrective_invoice(
    work: Work, invoice: Invoice, *, reason: str, lines: Sequence[LineData] | None = None
) -> Invoice:
    """Prepare the invoice that replaces another of which nothing was paid or credited; it names the one it cancels.

    What deposits took of that one they take of this one, as far as it asks for as much.

    Source: CGI, article 289, I-5 (what changes an invoice and names it without doubt is an invoice).
    """
    if not reason.strip():
        raise NoReason
    if not invoices.is_replaceable(invoice) or invoice.type is InvoiceType.DEPOSIT:
        raise NotReplaceable
    draft = copy_draft(work, invoice, type=InvoiceType.CORRECTIVE)
    draft.corrects_id, draft.reason = invoice.id, reason.strip()
    put_lines(work, draft, lines if lines is not None else [line.data for line in invoice.lines])
    keep_deposits(work, invoice, draft)
    _copy_notes(work, invoice, draft)
    _record_draft(work, draft, invoice)
    return draft


def invoice_again(work: Work, invoice: Invoice) -> Invoice:
    """Prepare a new invoice of what a credit note gave back whole, to be corrected before it is issued.

    So one repairs an invoice that a platform rejected or a customer refused.
    """
    if invoice.is_credit_note or invoice.state is InvoiceState.DRAFT or invoices.credited(invoice) < invoice.gross:
        raise NotCredited
    draft = copy_draft(work, invoice, type=InvoiceType.INVOICE)
    draft.exchange_ppm = exchange_of(work, draft.currency)
    put_lines(work, draft, [line.data for line in invoice.lines], details=[line.detail for line in invoice.lines])
    _copy_notes(work, invoice, draft)
    _record_draft(work, draft, invoice)
    return draft


def _corrected(credit_note: Invoice) -> Invoice:
    """Return the invoice that a credit note corrects."""
    invoice = invoices.invoice_by_id(credit_note.corrects_id or 0)
    if invoice is None or not credit_note.is_credit_note:
        raise NotACreditNote
    return invoice


def _refuse_too_much(credit_note: Invoice, invoice: Invoice) -> None:
    """Refuse to give back more than the invoice asked for, other credit notes taken off, or nothing at all.

    What a final invoice took off of a deposit was given back by that.
    """
    left = invoice.gross - invoices.credited(invoice) - invoices.taken_off(invoice)
    if credit_note.gross > left:
        raise MoreThanInvoiced(left=rules.said(left, invoice.currency))
    if credit_note.gross <= ZERO:
        raise NothingLeft


def _copy_notes(work: Work, invoice: Invoice, draft: Invoice) -> None:
    """Let a new draft charge the delivery notes of the invoice in whose place it comes."""
    for note in invoices.notes_of(invoice):
        work.add(InvoicedNote(invoice=draft, delivery_note_id=note.id))


def _record_draft(work: Work, draft: Invoice, invoice: Invoice) -> None:
    """Record that a draft is there because of another invoice."""
    details: dict[str, str] = {"type": draft.type.value, "corrects": invoice.number}
    if draft.reason:
        details["reason"] = draft.reason
    work.record(
        Activity.INVOICE_DRAFTED,
        draft,
        invoice,
        invoices.order_of(invoice),
        invoice.company,
        total_cents=draft.gross.cents,
        **details,
    )
