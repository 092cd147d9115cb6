"""What can be asked about unpaid money: balances, aged balance, what is to be chased, what was done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select, type_coerce
from sqlalchemy.orm import joinedload

from crm.billing.dunning import rules
from crm.billing.dunning.models import Derogation, DerogationState, PaymentPlan, Reminder
from crm.billing.dunning.rules import Behaviour, Bucket, Instalment, Risk, Step, Unpaid
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice, InvoiceState, Payment
from crm.billing.invoices.rules import outstanding
from crm.kernel.money import ZERO, Money, total
from crm.papers.views import OverdueItem, ReminderLetter
from crm.prospecting.companies.models import Company
from crm.selling.catalogue import queries as catalogue
from crm.selling.orders import queries as orders
from crm.selling.parties import customer_party, language_of
from crm.store.base import db
from crm.store.types import MoneyColumn

DUE = type_coerce(Invoice.gross - Invoice.paid, MoneyColumn())


@dataclass(frozen=True)
class Balance:
    """What a company owes and is about to owe on a day, what it may owe, and how it pays."""

    on: date
    open_invoices: Sequence[Invoice]
    ordered: Money
    limit: Money
    is_own_limit: bool
    behaviour: Behaviour
    account_days: int

    @property
    def unpaid(self) -> Money:
        """What remains due on its invoices, VAT included."""
        return total(invoice.amount_due for invoice in self.open_invoices)

    @property
    def overdue(self) -> Money:
        """The part of it whose day has passed."""
        return total(invoice.amount_due for invoice in self.open_invoices if invoice.is_overdue(on=self.on))

    @property
    def outstanding(self) -> Money:
        """The outstanding balance."""
        return outstanding([self.unpaid], self.ordered)

    @property
    def headroom(self) -> Money:
        """What may still be ordered under the limit; negative beyond it."""
        return self.limit - self.outstanding

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
        ordered=orders.ordered_not_invoiced(company),
        limit=company.credit_limit if company.credit_limit is not None else default_limit,
        is_own_limit=company.credit_limit is not None,
        behaviour=rules.behaviour(_delays(company), late_now),
        account_days=(on - company.created_on).days,
    )


def _delays(company: Company) -> list[int]:
    """Return, per paid invoice, the days between its due date and its last payment."""
    statement = (
        select(Invoice.due_on, func.max(Payment.received_on))
        .join(Payment, Payment.invoice_id == Invoice.id)
        .where(Invoice.company_id == company.id, Invoice.state == InvoiceState.PAID)
        .group_by(Invoice.id, Invoice.due_on)
    )
    return [(paid_on - due_on).days for due_on, paid_on in db.session.execute(statement)]


@dataclass(frozen=True)
class AgedLine:
    """What one company has open, by how late it is."""

    company_id: int
    name: str
    sums: Mapping[Bucket, Money]

    @property
    def total(self) -> Money:
        """All it has open."""
        return rules.open_total(self.sums)


def aged_balance(*, on: date) -> list[AgedLine]:
    """Return the aged balance by company name: one reading with one sum per bucket."""
    buckets = list(Bucket)
    sums = [type_coerce(func.sum(case((_lies_in(bucket, on), DUE), else_=0)), MoneyColumn()) for bucket in buckets]
    statement = (
        select(Company.id, Company.legal_name, *sums)
        .join(Invoice, and_(Invoice.workspace_id == Company.workspace_id, Invoice.company_id == Company.id))
        .where(invoices.STILL_OPEN)
        .group_by(Company.id, Company.legal_name, Company.sort_name)
        .order_by(Company.sort_name, Company.id)
    )
    return [
        AgedLine(company_id, name, dict(zip(buckets, found, strict=True)))
        for company_id, name, *found in db.session.execute(statement)
    ]


def aged_totals(lines: Sequence[AgedLine]) -> dict[Bucket, Money]:
    """Return the sums of an aged balance's columns."""
    return {bucket: total(line.sums[bucket] for line in lines) for bucket in Bucket}


def _lies_in(bucket: Bucket, on: date) -> ColumnElement[bool]:
    """Return what the due date of a bucket fulfils on a day."""
    first, last = bucket.days
    bounds = [] if first is None else [Invoice.due_on <= on - timedelta(days=first)]
    return and_(*bounds, *([] if last is None else [Invoice.due_on >= on - timedelta(days=last)]))


@dataclass(frozen=True)
class ToChase:
    """An overdue invoice as the list of reminders shows it."""

    invoice_id: int
    number: str
    company_id: int
    company: str
    due_on: date
    amount_due: Money
    days_late: int
    last_level: int
    last_on: date | None
    step: Step

    @property
    def weight(self) -> int:
        """Amount times age: what is big and old comes first."""
        return self.amount_due.cents * self.days_late


def to_chase(*, on: date, calendar: Sequence[int]) -> list[ToChase]:
    """Return the overdue invoices not yet handed over, the heaviest (amount x age) first."""
    sent = (
        select(Reminder.invoice_id, func.max(Reminder.level).label("level"), func.max(Reminder.sent_on).label("day"))
        .group_by(Reminder.invoice_id)
        .subquery()
    )
    statement = (
        select(
            Invoice.id, Invoice.number, Company.id, Company.legal_name, Invoice.due_on, DUE, sent.c.level, sent.c.day
        )
        .join(Invoice.company)
        .outerjoin(sent, sent.c.invoice_id == Invoice.id)
        .where(Invoice.state == InvoiceState.ISSUED, Invoice.due_on < on)
    )
    found = [
        ToChase(
            invoice_id=invoice_id,
            number=number,
            company_id=company_id,
            company=company,
            due_on=due_on,
            amount_due=amount_due,
            days_late=(on - due_on).days,
            last_level=level or 0,
            last_on=day,
            step=rules.next_step(due_on, last_level=level or 0, calendar=calendar),
        )
        for invoice_id, number, company_id, company, due_on, amount_due, level, day in db.session.execute(statement)
    ]
    return sorted(found, key=lambda each: (-each.weight, each.invoice_id))


def reminders_of(invoice: Invoice) -> list[Reminder]:
    """Return the reminders sent for an invoice, oldest first."""
    statement = select(Reminder).options(joinedload(Reminder.invoice)).where(Reminder.invoice_id == invoice.id)
    return list(db.session.scalars(statement.order_by(Reminder.id)))


def last_level(invoice: Invoice) -> int:
    """Return the highest level sent for an invoice, 0 for none."""
    return db.session.scalar(select(func.max(Reminder.level)).where(Reminder.invoice_id == invoice.id)) or 0


def reminder_by_id(reminder_id: int) -> Reminder | None:
    """Return a reminder with its invoice and company."""
    statement = select(Reminder).where(Reminder.id == reminder_id)
    return db.session.scalar(statement.options(joinedload(Reminder.invoice).joinedload(Invoice.company)))


def plans_of(invoice: Invoice) -> list[PaymentPlan]:
    """Return the payment plans granted for an invoice, newest first."""
    statement = select(PaymentPlan).where(PaymentPlan.invoice_id == invoice.id).order_by(PaymentPlan.id.desc())
    return list(db.session.scalars(statement))


def schedules_of(invoice: Invoice) -> list[tuple[PaymentPlan, tuple[Instalment, ...]]]:
    """Return the payment plans of an invoice, newest first, each with its payments."""
    return [
        (plan, rules.instalments(plan.amount, count=plan.instalments, granted_on=plan.granted_on, last_on=plan.last_on))
        for plan in plans_of(invoice)
    ]


def derogation_by_id(derogation_id: int) -> Derogation | None:
    """Return a derogation with its company."""
    statement = select(Derogation).where(Derogation.id == derogation_id)
    return db.session.scalar(statement.options(joinedload(Derogation.company)))


def derogations(company: Company | None = None, *, waiting: bool = False, limit: int = 100) -> list[Derogation]:
    """Return the newest derogations, of one company or all, only those without an answer if asked."""
    statement = select(Derogation).options(joinedload(Derogation.company)).order_by(Derogation.id.desc()).limit(limit)
    if company is not None:
        statement = statement.where(Derogation.company_id == company.id)
    if waiting:
        statement = statement.where(Derogation.state == DerogationState.REQUESTED)
    return list(db.session.scalars(statement))


def unpaid_of(invoice: Invoice, *, on: date, name: str = "", amount: Money | None = None) -> Unpaid:
    """Return what a reminder of an issued invoice is about on a day; `amount` is what was due then, if not now."""
    return Unpaid(
        number=invoice.number,
        issued_on=invoice.issued_on or invoice.drafted_on,
        due_on=invoice.due_on,
        amount_due=invoice.amount_due if amount is None else amount,
        today=on,
        is_professional=invoice.company.is_business,
        name=name,
    )


def letter_of(reminder: Reminder, *, earlier_on: Sequence[date]) -> ReminderLetter:
    """Return a reminder as its letter shows it; fees are asked by the formal notice, of professionals only."""
    invoice, company = reminder.invoice, reminder.invoice.company
    unpaid = unpaid_of(invoice, on=reminder.sent_on, amount=reminder.amount)
    claims = reminder.level == rules.FORMAL_NOTICE and company.is_business
    return ReminderLetter(
        level=reminder.level,
        written_on=reminder.sent_on,
        pay_by=unpaid.pay_by,
        seller=catalogue.seller(),
        customer=customer_party(company),
        items=(
            OverdueItem(
                number=unpaid.number,
                issued_on=unpaid.issued_on,
                due_on=unpaid.due_on,
                amount_due=unpaid.amount_due,
                days_late=unpaid.days_late,
            ),
        ),
        reference=invoice.number,
        signed_by=reminder.sent_by,
        late_fees=unpaid.late_fees if claims else ZERO,
        recovery_fee=unpaid.recovery_fee if claims else ZERO,
        late_rate=rules.late_rate(reminder.sent_on) if claims else None,
        earlier_on=tuple(earlier_on),
        text=reminder.text,
        language=language_of(company),
    )
