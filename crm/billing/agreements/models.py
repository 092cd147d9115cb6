"""What a customer and we agree on about an unpaid invoice (promises, payment plans) or not (disputes)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.billing.invoices.models import Invoice
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.selling.quotes.models import Channel
from crm.store.scoping import Entity, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn


class AgreementState(Labelled):
    """What becomes of a promise, of a plan or of one of its instalments."""

    OPEN = "open", N_("En cours")
    KEPT = "kept", N_("Tenu")
    BROKEN = "broken", N_("Non tenu")


class DisputeCause(Labelled):
    """Why a customer does not want to pay."""

    PRICE = "price", N_("Prix ou remise")
    QUANTITY = "quantity", N_("Quantité livrée")
    QUALITY = "quality", N_("Qualité ou conformité")
    DELIVERY = "delivery", N_("Retard ou avarie de livraison")
    INVOICE = "invoice", N_("Erreur de facturation")
    ALREADY_PAID = "already_paid", N_("Dit avoir déjà réglé")
    OTHER = "other", N_("Autre motif")


class DisputeOutcome(Labelled):
    """How a dispute ended."""

    FOUNDED = "founded", N_("Fondé : avoir ou correction")
    PARTLY = "partly", N_("Fondé en partie : geste commercial")
    UNFOUNDED = "unfounded", N_("Non fondé : la facture reste due")
    WITHDRAWN = "withdrawn", N_("Abandonné par le client")


class Promise(Entity):
    """A customer's word to pay so much of an invoice by a day; `said_by` is who gave it."""

    __tablename__ = "payment_promises"
    __table_args__ = (
        within_workspace("invoice_id", "invoices"),
        Index(None, "workspace_id", "invoice_id"),
        Index(None, "workspace_id", "state", "due_on"),
    )
    kind: ClassVar[str] = "promise"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("Promise.invoice_id", "Invoice")
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    left_before: Mapped[Money] = mapped_column(MoneyColumn())
    due_on: Mapped[date]
    made_on: Mapped[date]
    channel: Mapped[Channel] = mapped_column(EnumColumn(Channel), default=Channel.PHONE)
    said_by: Mapped[str] = mapped_column(String(120), default="")
    noted_by: Mapped[str] = mapped_column(String(120), default="")
    confirmed: Mapped[bool] = mapped_column(default=False)
    state: Mapped[AgreementState] = mapped_column(EnumColumn(AgreementState), default=AgreementState.OPEN)
    ended_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return f"promesse {self.invoice.number}"


class PaymentPlan(Entity):
    """An agreement to pay an invoice in instalments; `amount` is what it spreads."""

    __tablename__ = "payment_plans"
    __table_args__ = (within_workspace("invoice_id", "invoices"), Index(None, "workspace_id", "invoice_id"))
    kind: ClassVar[str] = "payment_plan"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("PaymentPlan.invoice_id", "Invoice")
    instalments: Mapped[int]
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    last_on: Mapped[date]
    granted_on: Mapped[date]
    granted_by: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[AgreementState] = mapped_column(EnumColumn(AgreementState), default=AgreementState.OPEN)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    schedule: Mapped[list[Instalment]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Instalment.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return f"échéancier {self.invoice.number}"

    def instalment(self, rank: int) -> Instalment:
        """Return one payment; one that there is not is a LookupError."""
        return next(each for each in self.schedule if each.rank == rank)


class Instalment(Entity):
    """One payment of a plan, counted from 1; `left_after` is what should remain of the plan once it is paid."""

    __tablename__ = "plan_instalments"
    __table_args__ = (within_workspace("plan_id", "payment_plans"), Index(None, "workspace_id", "plan_id"))
    kind: ClassVar[str] = "instalment"

    plan_id: Mapped[int] = mapped_column(init=False)
    rank: Mapped[int]
    due_on: Mapped[date]
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    left_after: Mapped[Money] = mapped_column(MoneyColumn())
    state: Mapped[AgreementState] = mapped_column(EnumColumn(AgreementState), default=AgreementState.OPEN)


class Dispute(Entity):
    """A disagreement about an invoice: while it is open, the invoice is not chased."""

    __tablename__ = "disputes"
    __table_args__ = (within_workspace("invoice_id", "invoices"), Index(None, "workspace_id", "invoice_id"))
    kind: ClassVar[str] = "dispute"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("Dispute.invoice_id", "Invoice")
    cause: Mapped[DisputeCause] = mapped_column(EnumColumn(DisputeCause))
    reason: Mapped[str] = mapped_column(Text)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None] = mapped_column(default=None)
    outcome: Mapped[DisputeOutcome | None] = mapped_column(EnumColumn(DisputeOutcome), default=None)
    conclusion: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return f"litige {self.invoice.number}"

    @property
    def is_open(self) -> bool:
        """Whether it still holds the chase."""
        return self.closed_on is None
