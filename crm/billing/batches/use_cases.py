"""One invoice of a batch: issued by itself, in a transaction of its own."""

from __future__ import annotations

from crm.activity.door import Work
from crm.billing.corrections.use_cases import issue_credit_note
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.queries import invoice_by_id
from crm.billing.invoices.use_cases import issue_invoice


def issue_one(work: Work, invoice_id: int) -> Invoice | None:
    """Issue a draft, whatever its type; one that was issued or discarded meanwhile is left alone: None."""
    invoice = invoice_by_id(invoice_id)
    if invoice is None or invoice.state is not InvoiceState.DRAFT:
        return None
    return issue_credit_note(work, invoice) if invoice.is_credit_note else issue_invoice(work, invoice)
