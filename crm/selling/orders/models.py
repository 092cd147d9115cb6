"""Orders and delivery notes: recorded, confirmed, delivered."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.lifecycle import lifecycle
from crm.kernel.money import Money, Totals
from crm.papers.views import CommercialPaper, PaperKind, Party
from crm.prospecting.companies.models import Company
from crm.selling.lines import DocumentLine, totals_of
from crm.selling.parties import customer_party, language_of, paper_lines, payment_terms, typed_address
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, UtcDateTime


class OrderState(Labelled):
    """Where an order stands."""

    RECORDED = "recorded", N_("Enregistrée")
    CONFIRMED = "confirmed", N_("Confirmée")
    SHIPPED = "shipped", N_("Expédiée")
    DELIVERED = "delivered", N_("Livrée")
    INVOICED = "invoiced", N_("Facturée")
    CANCELLED = "cancelled", N_("Annulée")

    @property
    def plural(self) -> str:
        """The state of several orders."""
        return {
            "recorded": N_("Enregistrées"),
            "confirmed": N_("Confirmées"),
            "shipped": N_("Expédiées"),
            "delivered": N_("Livrées"),
            "invoiced": N_("Facturées"),
            "cancelled": N_("Annulées"),
        }[self.value]


class CheckDecision(Labelled):
    """What a person decides after holding a purchase order against what was agreed."""

    ACCEPT = "accept", N_("Conforme : j’enregistre la commande")
    CORRECT = "correct", N_("Écarts : je fais rectifier le bon de commande")
    REFUSE = "refuse", N_("Je refuse la commande")


ORDER_LIFE = lifecycle(
    (OrderState.RECORDED, OrderState.CONFIRMED),
    (OrderState.RECORDED, OrderState.CANCELLED),
    (OrderState.CONFIRMED, OrderState.SHIPPED),
    (OrderState.CONFIRMED, OrderState.CANCELLED),
    (OrderState.SHIPPED, OrderState.DELIVERED),
    (OrderState.DELIVERED, OrderState.INVOICED),
)


class Order(Versioned):
    """A customer's order; numbered when it is recorded."""

    __tablename__ = "orders"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "company_id", "id"),
        Index(None, "workspace_id", "state", "id"),
        Index(None, "workspace_id", "quote_id"),
    )
    kind: ClassVar[str] = "order"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Order.company_id", "Company")
    quote_id: Mapped[int | None] = mapped_column(default=None)
    message_id: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[str] = mapped_column(String(40))
    customer_reference: Mapped[str] = mapped_column(String(60), default="")
    state: Mapped[OrderState] = mapped_column(EnumColumn(OrderState), default=OrderState.RECORDED)
    recorded_on: Mapped[date]
    promised_on: Mapped[date | None] = mapped_column(default=None)
    confirmed_on: Mapped[date | None] = mapped_column(default=None)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    delivery_address: Mapped[str] = mapped_column(Text, default="")
    payment_days: Mapped[int]
    net: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    gross: Mapped[Money] = mapped_column(MoneyColumn(), default=Money())
    lines: Mapped[list[OrderLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="OrderLine.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number

    @property
    def totals(self) -> Totals:
        """Net, VAT per rate, gross."""
        return totals_of(self.lines)

    def paper(self, *, seller: Party, quote_number: str = "") -> CommercialPaper:
        """Return the order's confirmation as paper; one that was not confirmed is a draft and says so."""
        language = language_of(self.company)
        return CommercialPaper(
            kind=PaperKind.ORDER_CONFIRMATION,
            number=self.number if self.confirmed_on else "",
            issued_on=self.confirmed_on or self.recorded_on,
            promised_on=self.promised_on,
            seller=seller,
            customer=customer_party(self.company),
            lines=paper_lines(self.lines),
            language=language,
            payment_terms=payment_terms(self.payment_days, language),
            delivery_address=typed_address(self.delivery_address),
            quote_number=quote_number,
            order_number=self.number,
            customer_reference=self.customer_reference,
        )

    def can(self, state: OrderState) -> bool:
        """Tell whether the order may go to a state."""
        return ORDER_LIFE.allows(self.state, state)

    def move(self, state: OrderState) -> None:
        """Go to a state, or refuse."""
        self.state = ORDER_LIFE.move(self.state, state)


class OrderLine(DocumentLine):
    """A line of an order."""

    __tablename__ = "order_lines"
    __table_args__ = (within_workspace("order_id", "orders"), Index(None, "workspace_id", "order_id"))
    kind: ClassVar[str] = "order_line"

    order_id: Mapped[int] = mapped_column(init=False)


class DeliveryNote(Versioned):
    """What left the warehouse for an order, in one go; delivered when the customer has it."""

    __tablename__ = "delivery_notes"
    __table_args__ = (within_workspace("order_id", "orders"), Index(None, "workspace_id", "order_id"))
    kind: ClassVar[str] = "delivery_note"

    order_id: Mapped[int] = mapped_column(init=False)
    order: Mapped[Order] = belongs_to("DeliveryNote.order_id", "Order")
    number: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    reservations: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number

    def paper(self, *, seller: Party) -> CommercialPaper:
        """Return the delivery note as paper: all that was ordered left in one go."""
        order = self.order
        return CommercialPaper(
            kind=PaperKind.DELIVERY_NOTE,
            number=self.number,
            issued_on=self.issued_on,
            delivered_on=self.delivered_on or self.issued_on,
            seller=seller,
            customer=customer_party(order.company),
            lines=paper_lines(order.lines, ordered=[line.quantity for line in order.lines]),
            language=language_of(order.company),
            delivery_address=typed_address(order.delivery_address),
            order_number=order.number,
            customer_reference=order.customer_reference,
        )
