"""What becomes of an invoice that nobody pays: the file handed over, the payment order."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.billing.invoices.models import Invoice
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.store.scoping import Entity, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn


class Recoverer(Labelled):
    """To whom a file goes."""

    LITIGATION = "litigation", N_("Service contentieux")
    AGENCY = "agency", N_("Société de recouvrement")
    OFFICER = "officer", N_("Commissaire de justice")


class RecoveryFile(Entity):
    """The file of an unpaid invoice with those who recover debts; sums as they were, in the invoice's currency."""

    __tablename__ = "recovery_files"
    __table_args__ = (within_workspace("invoice_id", "invoices"), UniqueConstraint("workspace_id", "invoice_id"))
    kind: ClassVar[str] = "recovery_file"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("RecoveryFile.invoice_id", "Invoice")
    recoverer: Mapped[Recoverer] = mapped_column(EnumColumn(Recoverer))
    to: Mapped[str] = mapped_column(String(200))
    handed_on: Mapped[date]
    principal: Mapped[Money] = mapped_column(MoneyColumn())
    interest: Mapped[Money] = mapped_column(MoneyColumn())
    fee: Mapped[Money] = mapped_column(MoneyColumn())


class OrderStep(Labelled):
    """A step of the payment order procedure (Code de procédure civile, 1405 to 1424), in their order."""

    CLAIM = "claim", N_("Créance vérifiée")
    PAPERS = "papers", N_("Pièces réunies")
    REQUEST = "request", N_("Requête déposée au greffe")
    ORDER = "order", N_("Ordonnance rendue")
    SERVICE = "service", N_("Ordonnance signifiée")
    NO_OPPOSITION = "no_opposition", N_("Délai passé sans opposition")
    ENFORCEMENT = "enforcement", N_("Exécution confiée au commissaire de justice")


class PaymentOrderStep(Entity):
    """A step of the payment order procedure that was done for an invoice."""

    __tablename__ = "payment_order_steps"
    __table_args__ = (
        within_workspace("invoice_id", "invoices"),
        UniqueConstraint("workspace_id", "invoice_id", "step"),
    )
    kind: ClassVar[str] = "payment_order_step"

    invoice_id: Mapped[int]
    step: Mapped[OrderStep] = mapped_column(EnumColumn(OrderStep))
    done_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(200), default="")
