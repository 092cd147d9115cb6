"""Invoices as their papers show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries.listing import invoice_by_id
from crm.billing.invoices.queries.sources import deductions_of, notes_of, operation_of, order_of
from crm.papers.keeping import read_back
from crm.papers.views import CommercialPaper, Language, Named, PaperLine
from crm.selling.catalogue import queries as catalogue
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.parties import customer_party, paper_lines, payment_terms, typed_address


def paper_of(invoice: Invoice) -> CommercialPaper:
    """Return an invoice as its paper shows it: as it was when it was issued, whatever changed or was paid since."""
    return read_back(invoice.issued_as) if invoice.issued_as else print_now(invoice)


def print_now(invoice: Invoice) -> CommercialPaper:
    """Return a draft as its paper would show it now."""
    company, order, seller = invoice.company, order_of(invoice), catalogue.seller_identity()
    notes, language = notes_of(invoice), cast(Language, invoice.language)
    corrected = invoice_by_id(invoice.corrects_id) if invoice.corrects_id is not None else None
    elsewhere = order is not None and order.delivery_address != "\n".join(company.address_lines)
    return CommercialPaper(
        kind=invoice.type.paper_kind,
        number=invoice.number,
        issued_on=invoice.issued_on or invoice.drafted_on,
        seller=catalogue.seller(),
        customer=customer_party(company),
        lines=_lines(invoice),
        language=language,
        operation=operation_of(line.data for line in invoice.lines),
        delivered_on=invoice.delivered_on if invoice.period_from is None else None,
        due_on=invoice.due_on,
        payment_terms=payment_terms(invoice.payment_days, language, invoice.due_rule),
        delivery_address=typed_address(order.delivery_address) if order and elsewhere else None,
        order_number=order.number if order else "",
        delivery_note_number=_note_numbers(notes) if invoice.period_from is None else "",
        customer_reference=order.customer_reference if order else "",
        late_rate=seller.late_rate if seller else None,
        currency=invoice.currency,
        exchange_ppm=invoice.exchange_ppm,
        regime=invoice.regime,
        discount=invoice.discount,
        deposits=_deposits(invoice),
        corrects=(Named(number=corrected.number, issued_on=_day_of(corrected)),) if corrected else (),
        reason=invoice.reason,
        period=(invoice.period_from, invoice.period_to) if invoice.period_from and invoice.period_to else None,
        incoterm=invoice.incoterm,
        cash_discount=invoice.cash_discount,
        cash_discount_days=invoice.cash_discount_days,
    )


def _lines(invoice: Invoice) -> tuple[PaperLine, ...]:
    """Return the lines, each with its delivery note if the invoice charges several."""
    shown = paper_lines(invoice.lines)
    return tuple(replace(line, detail=stored.detail) for line, stored in zip(shown, invoice.lines, strict=True))


def _deposits(invoice: Invoice) -> tuple[Named, ...]:
    """Return what deposit invoices took already."""
    return tuple(
        Named(number=deposit.number, issued_on=_day_of(deposit), amount=taken.amount)
        for taken, deposit in deductions_of(invoice)
        if taken.amount
    )


def _note_numbers(notes: list[DeliveryNote]) -> str:
    """Return the numbers of the delivery notes charged."""
    return ", ".join(note.number for note in notes)


def _day_of(invoice: Invoice) -> date:
    """Return the day of an invoice."""
    return invoice.issued_on or invoice.drafted_on
