"""Doubtful debts: what the books carry on account 416, what is set aside for it, what is given up."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.billing.invoices.models import Carried, Invoice
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money, Rate
from crm.store.scoping import Entity, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, RateColumn


class DoubtfulDebt(Entity):
    """A debt carried as doubtful (account 416, with VAT) and what is set aside for it now (491, without VAT).

    `gross` and `net` are what was due when it became doubtful, in the
    invoice's currency; `allowance` is in euros. One that is no longer
    doubtful has `ended_on`; should it become so again, the row serves again.
    """

    __tablename__ = "doubtful_debts"
    __table_args__ = (within_workspace("invoice_id", "invoices"), UniqueConstraint("workspace_id", "invoice_id"))
    kind: ClassVar[str] = "doubtful_debt"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("DoubtfulDebt.invoice_id", "Invoice")
    gross: Mapped[Money] = mapped_column(MoneyColumn())
    net: Mapped[Money] = mapped_column(MoneyColumn())
    share: Mapped[Rate] = mapped_column(RateColumn())
    allowance: Mapped[Money] = mapped_column(MoneyColumn())
    reason: Mapped[str] = mapped_column(Text)
    since: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def is_live(self) -> bool:
        """Whether the books still carry it as doubtful."""
        return self.ended_on is None


class DebtMove(Entity):
    """What an act on a doubtful debt changes in the books, in euros; nothing of it changes afterwards.

    `moved` goes from account 411 to 416, back if negative; `allowance` is
    added to account 491, released if negative.
    """

    __tablename__ = "debt_moves"
    __table_args__ = (within_workspace("invoice_id", "invoices"), Index(None, "workspace_id", "invoice_id", "id"))
    kind: ClassVar[str] = "debt_move"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("DebtMove.invoice_id", "Invoice")
    made_on: Mapped[date]
    moved: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    allowance: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)


class Proof(Labelled):
    """What proves that a debt will never be paid (BOI-TVA-DED-40-10-20)."""

    NONE = "none", N_("Aucune pièce")
    CERTIFICATE = "certificate", N_("Certificat d’irrécouvrabilité")
    JUDGMENT = "judgment", N_("Jugement de clôture pour insuffisance d’actif")
    FAILED_SEIZURE = "failed_seizure", N_("Procès-verbal de carence du commissaire de justice")


class WriteOff(Entity):
    """A debt given up: the loss (account 654) and the VAT that is not part of it.

    `net` and `vat` make what was due, in the invoice's currency. Of the VAT,
    `waiting` never fell due (4458); the rest was paid to the State and is
    claimed back (44571), which takes a proof: without one it is lost too and
    is in `net`. `euros` is what the books had of the debt, on the account of
    `carried_as`.
    """

    __tablename__ = "write_offs"
    __table_args__ = (within_workspace("invoice_id", "invoices"), UniqueConstraint("workspace_id", "invoice_id"))
    kind: ClassVar[str] = "write_off"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("WriteOff.invoice_id", "Invoice")
    net: Mapped[Money] = mapped_column(MoneyColumn())
    vat: Mapped[Money] = mapped_column(MoneyColumn())
    reason: Mapped[str] = mapped_column(Text)
    written_on: Mapped[date]
    waiting: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    euros: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    carried_as: Mapped[Carried] = mapped_column(EnumColumn(Carried), default=Carried.SOUND)
    proof: Mapped[Proof] = mapped_column(EnumColumn(Proof), default=Proof.NONE)
    proof_on: Mapped[date | None] = mapped_column(default=None)
    proof_number: Mapped[str] = mapped_column(String(60), default="")

    @property
    def recovered(self) -> Money:
        """The VAT that is claimed back from the State."""
        return self.vat - self.waiting
