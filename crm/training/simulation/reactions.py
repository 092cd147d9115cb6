"""What counterparts decide: facts, a persona and its luck in; a decision out. Nothing here reads or writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

from crm.kernel.clock import PARIS, add_working_days, is_working_day
from crm.kernel.money import ZERO, Money, Rate
from crm.training.counterparts.models import WHOLE, PaymentHabit, Persona, Span
from crm.training.simulation.dice import Luck
from crm.training.simulation.personas import is_risky

POST_COMES_AT = time(8, 0)
LEAST_CHANCE, MOST_CHANCE = Rate.percent(3), Rate.percent(97)
SLOW_ANSWER = Rate.percent(8)
CARRIER_DAMAGES = Rate.percent(4)
DIFFERS = Rate.percent(20)
IGNORED_AGAIN = Span(8, 16)
LONG_AGO = Span(18, 45)
NEVER_CHASED_DAYS = 240
UNCHECKED_COSTS = Span(30, 60)
KEEPS_PLAN = Rate.percent(90)
RISKY_KEEPS_PLAN = Rate.percent(45)
DAYS_TO_ASK_FOR_AN_ORDER = 5


class Punctuality(Enum):
    """When somebody pays, from the best to the worst."""

    ON_TIME = "on_time"
    LATE = "late"
    VERY_LATE = "very_late"
    ONLY_WHEN_FORMALLY_CHASED = "only_when_formally_chased"


class Difference(Enum):
    """In what a purchase order differs from the accepted quote."""

    QUANTITY = "quantity"
    REFERENCE = "reference"
    ADDRESS = "address"
    PRICE = "price"
    DATE = "date"
    DISCOUNT = "discount"


# How often each is met, beside the others.
DIFFERENCES = tuple(zip(Difference, (2, 2, 2, 3, 3, 6), strict=True))


class Refusal(Enum):
    """Why a quote is declined."""

    PRICE = "price"
    DELAY = "delay"
    POSTPONED = "postponed"
    COMPETITOR = "competitor"


@dataclass(frozen=True)
class QuoteSeen:
    """What a customer sees of a quote; `asked_on` is the day of its request, if it asked."""

    sent_on: date
    max_discount: Rate
    asked_on: date | None = None


@dataclass(frozen=True)
class QuoteAnswer:
    """Yes, perhaps with a purchase order that differs, or no and why; and when."""

    on: date
    accepted: bool
    difference: Difference | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class InvoiceSeen:
    """What matters of an invoice; `unchecked` says that nobody looked at the balance before the order."""

    due_on: date
    today: date
    unchecked: bool = False
    over_limit: bool = False


@dataclass(frozen=True)
class Settlement:
    """When somebody means to pay, and how much that is in character."""

    on: date
    punctuality: Punctuality


@dataclass(frozen=True)
class Delegation:
    """How far the management goes when it is asked."""

    discount: Rate = Rate.percent(10)  # noqa: RUF009  (a frozen value)
    plan_amount: Money = Money.of(6000)  # noqa: RUF009  (a frozen value)
    over_limit: Money = Money.of(1500)  # noqa: RUF009  (a frozen value)
    longest_delay_days: int = 30


MANAGEMENT = Delegation()


def working_day_from(day: date) -> date:
    """Return the day itself, or the next on which people work."""
    return day if is_working_day(day) else add_working_days(day, 1)


def post_of(day: date, at: time) -> datetime:
    """Return when something reaches the company: before it opens, in the order of the hour.

    What is said to come during a day is there when that day begins: whoever
    works in it then has the whole day.
    """
    minutes = at.hour * 60 + at.minute
    return datetime.combine(day, POST_COMES_AT, PARIS) + timedelta(seconds=minutes * 60 // 25)


def hour_of(luck: Luck, purpose: str) -> time:
    """Draw the hour of something that has none."""
    minutes = luck.between(purpose, Span(8 * 60, 19 * 60))
    return time(minutes // 60, minutes % 60)


def answer_to_quote(persona: Persona, luck: Luck, quote: QuoteSeen) -> QuoteAnswer:
    """Accept or decline: a discount helps, more or less by persona; an answer that came too late spoils it."""
    on = working_day_from(quote.sent_on + timedelta(days=luck.between("answer_days", persona.quote.answer_days)))
    too_late = quote.asked_on is not None and (quote.sent_on - quote.asked_on).days > persona.quote.patience_days
    chance = SLOW_ANSWER if too_late else acceptance(persona, quote.max_discount)
    if luck.happens("accepts", chance):
        differs = luck.happens("differs", DIFFERS)
        return QuoteAnswer(on, accepted=True, difference=luck.weighted("difference", DIFFERENCES) if differs else None)
    if too_late:
        return QuoteAnswer(on, accepted=False, refusal=Refusal.DELAY)
    weights = [(Refusal.PRICE, _price_weight(persona)), (Refusal.COMPETITOR, 2), (Refusal.POSTPONED, 2)]
    return QuoteAnswer(on, accepted=False, refusal=luck.weighted("refusal", weights))


def acceptance(persona: Persona, discount: Rate) -> Rate:
    """Return the chance that a quote is accepted: so many points for each point of discount."""
    gained = persona.quote.points_per_discount_point * discount.as_percent
    points = int((persona.quote.acceptance.as_percent + gained) * 100)
    return min(max(Rate(Decimal(points) / 10_000), LEAST_CHANCE), MOST_CHANCE)


def _price_weight(persona: Persona) -> int:
    return 1 + int(persona.quote.points_per_discount_point)


def loses_patience_on(persona: Persona, asked_on: date) -> date:
    """Return the day on which somebody who asked for a quote and got none goes elsewhere."""
    return working_day_from(asked_on + timedelta(days=persona.quote.patience_days))


def asks_for_order_on(ordered_on: date) -> date:
    """Return the day on which somebody asks what became of a purchase order."""
    return add_working_days(ordered_on, DAYS_TO_ASK_FOR_AN_ORDER)


def settlement(persona: Persona, luck: Luck, invoice: InvoiceSeen) -> Settlement:
    """Decide when an invoice will be paid if nobody chases it.

    An order that nobody checked, from somebody risky or beyond the credit
    limit, is paid a class worse and weeks later. A day that lies in the past
    when the decision falls means that the customer waits to be asked.
    """
    careless = invoice.unchecked and (is_risky(persona) or invoice.over_limit)
    punctuality = _punctuality(persona.payment, luck)
    punctuality = worse(punctuality) if careless else punctuality
    on = invoice.due_on + timedelta(days=_days_from_due(persona.payment, luck, punctuality))
    if careless:
        on += timedelta(days=luck.between("unchecked", UNCHECKED_COSTS))
    if on <= invoice.today:
        on = invoice.today + timedelta(days=luck.between("long_ago", LONG_AGO))
    return Settlement(working_day_from(on), punctuality)


def worse(punctuality: Punctuality) -> Punctuality:
    """Return the class below."""
    ranks = list(Punctuality)
    return ranks[min(ranks.index(punctuality) + 1, len(ranks) - 1)]


def _punctuality(habit: PaymentHabit, luck: Luck) -> Punctuality:
    weights = [(each, getattr(habit, each.value).basis_points) for each in Punctuality]
    return luck.weighted("punctuality", weights)


def _days_from_due(habit: PaymentHabit, luck: Luck, punctuality: Punctuality) -> int:
    if punctuality is Punctuality.ONLY_WHEN_FORMALLY_CHASED:
        return NEVER_CHASED_DAYS
    return luck.between("payment_days", getattr(habit, f"{punctuality.value}_days"))


def put_off(luck: Luck, on: date, *, times: int) -> date:
    """Return when somebody late whom nobody reminded thinks of the invoice again."""
    return working_day_from(on + timedelta(days=luck.between(f"put_off_{times}", IGNORED_AGAIN)))


def after_reminder(persona: Persona, luck: Luck, *, level: int, sent_on: date) -> date | None:
    """Return the day on which a reminder brings the payment, or None if it is ignored."""
    habit = next((each for each in persona.reminders if each.level == level), persona.reminders[-1])
    if not luck.happens(f"reminder_{level}", habit.pays):
        return None
    return working_day_from(sent_on + timedelta(days=luck.between(f"reminder_{level}_days", habit.days)))


def disputes_reminder(persona: Persona, luck: Luck) -> bool:
    """Tell whether somebody complains of being reminded of what is already paid."""
    return luck.happens("reminded_though_paid", persona.complaint.reminded_though_paid)


def instalments(amount: Money, *, count: int, first_on: date, last_on: date) -> list[tuple[date, Money]]:
    """Cut what is due into equal parts at equal distances, the odd cents in the last one."""
    part = Money(amount.cents // count)
    length = max((last_on - first_on).days, 0)
    days = [first_on + timedelta(days=length * rank // max(count - 1, 1)) for rank in range(count)]
    days[-1] = max(last_on, first_on)
    sums = [part] * (count - 1) + [amount - Money(part.cents * (count - 1))]
    return [(working_day_from(day), each) for day, each in zip(days, sums, strict=True) if each > ZERO]


def keeps_instalment(persona: Persona, luck: Luck, rank: int) -> bool:
    """Tell whether an agreed instalment is paid on its day."""
    return luck.happens(f"instalment_{rank}", RISKY_KEEPS_PLAN if is_risky(persona) else KEEPS_PLAN)


def delivered_on(issued_on: date) -> date:
    """Return the day on which the carrier has delivered: the working day after the note."""
    return add_working_days(issued_on, 1)


def arrives_damaged(luck: Luck) -> bool:
    """Tell whether a parcel suffered on the way."""
    return luck.happens("damaged", CARRIER_DAMAGES)


def takes_offer(persona: Persona, luck: Luck, *, sent_on: date) -> tuple[date, bool]:
    """Return when an offer is answered, and whether it is taken up."""
    on = working_day_from(sent_on + timedelta(days=luck.between("offer_days", persona.loyalty.answer_days)))
    return on, luck.happens("takes_offer", persona.loyalty.takes_offer)


@dataclass(frozen=True)
class DerogationSeen:
    """What the management looks at: the discount wanted, what is due, what exceeds the limit, the worst delay."""

    discount: Rate = WHOLE
    due: Money = ZERO
    over_limit: Money = ZERO
    worst_delay_days: int = 0


def grants_discount(seen: DerogationSeen, delegation: Delegation = MANAGEMENT) -> bool:
    """Tell whether the management grants a discount."""
    return seen.discount <= delegation.discount


def grants_plan(seen: DerogationSeen, delegation: Delegation = MANAGEMENT) -> bool:
    """Tell whether the management grants a payment plan."""
    return ZERO < seen.due <= delegation.plan_amount


def grants_limit(seen: DerogationSeen, delegation: Delegation = MANAGEMENT) -> bool:
    """Tell whether the management lets a customer exceed its credit limit: not far, and not while it pays late."""
    return seen.over_limit <= delegation.over_limit and seen.worst_delay_days <= delegation.longest_delay_days


def differing(quantity: Decimal, difference: Difference | None, luck: Luck) -> Decimal:
    """Return what a purchase order asks of the first line: more or fewer pieces if it differs by that."""
    if difference is not Difference.QUANTITY:
        return quantity
    step = max(Decimal(1), quantity // 4)
    more = luck.choose("more", (True, False)) or quantity <= step
    return quantity + step if more else quantity - step


def cheaper(price: Money, difference: Difference | None) -> Money:
    """Return the price that a purchase order states: lower than agreed if it differs by that."""
    return price.times(Decimal("0.93")) if difference is Difference.PRICE else price


def dearer_discount(discount: Rate, difference: Difference | None) -> Rate:
    """Return the discount that a purchase order claims: two points more if it differs by that."""
    return replace(discount, value=discount.value + Decimal("0.02")) if difference is Difference.DISCOUNT else discount
