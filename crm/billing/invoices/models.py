"""Invoices and payments: an issued invoice can neither change nor vanish."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.lifecycle import lifecycle
from crm.kernel.money import Money, Totals
from crm.prospecting.companies.models import Company
from crm.selling.lines import DocumentLine, totals_of
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn


class InvoiceState(Labelled):
    """Where an invoice stands; paid is what its payments say."""

    DRAFT = "draft", N_("Brouillon")
    ISSUED = "issued", N_("Émise")
    PAID = "paid", N_("Réglée")
    HANDED_OVER = "handed_over", N_("Au contentieux")


INVOICE_LIFE = lifecycle(
    (InvoiceState.DRAFT, InvoiceState.ISSUED),
    (InvoiceState.ISSUED, InvoiceState.PAID),
    (InvoiceState.ISSUED, InvoiceState.HANDED_OVER),
    (InvoiceState.HANDED_OVER, InvoiceState.PAID),
)


class Method(Labelled):
    """How money comes."""

    TRANSFER = "transfer", N_("Virement")
    CHEQUE = "cheque", N_("Chèque")
    CARD = "card", N_("Carte bancaire")
    DIRECT_DEBIT = "direct_debit", N_("Prélèvement")
    CASH = "cash", N_("Espèces")


class Invoice(Versioned):
    """An invoice for a delivered order; its number (FA-2026-0001) is given at issue, without gaps.

    `paid` is the sum of its recorded payments, `amount_due` what remains.
    `due_on` is never null so that lists can be ordered by it; on a draft it is
    the day which it would get today.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        within_workspace("order_id", "orders"),
        Index(None, "workspace_id", "company_id", "id"),
        Index(None, "workspace_id", "state", "due_on", "id"),
        Index(None, "workspace_id", "order_id"),
    )
    kind: ClassVar[str] = "invoice"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Invoice.company_id", "Company")
    order_id: Mapped[int | None]
    delivery_note_id: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[InvoiceState] = mapped_column(EnumColumn(InvoiceState), default=InvoiceState.DRAFT)
    drafted_on: Mapped[date]
    issued_on: Mapped[date | None] = mapped_column(default=None)
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    due_on: Mapped[date]
    payment_days: Mapped[int]
    net: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    gross: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    paid: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    fell_due: Mapped[bool] = mapped_column(default=False)
    lines: Mapped[list[InvoiceLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="InvoiceLine.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number or f"brouillon de facture {self.id}"

    @property
    def totals(self) -> Totals:
        """Net, VAT per rate, gross."""
        return totals_of(self.lines)

    @property
    def amount_due(self) -> Money:
        """What remains to be paid."""
        return self.gross - self.paid

    def is_open(self) -> bool:
        """Whether money is still to come for it."""
        return self.state in {InvoiceState.ISSUED, InvoiceState.HANDED_OVER}

    def is_overdue(self, *, on: date) -> bool:
        """Whether its day has passed without full payment."""
        return self.is_open() and self.due_on < on

    def days_late(self, *, on: date) -> int:
        """Days past the due date, 0 if not overdue."""
        return max(0, (on - self.due_on).days) if self.is_open() else 0

    def can(self, state: InvoiceState) -> bool:
        """Tell whether the invoice may go to a state."""
        return INVOICE_LIFE.allows(self.state, state)

    def move(self, state: InvoiceState) -> None:
        """Go to a state, or refuse."""
        self.state = INVOICE_LIFE.move(self.state, state)


class InvoiceLine(DocumentLine):
    """A line of an invoice."""

    __tablename__ = "invoice_lines"
    __table_args__ = (within_workspace("invoice_id", "invoices"), Index(None, "workspace_id", "invoice_id"))
    kind: ClassVar[str] = "invoice_line"

    invoice_id: Mapped[int] = mapped_column(init=False)


class Payment(Versioned):
    """Money that came for an invoice. It is received at the bank first, recorded by a person afterwards.

    Only recorded payments lower what the books say is due.
    """

    __tablename__ = "payments"
    __table_args__ = (
        within_workspace("invoice_id", "invoices"),
        Index(None, "workspace_id", "invoice_id"),
        Index(None, "workspace_id", "recorded_on", "id"),
    )
    kind: ClassVar[str] = "payment"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("Payment.invoice_id", "Invoice")
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    method: Mapped[Method] = mapped_column(EnumColumn(Method))
    received_on: Mapped[date]
    recorded_on: Mapped[date | None] = mapped_column(default=None)
    reference: Mapped[str] = mapped_column(String(60), default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.reference or f"règlement {self.id}"
