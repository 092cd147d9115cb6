"""What a customer owes or is about to owe, in euros."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, case, func, select

from crm.billing.invoices import rules
from crm.billing.invoices.models import DepositDeduction, Invoice, InvoiceState, InvoiceType
from crm.billing.invoices.queries.listing import IS_CREDIT_NOTE, STILL_OPEN
from crm.kernel.currency import MILLION, in_euros
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company
from crm.selling.orders import queries as orders
from crm.store.base import db

Advance = Callable[[Company], Money]
_advances: list[Advance] = []


def announce_advance(advance: Advance) -> None:
    """Let a higher room say what a customer paid in advance, in euros: it comes off what it owes."""
    if advance not in _advances:
        _advances.append(advance)


def outstanding(company: Company) -> Money:
    """Return the company's outstanding balance in euros: see `rules.Exposure` for its parts and their source."""
    return exposure(company).total


def exposure(company: Company) -> rules.Exposure:
    """Return the parts of a company's outstanding balance, in euros and with VAT."""
    return rules.Exposure(
        invoiced=_remaining(company, STILL_OPEN),
        ordered=orders.ordered_not_invoiced(company),
        credit_notes=_remaining(company, IS_CREDIT_NOTE & (Invoice.state == InvoiceState.ISSUED)),
        deposits=_deposits(company),
        advances=total(advance(company) for advance in _advances),
    )


def _remaining(company: Company, which: ColumnElement[bool]) -> Money:
    """Return what remains of invoices, in euros: one sum for those in euros, one by one for the others."""
    at_home = case((Invoice.exchange_ppm == MILLION, Invoice.gross - Invoice.deposited - Invoice.paid), else_=0)
    of_company = (which, Invoice.company_id == company.id)
    cents = db.session.scalar(select(func.sum(at_home)).where(*of_company)) or 0
    abroad = select(Invoice.amount_due, Invoice.exchange_ppm).where(*of_company, Invoice.exchange_ppm != MILLION)
    return _as_money(cents) + total(in_euros(_as_money(due), ppm) for due, ppm in db.session.execute(abroad))


def _deposits(company: Company) -> Money:
    """Return what deposit invoices asked for and no issued final invoice has taken off yet, credit notes taken off."""
    taken = (
        select(DepositDeduction.deposit_invoice_id)
        .join(
            Invoice,
            (Invoice.workspace_id == DepositDeduction.workspace_id) & (Invoice.id == DepositDeduction.invoice_id),
        )
        .where(Invoice.number != "")
    )
    asked = select(Invoice.id, Invoice.gross, Invoice.exchange_ppm).where(
        Invoice.type == InvoiceType.DEPOSIT,
        Invoice.state.in_([InvoiceState.ISSUED, InvoiceState.HANDED_OVER, InvoiceState.PAID]),
        Invoice.company_id == company.id,
        Invoice.id.not_in(taken),
    )
    found = {each: (gross, ppm) for each, gross, ppm in db.session.execute(asked)}
    if not found:
        return ZERO
    back = select(Invoice.corrects_id, Invoice.gross, Invoice.exchange_ppm).where(
        IS_CREDIT_NOTE, Invoice.number != "", Invoice.corrects_id.in_(found)
    )
    given = total(in_euros(gross, ppm) for _, gross, ppm in db.session.execute(back))
    return total(in_euros(gross, ppm) for gross, ppm in found.values()) - given


def _as_money(value: Money | int) -> Money:
    """Return a sum as the database gave it."""
    return value if isinstance(value, Money) else Money(int(value))
