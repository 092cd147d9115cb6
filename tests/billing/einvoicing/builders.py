"""Electronic invoices built through the use cases."""

from __future__ import annotations

from crm.activity.door import Work
from crm.billing.einvoicing.models import EInvoice
from crm.billing.einvoicing.use_cases import deposit_invoice
from crm.billing.invoices.models import Invoice
from crm.prospecting.companies.models import Company
from tests.billing.invoices.builders import an_issued_invoice
from tests.selling.catalogue.builders import the_seller


def a_sound_invoice(work: Work, company: Company) -> Invoice:
    """Issue an invoice of a seller whose papers are in order."""
    the_seller(work)
    return an_issued_invoice(work, company)


def a_deposited_invoice(work: Work, company: Company) -> EInvoice:
    """Deposit such an invoice: the platform takes it."""
    return deposit_invoice(work, a_sound_invoice(work, company))


def a_rejected_invoice(work: Work, company: Company) -> EInvoice:
    """Deposit an invoice of a seller who never said its SIREN: the platform gives it back."""
    return deposit_invoice(work, an_issued_invoice(work, company))
