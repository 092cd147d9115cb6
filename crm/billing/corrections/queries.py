"""What can be asked about corrections: what of an invoice was not given back yet."""

from __future__ import annotations

from sqlalchemy import select

from crm.billing.invoices import rules
from crm.billing.invoices.models import CorrectionKind, Invoice, InvoiceType
from crm.selling.lines import LineData
from crm.store.base import db


def lines_left(invoice: Invoice) -> list[LineData]:
    """Return what of an invoice's lines no issued credit note gave back; gestures do not lower quantities."""
    statement = select(Invoice).where(
        Invoice.corrects_id == invoice.id,
        Invoice.type == InvoiceType.CREDIT_NOTE,
        Invoice.number != "",
        Invoice.correction != CorrectionKind.COMMERCIAL,
    )
    credited = [line.data for each in db.session.scalars(statement) for line in each.lines]
    return rules.less([line.data for line in invoice.lines], credited)
