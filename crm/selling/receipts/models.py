"""Goods that come in: at the dock, counted and accepted, protested about to carrier and supplier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, Protocol

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.activity.chain import Json
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.papers.correspondence import WrittenLetter
from crm.papers.views import Party
from crm.selling.carriers.models import Carrier
from crm.selling.supply.models import SupplyOrder, Way
from crm.selling.supply.rules import plain
from crm.store.scoping import Entity, belongs_to, within_workspace
from crm.store.types import EnumColumn, QuantityColumn

NOTHING = Decimal(0)
SUBJECTS = {"fr": "réclamation sur notre commande {number}", "en": "claim about our order {number}"}


class Found(Protocol):
    """What somebody found of an ordered line."""

    @property
    def counted(self) -> Decimal:
        """How many there are."""

    @property
    def damaged(self) -> Decimal:
        """How many of them are damaged."""


class Grievance(Labelled):
    """What one complains of to a supplier."""

    MISSING = "missing", N_("Articles manquants")
    DAMAGED = "damaged", N_("Articles abîmés")
    WRONG = "wrong", N_("Articles non conformes à la commande")
    LATE = "late", N_("Retard de livraison")


class Remedy(Labelled):
    """What one asks of a supplier."""

    REPLACEMENT = "replacement", N_("Livrer ce qui manque")
    CREDIT = "credit", N_("Établir un avoir : nous renonçons à ce qui manque")


class Arrival(Entity):
    """Goods at the dock, as the carrier hands them over; `receipt_id` is set once they were counted and entered.

    What the supplier's delivery note announces and what is really there may differ.
    """

    __tablename__ = "supply_arrivals"
    __table_args__ = (
        within_workspace("order_id", "supply_orders"),
        within_workspace("carrier_id", "carriers"),
        Index(None, "workspace_id", "order_id"),
        Index(None, "workspace_id", "receipt_id", "id"),
    )
    kind: ClassVar[str] = "supply_arrival"

    order_id: Mapped[int] = mapped_column(init=False)
    order: Mapped[SupplyOrder] = belongs_to("Arrival.order_id", "SupplyOrder")
    carrier_id: Mapped[int | None] = mapped_column(init=False)
    carrier: Mapped[Carrier | None] = belongs_to("Arrival.carrier_id", "Carrier")
    arrived_on: Mapped[date]
    note_number: Mapped[str] = mapped_column(String(60), default="")
    message_id: Mapped[int | None] = mapped_column(default=None)
    receipt_id: Mapped[int | None] = mapped_column(default=None)
    lines: Mapped[list[ArrivalLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ArrivalLine.id", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.note_number or f"{self.order_id}"

    def of_line(self, line_id: int) -> ArrivalLine | None:
        """Return what came of an ordered line."""
        return next((line for line in self.lines if line.line_id == line_id), None)

    def agrees_with(self, found: Mapping[int, Found]) -> bool:
        """Tell whether somebody counted, line by line, what is there, and saw what is damaged."""
        pairs = ((line, found.get(line.line_id)) for line in self.lines)
        return all(
            each is not None and (each.counted, each.damaged) == (line.there, line.damaged) for line, each in pairs
        )


class ArrivalLine(Entity):
    """So much of an ordered line: announced on paper, there on the dock, of that damaged."""

    __tablename__ = "supply_arrival_lines"
    __table_args__ = (within_workspace("arrival_id", "supply_arrivals"), Index(None, "workspace_id", "arrival_id"))
    kind: ClassVar[str] = "supply_arrival_line"

    arrival_id: Mapped[int] = mapped_column(init=False)
    line_id: Mapped[int]
    announced: Mapped[Decimal] = mapped_column(QuantityColumn())
    there: Mapped[Decimal] = mapped_column(QuantityColumn())
    damaged: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)


class Receipt(Entity):
    """Goods entered: what was counted, what was accepted into stock, what was noted before the carrier's driver.

    `last_protest_on` is the last day on which one may protest to the carrier.
    """

    __tablename__ = "receipts"
    __table_args__ = (
        within_workspace("order_id", "supply_orders"),
        within_workspace("carrier_id", "carriers"),
        Index(None, "workspace_id", "order_id"),
    )
    kind: ClassVar[str] = "receipt"

    order_id: Mapped[int] = mapped_column(init=False)
    order: Mapped[SupplyOrder] = belongs_to("Receipt.order_id", "SupplyOrder")
    carrier_id: Mapped[int | None] = mapped_column(init=False)
    carrier: Mapped[Carrier | None] = belongs_to("Receipt.carrier_id", "Carrier")
    number: Mapped[str] = mapped_column(String(40))
    received_on: Mapped[date]
    last_protest_on: Mapped[date]
    note_number: Mapped[str] = mapped_column(String(60), default="")
    reservations: Mapped[str] = mapped_column(Text, default="")
    lines: Mapped[list[ReceiptLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="ReceiptLine.id", init=False
    )
    protests: Mapped[list[CarrierReservations]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="CarrierReservations.id", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number

    @property
    def has_trouble(self) -> bool:
        """Whether something was damaged, missing from what the paper announced, or refused."""
        return any(line.has_trouble for line in self.lines)

    @property
    def told(self) -> dict[str, Json]:
        """What a record tells of it."""
        return {
            "lines": [line.told for line in self.lines],
            "trouble": self.has_trouble,
            "reservations": self.reservations,
            "last_protest_on": self.last_protest_on.isoformat(),
        }

    @property
    def protest(self) -> CarrierReservations | None:
        """The protest to the carrier, if one was sent."""
        return self.protests[0] if self.protests else None

    def protest_on_paper(self, *, sender: Party) -> WrittenLetter | None:
        """Return the protest as a letter, in French as its law is; None before there is one."""
        if self.protest is None or self.carrier is None:
            return None
        return WrittenLetter(
            written_on=self.protest.sent_on,
            sender=sender,
            receiver=self.carrier.party,
            subject=f"réserves sur votre livraison, bon {self.note_number or self.number}",
            text=self.protest.text,
            reference=self.order.number,
            is_registered=self.protest.way is Way.REGISTERED,
        )

    def may_protest(self, on: date) -> bool:
        """Tell whether the carrier can still be held to account on a day."""
        return on <= self.last_protest_on


class ReceiptLine(Entity):
    """So much of an ordered line, counted on the dock; what was accepted is in stock."""

    __tablename__ = "receipt_lines"
    __table_args__ = (within_workspace("receipt_id", "receipts"), Index(None, "workspace_id", "receipt_id"))
    kind: ClassVar[str] = "receipt_line"

    receipt_id: Mapped[int] = mapped_column(init=False)
    line_id: Mapped[int]
    reference: Mapped[str] = mapped_column(String(40))
    wording: Mapped[str] = mapped_column(String(300))
    expected: Mapped[Decimal] = mapped_column(QuantityColumn())
    counted: Mapped[Decimal] = mapped_column(QuantityColumn())
    damaged: Mapped[Decimal] = mapped_column(QuantityColumn())
    accepted: Mapped[Decimal] = mapped_column(QuantityColumn())
    announced: Mapped[Decimal | None] = mapped_column(QuantityColumn(), default=None)

    @property
    def has_trouble(self) -> bool:
        """Whether something was damaged, missing from what the paper announced, or refused."""
        short = self.announced is not None and self.counted < self.announced
        return short or self.damaged > 0 or self.accepted < self.counted

    @property
    def told(self) -> Json:
        """The line as a record holds it."""
        return {
            "reference": self.reference,
            "expected": plain(self.expected),
            "announced": plain(self.announced) if self.announced is not None else None,
            "counted": plain(self.counted),
            "damaged": plain(self.damaged),
            "accepted": plain(self.accepted),
        }


class CarrierReservations(Entity):
    """The protest sent to a carrier after a delivery (Code de commerce, article L133-3)."""

    __tablename__ = "carrier_reservations"
    __table_args__ = (
        within_workspace("receipt_id", "receipts"),
        UniqueConstraint("workspace_id", "receipt_id"),
    )
    kind: ClassVar[str] = "carrier_reservations"

    receipt_id: Mapped[int] = mapped_column(init=False)
    carrier_id: Mapped[int]
    sent_on: Mapped[date]
    way: Mapped[Way] = mapped_column(EnumColumn(Way))
    in_time: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.way.label

    @property
    def holds(self) -> bool:
        """Whether it keeps the claim against the carrier alive: in time and by registered letter."""
        return self.in_time and self.way is Way.REGISTERED


class SupplierClaim(Entity):
    """A complaint to a supplier and what one asks for; `answer` is theirs."""

    __tablename__ = "supplier_claims"
    __table_args__ = (
        within_workspace("order_id", "supply_orders"),
        Index(None, "workspace_id", "order_id"),
        Index(None, "workspace_id", "answered_on", "id"),
    )
    kind: ClassVar[str] = "supplier_claim"

    order_id: Mapped[int] = mapped_column(init=False)
    order: Mapped[SupplyOrder] = belongs_to("SupplierClaim.order_id", "SupplyOrder")
    sent_on: Mapped[date]
    grievance: Mapped[Grievance] = mapped_column(EnumColumn(Grievance))
    remedy: Mapped[Remedy] = mapped_column(EnumColumn(Remedy))
    language: Mapped[str] = mapped_column(String(2))
    way: Mapped[Way] = mapped_column(EnumColumn(Way))
    text: Mapped[str] = mapped_column(Text)
    answered_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.grievance.label

    def paper(self, *, sender: Party) -> WrittenLetter:
        """Return the claim as a letter, in the language in which it was written."""
        return WrittenLetter(
            written_on=self.sent_on,
            sender=sender,
            receiver=self.order.supplier.party,
            subject=SUBJECTS[self.language].format(number=self.order.number),
            text=self.text,
            reference=self.order.supplier_number,
            is_registered=self.way is Way.REGISTERED,
            language="en" if self.language == "en" else "fr",
        )
