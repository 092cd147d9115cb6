"""The simulated firm: who it is, its terms of sale, its procedures, its services, its filing plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE, Money, Rate
from crm.training.values import Misfit

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
    vat_on_debits: bool


@dataclass(frozen=True)
class DiscountStep:
    """The discount that a customer earns from a net sum on, in one family or on the whole."""

    from_net: Money
    discount: Rate
    family: str | None = None


@dataclass(frozen=True)
class Delegation:
    """How far somebody may go alone."""

    role: str
    discount: Rate
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
    """The company's procedures, by the names which an exercise gives its parameters."""

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
