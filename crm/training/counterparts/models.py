"""Who stands on the other side: companies, people, and the hidden habits that drive them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE, Money, Rate
from crm.training.values import Misfit, as_int

WHOLE = Rate.percent(100)


class Kind(Enum):
    """Whom one sells to: B2B or B2C."""

    COMPANY = "company"
    INDIVIDUAL = "individual"


class Stage(Enum):
    """How far the relation has come."""

    SUSPECT = "suspect"
    PROSPECT = "prospect"
    CUSTOMER = "customer"


class Source(Enum):
    """Where the file got somebody from."""

    WEBSITE = "website"
    TRADE_FAIR = "trade_fair"
    REFERRAL = "referral"
    COLD_CALL = "cold_call"
    WALK_IN = "walk_in"
    DIRECTORY = "directory"


class LegalBasis(Enum):
    """Why somebody's data may be kept (GDPR, article 6)."""

    CONTRACT = "contract"
    CONSENT = "consent"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Channel(Enum):
    """By which way a message goes; also what somebody may opt out of."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    COUNTER = "counter"


class PaymentMethod(Enum):
    """How a customer pays."""

    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CARD = "card"
    DIRECT_DEBIT = "direct_debit"


class Influence(Enum):
    """What a contact weighs in a decision."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    USER = "user"


class Language(Enum):
    """In which language somebody writes."""

    FRENCH = "fr"
    ENGLISH = "en"


@dataclass(frozen=True)
class Span:
    """From `low` to `high`, both included, written `3..8` (days, lines or pieces)."""

    low: int
    high: int

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read `3..8` or `-2..0`."""
        low, _, high = text.partition("..")
        span = cls(as_int(low), as_int(high))
        if span.low > span.high:
            raise Misfit(N_("« %(value)s » n’est pas un intervalle (3..8)") % {"value": text})
        return span


@dataclass(frozen=True)
class Company:
    """A company or an individual of the file; opt-outs are channels that must stay silent."""

    key: str
    kind: Kind
    stage: Stage
    name: str
    street: str
    postcode: str
    town: str
    latitude: Decimal
    longitude: Decimal
    email: str
    phone: str
    source: Source
    legal_basis: LegalBasis
    payment_days: int
    credit_limit: Money
    pays_by: PaymentMethod
    persona: str
    language: Language
    legal_form: str | None = None
    siren: str | None = None
    siret: str | None = None
    vat_number: str | None = None
    sector: str | None = None
    employees: int | None = None
    opt_outs: tuple[Channel, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a company without a number, an individual with one, and numbers at odds."""
        if (self.kind is Kind.COMPANY) != bool(self.siren and self.siret and self.legal_form and self.sector):
            raise Misfit(N_("une entreprise a une forme, un SIREN, un SIRET et un secteur ; un particulier, aucun"))
        if self.siret and self.siret[:9] != self.siren:
            raise Misfit(N_("le SIRET ne commence pas par le SIREN"))
        if self.vat_number and self.vat_number[4:] != self.siren:
            raise Misfit(N_("le numéro de TVA ne contient pas le SIREN"))
        if self.payment_days < 0 or self.credit_limit.cents < 0:
            raise Misfit(N_("le délai de paiement et le plafond d’encours ne sont pas négatifs"))


@dataclass(frozen=True)
class Contact:
    """Somebody who works for a company of the file."""

    key: str
    company: str
    title: str
    first_name: str
    last_name: str
    function: str
    email: str
    phone: str
    influence: Influence

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class PaymentHabit:
    """How likely a bill is paid on time, late, very late or only after a formal notice; days from the due date.

    `bounces` is how likely the bank takes a cheque or a direct debit back.
    """

    on_time: Rate
    late: Rate
    very_late: Rate
    only_when_formally_chased: Rate
    on_time_days: Span
    late_days: Span
    very_late_days: Span
    bounces: Rate = NO_RATE

    def __post_init__(self) -> None:
        """Refuse chances that do not add up."""
        chances = (self.on_time, self.late, self.very_late, self.only_when_formally_chased)
        if sum(each.basis_points for each in chances) != WHOLE.basis_points:
            raise Misfit(N_("les chances de paiement ne font pas 100 % au total"))


@dataclass(frozen=True)
class QuoteHabit:
    """How likely a quote is accepted, and what each point of discount adds to that, in points."""

    acceptance: Rate
    points_per_discount_point: Decimal
    answer_days: Span
    patience_days: int


@dataclass(frozen=True)
class Taste:
    """How often a family is bought, written `paper:5` (weights, not shares)."""

    family: str
    weight: int

    @classmethod
    def parse(cls, text: str) -> Taste:
        """Read `paper:5`."""
        family, _, weight = text.partition(":")
        if not family or as_int(weight) < 1:
            raise Misfit(N_("« %(value)s » n’est pas une préférence (famille:poids)") % {"value": text})
        return cls(family, as_int(weight))


@dataclass(frozen=True)
class OrderHabit:
    """How often somebody asks for goods, by quote or at once, what and how much (a share of the usual quantity)."""

    days_between: Span
    by_quote: Rate
    families: tuple[Taste, ...]
    lines: Span
    quantity: Rate


@dataclass(frozen=True)
class ReminderHabit:
    """How likely a reminder of a level (1 to 3) brings the payment, and after how many days."""

    level: int
    pays: Rate
    days: Span


@dataclass(frozen=True)
class ComplaintHabit:
    """How likely somebody complains, by what went wrong; `sends_back` is how likely goods of a delivery come back."""

    late_delivery: Rate
    wrong_invoice: Rate
    reminded_though_paid: Rate
    unanswered_request: Rate
    sends_back: Rate = NO_RATE


@dataclass(frozen=True)
class LoyaltyHabit:
    """How likely an offer is taken up, after how many days; and the monthly chance to go silent."""

    takes_offer: Rate
    answer_days: Span
    goes_silent: Rate


@dataclass(frozen=True)
class MeetingHabit:
    """How likely an appointment is confirmed, moved or cancelled by the customer; the rest is silence."""

    confirms: Rate = Rate.percent(55)  # noqa: RUF009  (a frozen value)
    moves: Rate = Rate.percent(15)  # noqa: RUF009  (a frozen value)
    cancels: Rate = Rate.percent(5)  # noqa: RUF009  (a frozen value)

    def __post_init__(self) -> None:
        """Refuse more than everything."""
        if sum(each.basis_points for each in (self.confirms, self.moves, self.cancels)) > WHOLE.basis_points:
            raise Misfit(N_("les réponses à un rendez-vous dépassent 100 % au total"))


@dataclass(frozen=True)
class Persona:
    """The habits of a kind of customer; the learner never sees them."""

    key: str
    label: str
    portrait: str
    payment: PaymentHabit
    quote: QuoteHabit
    order: OrderHabit
    reminders: tuple[ReminderHabit, ...]
    complaint: ComplaintHabit
    loyalty: LoyaltyHabit
    meeting: MeetingHabit = MeetingHabit()

    def __post_init__(self) -> None:
        """Refuse reminders other than levels 1, 2 and 3 in this order."""
        if [each.level for each in self.reminders] != [1, 2, 3]:
            raise Misfit(N_("les relances 1, 2 et 3 sont attendues, dans cet ordre"))
