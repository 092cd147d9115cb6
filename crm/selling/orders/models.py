"""Orders: recorded, confirmed, sent in one go or several, invoiced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.kernel.choices import Labelled
from crm.kernel.currency import MILLION, Currency, in_euros
from crm.kernel.errors import N_
from crm.kernel.incoterms import Incoterm
from crm.kernel.lifecycle import lifecycle
from crm.kernel.money import NO_RATE, Money, Rate, Totals
from crm.kernel.tax import TaxRegime
from crm.papers.views import CommercialPaper, PaperKind, Party
from crm.prospecting.companies.models import Company
from crm.selling.lines import DocumentLine, LineData, totals_of
from crm.selling.parties import customer_party, language_of, paper_lines, payment_terms, typed_address
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, MoneyColumn, QuantityColumn, RateColumn, UtcDateTime

NOTHING = Decimal(0)


class OrderState(Labelled):
    """Where an order stands."""

    RECORDED = "recorded", N_("Enregistrée")
    CONFIRMED = "confirmed", N_("Confirmée")
    PARTLY_SHIPPED = "partly_shipped", N_("Expédiée en partie")
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
            "partly_shipped": N_("Expédiées en partie"),
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
    (OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED),
    (OrderState.PARTLY_SHIPPED, OrderState.SHIPPED),
    (OrderState.PARTLY_SHIPPED, OrderState.DELIVERED),
    (OrderState.SHIPPED, OrderState.DELIVERED),
    (OrderState.DELIVERED, OrderState.INVOICED),
)


class Order(Versioned):
    """A customer's order; numbered when it is recorded.

    `discount` is taken off the whole, `deposit` is the share asked for with
    the order; sums are in `currency`, of which one unit is worth
    `exchange_ppm` millionths of a euro. `splits_id` is the order from which
    this one was parted, `noticed_late` whether the promise was seen broken.
    """

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
    wanted_on: Mapped[date | None] = mapped_column(default=None)
    incoterm: Mapped[Incoterm | None] = mapped_column(EnumColumn(Incoterm), default=None)
    discount: Mapped[Rate] = mapped_column(RateColumn(), default=NO_RATE)
    deposit: Mapped[Rate] = mapped_column(RateColumn(), default=NO_RATE)
    currency: Mapped[Currency] = mapped_column(EnumColumn(Currency), default=Currency.EUR)
    exchange_ppm: Mapped[int] = mapped_column(default=MILLION)
    regime: Mapped[TaxRegime] = mapped_column(EnumColumn(TaxRegime), default=TaxRegime.DOMESTIC)
    splits_id: Mapped[int | None] = mapped_column(default=None)
    noticed_late: Mapped[bool] = mapped_column(default=False)
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
        """Net, VAT per rate, gross of what was ordered and not cancelled."""
        return totals_of((line.data_of(line.quantity - line.cancelled) for line in self.lines), self.discount)

    @property
    def open_gross(self) -> Money:
        """What is still to be invoiced of it, VAT included, in euros."""
        left = totals_of(
            (line.data_of(line.quantity - line.cancelled - line.invoiced) for line in self.lines), self.discount
        )
        return in_euros(left.gross, self.exchange_ppm)

    def is_late(self, *, on: date) -> bool:
        """Tell whether something of it has not left although the promised day is over."""
        waits = self.state in {OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED}
        return waits and self.promised_on is not None and self.promised_on < on

    @property
    def is_backordered(self) -> bool:
        """Whether something of it is still to leave."""
        return any(line.remaining for line in self.lines)

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
            delivery_address=typed_address(self.delivery_address, self.company),
            quote_number=quote_number,
            order_number=self.number,
            customer_reference=self.customer_reference,
            currency=self.currency,
            exchange_ppm=self.exchange_ppm,
            regime=self.regime,
            discount=self.discount,
            deposit=self.deposit,
            incoterm=self.incoterm,
        )

    def can(self, state: OrderState) -> bool:
        """Tell whether the order may go to a state."""
        return ORDER_LIFE.allows(self.state, state)

    def move(self, state: OrderState) -> None:
        """Go to a state, or refuse."""
        self.state = ORDER_LIFE.move(self.state, state)


class OrderLine(DocumentLine):
    """A line of an order, and how much of it is set aside, gone, invoiced or given up."""

    __tablename__ = "order_lines"
    __table_args__ = (within_workspace("order_id", "orders"), Index(None, "workspace_id", "order_id"))
    kind: ClassVar[str] = "order_line"

    order_id: Mapped[int] = mapped_column(init=False)
    reserved: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)
    shipped: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)
    invoiced: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)
    cancelled: Mapped[Decimal] = mapped_column(QuantityColumn(), default=NOTHING)

    @property
    def remaining(self) -> Decimal:
        """What is still to leave."""
        return self.quantity - self.shipped - self.cancelled

    def data_of(self, quantity: Decimal) -> LineData:
        """The line as a value, for some of its quantity."""
        return replace(self.data, quantity=quantity)
