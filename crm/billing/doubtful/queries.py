"""What can be asked about doubtful debts: how the books carry an invoice, what is set aside, what was lost."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.billing.doubtful.models import DebtMove, DoubtfulDebt, WriteOff
from crm.billing.doubtful.rules import Owed
from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.billing.payments.models import Allocation
from crm.billing.payments.queries import live_euros
from crm.kernel.currency import in_euros
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.queries import seller_identity, services
from crm.selling.lines import totals_of
from crm.store.base import db

LISTED = 200


def doubt_of(invoice: Invoice) -> DoubtfulDebt | None:
    """Return an invoice's entry among the doubtful debts, that which ended included."""
    return db.session.scalar(select(DoubtfulDebt).where(DoubtfulDebt.invoice_id == invoice.id))


def loss_of(invoice: Invoice) -> WriteOff | None:
    """Return what was written off of an invoice."""
    return db.session.scalar(select(WriteOff).where(WriteOff.invoice_id == invoice.id))


def losses() -> list[WriteOff]:
    """Return what was written off, newest first, with invoices and companies."""
    with_company = joinedload(WriteOff.invoice).joinedload(Invoice.company).load_only(Company.legal_name)
    return list(db.session.scalars(select(WriteOff).options(with_company).order_by(WriteOff.id.desc()).limit(LISTED)))


def needless_allowances() -> list[DoubtfulDebt]:
    """Return the debts that are settled or replaced and for which something is still set aside."""
    statement = (
        select(DoubtfulDebt)
        .join(
            Invoice,
            (Invoice.workspace_id == DoubtfulDebt.workspace_id) & (Invoice.id == DoubtfulDebt.invoice_id),
        )
        .where(Invoice.state.in_([InvoiceState.PAID, InvoiceState.REPLACED]), DoubtfulDebt.allowance > ZERO)
        .options(joinedload(DoubtfulDebt.invoice).joinedload(Invoice.company).load_only(Company.legal_name))
    )
    return list(db.session.scalars(statement.order_by(DoubtfulDebt.id).limit(LISTED)))


def book_value(invoice: Invoice) -> Money:
    """Return what the books have of an invoice on its customer's account, in euros: nothing once it is settled.

    Money counts at its own rate, and with it what rates made of it.
    """
    if not invoice.is_open():
        return ZERO
    live = select(Allocation.exchange).where(Allocation.invoice_id == invoice.id, Allocation.undone_on.is_(None))
    asked = in_euros(invoice.gross - invoice.deposited, invoice.exchange_ppm)
    return asked - live_euros(invoice) + total(db.session.scalars(live))


def owed_of(invoice: Invoice) -> Owed:
    """Return an invoice as its loss is worked out."""
    seller, sold = seller_identity(), services()
    work = totals_of((line for line in invoice.lines if line.product_id in sold), invoice.discount).vat
    return Owed(
        due=invoice.amount_due,
        gross=invoice.gross,
        deposited=invoice.deposited,
        goods_vat=invoice.totals.vat - work,
        services_vat=work,
        on_receipt=invoice.type is not InvoiceType.DEPOSIT and not (seller and seller.pays_vat_on_debits),
    )


def moves(company: Company | None) -> Sequence[DebtMove]:
    """Return what acts on doubtful debts changed in the books, oldest first, of one customer or of all."""
    statement = select(DebtMove).options(joinedload(DebtMove.invoice).joinedload(Invoice.company))
    if company is not None:
        statement = statement.join(DebtMove.invoice).where(Invoice.company_id == company.id)
    return db.session.scalars(statement.order_by(DebtMove.id)).all()


def write_offs(company: Company | None) -> dict[int, WriteOff]:
    """Return what was written off, by invoice, of one customer or of all."""
    statement = select(WriteOff).options(joinedload(WriteOff.invoice).joinedload(Invoice.company))
    if company is not None:
        statement = statement.join(WriteOff.invoice).where(Invoice.company_id == company.id)
    return {each.invoice_id: each for each in db.session.scalars(statement.order_by(WriteOff.id))}
