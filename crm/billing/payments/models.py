"""Payments: money at the bank first, in the books when a person enters it, then set against invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.billing.invoices.models import Carried, Invoice, InvoiceState
from crm.kernel.choices import Labelled
from crm.kernel.currency import MILLION, Currency, in_euros
from crm.kernel.errors import N_
from crm.kernel.lifecycle import lifecycle
from crm.kernel.money import ZERO, Money
from crm.prospecting.companies.models import Company
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn


class Method(Labelled):
    """How money comes."""

    TRANSFER = "transfer", N_("Virement")
    CHEQUE = "cheque", N_("Chèque")
    CARD = "card", N_("Carte bancaire")
    DIRECT_DEBIT = "direct_debit", N_("Prélèvement")
    CASH = "cash", N_("Espèces")


class PaymentState(Labelled):
    """Where a payment stands."""

    AT_BANK = "at_bank", N_("À enregistrer")
    RECORDED = "recorded", N_("Enregistré")
    BOUNCED = "bounced", N_("Rejeté")


PAYMENT_LIFE = lifecycle(
    (PaymentState.AT_BANK, PaymentState.RECORDED),
    (PaymentState.AT_BANK, PaymentState.BOUNCED),
    (PaymentState.RECORDED, PaymentState.BOUNCED),
)


@dataclass(frozen=True)
class Share:
    """What of a sum is to be set against an invoice; a cash discount comes on top of it."""

    invoice: Invoice
    amount: Money
    discount: Money = ZERO


class Payment(Versioned):
    """Money that came from a customer. It is received at the bank first, recorded by a person afterwards.

    Only recorded payments lower what the books say is due. `invoice` is the
    one that the payer named, if any: what is really settled is said by the
    allocations, whose live sum is `allocated`. Sums are in `currency`.
    """

    __tablename__ = "payments"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        within_workspace("invoice_id", "invoices"),
        Index(None, "workspace_id", "company_id", "id"),
        Index(None, "workspace_id", "invoice_id"),
        Index(None, "workspace_id", "recorded_on", "id"),
    )
    kind: ClassVar[str] = "payment"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Payment.company_id", "Company")
    invoice_id: Mapped[int | None] = mapped_column(init=False)
    invoice: Mapped[Invoice | None] = belongs_to("Payment.invoice_id", "Invoice")
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    method: Mapped[Method] = mapped_column(EnumColumn(Method))
    received_on: Mapped[date]
    recorded_on: Mapped[date | None] = mapped_column(default=None)
    bounced_on: Mapped[date | None] = mapped_column(default=None)
    bounce_reason: Mapped[str] = mapped_column(String(200), default="")
    reference: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[PaymentState] = mapped_column(EnumColumn(PaymentState), default=PaymentState.AT_BANK)
    currency: Mapped[Currency] = mapped_column(EnumColumn(Currency), default=Currency.EUR)
    exchange_ppm: Mapped[int] = mapped_column(default=MILLION)
    allocated: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    refunded: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())

    @property
    def label(self) -> str:
        """What records call it."""
        return self.reference or f"règlement {self.id}"

    @property
    def unallocated(self) -> Money:
        """What of it is on the customer's account, set against nothing; nothing before it is in the books."""
        return self.amount - self.allocated - self.refunded if self.state is PaymentState.RECORDED else Money()

    @property
    def owed_back(self) -> Money:
        """What was given back of it before the bank took it back whole: the customer owes that."""
        return self.refunded if self.state is PaymentState.BOUNCED else Money()

    @property
    def on_account(self) -> Money:
        """What it leaves on the customer's account: to its credit, or owed by it if negative."""
        return self.unallocated - self.owed_back

    @property
    def euros(self) -> Money:
        """What it is in euros, at the rate of its day."""
        return in_euros(self.amount, self.exchange_ppm)

    def move(self, state: PaymentState) -> None:
        """Go to a state, or refuse."""
        self.state = PAYMENT_LIFE.move(self.state, state)


class Allocation(Entity):
    """A part of a payment or of a credit note set against an invoice (« lettrage »); undone, it stays on record.

    `amount` is taken from the payment or the credit note, `discount` is a cash
    discount granted with it: both settle the invoice, in its currency.
    `exchange` is, in euros, what the rates made of it when the invoice was
    settled: a gain if positive, a loss if negative. `carried_as` is how the
    books carried the invoice when it was made, `undone_as` when it was undone.
    """

    __tablename__ = "allocations"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        within_workspace("invoice_id", "invoices"),
        within_workspace("payment_id", "payments"),
        Index(None, "workspace_id", "invoice_id"),
        Index(None, "workspace_id", "payment_id"),
        Index(None, "workspace_id", "credit_note_id"),
        Index(None, "workspace_id", "company_id", "id"),
    )
    kind: ClassVar[str] = "allocation"

    company_id: Mapped[int]
    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("Allocation.invoice_id", "Invoice")
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    made_on: Mapped[date]
    letter: Mapped[str] = mapped_column(String(8), default="")
    payment_id: Mapped[int | None] = mapped_column(init=False)
    payment: Mapped[Payment | None] = belongs_to("Allocation.payment_id", "Payment")
    credit_note_id: Mapped[int | None] = mapped_column(init=False)
    credit_note: Mapped[Invoice | None] = belongs_to("Allocation.credit_note_id", "Invoice")
    discount: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    exchange: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    undone_on: Mapped[date | None] = mapped_column(default=None)
    carried_as: Mapped[Carried] = mapped_column(EnumColumn(Carried), default=Carried.SOUND)
    undone_as: Mapped[Carried | None] = mapped_column(EnumColumn(Carried), default=None)

    @property
    def settles(self) -> Money:
        """What it takes off what is due."""
        return self.amount + self.discount

    @property
    def is_live(self) -> bool:
        """Whether it still counts."""
        return self.undone_on is None

    @property
    def available(self) -> Money:
        """What its payment or its credit note still has to give."""
        if self.payment is not None:
            return self.payment.unallocated
        return self.credit_note.amount_due if self.credit_note is not None else Money()

    @property
    def euros(self) -> Money:
        """What of its source it takes, in euros: a payment at its own day's rate, a credit note at its own."""
        source = self.payment or self.credit_note
        return in_euros(self.amount, source.exchange_ppm if source is not None else MILLION)

    def count(self, *, settled_before: Money) -> None:
        """Take from the source and off the invoice; `settled_before` is what settled it already, in euros."""
        if self.payment is not None:
            self.payment.allocated += self.amount
        elif self.credit_note is not None:
            use_credit_note(self.credit_note, self.amount)
        invoice = self.invoice
        self.carried_as = invoice.carried_as
        invoice.paid += self.settles
        if not invoice.amount_due:
            discount = in_euros(self.discount, invoice.exchange_ppm)
            self.exchange = settled_before + self.euros + discount - in_euros(invoice.paid, invoice.exchange_ppm)
            invoice.move(InvoiceState.PAID)

    def undo(self, on: date) -> None:
        """Give back to the source what was taken, and let the invoice be due again."""
        self.undone_on, self.undone_as = on, self.invoice.carried_as
        if self.payment is not None:
            self.payment.allocated -= self.amount
        elif self.credit_note is not None:
            use_credit_note(self.credit_note, -self.amount)
        self.invoice.paid -= self.settles
        if self.invoice.state is InvoiceState.PAID:
            was_lost = self.undone_as is Carried.LOST
            self.invoice.move(InvoiceState.WRITTEN_OFF if was_lost else InvoiceState.ISSUED)


class Refund(Entity):
    """Money given back to a customer: of a payment that was too much, or of a credit note."""

    __tablename__ = "refunds"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "payment_id"),
        Index(None, "workspace_id", "credit_note_id"),
        Index(None, "workspace_id", "company_id", "id"),
    )
    kind: ClassVar[str] = "refund"

    company_id: Mapped[int]
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    made_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    payment_id: Mapped[int | None] = mapped_column(init=False)
    payment: Mapped[Payment | None] = belongs_to("Refund.payment_id", "Payment")
    credit_note_id: Mapped[int | None] = mapped_column(init=False)
    credit_note: Mapped[Invoice | None] = belongs_to("Refund.credit_note_id", "Invoice")


def use_credit_note(credit_note: Invoice, amount: Money) -> None:
    """Let a credit note have less to give, or more again; used up, it is settled."""
    credit_note.paid += amount
    if not credit_note.amount_due:
        credit_note.move(InvoiceState.PAID)
    elif credit_note.state is InvoiceState.PAID:
        credit_note.move(InvoiceState.ISSUED)
