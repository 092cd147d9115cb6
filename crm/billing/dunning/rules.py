"""Dunning in figures and words: what comes next, what a reminder is about and says: pure functions on values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from crm.billing.procedure.rules import (
    DAYS_TO_PAY,
    FORMAL_NOTICE,
    LEVELS,
    RATES,
    Rates,
    Semester,
    StepPlan,
    house_text,
    late_fees,
    phrases,
    recovery_fee,
    script,
)
from crm.kernel import wording
from crm.kernel.currency import MILLION, Currency
from crm.kernel.money import ZERO, Money, half_up

__all__ = ["FORMAL_NOTICE", "LEVELS"]
# The records that tell the history of an unpaid invoice.
HISTORY = (
    "invoice.issued",
    "invoice.fell_due",
    "reminder.sent",
    "promise.recorded",
    "promise.kept",
    "promise.broken",
    "payment_plan.granted",
    "payment_plan.kept",
    "payment_plan.broken",
    "dispute.opened",
    "dispute.closed",
    "payment.recorded",
    "payment.bounced",
    "credit_note.issued",
    "management.alerted",
    "derogation.granted",
    "derogation.refused",
    "receivable.doubtful",
    "receivable.cleared",
    "allowance.revised",
    "receivable.handed_over",
    "payment_order.step_done",
)


@dataclass(frozen=True)
class Step:
    """What comes next for an unpaid invoice, from a day on: a reminder of that level, or (None) handing it over."""

    level: int | None
    on: date

    def is_due(self, *, on: date) -> bool:
        """Whether its day has come."""
        return self.on <= on


def next_step(due_on: date, *, last_level: int, calendar: Sequence[int]) -> Step:
    """Return the next step after the highest level (0: none); `calendar` are days past due, the last to hand over."""
    if last_level >= FORMAL_NOTICE:
        return Step(None, due_on + timedelta(days=calendar[-1]))
    return Step(last_level + 1, due_on + timedelta(days=calendar[last_level]))


def proposed_level(last_level: int) -> int:
    """Return the level that comes after the highest one sent; the formal notice comes last."""
    return min(last_level + 1, FORMAL_NOTICE)


@dataclass(frozen=True)
class Unpaid:
    """What a reminder is about: an issued invoice on the day of the reminder, and who signs; sums in its currency."""

    number: str
    issued_on: date
    due_on: date
    amount_due: Money
    today: date
    is_professional: bool
    name: str = ""
    currency: Currency = Currency.EUR
    exchange_ppm: int = MILLION
    rates: Mapping[Semester, Rates] = field(default_factory=lambda: RATES, repr=False)

    @property
    def days_late(self) -> int:
        """Days past the due date."""
        return max(0, (self.today - self.due_on).days)

    @property
    def pay_by(self) -> date:
        """The day by which the reminder asks to pay."""
        return self.today + timedelta(days=DAYS_TO_PAY)

    @property
    def late_fees(self) -> Money:
        """Late fees up to today, between professionals only."""
        if not self.is_professional:
            return ZERO
        return late_fees(self.amount_due, due_on=self.due_on, until=self.today, table=self.rates)

    @property
    def recovery_fee(self) -> Money:
        """The fixed fee of 40 €, between professionals only, in the invoice's currency at the invoice's rate."""
        fee = recovery_fee(is_professional=self.is_professional, days_late=self.days_late)
        return Money(half_up(Decimal(fee.cents) * MILLION / self.exchange_ppm))

    def money(self, amount: Money, language: str) -> str:
        """Write a sum of this invoice."""
        return wording.money(amount, language, self.currency.code)


def reminder_text(unpaid: Unpaid, *, level: int, language: str, step: StepPlan | None = None) -> str:
    """Return what a reminder of a level says in French or English before anybody edits it.

    `step` is the company's own: its text, and whether it asks for fees.
    """
    template = step.template(language) if step else house_text(level, language)
    claims = step.claims_fees if step else level == FORMAL_NOTICE
    speaks = unpaid.recovery_fee and (claims or level > 1)
    return _filled(template, unpaid, language, fees=_fees(unpaid, language, claims=claims) if speaks else "")


def call_script(unpaid: Unpaid, *, level: int, language: str) -> str:
    """Return what one says on the phone at a level, in French or English."""
    return _filled(script(language, level=level), unpaid, language)


def _fees(unpaid: Unpaid, language: str, *, claims: bool) -> str:
    """Say that fees are asked, or that they will be."""
    said = phrases(language)["claim" if claims else "fees"]
    return said.format(
        late_fees=unpaid.money(unpaid.late_fees, language), recovery_fee=unpaid.money(unpaid.recovery_fee, language)
    )


def _filled(template: str, unpaid: Unpaid, language: str, *, fees: str = "") -> str:
    """Fill the places of a text."""
    language = language if language in wording.LOCALES else "fr"
    said = phrases(language)
    late = said["days.one" if unpaid.days_late == 1 else "days.many"].format(n=unpaid.days_late)
    return template.format(
        number=unpaid.number,
        issued=wording.day(unpaid.issued_on, language),
        due=wording.day(unpaid.due_on, language),
        pay_by=wording.day(unpaid.pay_by, language),
        amount=unpaid.money(unpaid.amount_due, language),
        late=late,
        fees=fees,
        name=unpaid.name,
    ).strip()
