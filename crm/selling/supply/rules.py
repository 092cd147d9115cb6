"""What one orders, and in which words one asks where it is: pure functions, values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from tomllib import loads

from crm.kernel import wording
from crm.kernel.money import Money

LETTERS = Path(__file__).with_name("letters.toml")


@dataclass(frozen=True)
class Ordered:
    """What one orders: so much of a supplier's offer."""

    offer_id: int
    quantity: Decimal


@dataclass(frozen=True)
class Letter:
    """A subject and a body."""

    subject: str
    body: str


def plain(quantity: Decimal) -> str:
    """Return a quantity as a record holds it: exact, without needless zeros."""
    return f"{quantity.normalize():f}" if quantity else "0"


def in_packs(quantity: Decimal, pack: Decimal) -> Decimal:
    """Return a quantity rounded up to whole packs, as a supplier sells."""
    if pack <= 0:
        return quantity
    packs, rest = divmod(quantity, pack)
    return (packs + (1 if rest else 0)) * pack


def is_in_packs(quantity: Decimal, pack: Decimal) -> bool:
    """Tell whether a quantity makes whole packs."""
    return in_packs(quantity, pack) == quantity


def lacks_to(minimum: Money, net: Money) -> Money:
    """Return what an order lacks to reach a supplier's minimum; nothing when it does."""
    return max(minimum - net, Money())


def letter(name: str, language: str, **places: str) -> Letter:
    """Return one of our letters to suppliers and carriers, its places filled in; an unknown name is a KeyError.

    Letters are written in the reader's language ("fr" or "en"), which is not the screen's.
    """
    text = letters(language)[name]
    return Letter(text["subject"].format(**places), text["body"].format(**places).strip())


def said(day: date | None, language: str) -> str:
    """Write a day in a letter; a missing one is a dash."""
    return wording.day(day, language) if day else "—"


def listed(lines: Iterable[tuple[str, str, Decimal]], language: str) -> str:
    """Write lines (reference, wording, quantity) one under the other."""
    return "\n".join(
        f"- {wording.number(quantity, language)} × {reference} {text}" for reference, text, quantity in lines
    )


def letters(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return our letters of a language by name, places open."""
    return _letters()[language]


def places_of(text: Mapping[str, str]) -> set[str]:
    """Return the places that a letter leaves open."""
    return {place for part in text.values() for _, place, _, _ in Formatter().parse(part) if place}


@cache
def _letters() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return loads(LETTERS.read_text("utf-8"))
