"""Bank statements that were imported, and their lines until somebody says what they are."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.billing.payments.models import Payment
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn


class LineState(Labelled):
    """What became of a bank's line."""

    OPEN = "open", N_("À rapprocher")
    MATCHED = "matched", N_("Rapprochée")
    SET_ASIDE = "set_aside", N_("Écartée")


class BankStatement(Entity):
    """An imported statement; `digest` tells the same one sent twice."""

    __tablename__ = "bank_statements"
    __table_args__ = (Index(None, "workspace_id", "digest"),)
    kind: ClassVar[str] = "bank_statement"

    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    imported_on: Mapped[date]
    first_on: Mapped[date]
    last_on: Mapped[date]
    line_count: Mapped[int]
    credits: Mapped[Money] = mapped_column(MoneyColumn())
    debits: Mapped[Money] = mapped_column(MoneyColumn())

    @property
    def label(self) -> str:
        """What records call it."""
        return self.name


class BankLine(Versioned):
    """A movement of a statement; matched, it knows its payment."""

    __tablename__ = "bank_lines"
    __table_args__ = (
        within_workspace("statement_id", "bank_statements"),
        Index(None, "workspace_id", "statement_id"),
        Index(None, "workspace_id", "state", "booked_on", "id"),
        Index(None, "workspace_id", "payment_id"),
    )
    kind: ClassVar[str] = "bank_line"

    statement_id: Mapped[int]
    booked_on: Mapped[date]
    wording: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    reference: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[LineState] = mapped_column(EnumColumn(LineState), default=LineState.OPEN)
    reason: Mapped[str] = mapped_column(String(200), default="")
    payment_id: Mapped[int | None] = mapped_column(init=False)
    payment: Mapped[Payment | None] = belongs_to("BankLine.payment_id", "Payment")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.wording
