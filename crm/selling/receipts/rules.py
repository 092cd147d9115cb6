"""What a receipt means: counting, and until when one may protest; pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tomllib import loads

from crm.kernel.clock import public_holidays

PROTEST_DAYS = 3
SUNDAY = 6
NOTHING = Decimal(0)
WORDS = Path(__file__).with_name("letters.toml")


@dataclass(frozen=True)
class Announced:
    """What comes of an ordered line: on the delivery note, really there, of that damaged."""

    line_id: int
    announced: Decimal
    there: Decimal
    damaged: Decimal = NOTHING


@dataclass(frozen=True)
class Counted:
    """What a person found of an ordered line: counted, of that damaged, and how much goes into stock."""

    line_id: int
    counted: Decimal
    damaged: Decimal
    accepted: Decimal

    @property
    def is_possible(self) -> bool:
        """Whether nothing is less than nothing, and no more damaged or accepted than there is."""
        return 0 <= self.damaged <= self.counted and 0 <= self.accepted <= self.counted


def last_protest_on(received_on: date) -> date:
    """Return the last day on which a protest to the carrier is in time: the third after the delivery.

    Public holidays are not counted (Code de commerce, article L133-3: "dans
    les trois jours, non compris les jours fériés, qui suivent celui de cette
    réception"), nor are Sundays, which are holidays too: days on which no
    registered letter can be posted. Saturdays count.
    """
    day, left = received_on, PROTEST_DAYS
    while left:
        day += timedelta(days=1)
        left -= counts(day)
    return day


def counts(day: date) -> bool:
    """Tell whether a day counts within the time to protest: neither a Sunday nor a public holiday."""
    return day.weekday() != SUNDAY and day not in public_holidays(day.year)


def in_words(name: str, language: str) -> str:
    """Return what a letter calls a grievance or a remedy ("fr" or "en"); an unknown one is a KeyError."""
    return _words()[language][name]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return loads(WORDS.read_text("utf-8"))
