"""Invoices and payments built through the use cases."""

from __future__ import annotations

from datetime import date, datetime

from crm.activity.door import Work
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.use_cases import draft_invoice, issue_invoice
from crm.billing.payments.models import Method, Payment
from crm.billing.payments.use_cases import receive_payment, record_payment
from crm.kernel.actor import HOUSE
from crm.kernel.clock import opening_of
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.queries import product_by_reference
from crm.selling.lines import LineData
from tests.selling.catalogue.builders import a_product
from tests.selling.orders.builders import a_delivered_order
from tests.selling.quotes.builders import a_line


def paper(work: Work, quantity: str = "50") -> LineData:
    """Return a line of reams at 4.20 € plus 20 % VAT: 252 € for fifty."""
    return a_line(product_by_reference("PAP-101") or a_product(work), quantity)


def a_drafted_invoice(work: Work, company: Company, quantity: str = "50") -> Invoice:
    """Prepare the invoice of a delivered order of paper."""
    return draft_invoice(work, a_delivered_order(work, company, paper(work, quantity)))


def an_issued_invoice(work: Work, company: Company, quantity: str = "50", *, on: date | None = None) -> Invoice:
    """Issue an invoice, today or on another simulated day."""
    at: datetime = opening_of(on) if on else work.now
    with work.acting_as(work.actor if on is None else HOUSE, at=at):
        return issue_invoice(work, a_drafted_invoice(work, company, quantity))


def a_payment(work: Work, invoice: Invoice, amount: Money | None = None) -> Payment:
    """Let money come to the bank, all that is due unless told otherwise."""
    return receive_payment(work, invoice, amount=amount or invoice.amount_due, method=Method.TRANSFER)


def a_settled_invoice(work: Work, company: Company, quantity: str = "50", *, on: date, paid_on: date) -> Invoice:
    """Issue an invoice and settle it on another day."""
    invoice = an_issued_invoice(work, company, quantity, on=on)
    with work.acting_as(HOUSE, at=opening_of(paid_on)):
        record_payment(work, a_payment(work, invoice))
    return invoice
