"""What can be asked about a customer's account: what is open on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.billing.invoices.queries import open_invoices
from crm.billing.payments.models import Allocation, Payment
from crm.billing.payments.queries import free_payments, payments_owed_back, waiting_payments
from crm.kernel.currency import in_euros
from crm.kernel.money import Money, total
from crm.prospecting.companies.models import Company
from crm.store.base import db


@dataclass(frozen=True)
class Open:
    """What is open on a customer's account: what it owes, what it has to its credit, what waits at the bank.

    `owed_back` was given back before the bank took the payment back.
    """

    invoices: Sequence[Invoice]
    payments: Sequence[Payment]
    credit_notes: Sequence[Invoice]
    waiting: Sequence[Payment]
    owed_back: Sequence[Payment]

    @property
    def owed(self) -> Money:
        """What it owes, in euros."""
        back = total(in_euros(each.owed_back, each.exchange_ppm) for each in self.owed_back)
        return back + total(each.due_in_euros for each in self.invoices)

    @property
    def credit(self) -> Money:
        """What it has to its credit, in euros: money set against nothing, credit notes not used."""
        free = total(in_euros(each.unallocated, each.exchange_ppm) for each in self.payments)
        return free + total(each.due_in_euros for each in self.credit_notes)


def open_on(company: Company) -> Open:
    """Return what is open on a customer's account."""
    return Open(
        invoices=open_invoices(company),
        payments=free_payments(company),
        credit_notes=usable_credit_notes(company),
        waiting=waiting_payments(company),
        owed_back=payments_owed_back(company),
    )


def usable_credit_notes(company: Company) -> list[Invoice]:
    """Return the issued credit notes of which something is left, the oldest first."""
    statement = select(Invoice).options(joinedload(Invoice.company)).where(Invoice.company_id == company.id)
    left = (Invoice.type == InvoiceType.CREDIT_NOTE, Invoice.state == InvoiceState.ISSUED)
    return list(db.session.scalars(statement.where(*left).order_by(Invoice.id)))


def lettered(company: Company) -> list[Allocation]:
    """Return what was set against what, the newest first."""
    statement = select(Allocation).options(
        joinedload(Allocation.invoice).joinedload(Invoice.company),
        joinedload(Allocation.payment),
        joinedload(Allocation.credit_note),
    )
    statement = statement.where(Allocation.company_id == company.id)
    return list(db.session.scalars(statement.order_by(Allocation.id.desc()).limit(200)))
