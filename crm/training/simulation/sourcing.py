"""What suppliers decide: facts, a character and its luck in; a day, a load, a delay out. Nothing reads or writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crm.kernel.clock import add_working_days
from crm.kernel.money import Rate
from crm.training.counterparts.models import Span
from crm.training.counterparts.suppliers import SupplierCharacter
from crm.training.simulation.dice import Luck
from crm.training.simulation.reactions import working_day_from

ONE = Decimal(1)
PART = Span(40, 70)
HURRIES = Rate.percent(60)
SAVED_DAYS = Span(1, 3)
REPLACED_IN = 4
BACKORDER_IN = Span(4, 9)
# Whom one buys from where a scenario says nothing.
ORDINARY = SupplierCharacter(
    key="ordinary",
    label="Fournisseur ordinaire",
    answer_days=Span(1, 2),
    late=Rate.percent(20),
    late_days=Span(2, 6),
    announces=Rate.percent(60),
    partial=Rate.percent(15),
    short=Rate.percent(5),
    damaged=Rate.percent(5),
)


@dataclass(frozen=True)
class Coming:
    """When goods really come; `told_on` is when the supplier says that it will be late, if it does."""

    on: date
    told_on: date | None = None


@dataclass(frozen=True)
class Loaded:
    """What comes of an ordered line: announced on paper, there on the dock, of that damaged."""

    line_id: int
    announced: Decimal
    there: Decimal
    damaged: Decimal


def answers_on(character: SupplierCharacter, luck: Luck, sent_on: date) -> date:
    """Return the day on which a supplier acknowledges an order."""
    return add_working_days(sent_on, luck.between("answer_days", character.answer_days))


def promises(today: date, *, lead_days: int, wanted_on: date | None) -> date:
    """Return the day that a supplier promises: its usual time, or later if later is wanted."""
    soonest = add_working_days(today, lead_days)
    return max(soonest, wanted_on) if wanted_on else soonest


def comes(character: SupplierCharacter, luck: Luck, promised_on: date) -> Coming:
    """Return when goods come that were promised for a day: late ones are announced or not."""
    if not luck.happens("is_late", character.late):
        return Coming(promised_on)
    on = add_working_days(promised_on, luck.between("late_days", character.late_days))
    return Coming(on, promised_on if luck.happens("announces", character.announces) else None)


def hurries(luck: Luck, today: date, coming_on: date) -> date:
    """Return when goods come after somebody asked for them: as often as not, some days earlier, never today."""
    if not luck.happens("hurries", HURRIES):
        return coming_on
    earlier = working_day_from(coming_on - timedelta(days=luck.between("saved_days", SAVED_DAYS)))
    return min(max(earlier, add_working_days(today, 1)), coming_on)


def load(character: SupplierCharacter, luck: Luck, due: Mapping[int, Decimal], *, trip: int) -> list[Loaded]:
    """Return what is loaded of what is due, by line: a part of the first line, a piece short, some damaged.

    A second trip brings all the rest: nobody waits for ever.
    """
    loaded = []
    part = trip == 0 and luck.happens("partial", character.partial)
    short = luck.happens(f"short_{trip}", character.short)
    broken = luck.happens(f"damaged_{trip}", character.damaged)
    for rank, (line_id, quantity) in enumerate(due.items()):
        announced = _part(quantity, luck.between("part", PART)) if part and rank == 0 else quantity
        there = announced - ONE if short and rank == 0 and announced > ONE else announced
        damaged = min(there, Decimal(luck.between(f"damaged_pieces_{trip}", Span(1, 3)))) if broken and rank == 0 else 0
        loaded.append(Loaded(line_id, announced, there, Decimal(damaged)))
    return loaded


def backorder_on(luck: Luck, today: date) -> date:
    """Return when the rest of a partial delivery comes."""
    return add_working_days(today, luck.between("backorder_in", BACKORDER_IN))


def _part(quantity: Decimal, percent: int) -> Decimal:
    """Return a whole part of a quantity, one at least."""
    return max(ONE, (quantity * percent / 100).to_integral_value(rounding="ROUND_FLOOR"))
