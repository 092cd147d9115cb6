"""What our own company sells, as rooms that come before the sale know it: announced by the room that keeps the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm.kernel.money import Money


@dataclass(frozen=True)
class Article:
    """An article of ours: its reference, name, family and net list price."""

    reference: str
    name: str
    family: str
    price: Money


ANNOUNCED: list[Callable[[], list[Article]]] = []


def announce_offering(articles: Callable[[], list[Article]]) -> None:
    """Say who lists the company's articles; the last one counts."""
    ANNOUNCED[:] = [articles]


def our_articles() -> list[Article]:
    """Return what the company sells, as its list has it; nothing where no such list is kept."""
    return ANNOUNCED[0]() if ANNOUNCED else []


def our_families() -> list[str]:
    """Return the families of our articles, in the list's order."""
    return list(dict.fromkeys(each.family for each in our_articles()))
