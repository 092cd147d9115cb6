"""Chasing what is unpaid: reminders sent, pauses in the chase, derogations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.billing.invoices.models import Invoice
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.selling.quotes.models import Channel
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, UtcDateTime


class Decision(Labelled):
    """What a person decides after looking at a balance."""

    ACCEPT = "accept", N_("Accepter la commande")
    REFUSE = "refuse", N_("Refuser la commande")
    DEROGATION = "derogation", N_("Demander une dérogation")


class Subject(Labelled):
    """What a derogation is asked for."""

    DISCOUNT = "discount", N_("Remise au-delà du barème")
    CREDIT_LIMIT = "credit_limit", N_("Dépassement du plafond d’encours")
    PAYMENT_PLAN = "payment_plan", N_("Échéancier au-delà de la délégation")


class DerogationState(Labelled):
    """What became of a request."""

    REQUESTED = "requested", N_("Demandée")
    GRANTED = "granted", N_("Accordée")
    REFUSED = "refused", N_("Refusée")


@dataclass(frozen=True)
class Thing:
    """What a derogation is about, as its records name it."""

    kind: str
    id: int
    label: str


class CallResult(Labelled):
    """What came of a reminder by phone."""

    PROMISES = "promises", N_("Promet de régler")
    WANTS_TIME = "wants_time", N_("Demande un délai ou un échéancier")
    DISPUTES = "disputes", N_("Conteste la facture")
    SAYS_PAID = "says_paid", N_("Dit avoir déjà réglé")
    REFUSES = "refuses", N_("Refuse de payer")
    CALL_BACK = "call_back", N_("Interlocuteur absent, à rappeler")
    NO_ANSWER = "no_answer", N_("Pas de réponse")


class Reminder(Entity):
    """A reminder that was sent for an invoice; level 3 is the formal notice. `amount` is what was due then.

    `result` is what came of a call, for reminders by phone; `text` then says what was said.
    `claims_fees`: whether it asks a professional for fees (None: as the formal notice always did).
    """

    __tablename__ = "reminders"
    __table_args__ = (within_workspace("invoice_id", "invoices"), Index(None, "workspace_id", "invoice_id"))
    kind: ClassVar[str] = "reminder"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("Reminder.invoice_id", "Invoice")
    level: Mapped[int]
    channel: Mapped[Channel] = mapped_column(EnumColumn(Channel))
    amount: Mapped[Money] = mapped_column(MoneyColumn())
    days_late: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    sent_on: Mapped[date]
    sent_by: Mapped[str] = mapped_column(String(120), default="")
    claims_fees: Mapped[bool | None] = mapped_column(default=None)
    result: Mapped[CallResult | None] = mapped_column(EnumColumn(CallResult), default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return f"{self.invoice.number} niveau {self.level}"


class HoldCause(Labelled):
    """Why an invoice is not chased for a while."""

    PROMISE = "promise", N_("Promesse de règlement")
    PLAN = "plan", N_("Échéancier")
    DISPUTE = "dispute", N_("Litige")


class Hold(Entity):
    """A pause in the chase of an invoice: until a day (included), or until it is lifted if `until` is None."""

    __tablename__ = "chase_holds"
    __table_args__ = (within_workspace("invoice_id", "invoices"), Index(None, "workspace_id", "invoice_id"))
    kind: ClassVar[str] = "chase_hold"

    invoice_id: Mapped[int]
    cause: Mapped[HoldCause] = mapped_column(EnumColumn(HoldCause))
    began_on: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    lifted_on: Mapped[date | None] = mapped_column(default=None)

    def lift(self, on: date) -> None:
        """Let the chase go on, if it was held."""
        self.lifted_on = self.lifted_on or on


class Derogation(Versioned):
    """A request to the management to go beyond one's delegation, and its answer.

    `about_kind`, `about_id` and `about_label` name the quote, invoice or company it concerns.
    """

    __tablename__ = "derogations"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "company_id", "id"),
        Index(None, "workspace_id", "about_kind", "about_id"),
    )
    kind: ClassVar[str] = "derogation"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Derogation.company_id", "Company")
    subject: Mapped[Subject] = mapped_column(EnumColumn(Subject))
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    about_label: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[DerogationState] = mapped_column(EnumColumn(DerogationState), default=DerogationState.REQUESTED)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime())
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return f"dérogation {self.id}"

    @property
    def thing(self) -> Thing:
        """What it is about."""
        return Thing(self.about_kind, self.about_id, self.about_label)
