"""What people ask about their personal data, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.prospecting.companies.models import Company
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn


class Right(Labelled):
    """What a person may ask (GDPR, articles 15, 16, 17 and 21)."""

    ACCESS = "access", N_("Accès à ses données")
    RECTIFICATION = "rectification", N_("Rectification")
    ERASURE = "erasure", N_("Effacement")
    OBJECTION = "objection", N_("Opposition")


class Outcome(Labelled):
    """How a request ended."""

    GRANTED = "granted", N_("Satisfaite")
    PARTLY = "partly", N_("Satisfaite en partie")
    REFUSED = "refused", N_("Refusée")


class DataRequest(Versioned):
    """A person asks what is kept about them, or that it goes; the answer is due within one month.

    `message_id` is the message by which it came, None when it was entered by hand.
    """

    __tablename__ = "data_requests"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "company_id"),
        Index(None, "workspace_id", "answered_on", "due_on", "id"),
    )
    kind: ClassVar[str] = "data_request"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("DataRequest.company_id", "Company")
    right: Mapped[Right] = mapped_column(EnumColumn(Right))
    received_on: Mapped[date]
    due_on: Mapped[date]
    message_id: Mapped[int | None] = mapped_column(default=None)
    outcome: Mapped[Outcome | None] = mapped_column(EnumColumn(Outcome), default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return f"{self.company.legal_name} ({self.right.value})"

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return self.answered_on is None
