"""The simulated firm: who it is, its terms of sale, its procedures, its services, its filing plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE, Money, Rate
from crm.training.values import Misfit, as_int, as_money

LEVELS = 3


@dataclass(frozen=True)
class Firm:
    """The simulated company whose sales the learner runs."""

    name: str
    legal_form: str
    capital: Money
    siren: str
    siret: str
    vat_number: str
    registry: str
    activity_code: str
    street: str
    postcode: str
    town: str
    latitude: Decimal
    longitude: Decimal
    phone: str
    email: str
    website: str
    bank: str
    iban: str
    mediator: str
    vat_on_debits: bool


@dataclass(frozen=True)
class DiscountStep:
    """The discount that a customer earns from a net sum on, in one family or on the whole."""

    from_net: Money
    discount: Rate
    family: str | None = None


@dataclass(frozen=True)
class Delegation:
    """How far somebody may go alone with debts; discounts are in the procedures and in `Pricing`."""

    role: str
    plan_days: int
    over_credit_limit: Money


@dataclass(frozen=True)
class Clause:
    """A clause of the terms of sale, or a rule of style."""

    title: str
    text: str


@dataclass(frozen=True)
class Terms:
    """The terms of sale. Late fees: Code de commerce, L441-10; the recovery fee is for professionals only."""

    quote_validity_days: int
    payment_days: int
    payment_days_individual: int
    late_fee_rate: Rate
    recovery_fee: Money
    discounts: tuple[DiscountStep, ...]
    delegations: tuple[Delegation, ...]
    clauses: tuple[Clause, ...]

    def earned(self, net: Money, family: str | None = None) -> Rate:
        """Return the discount that a net sum earns, in one family or (None) on a whole order."""
        steps = (step for step in self.discounts if step.family == family and step.from_net <= net)
        return max((step.discount for step in steps), default=NO_RATE)


@dataclass(frozen=True)
class Procedures:
    """The company's procedures, by the names which an exercise gives its parameters.

    Exchange rates are what one unit of the currency is worth, in millionths of a euro.
    """

    quote_answer_hours: int
    invoice_delay_days: int
    filing_days: int
    reminder_days: tuple[int, ...]
    reminder_grace_days: int
    discount_limit_bp: int
    payment_days: int
    plan_limit_days: int
    large_order_cents: int
    credit_limit_default_cents: int
    payment_recording_days: int
    visit_report_days: int
    exchange_gbp_ppm: int
    exchange_usd_ppm: int

    def __post_init__(self) -> None:
        """Refuse what no procedure can say: less than nothing, or reminders that do not come one after the other."""
        plain = [value for value in vars(self).values() if isinstance(value, int)]
        if min(plain) < 0:
            raise Misfit(N_("une procédure ne porte pas de nombre négatif"))
        if len(self.reminder_days) != LEVELS or sorted(set(self.reminder_days)) != list(self.reminder_days):
            raise Misfit(N_("trois délais de relance croissants sont attendus"))


@dataclass(frozen=True)
class Family:
    """A family of articles."""

    key: str
    label: str


@dataclass(frozen=True)
class Service:
    """A service inside the company, to which things are handed over."""

    key: str
    label: str
    email: str
    phone: str
    duties: str


@dataclass(frozen=True)
class Place:
    """A place of the filing plan and the types of documents that belong there."""

    key: str
    label: str
    description: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Limit:
    """How much a role may take off by itself from a net sum on; `role` is the stored word of the discount schedule."""

    role: str
    from_net: Money
    limit: Rate


@dataclass(frozen=True)
class Segment:
    """The companies (by key) to which the price lists of a segment apply."""

    name: str
    companies: tuple[str, ...]


@dataclass(frozen=True)
class Tariff:
    """The net price of one unit of an article from a quantity on, written `PAP-101×20@3.95`."""

    reference: str
    from_quantity: Decimal
    price: Money

    @classmethod
    def parse(cls, text: str) -> Tariff:
        """Read a reference, a whole quantity above zero and a net unit price in the list's currency."""
        goods, at, price = text.partition("@")
        reference, times, quantity = goods.partition("×")
        if not (reference and times and at) or (count := as_int(quantity)) < 1:
            raise Misfit(N_("« %(value)s » n’est pas un prix (REF×quantité@prix)") % {"value": text})
        return cls(reference, Decimal(count), as_money(price))


@dataclass(frozen=True)
class Tariffs:
    """A price list of the firm."""

    code: str
    name: str
    valid_from: date
    prices: tuple[Tariff, ...]
    segment: str = ""
    currency: str = "EUR"
    valid_until: date | None = None


@dataclass(frozen=True)
class Pricing:
    """Everything in `prices.toml`."""

    delegations: tuple[Limit, ...] = ()
    segments: tuple[Segment, ...] = ()
    lists: tuple[Tariffs, ...] = ()
