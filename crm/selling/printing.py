"""The papers of a sale: from rows to frozen views, and the answer that shows a PDF."""

from __future__ import annotations

from flask import Response

from crm.papers.views import CommercialPaper, Language, PaperKind, Party
from crm.selling.orders.models import DeliveryNote, Order
from crm.selling.parties import customer_party, language_of, paper_lines, typed_address
from crm.selling.quotes.models import Quote

PAYMENT = {
    "fr": ("à réception, par virement", "{days} jours date de facture, par virement"),
    "en": ("on receipt, by bank transfer", "{days} days from the invoice date, by bank transfer"),
}


def inline_pdf(pdf: bytes, *, name: str) -> Response:
    """Return a PDF to be shown in place; `name` is the file's, without its ending."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def payment_terms(days: int, language: Language) -> str:
    """Return when one pays, as a paper says it."""
    at_once, later = PAYMENT[language]
    return later.format(days=days) if days else at_once


def paper_of_quote(quote: Quote, *, seller: Party) -> CommercialPaper:
    """Return a quote as paper; one that was not sent is a draft and says so."""
    language = language_of(quote.company)
    return CommercialPaper(
        kind=PaperKind.QUOTE,
        number=quote.number,
        issued_on=quote.sent_on or quote.drafted_on,
        valid_until=quote.valid_until,
        seller=seller,
        customer=customer_party(quote.company),
        lines=paper_lines(quote.lines),
        language=language,
        payment_terms=payment_terms(quote.payment_days, language),
        delivery_terms=quote.delivery_terms,
        note=quote.note,
    )


def paper_of_order(order: Order, *, seller: Party, quote_number: str = "") -> CommercialPaper:
    """Return the confirmation of an order; one that was not confirmed is a draft and says so."""
    language = language_of(order.company)
    return CommercialPaper(
        kind=PaperKind.ORDER_CONFIRMATION,
        number=order.number if order.confirmed_on else "",
        issued_on=order.confirmed_on or order.recorded_on,
        promised_on=order.promised_on,
        seller=seller,
        customer=customer_party(order.company),
        lines=paper_lines(order.lines),
        language=language,
        payment_terms=payment_terms(order.payment_days, language),
        delivery_address=typed_address(order.delivery_address),
        quote_number=quote_number,
        order_number=order.number,
        customer_reference=order.customer_reference,
    )


def paper_of_note(note: DeliveryNote, *, seller: Party) -> CommercialPaper:
    """Return a delivery note: all that was ordered left in one go."""
    order = note.order
    return CommercialPaper(
        kind=PaperKind.DELIVERY_NOTE,
        number=note.number,
        issued_on=note.issued_on,
        delivered_on=note.delivered_on or note.issued_on,
        seller=seller,
        customer=customer_party(order.company),
        lines=paper_lines(order.lines, ordered=[line.quantity for line in order.lines]),
        language=language_of(order.company),
        delivery_address=typed_address(order.delivery_address),
        order_number=order.number,
        customer_reference=order.customer_reference,
    )
