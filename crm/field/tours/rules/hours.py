"""When customers receive, if nobody noted it: usual hours of offices, shops and restaurants."""

from __future__ import annotations

import itertools

from crm.field.tours.rules.asking import Week
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_

WEEKDAYS = 7
Windows = tuple[tuple[int, int], ...]


class UsualHours(Labelled):
    """What a customer's week usually looks like."""

    OFFICE = "office", N_("Bureaux : lundi à vendredi, 9 h – 12 h et 14 h – 18 h")
    ALL_DAY = "all_day", N_("Journée continue : lundi à vendredi, 8 h – 18 h")
    SHOP = "shop", N_("Commerce : mardi à samedi, 9 h – 12 h 30 et 14 h – 19 h")
    RESTAURANT = "restaurant", N_("Restaurant : mardi à samedi, 9 h 30 – 11 h 30 et 15 h – 18 h")


_WINDOWS: dict[UsualHours, Windows] = {
    UsualHours.OFFICE: ((540, 720), (840, 1080)),
    UsualHours.ALL_DAY: ((480, 1080),),
    UsualHours.SHOP: ((540, 750), (840, 1140)),
    UsualHours.RESTAURANT: ((570, 690), (900, 1080)),
}
_OPEN: dict[UsualHours, range] = {
    UsualHours.OFFICE: range(5),
    UsualHours.ALL_DAY: range(5),
    UsualHours.SHOP: range(1, 6),
    UsualHours.RESTAURANT: range(1, 6),
}


def usual_week(hours: UsualHours) -> Week:
    """Return a usual week, from Monday."""
    return tuple(_WINDOWS[hours] if weekday in _OPEN[hours] else () for weekday in range(WEEKDAYS))


def week_of(windows: Windows, closed: frozenset[int]) -> Week:
    """Return the week of somebody with the same windows every day but those on which he is closed."""
    return tuple(() if weekday in closed else windows for weekday in range(WEEKDAYS))


def are_in_order(windows: Windows) -> bool:
    """Tell whether windows follow one another and each ends after it begins."""
    edges = [minute for window in windows for minute in window]
    return all(a < b for a, b in itertools.pairwise(edges))


def as_week(stored: list[list[list[int]]]) -> Week:
    """Return a week as it was stored."""
    return tuple(tuple((window[0], window[1]) for window in day) for day in stored)


def stored_week(week: Week) -> list[list[list[int]]]:
    """Return a week as it is stored."""
    return [[[opens, closes] for opens, closes in day] for day in week]
