"""What can be asked about promises, payment plans and disputes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from crm.billing.agreements.models import AgreementState, Dispute, PaymentPlan, Promise
from crm.billing.invoices.models import Invoice
from crm.billing.payments.queries import waiting_total
from crm.kernel.money import ZERO, Money
from crm.papers.agreements import AgreementLetter
from crm.selling.catalogue import queries as catalogue
from crm.selling.parties import customer_party, language_of
from crm.store.base import db

LISTED = 200


def promises_of(invoice: Invoice) -> list[Promise]:
    """Return the promises about an invoice, newest first."""
    return list(db.session.scalars(_promises().where(Promise.invoice_id == invoice.id).order_by(Promise.id.desc())))


def promise_by_id(promise_id: int) -> Promise | None:
    """Return a promise with its invoice and company."""
    return db.session.scalar(_promises().where(Promise.id == promise_id))


def open_promises() -> list[Promise]:
    """Return the promises whose end nobody noted, the soonest due first."""
    running = _promises().where(Promise.state == AgreementState.OPEN)
    return list(db.session.scalars(running.order_by(Promise.due_on, Promise.id).limit(LISTED)))


def broken_count(invoice: Invoice) -> int:
    """Return how many promises about an invoice were not kept."""
    broken = (Promise.invoice_id == invoice.id, Promise.state == AgreementState.BROKEN)
    return db.session.scalar(select(func.count()).select_from(Promise).where(*broken)) or 0


def plans_of(invoice: Invoice) -> list[PaymentPlan]:
    """Return the payment plans granted for an invoice, newest first."""
    statement = _plans().where(PaymentPlan.invoice_id == invoice.id).order_by(PaymentPlan.id.desc())
    return list(db.session.scalars(statement))


def plan_by_id(plan_id: int) -> PaymentPlan | None:
    """Return a payment plan with its invoice and company."""
    return db.session.scalar(_plans().where(PaymentPlan.id == plan_id))


def open_plans() -> list[PaymentPlan]:
    """Return the payment plans that run, the soonest to end first."""
    running = _plans().where(PaymentPlan.state == AgreementState.OPEN)
    return list(db.session.scalars(running.order_by(PaymentPlan.last_on, PaymentPlan.id).limit(LISTED)))


def disputes_of(invoice: Invoice) -> list[Dispute]:
    """Return the disputes about an invoice, newest first."""
    return list(db.session.scalars(_disputes().where(Dispute.invoice_id == invoice.id).order_by(Dispute.id.desc())))


def dispute_by_id(dispute_id: int) -> Dispute | None:
    """Return a dispute with its invoice and company."""
    return db.session.scalar(_disputes().where(Dispute.id == dispute_id))


def open_disputes() -> list[Dispute]:
    """Return the disputes that nobody closed, the oldest first."""
    statement = _disputes().where(Dispute.closed_on.is_(None))
    return list(db.session.scalars(statement.order_by(Dispute.id).limit(LISTED)))


def acknowledged_on(invoice: Invoice) -> date | None:
    """Return the last day on which the customer owned up to an invoice in an agreement: a plan or a promise.

    Whoever acknowledges a debt lets the time of prescription begin anew (Code civil, 2240).
    """
    return acknowledgements([invoice.id]).get(invoice.id)


def acknowledgements(invoice_ids: Sequence[int]) -> dict[int, date]:
    """Return the last day on which each of these invoices was owned up to in an agreement, for those that were."""
    found: dict[int, date] = {}
    for owner, day in ((PaymentPlan, PaymentPlan.granted_on), (Promise, Promise.made_on)):
        latest = select(owner.invoice_id, func.max(day)).where(owner.invoice_id.in_(invoice_ids))
        for invoice_id, on in db.session.execute(latest.group_by(owner.invoice_id)):
            found[invoice_id] = max(on, found.get(invoice_id, on))
    return found


def left_to_pay(invoice: Invoice) -> Money:
    """Return what is still to come for an invoice, what waits at the bank taken off."""
    return max(invoice.amount_due - waiting_total(invoice), ZERO)


def promise_letter(promise: Promise) -> AgreementLetter:
    """Return a promise as the letter that confirms it."""
    payments = ((promise.due_on, promise.amount),)
    letter = _letter(promise.invoice, promise.made_on, signed_by=promise.noted_by, payments=payments)
    return replace(letter, said_by=promise.said_by, due=promise.left_before)


def plan_letter(plan: PaymentPlan) -> AgreementLetter:
    """Return a payment plan as the letter that the customer signs."""
    payments = tuple((each.due_on, each.amount) for each in plan.schedule)
    letter = _letter(plan.invoice, plan.granted_on, signed_by=plan.granted_by, payments=payments)
    return replace(letter, asks_for_signature=True, due=plan.amount)


def _letter(
    invoice: Invoice, written_on: date, *, signed_by: str, payments: tuple[tuple[date, Money], ...]
) -> AgreementLetter:
    """Return what all letters about an invoice say."""
    return AgreementLetter(
        written_on=written_on,
        seller=catalogue.seller(),
        customer=customer_party(invoice.company),
        number=invoice.number,
        issued_on=invoice.issued_on or invoice.drafted_on,
        due_on=invoice.due_on,
        due=invoice.amount_due,
        payments=payments,
        signed_by=signed_by,
        language=language_of(invoice.company),
        currency=invoice.currency,
    )


def _promises() -> Select[Promise]:
    """Start from promises with their invoices and companies."""
    return select(Promise).options(joinedload(Promise.invoice).joinedload(Invoice.company))


def _plans() -> Select[PaymentPlan]:
    """Start from payment plans with their invoices and companies."""
    return select(PaymentPlan).options(joinedload(PaymentPlan.invoice).joinedload(Invoice.company))


def _disputes() -> Select[Dispute]:
    """Start from disputes with their invoices and companies."""
    return select(Dispute).options(joinedload(Dispute.invoice).joinedload(Invoice.company))
