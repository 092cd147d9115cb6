"""What can be asked about the chase: whom to remind, what was sent, what holds it, derogations, letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import joinedload

from crm.billing.dunning import rules
from crm.billing.dunning.models import Derogation, DerogationState, Hold, HoldCause, Reminder
from crm.billing.dunning.rules import Step, Unpaid
from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.billing.procedure import queries as procedure
from crm.billing.procedure.rules import late_rate
from crm.kernel.currency import Currency, in_euros
from crm.kernel.money import ZERO, Money
from crm.papers.views import OverdueItem, ReminderLetter
from crm.prospecting.companies.models import Company
from crm.selling.catalogue import queries as catalogue
from crm.selling.parties import customer_party, language_of
from crm.selling.quotes.models import Channel
from crm.store.base import db

ASKED = (
    Invoice.id,
    Invoice.number,
    Invoice.company_id,
    Company.legal_name,
    Invoice.due_on,
    Invoice.amount_due,
    Invoice.currency,
    Invoice.exchange_ppm,
)
Sent = tuple[int, date | None, Channel | None]
Held = tuple[HoldCause | None, date | None]
NOTHING_SENT: Sent = (0, None, None)
NO_HOLD: Held = (None, None)


@dataclass(frozen=True)
class ToChase:
    """An overdue invoice as the list of reminders shows it; `amount_due` is in its currency.

    `reminders` were sent so far, the last one on `last_on` by `last_channel`;
    `held` says why it is not chased now, until `held_until` if that has a day.
    """

    invoice_id: int
    number: str
    company_id: int
    company: str
    due_on: date
    amount_due: Money
    currency: Currency
    exchange_ppm: int
    days_late: int
    last_level: int
    last_on: date | None
    step: Step
    reminders: int = 0
    last_channel: Channel | None = None
    held: HoldCause | None = None
    held_until: date | None = None

    @property
    def weight(self) -> int:
        """Amount in euros times age: what is big and old comes first."""
        return in_euros(self.amount_due, self.exchange_ppm).cents * self.days_late

    def is_due(self, *, on: date) -> bool:
        """Whether its next step's day has come and nothing holds it."""
        return self.held is None and self.step.is_due(on=on)


def to_chase(*, on: date, calendar: Sequence[int]) -> list[ToChase]:
    """Return the overdue invoices not yet handed over, the heaviest (amount x age) first: three readings in all.

    Columns are read, not whole documents: a list of thousands costs no more than what it shows.
    """
    statement = (
        select(*ASKED)
        .join(Invoice.company)
        .where(Invoice.state == InvoiceState.ISSUED, Invoice.type != InvoiceType.CREDIT_NOTE, Invoice.due_on < on)
    )
    sent, holds = _reminders_sent(), _holds_now(on)
    lines = [
        _line(asked, sent.get(asked[0], []), holds.get(asked[0], NO_HOLD), on=on, calendar=calendar)
        for asked in db.session.execute(statement)
    ]
    return sorted(lines, key=lambda each: (-each.weight, each.invoice_id))


def _line(
    asked: Row[int, str, int, str, date, Money, Currency, int],
    sent: list[Sent],
    hold: Held,
    *,
    on: date,
    calendar: Sequence[int],
) -> ToChase:
    """Return an overdue invoice as the list shows it."""
    invoice_id, number, company_id, company, due_on, amount_due, currency, exchange_ppm = asked
    level = max((each for each, _, _ in sent), default=0)
    _, last_on, last_channel = sent[-1] if sent else NOTHING_SENT
    return ToChase(
        invoice_id=invoice_id,
        number=number,
        company_id=company_id,
        company=company,
        due_on=due_on,
        amount_due=amount_due,
        currency=currency,
        exchange_ppm=exchange_ppm,
        days_late=(on - due_on).days,
        last_level=level,
        last_on=last_on,
        step=rules.next_step(due_on, last_level=level, calendar=calendar),
        reminders=len(sent),
        last_channel=last_channel,
        held=hold[0],
        held_until=hold[1],
    )


def _reminders_sent() -> dict[int, list[Sent]]:
    """Return the reminders of the invoices that are still open, by invoice, oldest first."""
    asked = select(Reminder.invoice_id, Reminder.level, Reminder.sent_on, Reminder.channel).join(Reminder.invoice)
    found: dict[int, list[Sent]] = {}
    for invoice_id, *sent in db.session.execute(
        asked.where(Invoice.state == InvoiceState.ISSUED).order_by(Reminder.id)
    ):
        found.setdefault(invoice_id, []).append(tuple(sent))  # type: ignore[arg-type]  # three columns
    return found


def _holding(on: date) -> ColumnElement[bool]:
    """Say that a pause is on."""
    return Hold.lifted_on.is_(None) & or_(Hold.until.is_(None), Hold.until >= on)


def _holds_now(on: date) -> dict[int, Held]:
    """Return what holds the chase on a day, and until when, by invoice; the newest of several."""
    asked = select(Hold.invoice_id, Hold.cause, Hold.until).where(_holding(on)).order_by(Hold.id)
    return {invoice_id: (cause, until) for invoice_id, cause, until in db.session.execute(asked)}


def hold_on(invoice: Invoice, *, on: date) -> Hold | None:
    """Return what holds the chase of an invoice on a day."""
    statement = select(Hold).where(_holding(on), Hold.invoice_id == invoice.id)
    return db.session.scalar(statement.order_by(Hold.id.desc()).limit(1))


def holds_of(invoice: Invoice, cause: HoldCause) -> list[Hold]:
    """Return the pauses of an invoice for a cause that nobody lifted."""
    unlifted = (Hold.invoice_id == invoice.id, Hold.cause == cause, Hold.lifted_on.is_(None))
    return list(db.session.scalars(select(Hold).where(*unlifted)))


def reminders_of(invoice: Invoice) -> list[Reminder]:
    """Return the reminders sent for an invoice, oldest first."""
    statement = select(Reminder).options(joinedload(Reminder.invoice)).where(Reminder.invoice_id == invoice.id)
    return list(db.session.scalars(statement.order_by(Reminder.id)))


def last_level(invoice: Invoice) -> int:
    """Return the highest level sent for an invoice, 0 for none."""
    return db.session.scalar(select(func.max(Reminder.level)).where(Reminder.invoice_id == invoice.id)) or 0


def formal_notice_on(invoice: Invoice) -> date | None:
    """Return the day of the first formal notice sent for an invoice."""
    notice = (Reminder.invoice_id == invoice.id, Reminder.level == rules.FORMAL_NOTICE)
    return db.session.scalar(select(func.min(Reminder.sent_on)).where(*notice))


def reminder_by_id(reminder_id: int) -> Reminder | None:
    """Return a reminder with its invoice and company."""
    statement = select(Reminder).where(Reminder.id == reminder_id)
    return db.session.scalar(statement.options(joinedload(Reminder.invoice).joinedload(Invoice.company)))


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
        currency=invoice.currency,
        exchange_ppm=invoice.exchange_ppm,
        rates=procedure.rates(),
    )


def letter_of(reminder: Reminder, *, earlier_on: Sequence[date]) -> ReminderLetter:
    """Return a reminder as its letter shows it; fees are asked where the procedure says so, of professionals only."""
    invoice, company = reminder.invoice, reminder.invoice.company
    unpaid = unpaid_of(invoice, on=reminder.sent_on, amount=reminder.amount)
    asked = reminder.level == rules.FORMAL_NOTICE if reminder.claims_fees is None else reminder.claims_fees
    claims = asked and company.is_business
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
        late_rate=late_rate(reminder.sent_on, unpaid.rates) if claims else None,
        earlier_on=tuple(earlier_on),
        text=reminder.text,
        language=language_of(company),
        currency=invoice.currency,
    )
