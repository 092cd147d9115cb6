"""What a company owes, may owe, and how it pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from crm.billing.credit import rules
from crm.billing.credit.rules import Behaviour, Risk
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.rules import Exposure
from crm.billing.payments.models import Allocation, Payment
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company
from crm.store.base import db


@dataclass(frozen=True)
class Balance:
    """What a company owes and is about to owe on a day (euros, with VAT), what it may owe, and how it pays.

    `limit` is ours, `cover` what the credit insurer guarantees (None: nobody
    asked an insurer).
    """

    on: date
    open_invoices: Sequence[Invoice]
    exposure: Exposure
    limit: Money
    is_own_limit: bool
    cover: Money | None
    behaviour: Behaviour
    account_days: int

    @property
    def ordered(self) -> Money:
        """What was ordered and not invoiced yet."""
        return self.exposure.ordered

    @property
    def unpaid(self) -> Money:
        """What remains due on its invoices, VAT included."""
        return self.exposure.invoiced

    @property
    def overdue(self) -> Money:
        """The part of it whose day has passed."""
        return total(invoice.due_in_euros for invoice in self.open_invoices if invoice.is_overdue(on=self.on))

    @property
    def outstanding(self) -> Money:
        """The outstanding balance."""
        return self.exposure.total

    @property
    def headroom(self) -> Money:
        """What may still be ordered under the limit; negative beyond it."""
        return self.limit - self.outstanding

    @property
    def uncovered(self) -> Money | None:
        """What of the balance no insurer guarantees; None where no insurer was asked."""
        return None if self.cover is None else max(self.outstanding - self.cover, ZERO)

    @property
    def score(self) -> int:
        """The solvency score, 0 to 100."""
        return rules.solvency_score(
            worst_delay_days=self.behaviour.worst_delay,
            overdue_share=rules.share(self.overdue, self.unpaid),
            account_days=self.account_days,
        )

    @property
    def risk(self) -> Risk:
        """What the score means."""
        return Risk.of(self.score)


def balance_of(company: Company, *, on: date, default_limit: Money) -> Balance:
    """Return a company's balance; `default_limit` holds where nobody fixed one."""
    unpaid = invoices.open_invoices(company)
    late_now = [invoice.days_late(on=on) for invoice in unpaid]
    return Balance(
        on=on,
        open_invoices=unpaid,
        exposure=invoices.exposure(company),
        limit=company.credit_limit if company.credit_limit is not None else default_limit,
        is_own_limit=company.credit_limit is not None,
        cover=company.insurer_cover,
        behaviour=rules.behaviour(_delays(company), late_now),
        account_days=(on - company.created_on).days,
    )


def _delays(company: Company) -> list[int]:
    """Return, per paid invoice, the days between its due date and the last payment that settled it."""
    statement = (
        select(Invoice.due_on, func.max(Payment.received_on))
        .join(Allocation, (Allocation.workspace_id == Invoice.workspace_id) & (Allocation.invoice_id == Invoice.id))
        .join(Payment, (Payment.workspace_id == Allocation.workspace_id) & (Payment.id == Allocation.payment_id))
        .where(Invoice.company_id == company.id, Invoice.state == InvoiceState.PAID, Allocation.undone_on.is_(None))
        .group_by(Invoice.id, Invoice.due_on)
    )
    return [(paid_on - due_on).days for due_on, paid_on in db.session.execute(statement)]
