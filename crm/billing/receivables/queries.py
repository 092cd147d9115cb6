"""What can be asked about all that customers owe: aged balance, days of sales, receipts to come, exposure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BigInteger, ColumnElement, and_, case, func, select, type_coerce
from sqlalchemy.orm import joinedload

from crm.billing.agreements.models import AgreementState, PaymentPlan, Promise
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.billing.payments.models import Payment
from crm.billing.payments.queries import IS_FREE, IS_OWED_BACK
from crm.billing.receivables import rules
from crm.billing.receivables.rules import Basis, Bucket, Receipt
from crm.kernel.currency import MILLION, in_euros
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company
from crm.selling.orders.models import Order
from crm.selling.orders.queries import OPEN
from crm.store.base import db

BUCKETS = tuple(Bucket)
STANDING = Invoice.state.in_([InvoiceState.ISSUED, InvoiceState.HANDED_OVER])
IS_CREDIT = Invoice.type == InvoiceType.CREDIT_NOTE
# What remains, in cents of euros, rounded half-up as `in_euros` does (what is due is never negative).
HALF = MILLION // 2
GROSS = (type_coerce(Invoice.gross, BigInteger) * Invoice.exchange_ppm + HALF) // MILLION
DUE = (
    type_coerce(Invoice.gross - Invoice.deposited - Invoice.paid, BigInteger) * Invoice.exchange_ppm + HALF
) // MILLION
MONTHS_BACK = 12


@dataclass(frozen=True, slots=True)
class AgedLine:
    """What one company has open, in cents of euros by how late it is, and its credit notes not used yet."""

    company_id: int
    name: str
    cents: tuple[int, ...]
    credits: int

    @property
    def sums(self) -> dict[Bucket, Money]:
        """The open sums by bucket."""
        return {bucket: Money(cents) for bucket, cents in zip(BUCKETS, self.cents, strict=True)}

    @property
    def credit_notes(self) -> Money:
        """What of its credit notes can still be used."""
        return Money(self.credits)

    @property
    def total(self) -> Money:
        """All it owes: open invoices less credit notes."""
        return Money(sum(self.cents) - self.credits)


def aged_balance(*, on: date) -> list[AgedLine]:
    """Return the aged balance by company name: one grouped statement with one sum per bucket."""
    sums = [func.sum(case((and_(~IS_CREDIT, _lies_in(bucket, on)), DUE), else_=0)) for bucket in BUCKETS]
    credit = func.sum(case((IS_CREDIT, DUE), else_=0))
    statement = (
        select(Company.id, Company.legal_name, *sums, credit)
        .join(Invoice, and_(Invoice.workspace_id == Company.workspace_id, Invoice.company_id == Company.id))
        .where(STANDING)
        .group_by(Company.id, Company.legal_name, Company.sort_name)
        .order_by(Company.sort_name, Company.id)
    )
    return [
        AgedLine(company_id, name, tuple(map(int, found)), int(unused))
        for company_id, name, *found, unused in db.session.execute(statement)
    ]


def aged_totals(lines: Sequence[AgedLine]) -> dict[Bucket, Money]:
    """Return the sums of an aged balance's columns."""
    columns = zip(*(line.cents for line in lines), strict=True)
    return dict.fromkeys(BUCKETS, ZERO) | {
        bucket: Money(sum(cents)) for bucket, cents in zip(BUCKETS, columns, strict=False)
    }


def _lies_in(bucket: Bucket, on: date) -> ColumnElement[bool]:
    """Return what the due date of a bucket fulfils on a day."""
    first, last = bucket.days
    bounds = [] if first is None else [Invoice.due_on <= on - timedelta(days=first)]
    return and_(*bounds, *([] if last is None else [Invoice.due_on >= on - timedelta(days=last)]))


@dataclass(frozen=True)
class Delay:
    """The days of sales outstanding, both ways; `period` is the days over which the first one looks."""

    accounting: int | None
    exhaustion: int | None
    period: int


def delay(*, on: date, period: int = 90) -> Delay:
    """Return the days of sales outstanding on a day, over the sales of a period and by exhaustion of months."""
    sales = _sales_by_day(since=_month_before(on, MONTHS_BACK))
    owed = receivables()
    recent = total(amount for day, amount in sales.items() if on - timedelta(days=period) < day <= on)
    return Delay(
        accounting=rules.dso(owed, revenue=recent, days=period),
        exhaustion=rules.dso_by_exhaustion(owed, _months_back(sales, on)),
        period=period,
    )


def receivables() -> Money:
    """Return all that customers owe on invoices, in euros, credit notes not used taken off."""
    signed = case((IS_CREDIT, -DUE), else_=DUE)
    return Money(int(db.session.scalar(select(func.sum(signed)).where(STANDING)) or 0))


def _sales_by_day(*, since: date) -> dict[date, Money]:
    """Return what was invoiced by day, with VAT and in euros; credit notes take off."""
    signed = func.sum(case((IS_CREDIT, -GROSS), else_=GROSS))
    statement = select(Invoice.issued_on, signed).where(Invoice.number != "", Invoice.issued_on >= since)
    rows = db.session.execute(statement.group_by(Invoice.issued_on))
    return {day: Money(int(cents)) for day, cents in rows if day is not None}


def _month_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before a day's."""
    years, month = divmod(day.month - 1 - months, 12)
    return date(day.year + years, month + 1, 1)


def _months_back(sales: Mapping[date, Money], on: date) -> list[tuple[int, Money]]:
    """Return (days, sales) per month from a day backwards; the first one is cut at that day."""
    found, last = [], on
    for step in range(MONTHS_BACK + 1):
        first = _month_before(on, step)
        found.append(((last - first).days + 1, total(each for day, each in sales.items() if first <= day <= last)))
        last = first - timedelta(days=1)
    return found


def receipts() -> list[Receipt]:
    """Return what is to come, in euros: by promise or plan where there is one, else at the due date.

    Files handed over are left out: nobody knows when they bring anything.
    """
    statement = select(Invoice.id, Invoice.due_on, DUE).where(Invoice.state == InvoiceState.ISSUED, ~IS_CREDIT)
    agreed = _agreed()
    found: list[Receipt] = []
    for invoice_id, due_on, cents in db.session.execute(statement.order_by(Invoice.due_on, Invoice.id)):
        left = Money(int(cents))
        for receipt in agreed.get(invoice_id, []):
            amount = min(receipt.amount, left)
            found.append(Receipt(receipt.on, amount, receipt.basis))
            left = left - amount
        found.append(Receipt(due_on, left))
    return [each for each in found if each.amount > ZERO]


def _agreed() -> dict[int, list[Receipt]]:
    """Return what was promised or is planned per invoice, in euros, the soonest first; a plan counts before a word."""
    found: dict[int, list[Receipt]] = {}
    plans = select(PaymentPlan).options(joinedload(PaymentPlan.invoice)).where(PaymentPlan.state == AgreementState.OPEN)
    for plan in db.session.scalars(plans):
        open_parts = [each for each in plan.schedule if each.state is AgreementState.OPEN]
        found[plan.invoice_id] = [
            Receipt(each.due_on, in_euros(each.amount, plan.invoice.exchange_ppm), Basis.PLAN) for each in open_parts
        ]
    promises = select(Promise).options(joinedload(Promise.invoice)).where(Promise.state == AgreementState.OPEN)
    for promise in db.session.scalars(promises.order_by(Promise.due_on, Promise.id)):
        if promise.invoice_id not in found:
            euros = in_euros(promise.amount, promise.invoice.exchange_ppm)
            found[promise.invoice_id] = [Receipt(promise.due_on, euros, Basis.PROMISE)]
    return found


@dataclass(frozen=True)
class Exposed:
    """What a customer owes or is about to owe beside what it may: our limit, the insurer's cover."""

    company: Company
    outstanding: Money
    overdue: Money
    limit: Money
    cover: Money | None

    @property
    def beyond(self) -> Money:
        """What exceeds our limit."""
        return max(self.outstanding - self.limit, ZERO)

    @property
    def uncovered(self) -> Money:
        """What no insurer guarantees."""
        return max(self.outstanding - (self.cover or ZERO), ZERO)


def exposures(*, on: date, default_limit: Money) -> list[Exposed]:
    """Return every customer with an outstanding balance, the most exposed beyond its limit first."""
    owed = {line.company_id: line for line in aged_balance(on=on)}
    ordered, advances, deposited = _ordered(), _advances(), _with_deposits()
    ids = owed.keys() | ordered.keys() | advances.keys() | deposited
    found = []
    for company in db.session.scalars(select(Company).where(Company.id.in_(ids)).order_by(Company.sort_name)):
        line = owed.get(company.id)
        balance = (line.total if line else ZERO) + ordered.get(company.id, ZERO) - advances.get(company.id, ZERO)
        found.append(
            Exposed(
                company=company,
                outstanding=invoices.outstanding(company) if company.id in deposited else balance,
                overdue=Money(sum(line.cents[1:])) if line else ZERO,
                limit=company.credit_limit if company.credit_limit is not None else default_limit,
                cover=company.insurer_cover,
            )
        )
    return sorted(found, key=lambda each: (-each.beyond.cents, -each.outstanding.cents, each.company.id))


def _ordered() -> dict[int, Money]:
    """Return what is ordered and not invoiced yet, per company, in euros: two readings for all of them."""
    found: dict[int, Money] = {}
    for order in db.session.scalars(select(Order).where(Order.state.in_(OPEN))):
        found[order.company_id] = found.get(order.company_id, ZERO) + order.open_gross
    return found


def _advances() -> dict[int, Money]:
    """Return what payments leave on account, per company, in euros: set against nothing, less what is owed back."""
    found: dict[int, Money] = {}
    for payment in db.session.scalars(select(Payment).where(IS_FREE | IS_OWED_BACK)):
        euros = in_euros(payment.on_account, payment.exchange_ppm)
        found[payment.company_id] = found.get(payment.company_id, ZERO) + euros
    return found


def _with_deposits() -> set[int]:
    """Return the companies with deposit invoices, whose balance is worked out one by one."""
    asked = select(Invoice.company_id).where(Invoice.type == InvoiceType.DEPOSIT, Invoice.number != "")
    return set(db.session.scalars(asked.distinct()))
