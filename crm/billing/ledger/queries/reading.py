"""What the entries of the books are written from: documents, money, what is set against what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.billing.invoices.models import DepositDeduction, Invoice
from crm.billing.payments.models import Allocation, Payment, Refund
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.store.base import db


def deposits_taken(found: Mapping[int, Invoice]) -> Mapping[int, list[tuple[Invoice, Money]]]:
    """Return, per final invoice, the deposit invoices taken off it and how much of each."""
    taken: dict[int, list[tuple[Invoice, Money]]] = defaultdict(list)
    for each in db.session.scalars(select(DepositDeduction).order_by(DepositDeduction.id)):
        if each.invoice_id in found and each.deposit_invoice_id in found:
            taken[each.invoice_id].append((found[each.deposit_invoice_id], each.amount))
    return taken


def allocations(company: Company | None) -> Sequence[Allocation]:
    """Return all that was ever set against invoices, oldest first."""
    statement = select(Allocation).options(
        joinedload(Allocation.invoice).joinedload(Invoice.company),
        joinedload(Allocation.payment),
        joinedload(Allocation.credit_note),
    )
    if company is not None:
        statement = statement.where(Allocation.company_id == company.id)
    return db.session.scalars(statement.order_by(Allocation.id)).all()


def payments(company: Company | None) -> Sequence[Payment]:
    """Return the payments that were entered in the books."""
    statement = select(Payment).options(joinedload(Payment.company)).where(Payment.recorded_on.is_not(None))
    if company is not None:
        statement = statement.where(Payment.company_id == company.id)
    return db.session.scalars(statement.order_by(Payment.id)).all()


def refunds(company: Company | None) -> Sequence[Refund]:
    """Return what was given back."""
    statement = select(Refund).options(
        joinedload(Refund.payment).joinedload(Payment.company),
        joinedload(Refund.credit_note).joinedload(Invoice.company),
    )
    if company is not None:
        statement = statement.where(Refund.company_id == company.id)
    return db.session.scalars(statement.order_by(Refund.id)).all()
