"""Deliveries and returns: what left for an order, what arrived, what came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.papers.views import CommercialPaper, PaperKind, Party
from crm.selling.lines import DocumentLine, LineData
from crm.selling.orders.models import Order
from crm.selling.parties import customer_party, language_of, paper_lines, typed_address
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import QuantityColumn

NOTHING = Decimal(0)


class DeliveryNote(Versioned):
    """What left the warehouse for an order, all of it or a part; delivered when the customer has it.

    `received_by` and `reservations` are what the customer wrote on it: the
    proof of delivery. `dispatched_on` is the day on which a carrier took it.
    `replaces_id` is the delivery whose goods it replaces free of charge,
    `invoice_id` the invoice that charges it.
    """

    __tablename__ = "delivery_notes"
    __table_args__ = (within_workspace("order_id", "orders"), Index(None, "workspace_id", "order_id"))
    kind: ClassVar[str] = "delivery_note"

    order_id: Mapped[int] = mapped_column(init=False)
    order: Mapped[Order] = belongs_to("DeliveryNote.order_id", "Order")
    number: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    reservations: Mapped[str] = mapped_column(Text, default="")
    received_by: Mapped[str] = mapped_column(String(120), default="")
    carrier_id: Mapped[int | None] = mapped_column(default=None)
    carrier_name: Mapped[str] = mapped_column(String(200), default="")
    tracking: Mapped[str] = mapped_column(String(60), default="")
    parcels: Mapped[int] = mapped_column(default=1)
    weight_grams: Mapped[int | None] = mapped_column(default=None)
    dispatched_on: Mapped[date | None] = mapped_column(default=None)
    replaces_id: Mapped[int | None] = mapped_column(default=None)
    invoice_id: Mapped[int | None] = mapped_column(default=None)
    lines: Mapped[list[DeliveryLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="DeliveryLine.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number

    @property
    def goods(self) -> list[LineData]:
        """What it brought and did not come back for good, at the order's prices: what an invoice charges.

        A note from before partial deliveries brought the whole order.
        """
        if not self.lines:
            return [line.data for line in self.order.lines]
        kept = ((line, line.quantity - line.given_up) for line in self.lines)
        return [replace(line.data, quantity=quantity) for line, quantity in kept if quantity]

    def paper(self, *, seller: Party) -> CommercialPaper:
        """Return the delivery note as paper: what is delivered, what was ordered, what is still to come."""
        order = self.order
        asked = {line.id: line for line in order.lines}
        ordered = [
            line.quantity + max(NOTHING, asked[line.order_line_id].quantity - line.gone_after)
            if line.order_line_id in asked
            else line.quantity
            for line in self.lines
        ]
        shown = self.lines or order.lines
        return CommercialPaper(
            kind=PaperKind.DELIVERY_NOTE,
            number=self.number,
            issued_on=self.issued_on,
            delivered_on=self.delivered_on or self.issued_on,
            seller=seller,
            customer=customer_party(order.company),
            lines=paper_lines(shown, ordered=ordered or [line.quantity for line in shown]),
            language=language_of(order.company),
            delivery_address=typed_address(order.delivery_address, order.company),
            order_number=order.number,
            customer_reference=order.customer_reference,
            incoterm=order.incoterm,
            carrier=self.carrier_name,
        )


class DeliveryLine(DocumentLine):
    """A line of a delivery note; `gone_after` is how much of the order's line had left then, this included.

    `returned` came back, `replaced` was sent once more free of charge.
    """

    __tablename__ = "delivery_lines"
    __table_args__ = (
        within_workspace("delivery_note_id", "delivery_notes"),
        Index(None, "workspace_id", "delivery_note_id"),
    )
    kind: ClassVar[str] = "delivery_line"

    delivery_note_id: Mapped[int] = mapped_column(init=False)
    order_line_id: Mapped[int]
    gone_after: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)
    returned: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)
    replaced: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)

    @property
    def given_up(self) -> Decimal:
        """What came back and was not sent again."""
        return max(NOTHING, self.returned - self.replaced)

    @property
    def returnable(self) -> Decimal:
        """What can still come back of it."""
        return self.quantity - self.returned


class ReturnNote(Versioned):
    """Goods that came back from a delivery; `restocked` goods are on the shelf again, others were thrown away."""

    __tablename__ = "return_notes"
    __table_args__ = (
        within_workspace("delivery_note_id", "delivery_notes"),
        Index(None, "workspace_id", "delivery_note_id"),
    )
    kind: ClassVar[str] = "return_note"

    delivery_note_id: Mapped[int] = mapped_column(init=False)
    delivery_note: Mapped[DeliveryNote] = belongs_to("ReturnNote.delivery_note_id", "DeliveryNote")
    number: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    restocked: Mapped[bool]
    lines: Mapped[list[ReturnLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ReturnLine.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number

    def paper(self, *, seller: Party) -> CommercialPaper:
        """Return the return note as paper."""
        order = self.delivery_note.order
        return CommercialPaper(
            kind=PaperKind.RETURN_NOTE,
            number=self.number,
            issued_on=self.issued_on,
            seller=seller,
            customer=customer_party(order.company),
            lines=paper_lines(self.lines),
            language=language_of(order.company),
            order_number=order.number,
            delivery_note_number=self.delivery_note.number,
            customer_reference=order.customer_reference,
            reason=self.reason,
        )


class ReturnLine(DocumentLine):
    """A line of a return note."""

    __tablename__ = "return_lines"
    __table_args__ = (
        within_workspace("return_note_id", "return_notes"),
        Index(None, "workspace_id", "return_note_id"),
    )
    kind: ClassVar[str] = "return_line"

    return_note_id: Mapped[int] = mapped_column(init=False)
    delivery_line_id: Mapped[int]
