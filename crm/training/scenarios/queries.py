"""What can be asked of a scenario: its past told day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from crm.training.scenarios.models import OpenQuote, PastOrder, Scenario


class Act(Enum):
    """What happened on a day of the past, in the order in which it is told within the day."""

    QUOTED = 1
    ORDERED = 2
    DELIVERED = 3
    INVOICED = 4
    REMINDED = 5
    PAID = 6


@dataclass(frozen=True)
class Event:
    """One act of the past; a reminder has a `level`, and an open quote is an act of quoting without an order."""

    on: date
    act: Act
    subject: PastOrder | OpenQuote
    level: int = 0


def past_events(scenario: Scenario) -> tuple[Event, ...]:
    """Tell the whole past day by day, so that whoever enters it gives numbers in the order of dates."""
    events = [event for order in scenario.history for event in _story(order)]
    events += [Event(quote.sent_on, Act.QUOTED, quote) for quote in scenario.quotes]
    return tuple(sorted(events, key=lambda event: (event.on, event.act.value, event.subject.key)))


def _story(order: PastOrder) -> Iterator[Event]:
    dated = (
        (order.quoted_on, Act.QUOTED),
        (order.ordered_on, Act.ORDERED),
        (order.delivered_on, Act.DELIVERED),
        (order.invoiced_on, Act.INVOICED),
        (order.paid_on, Act.PAID),
    )
    yield from (Event(on, act, order) for on, act in dated if on is not None)
    yield from (Event(reminder.on, Act.REMINDED, order, reminder.level) for reminder in order.reminders)
