"""Orders to suppliers: what was ordered, what is still to come, and how often one asked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.activity.chain import Json
from crm.kernel.choices import Labelled
from crm.kernel.currency import MILLION, Currency, in_euros
from crm.kernel.errors import N_
from crm.kernel.incoterms import Incoterm
from crm.kernel.lifecycle import lifecycle
from crm.kernel.money import NO_RATE, ZERO, Money, Rate, Totals, line_net
from crm.papers.views import CommercialPaper, PaperKind, PaperLine, Party
from crm.selling.carriers.models import Carrier
from crm.selling.lines import totals_of
from crm.selling.suppliers.models import Supplier
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, QuantityColumn, RateColumn

NOTHING = Decimal(0)


class SupplyState(Labelled):
    """Where an order to a supplier stands."""

    DRAFT = "draft", N_("En préparation")
    SENT = "sent", N_("Envoyée")
    CONFIRMED = "confirmed", N_("Confirmée")
    PARTLY_RECEIVED = "partly_received", N_("Reçue en partie")
    RECEIVED = "received", N_("Reçue")
    CANCELLED = "cancelled", N_("Annulée")

    @property
    def is_open(self) -> bool:
        """Whether goods are still to come."""
        return self in EXPECTED


EXPECTED = (SupplyState.SENT, SupplyState.CONFIRMED, SupplyState.PARTLY_RECEIVED)


class Way(Labelled):
    """How one writes to a supplier or a carrier."""

    EMAIL = "email", N_("E-mail")
    PHONE = "phone", N_("Téléphone")
    LETTER = "letter", N_("Lettre simple")
    REGISTERED = "registered", N_("Lettre recommandée avec avis de réception")


SUPPLY_LIFE = lifecycle(
    (SupplyState.DRAFT, SupplyState.SENT),
    (SupplyState.DRAFT, SupplyState.CANCELLED),
    (SupplyState.SENT, SupplyState.CONFIRMED),
    (SupplyState.SENT, SupplyState.CANCELLED),
    (SupplyState.SENT, SupplyState.PARTLY_RECEIVED),
    (SupplyState.SENT, SupplyState.RECEIVED),
    (SupplyState.CONFIRMED, SupplyState.CANCELLED),
    (SupplyState.CONFIRMED, SupplyState.PARTLY_RECEIVED),
    (SupplyState.CONFIRMED, SupplyState.RECEIVED),
    (SupplyState.PARTLY_RECEIVED, SupplyState.RECEIVED),
)


class SupplyOrder(Versioned):
    """An order to a supplier, numbered when it is drafted; `supplier_number` is theirs.

    `wanted_on` is what we asked for, `promised_on` what they last promised.
    """

    __tablename__ = "supply_orders"
    __table_args__ = (
        within_workspace("supplier_id", "suppliers"),
        within_workspace("carrier_id", "carriers"),
        Index(None, "workspace_id", "supplier_id", "id"),
        Index(None, "workspace_id", "state", "id"),
    )
    kind: ClassVar[str] = "supply_order"

    supplier_id: Mapped[int] = mapped_column(init=False)
    supplier: Mapped[Supplier] = belongs_to("SupplyOrder.supplier_id", "Supplier")
    carrier_id: Mapped[int | None] = mapped_column(init=False)
    carrier: Mapped[Carrier | None] = belongs_to("SupplyOrder.carrier_id", "Carrier")
    number: Mapped[str] = mapped_column(String(40))
    state: Mapped[SupplyState] = mapped_column(EnumColumn(SupplyState), default=SupplyState.DRAFT)
    drafted_on: Mapped[date]
    sent_on: Mapped[date | None] = mapped_column(default=None)
    wanted_on: Mapped[date | None] = mapped_column(default=None)
    promised_on: Mapped[date | None] = mapped_column(default=None)
    first_promised_on: Mapped[date | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    supplier_number: Mapped[str] = mapped_column(String(60), default="")
    incoterm: Mapped[Incoterm | None] = mapped_column(EnumColumn(Incoterm), default=None)
    incoterm_place: Mapped[str] = mapped_column(String(120), default="")
    currency: Mapped[Currency] = mapped_column(EnumColumn(Currency), default=Currency.EUR)
    exchange_ppm: Mapped[int] = mapped_column(default=MILLION)
    net: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    note: Mapped[str] = mapped_column(Text, default="")
    lines: Mapped[list[SupplyLine]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="SupplyLine.rank", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.number

    @property
    def due_on(self) -> date | None:
        """When the goods ought to be there: as promised, else as wanted."""
        return self.promised_on or self.wanted_on

    @property
    def net_in_euros(self) -> Money:
        """What it costs in euros at the order's rate."""
        return in_euros(self.net, self.exchange_ppm)

    @property
    def remaining(self) -> list[SupplyLine]:
        """The lines of which something is still to come."""
        return [line for line in self.lines if line.remaining > 0]

    @property
    def totals(self) -> Totals:
        """Net, VAT per rate (none from abroad), gross; in the order's currency."""
        return totals_of(self.lines)

    def days_late(self, on: date) -> int:
        """Return for how many days the goods have been awaited beyond their day; 0 for what is closed or in time."""
        if self.due_on is None or not self.state.is_open:
            return 0
        return max(0, (on - self.due_on).days)

    def paper(self, *, buyer: Party) -> CommercialPaper:
        """Return the order as paper, in the supplier's language; one that was not sent is a draft and says so."""
        supplier = self.supplier
        return CommercialPaper(
            kind=PaperKind.SUPPLY_ORDER,
            number=self.number if self.sent_on else "",
            issued_on=self.sent_on or self.drafted_on,
            promised_on=self.wanted_on,
            seller=buyer,
            customer=supplier.party,
            lines=tuple(line.on_paper for line in self.lines),
            language=supplier.reads,
            delivery_address=replace(buyer.address, name=buyer.name),
            customer_reference=self.supplier_number,
            note=self.note,
            currency=self.currency,
            exchange_ppm=self.exchange_ppm,
            incoterm=self.incoterm,
            carrier=self.carrier.name if self.carrier else "",
        )

    def can(self, state: SupplyState) -> bool:
        """Tell whether the order may go to a state."""
        return SUPPLY_LIFE.allows(self.state, state)

    def move(self, state: SupplyState) -> None:
        """Go to a state, or refuse."""
        self.state = SUPPLY_LIFE.move(self.state, state)


class SupplyLine(Entity):
    """A line of an order to a supplier; `received` is what was accepted, `cancelled` what will not come any more."""

    __tablename__ = "supply_lines"
    __table_args__ = (within_workspace("order_id", "supply_orders"), Index(None, "workspace_id", "order_id"))
    kind: ClassVar[str] = "supply_line"

    order_id: Mapped[int] = mapped_column(init=False)
    rank: Mapped[int]
    product_id: Mapped[int]
    reference: Mapped[str] = mapped_column(String(40))
    supplier_reference: Mapped[str] = mapped_column(String(40))
    wording: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[Decimal] = mapped_column(QuantityColumn())
    unit_price: Mapped[Money] = mapped_column(MoneyColumn())
    vat_rate: Mapped[Rate] = mapped_column(RateColumn(), default=NO_RATE)
    received: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)
    cancelled: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)

    @property
    def label(self) -> str:
        """What the line is about, in words."""
        return self.wording

    @property
    def net(self) -> Money:
        """Net of the line, half-up."""
        return line_net(self.quantity, self.unit_price, NO_RATE)

    @property
    def told(self) -> Json:
        """The line as a record holds it."""
        quantity = f"{self.quantity.normalize():f}"
        return {"reference": self.reference, "quantity": quantity, "price_cents": self.unit_price.cents}

    @property
    def on_paper(self) -> PaperLine:
        """The line as the order's paper shows it, under the supplier's reference."""
        return PaperLine(
            reference=self.supplier_reference,
            label=self.wording,
            quantity=self.quantity,
            unit=self.unit,
            unit_price=self.unit_price,
            vat_rate=self.vat_rate,
        )

    @property
    def remaining(self) -> Decimal:
        """What is still to come."""
        return max(NOTHING, self.quantity - self.received - self.cancelled)


class FollowUp(Entity):
    """A supplier asked where its goods are: in which language, by which way, on which day."""

    __tablename__ = "supplier_follow_ups"
    __table_args__ = (within_workspace("order_id", "supply_orders"), Index(None, "workspace_id", "order_id"))
    kind: ClassVar[str] = "supplier_follow_up"

    order_id: Mapped[int]
    sent_on: Mapped[date]
    language: Mapped[str] = mapped_column(String(2))
    way: Mapped[Way] = mapped_column(EnumColumn(Way))
    text: Mapped[str] = mapped_column(Text)
