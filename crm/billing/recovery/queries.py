"""What can be asked about recovery: files handed over, doubtful debts, losses, what may be claimed and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from crm.billing.agreements.queries import acknowledged_on, acknowledgements
from crm.billing.doubtful.models import DoubtfulDebt, WriteOff
from crm.billing.doubtful.queries import LISTED, doubt_of, loss_of
from crm.billing.dunning.queries import formal_notice_on
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.payments.models import Allocation
from crm.billing.procedure.queries import rates
from crm.billing.recovery import rules
from crm.billing.recovery.models import OrderStep, PaymentOrderStep, RecoveryFile
from crm.billing.recovery.rules import Claim, Debt, ListedStep
from crm.store.base import db


@dataclass(frozen=True)
class Standing:
    """How an unpaid invoice stands: claim, prescription, file, doubt, loss, the order's checklist."""

    claim: Claim
    prescribed_on: date
    noticed_on: date | None
    file: RecoveryFile | None
    doubt: DoubtfulDebt | None
    loss: WriteOff | None
    steps: Sequence[ListedStep]

    def is_prescribed(self, *, on: date) -> bool:
        """Whether it can no longer be claimed."""
        return on >= self.prescribed_on


def standing_of(invoice: Invoice, *, on: date) -> Standing:
    """Return how an issued invoice stands on a day."""
    return Standing(
        claim=claim_on(invoice, on=on),
        prescribed_on=prescription_of(invoice),
        noticed_on=formal_notice_on(invoice),
        file=file_of(invoice),
        doubt=doubt_of(invoice),
        loss=loss_of(invoice),
        steps=rules.checklist(steps_done(invoice)),
    )


def claim_on(invoice: Invoice, *, on: date) -> Claim:
    """Return what may be claimed for an invoice on a day, in its currency."""
    debt = Debt(
        due=invoice.amount_due,
        due_on=invoice.due_on,
        today=on,
        is_professional=invoice.company.is_business,
        noticed_on=formal_notice_on(invoice),
        exchange_ppm=invoice.exchange_ppm,
    )
    return rules.claim_of(debt, table=rates())


def prescription_of(invoice: Invoice) -> date:
    """Return the day from which an invoice can no longer be claimed."""
    days = (paid_something_on(invoice), acknowledged_on(invoice))
    last = max((each for each in days if each is not None), default=None)
    return rules.prescribed_on(invoice.due_on, is_professional=invoice.company.is_business, acknowledged_on=last)


def prescriptions(found: Sequence[Invoice]) -> dict[int, date]:
    """Return, for several invoices with their companies, the day from which each can no longer be claimed."""
    ids = [each.id for each in found]
    paid = select(Allocation.invoice_id, func.max(Allocation.made_on)).where(
        Allocation.invoice_id.in_(ids), Allocation.payment_id.is_not(None), Allocation.undone_on.is_(None)
    )
    last = {row[0]: row[1] for row in db.session.execute(paid.group_by(Allocation.invoice_id))}
    for invoice_id, day in acknowledgements(ids).items():
        last[invoice_id] = max(day, last.get(invoice_id, day))
    return {
        each.id: rules.prescribed_on(
            each.due_on, is_professional=each.company.is_business, acknowledged_on=last.get(each.id)
        )
        for each in found
    }


def paid_something_on(invoice: Invoice) -> date | None:
    """Return the last day on which a payment was set against an invoice: it acknowledges the debt."""
    live = (Allocation.invoice_id == invoice.id, Allocation.payment_id.is_not(None), Allocation.undone_on.is_(None))
    return db.session.scalar(select(func.max(Allocation.made_on)).where(*live))


def file_of(invoice: Invoice) -> RecoveryFile | None:
    """Return the file of an invoice with those who recover debts."""
    return db.session.scalar(select(RecoveryFile).where(RecoveryFile.invoice_id == invoice.id))


def steps_done(invoice: Invoice) -> dict[OrderStep, tuple[date, str]]:
    """Return the steps of the payment order that were done, with day and note."""
    statement = select(PaymentOrderStep).where(PaymentOrderStep.invoice_id == invoice.id)
    return {each.step: (each.done_on, each.note) for each in db.session.scalars(statement)}


@dataclass(frozen=True)
class Listed:
    """An invoice in recovery as the list shows it."""

    invoice: Invoice
    file: RecoveryFile | None
    doubt: DoubtfulDebt | None


def in_recovery() -> list[Listed]:
    """Return the invoices handed over or doubtful and not settled, the oldest due first: one reading."""
    statement = (
        select(Invoice, RecoveryFile, DoubtfulDebt)
        .join(Invoice.company)
        .outerjoin(
            RecoveryFile,
            (RecoveryFile.workspace_id == Invoice.workspace_id) & (RecoveryFile.invoice_id == Invoice.id),
        )
        .outerjoin(
            DoubtfulDebt,
            (DoubtfulDebt.workspace_id == Invoice.workspace_id)
            & (DoubtfulDebt.invoice_id == Invoice.id)
            & DoubtfulDebt.ended_on.is_(None),
        )
        .where(
            or_(
                Invoice.state == InvoiceState.HANDED_OVER,
                (Invoice.state == InvoiceState.ISSUED) & DoubtfulDebt.id.is_not(None),
            )
        )
        .options(joinedload(Invoice.company))
        .order_by(Invoice.due_on, Invoice.id)
        .limit(LISTED)
    )
    return [Listed(*row) for row in db.session.execute(statement)]
