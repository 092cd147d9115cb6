"""Electronic invoices as the platform knows them, what became of them, and the faults that a learner looked for."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.activity.chain import Json
from crm.billing.invoices.models import Invoice
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.lifecycle import lifecycle
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, JsonColumn, UtcDateTime


class EInvoiceState(Labelled):
    """Where an electronic invoice stands: the life cycle's statuses that must be told, and the dispute (207)."""

    DEPOSITED = "deposited", N_("Déposée")
    REJECTED = "rejected", N_("Rejetée")
    REFUSED = "refused", N_("Refusée")
    DISPUTED = "disputed", N_("En litige")
    COLLECTED = "collected", N_("Encaissée")

    @property
    def code(self) -> str:
        """The status code of the French life cycle (XP Z12-012)."""
        return {"deposited": "200", "rejected": "213", "refused": "210", "disputed": "207", "collected": "212"}[
            self.value
        ]

    @property
    def tone(self) -> str:
        """The colour in which it is shown."""
        return {"deposited": "blue", "collected": "green", "disputed": "amber"}.get(self.value, "red")


EINVOICE_LIFE = lifecycle(
    (EInvoiceState.DEPOSITED, EInvoiceState.REJECTED),
    (EInvoiceState.DEPOSITED, EInvoiceState.REFUSED),
    (EInvoiceState.DEPOSITED, EInvoiceState.DISPUTED),
    (EInvoiceState.DEPOSITED, EInvoiceState.COLLECTED),
    (EInvoiceState.DISPUTED, EInvoiceState.REFUSED),
    (EInvoiceState.DISPUTED, EInvoiceState.COLLECTED),
)


class Reason(Labelled):
    """Why an invoice was rejected, refused or disputed, by the life cycle's codes (XP Z12-012)."""

    REJ_SEMAN = "REJ_SEMAN", N_("Une donnée obligatoire manque ou n’a pas la bonne forme")
    REJ_COH = "REJ_COH", N_("Des données se contredisent")
    REJ_ADR = "REJ_ADR", N_("L’adresse électronique de facturation est en défaut")
    CALCUL_ERR = "CALCUL_ERR", N_("Un calcul est faux")
    MONTANTTOTAL_ERR = "MONTANTTOTAL_ERR", N_("Un total est faux")
    CMD_ERR = "CMD_ERR", N_("La facture ne correspond pas à la commande livrée")
    LIVR_INCOMP = "LIVR_INCOMP", N_("La livraison a fait l’objet de réserves")


class EInvoice(Versioned):
    """An invoice deposited on the platform; `digest` is the SHA-256 of the XML that was deposited."""

    __tablename__ = "einvoices"
    __table_args__ = (
        within_workspace("invoice_id", "invoices"),
        UniqueConstraint("workspace_id", "invoice_id"),
        Index(None, "workspace_id", "state", "deposited_at", "id"),
    )
    kind: ClassVar[str] = "einvoice"

    invoice_id: Mapped[int] = mapped_column(init=False)
    invoice: Mapped[Invoice] = belongs_to("EInvoice.invoice_id", "Invoice")
    digest: Mapped[str] = mapped_column(String(64))
    deposited_at: Mapped[datetime] = mapped_column(UtcDateTime())
    state: Mapped[EInvoiceState] = mapped_column(EnumColumn(EInvoiceState), default=EInvoiceState.DEPOSITED)

    @property
    def label(self) -> str:
        """What records call it."""
        return f"facture électronique {self.invoice.number}"

    def can(self, state: EInvoiceState) -> bool:
        """Tell whether it may go to a state."""
        return EINVOICE_LIFE.allows(self.state, state)

    def move(self, state: EInvoiceState) -> None:
        """Go to a state, or refuse."""
        self.state = EINVOICE_LIFE.move(self.state, state)


class EInvoiceStatus(Entity):
    """A status that an electronic invoice was given, never changed: when, by whom, why, and the rules it broke.

    `findings` are pairs of a rule's name and the rank of the line (0: the whole).
    """

    __tablename__ = "einvoice_statuses"
    __table_args__ = (within_workspace("einvoice_id", "einvoices"), Index(None, "workspace_id", "einvoice_id", "id"))
    kind: ClassVar[str] = "einvoice_status"

    einvoice_id: Mapped[int] = mapped_column(init=False)
    einvoice: Mapped[EInvoice] = belongs_to("EInvoiceStatus.einvoice_id", "EInvoice")
    state: Mapped[EInvoiceState] = mapped_column(EnumColumn(EInvoiceState))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime())
    given_by: Mapped[str] = mapped_column(String(120))
    reason: Mapped[Reason | None] = mapped_column(EnumColumn(Reason), default=None)
    findings: Mapped[list[Json]] = mapped_column(JsonColumn, default_factory=list)


class ExerciseAnswer(Entity):
    """What somebody found wrong in one of the prepared invoices: the field and the rule."""

    __tablename__ = "einvoice_answers"
    __table_args__ = (Index(None, "workspace_id", "case", "id"),)
    kind: ClassVar[str] = "einvoice_exercise"

    case: Mapped[str] = mapped_column(String(40))
    field: Mapped[str] = mapped_column(String(12))
    rule: Mapped[str] = mapped_column(String(24))
    right: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime())
    answered_by: Mapped[str] = mapped_column(String(120))

    @property
    def label(self) -> str:
        """What records call it."""
        return f"facture fautive {self.case}"
