"""Invoices and credit notes: an issued one can neither change nor vanish."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import ColumnElement, Index, String, Text, type_coerce
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.kernel.choices import Labelled
from crm.kernel.currency import MILLION, Currency, in_euros
from crm.kernel.errors import N_
from crm.kernel.incoterms import Incoterm
from crm.kernel.lifecycle import lifecycle
from crm.kernel.money import NO_RATE, ZERO, Money, Rate, Totals
from crm.kernel.tax import TaxRegime
from crm.papers.views import PaperKind
from crm.prospecting.companies.models import Company, DueRule
from crm.selling.lines import DocumentLine, totals_of
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, RateColumn


class InvoiceState(Labelled):
    """Where an invoice stands; paid is what its allocations say, for a credit note: wholly used."""

    DRAFT = "draft", N_("Brouillon")
    ISSUED = "issued", N_("Émise")
    PAID = "paid", N_("Réglée")
    HANDED_OVER = "handed_over", N_("Au contentieux")
    WRITTEN_OFF = "written_off", N_("Irrécouvrable")
    REPLACED = "replaced", N_("Remplacée")


INVOICE_LIFE = lifecycle(
    (InvoiceState.DRAFT, InvoiceState.ISSUED),
    (InvoiceState.ISSUED, InvoiceState.PAID),
    (InvoiceState.ISSUED, InvoiceState.HANDED_OVER),
    (InvoiceState.ISSUED, InvoiceState.WRITTEN_OFF),
    (InvoiceState.ISSUED, InvoiceState.REPLACED),
    (InvoiceState.HANDED_OVER, InvoiceState.PAID),
    (InvoiceState.HANDED_OVER, InvoiceState.WRITTEN_OFF),
    # A payment that bounces, an allocation that is undone, money that comes after all.
    (InvoiceState.PAID, InvoiceState.ISSUED),
    (InvoiceState.PAID, InvoiceState.WRITTEN_OFF),
    (InvoiceState.PAID, InvoiceState.HANDED_OVER),
    (InvoiceState.WRITTEN_OFF, InvoiceState.PAID),
)


class Carried(Labelled):
    """How the books carry what is due on an invoice: on account 411, on 416, or no more."""

    SOUND = "sound", N_("Créance saine")
    DOUBTFUL = "doubtful", N_("Créance douteuse")
    LOST = "lost", N_("Créance irrécouvrable")


class InvoiceType(Labelled):
    """What an invoice is for (EN 16931, BT-3: 380, 386, 380, 384, 381)."""

    INVOICE = "invoice", N_("Facture")
    DEPOSIT = "deposit", N_("Facture d’acompte")
    FINAL = "final", N_("Facture définitive")
    CORRECTIVE = "corrective", N_("Facture rectificative")
    CREDIT_NOTE = "credit_note", N_("Avoir")

    @property
    def series(self) -> str:
        """The series of its numbers: credit notes have their own (CGI, annexe II, article 242 nonies A, I-7°)."""
        return "AV" if self is InvoiceType.CREDIT_NOTE else "FA"

    @property
    def paper_kind(self) -> PaperKind:
        """The paper that shows it."""
        return {
            InvoiceType.INVOICE: PaperKind.INVOICE,
            InvoiceType.DEPOSIT: PaperKind.DEPOSIT_INVOICE,
            InvoiceType.FINAL: PaperKind.FINAL_INVOICE,
            InvoiceType.CORRECTIVE: PaperKind.CORRECTIVE_INVOICE,
            InvoiceType.CREDIT_NOTE: PaperKind.CREDIT_NOTE,
        }[self]

    @property
    def draft_of(self) -> str:
        """How records name a draft, after the word "brouillon"."""
        return "d’avoir" if self is InvoiceType.CREDIT_NOTE else "de facture"


class CorrectionKind(Labelled):
    """What a credit note gives back: all of the invoice, some of its lines, or a gesture without goods."""

    FULL = "full", N_("Avoir total")
    PARTIAL = "partial", N_("Avoir partiel")
    COMMERCIAL = "commercial", N_("Avoir commercial")


class Invoice(Versioned):
    """An invoice of some type; its number (FA-2026-0001, AV- for credit notes) is given at issue, without gaps.

    Sums are positive and in `currency`, also those of a credit note: `signed`
    says which way they count. `paid` is what was allocated to it (for a credit
    note: what of it was used), `deposited` what the deposit invoices named in
    `deductions` took already, `amount_due` what remains. `due_on` is never
    null so that lists can be ordered by it; on a draft it is the day which it
    would get today. `corrects_id` is the invoice that a credit note or a
    corrective invoice refers to; a corrective invoice replaces that one, which
    goes to `REPLACED` and does not count any more. `issued_as` is the paper
    as it was when it was issued. `carried_as` says on which account the books
    have what is due: what is lost is owed by law, but no longer in the books.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        within_workspace("order_id", "orders"),
        within_workspace("corrects_id", "invoices"),
        Index(None, "workspace_id", "company_id", "id"),
        Index(None, "workspace_id", "state", "due_on", "id"),
        Index(None, "workspace_id", "order_id"),
        Index(None, "workspace_id", "corrects_id"),
        Index(None, "workspace_id", "issued_on", "id"),
    )
    kind: ClassVar[str] = "invoice"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Invoice.company_id", "Company")
    order_id: Mapped[int | None] = mapped_column(default=None)
    delivery_note_id: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[str] = mapped_column(String(40), default="")
    type: Mapped[InvoiceType] = mapped_column(EnumColumn(InvoiceType), default=InvoiceType.INVOICE)
    state: Mapped[InvoiceState] = mapped_column(EnumColumn(InvoiceState), default=InvoiceState.DRAFT)
    drafted_on: Mapped[date]
    issued_on: Mapped[date | None] = mapped_column(default=None)
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    due_on: Mapped[date]
    payment_days: Mapped[int]
    due_rule: Mapped[DueRule] = mapped_column(EnumColumn(DueRule), default=DueRule.NET)
    regime: Mapped[TaxRegime] = mapped_column(EnumColumn(TaxRegime), default=TaxRegime.DOMESTIC)
    currency: Mapped[Currency] = mapped_column(EnumColumn(Currency), default=Currency.EUR)
    exchange_ppm: Mapped[int] = mapped_column(default=MILLION)
    language: Mapped[str] = mapped_column(String(2), default="fr")
    incoterm: Mapped[Incoterm | None] = mapped_column(EnumColumn(Incoterm), default=None)
    discount: Mapped[Rate] = mapped_column(RateColumn(), default=NO_RATE)
    cash_discount: Mapped[Rate] = mapped_column(RateColumn(), default=NO_RATE)
    cash_discount_days: Mapped[int] = mapped_column(default=0)
    corrects_id: Mapped[int | None] = mapped_column(default=None)
    correction: Mapped[CorrectionKind | None] = mapped_column(EnumColumn(CorrectionKind), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    period_from: Mapped[date | None] = mapped_column(default=None)
    period_to: Mapped[date | None] = mapped_column(default=None)
    net: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    gross: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    deposited: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    paid: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    fell_due: Mapped[bool] = mapped_column(default=False)
    carried_as: Mapped[Carried] = mapped_column(EnumColumn(Carried), default=Carried.SOUND)
    issued_as: Mapped[str] = mapped_column(Text, default="", deferred=True)
    lines: Mapped[list[InvoiceLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="InvoiceLine.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number or f"brouillon {self.type.draft_of} {self.id}"

    @property
    def is_credit_note(self) -> bool:
        """Whether it gives back instead of asking."""
        return self.type is InvoiceType.CREDIT_NOTE

    @property
    def signed(self) -> int:
        """+1 for what asks for money, -1 for a credit note."""
        return -1 if self.is_credit_note else 1

    @property
    def totals(self) -> Totals:
        """Net, VAT per rate, gross, in the invoice's currency."""
        return totals_of(self.lines, self.discount)

    @hybrid_property
    def amount_due(self) -> Money:
        """What remains to be paid; of a credit note what can still be used. It can be asked of the database too."""
        return self.gross - self.deposited - self.paid

    @amount_due.inplace.expression
    @classmethod
    def _amount_due_asked(cls) -> ColumnElement[Money]:
        """The same for a statement."""
        return type_coerce(cls.gross - cls.deposited - cls.paid, MoneyColumn())

    @property
    def due_in_euros(self) -> Money:
        """What remains, in euros at the invoice's own rate."""
        return in_euros(self.amount_due, self.exchange_ppm)

    def is_open(self) -> bool:
        """Whether money is still to come for it; never so for a credit note."""
        return self.state in {InvoiceState.ISSUED, InvoiceState.HANDED_OVER} and not self.is_credit_note

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
    """A line of an invoice; `detail` names the delivery note of a line in a summary invoice."""

    __tablename__ = "invoice_lines"
    __table_args__ = (within_workspace("invoice_id", "invoices"), Index(None, "workspace_id", "invoice_id"))
    kind: ClassVar[str] = "invoice_line"

    invoice_id: Mapped[int] = mapped_column(init=False)
    detail: Mapped[str] = mapped_column(String(160), default="")


class InvoicedNote(Entity):
    """A delivery note that an invoice charges, the draft included; a discarded draft lets go of its notes."""

    __tablename__ = "invoiced_notes"
    __table_args__ = (
        within_workspace("invoice_id", "invoices"),
        within_workspace("delivery_note_id", "delivery_notes"),
        Index(None, "workspace_id", "invoice_id"),
        Index(None, "workspace_id", "delivery_note_id"),
    )
    kind: ClassVar[str] = "invoiced_note"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("InvoicedNote.invoice_id", "Invoice")
    delivery_note_id: Mapped[int]


class DepositDeduction(Entity):
    """A deposit invoice taken off a final one: `amount` with VAT, in the currency of both."""

    __tablename__ = "deposit_deductions"
    __table_args__ = (
        within_workspace("invoice_id", "invoices"),
        within_workspace("deposit_invoice_id", "invoices"),
        Index(None, "workspace_id", "invoice_id"),
        Index(None, "workspace_id", "deposit_invoice_id"),
    )
    kind: ClassVar[str] = "deposit_deduction"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("DepositDeduction.invoice_id", "Invoice")
    deposit_invoice_id: Mapped[int]
    amount: Mapped[Money] = mapped_column(MoneyColumn())
