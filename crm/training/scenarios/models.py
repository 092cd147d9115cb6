"""What a scenario says: frozen values, no table; what one entry knows of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import cached_property

from crm.kernel.clock import is_working_day
from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE, Money, Rate, Totals, line_net, total, totals
from crm.training.counterparts.market import Market
from crm.training.counterparts.models import Channel, Company, Contact, Persona, Span
from crm.training.counterparts.suppliers import Supply
from crm.training.firms.models import Clause, Family, Firm, Place, Pricing, Procedures, Service, Terms
from crm.training.values import Misfit, as_date, as_int, as_money


class MessageKind(Enum):
    """What a message asks for, or tells: the bank's of a payment of the past, a customer's of goods delivered in it."""

    QUOTE_REQUEST = "quote_request"
    PURCHASE_ORDER = "purchase_order"
    DETAILS_ANNOUNCED = "details_announced"
    PAYMENT_PLAN_REQUEST = "payment_plan_request"
    OPT_OUT = "opt_out"
    QUESTION = "question"
    PAYMENT_RETURNED = "payment_returned"
    GOODS_RETURNED = "goods_returned"


class Trap(Enum):
    """What a purchase order hides: a difference from what was agreed, or a risk."""

    PRICE = "price"
    QUANTITY = "quantity"
    REFERENCE = "reference"
    DISCOUNT = "discount"
    ADDRESS = "address"
    PAYMENT_TERMS = "payment_terms"
    OVER_LIMIT = "over_limit"
    LARGE_ORDER = "large_order"
    NEW_CUSTOMER = "new_customer"
    EXPIRED_QUOTE = "expired_quote"


@dataclass(frozen=True)
class Line:
    """So many of an article, written `PAP-101×20`; at a stated price `PAP-101×20@3.95`."""

    reference: str
    quantity: Decimal
    price: Money | None = None

    @classmethod
    def parse(cls, text: str) -> Line:
        """Read a reference, a whole quantity above zero and perhaps a net unit price in euros."""
        goods, at, price = text.partition("@")
        reference, times, quantity = goods.partition("×")
        if not (reference and times) or (count := as_int(quantity)) < 1:
            raise Misfit(N_("« %(value)s » n’est pas une ligne (REF×quantité ou REF×quantité@prix)") % {"value": text})
        return cls(reference, Decimal(count), as_money(price) if at else None)


@dataclass(frozen=True)
class SentReminder:
    """A reminder which the predecessor sent, written `2@2025-12-17`."""

    level: int
    on: date

    @classmethod
    def parse(cls, text: str) -> SentReminder:
        """Read a level from 1 to 3 and a date."""
        level, _, on = text.partition("@")
        if as_int(level) not in {1, 2, 3}:
            raise Misfit(N_("« %(value)s » n’est pas une relance (niveau@AAAA-MM-JJ)") % {"value": text})
        return cls(as_int(level), as_date(on))


@dataclass(frozen=True)
class Setting:
    """Everything in `scenario.toml`."""

    key: str
    title: str
    summary: str
    seed: int
    starts_on: date
    history_starts_on: date
    firm: Firm
    terms: Terms
    procedures: Procedures
    families: tuple[Family, ...]
    services: tuple[Service, ...]
    places: tuple[Place, ...]
    style: tuple[Clause, ...]


@dataclass(frozen=True)
class Product:
    """An article or a service of the catalogue; `usual` is what one line usually asks for.

    `on_hand` is what lies on the shelf when the exercise begins, None what is not stocked.
    """

    reference: str
    name: str
    family: str
    unit: str
    cost: Money
    price: Money
    vat: Rate
    weight_grams: int
    usual: Span
    description: str
    packaging: str = ""
    on_hand: int | None = None
    reorder_point: int = 0
    reorder_quantity: int = 0

    def __post_init__(self) -> None:
        """Refuse a price below the cost, a usual quantity below one, a stock below nothing."""
        if not 0 <= self.cost.cents < self.price.cents:
            raise Misfit(N_("le prix de vente n’est pas supérieur au coût d’achat"))
        if self.usual.low < 1 or self.weight_grams < 0:
            raise Misfit(N_("la quantité usuelle part de 1 et le poids n’est pas négatif"))
        if min(self.on_hand or 0, self.reorder_point, self.reorder_quantity) < 0:
            raise Misfit(N_("le stock et son seuil ne sont pas négatifs"))


@dataclass(frozen=True)
class OpenQuote:
    """A quote which the predecessor sent and nobody has answered yet."""

    key: str
    company: str
    sent_on: date
    valid_until: date
    lines: tuple[Line, ...]
    gross: Money
    discount: Rate = NO_RATE


@dataclass(frozen=True)
class PastOrder:
    """An order of the history with what followed; blanks have not happened yet. `gross` is the invoice's total."""

    key: str
    company: str
    ordered_on: date
    lines: tuple[Line, ...]
    gross: Money
    discount: Rate = NO_RATE
    quoted_on: date | None = None
    delivered_on: date | None = None
    invoiced_on: date | None = None
    due_on: date | None = None
    paid_on: date | None = None
    reminders: tuple[SentReminder, ...] = ()

    def __post_init__(self) -> None:
        """Refuse dates out of order, on days without work, or with a gap before them."""
        steps = (self.ordered_on, self.delivered_on, self.invoiced_on, self.paid_on)
        told = [each for each in steps if each is not None]
        if any(each is None for each in steps[: len(told)]) or (self.due_on is None) != (self.invoiced_on is None):
            raise Misfit(N_("une étape manque avant la suivante"))
        story = ([self.quoted_on] if self.quoted_on else []) + told
        if story != sorted(story):
            raise Misfit(N_("les dates ne se suivent pas"))
        reminded = [each.on for each in self.reminders]
        if not all(is_working_day(day) for day in story + reminded):
            raise Misfit(N_("une étape tombe un jour sans travail"))
        if [each.level for each in self.reminders] != list(range(1, len(reminded) + 1)) or reminded != sorted(reminded):
            raise Misfit(N_("les relances ne se suivent pas"))
        if reminded and (
            self.due_on is None or reminded[0] <= self.due_on or (self.paid_on and reminded[-1] >= self.paid_on)
        ):
            raise Misfit(N_("une relance ne vient pas entre l’échéance et le règlement"))


@dataclass(frozen=True)
class Changes:
    """The details of a company that change; blanks stay as they are."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    town: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Message:
    """What a customer writes, `working_day` working days after the start, whatever the learner does."""

    key: str
    kind: MessageKind
    company: str
    working_day: int
    at: time
    channel: Channel
    subject: str
    body: str
    contact: str | None = None
    lines: tuple[Line, ...] = ()
    discount: Rate | None = None
    quote: str | None = None
    order: str | None = None
    deliver_to: str | None = None
    payment_days: int | None = None
    instalments: int | None = None
    changes: Changes | None = None
    opt_outs: tuple[Channel, ...] = ()
    reason: str | None = None
    traps: tuple[Trap, ...] = ()


@dataclass(frozen=True)
class PersonaTable:
    """Everything in `personas.toml`."""

    personas: tuple[Persona, ...]


@dataclass(frozen=True)
class Post:
    """Everything in `incoming.toml`."""

    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Scenario:
    """A whole scenario, checked: every key that is named exists."""

    setting: Setting
    companies: tuple[Company, ...]
    contacts: tuple[Contact, ...]
    products: tuple[Product, ...]
    personas: tuple[Persona, ...]
    quotes: tuple[OpenQuote, ...]
    history: tuple[PastOrder, ...]
    messages: tuple[Message, ...]
    pricing: Pricing = field(default_factory=Pricing)
    supply: Supply = field(default_factory=Supply)
    market: Market = field(default_factory=Market)

    @cached_property
    def company_of(self) -> Mapping[str, Company]:
        """Companies by key."""
        return {each.key: each for each in self.companies}

    @cached_property
    def product_of(self) -> Mapping[str, Product]:
        """Articles by reference."""
        return {each.reference: each for each in self.products}

    @cached_property
    def quote_of(self) -> Mapping[str, OpenQuote]:
        """Open quotes by key."""
        return {each.key: each for each in self.quotes}

    def totals(self, lines: Iterable[Line], discount: Rate = NO_RATE) -> Totals:
        """Sum lines at their own or the list price, each less the discount; unknown references count nothing."""
        known = [(line, self.product_of[line.reference]) for line in lines if line.reference in self.product_of]
        return totals(
            (line_net(line.quantity, line.price or product.price, discount), product.vat) for line, product in known
        )

    def outstanding(self, company: str) -> Money:
        """Return what a company owes at the start: unpaid invoices and orders not yet invoiced (gross)."""
        return total(each.gross for each in self.history if each.company == company and each.paid_on is None)
