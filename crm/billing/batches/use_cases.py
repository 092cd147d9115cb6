"""One invoice of a batch: issued by itself, in a transaction of its own."""

from __future__ import annotations

from crm.activity.door import Work
from crm.billing.corrections.use_cases import issue_credit_note
from crm.billing.invoices.models import InvoiceState
from crm.billing.invoices.queries import invoice_by_id
from crm.billing.invoices.use_cases import issue_invoice


def issue_one(work: Work, invoice_id: int) -> str:
    """Issue a draft, whatever its type, and return its number; one issued or discarded meanwhile is left alone: ""."""
    invoice = invoice_by_id(invoice_id)
    if invoice is None or invoice.state is not InvoiceState.DRAFT:
        return ""
    return (issue_credit_note if invoice.is_credit_note else issue_invoice)(work, invoice).number
