"""What waits on the desk: each room announces what it counts, and the day's page shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import current_app, url_for
from flask_babel import gettext


@dataclass(frozen=True)
class Count:
    """How many things wait, and how many of them are late."""

    waiting: int
    late: int = 0


@dataclass(frozen=True)
class Waiting:
    """What a room announces: a list, its words, and how to count it on a day of the simulated company.

    `values` go into the list's address (a tab, a filter).
    """

    order: int
    endpoint: str
    label: str
    icon: str
    count: Callable[[date], Count]
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pile:
    """One announced list as the page shows it."""

    label: str
    url: str
    icon: str
    waiting: int
    late: int


ANNOUNCED: dict[tuple[str, str], Waiting] = {}


def announce_waiting(waiting: Waiting) -> None:
    """Let a list be counted on the day's page (once per endpoint and label)."""
    ANNOUNCED[waiting.endpoint, waiting.label] = waiting


def piles(*, today: date) -> list[Pile]:
    """Return every announced list whose room is there, in its order, with its counts."""
    return [
        _pile(each, each.count(today))
        for each in sorted(ANNOUNCED.values(), key=lambda each: each.order)
        if each.endpoint in current_app.view_functions
    ]


def _pile(announced: Waiting, count: Count) -> Pile:
    """Return a list with its counts and its address."""
    url = url_for(announced.endpoint, **dict(announced.values))  # type: ignore[arg-type]
    return Pile(gettext(announced.label), url, announced.icon, count.waiting, count.late)
