"""A map without network: places and days' roads as points of a drawing, in whole units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from crm.field.tours.rules.distances import Place

WIDTH, HEIGHT, MARGIN = 640, 420, 34
LEAST_SPAN = 0.02
KM_PER_DEGREE = 111.2
SCALES = (1, 2, 5, 10, 20, 50, 100, 200)
CROWDED = 12
LARGEST_SHARE = 0.35
LETTER, LINE, MOST_TOWNS = 7, 22, 12


@dataclass(frozen=True)
class Dot:
    """A place on the drawing."""

    x: int
    y: int


@dataclass(frozen=True)
class Town:
    """A town by which one finds one's way: its dot and its name."""

    dot: Dot
    name: str


@dataclass(frozen=True)
class Drawing:
    """Where everything stands: the start, the end, the stops in their order, towns, and a scale of so many km."""

    start: Dot
    end: Dot
    stops: tuple[Dot, ...]
    scale_km: int
    scale_width: int
    towns: tuple[Town, ...] = ()


def draw(start: Place, end: Place, stops: tuple[Place, ...], towns: Iterable[tuple[str, Place]] = ()) -> Drawing:
    """Return a drawing that holds everything, north up, a kilometre as wide as it is high.

    Stops in one place are set beside each other so that each can be seen. Of
    the towns, named most important first, those are drawn that have room.
    """
    places = (start, end, *stops)
    south, north = min(each.latitude for each in places), max(each.latitude for each in places)
    west, east = min(each.longitude for each in places), max(each.longitude for each in places)
    shrink = cos(radians((south + north) / 2))
    wide, high = max((east - west) * shrink, LEAST_SPAN), max(north - south, LEAST_SPAN)
    unit = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    middle = (west + east) / 2, (south + north) / 2

    def dot(place: Place) -> Dot:
        east_of, north_of = (place.longitude - middle[0]) * shrink * unit, (place.latitude - middle[1]) * unit
        return Dot(round(WIDTH / 2 + east_of), round(HEIGHT / 2 - north_of))

    scale = max((km for km in SCALES if km / KM_PER_DEGREE * unit <= WIDTH * LARGEST_SHARE), default=SCALES[0])
    spread = _spread([dot(start), dot(end)], [dot(each) for each in stops])
    named = _with_room(Town(dot(place), name) for name, place in towns)
    return Drawing(dot(start), dot(end), tuple(spread), scale, round(scale / KM_PER_DEGREE * unit), named)


def _with_room(towns: Iterable[Town]) -> tuple[Town, ...]:
    """Return the first towns whose names are on the drawing whole and not over another one's."""
    shown: list[Town] = []
    for each in towns:
        width = LETTER * len(each.name)
        inside = MARGIN // 2 < each.dot.y < HEIGHT - MARGIN and MARGIN // 2 < each.dot.x < WIDTH - MARGIN // 2 - width
        free = all(abs(each.dot.y - other.dot.y) > LINE or not _overlap(each, other, width) for other in shown)
        if inside and free:
            shown.append(each)
        if len(shown) == MOST_TOWNS:
            break
    return tuple(shown)


def _overlap(one: Town, other: Town, width: int) -> bool:
    """Tell whether two names of a line would touch."""
    return one.dot.x < other.dot.x + LETTER * len(other.name) + CROWDED and other.dot.x < one.dot.x + width + CROWDED


def _spread(taken: list[Dot], dots: list[Dot]) -> list[Dot]:
    """Move dots that would cover another one to the right and down, row by row."""
    placed: list[Dot] = []
    for each in dots:
        spot, tries = each, 0
        while any(abs(spot.x - o.x) < CROWDED and abs(spot.y - o.y) < CROWDED for o in (*taken, *placed)):
            tries += 1
            spot = Dot(each.x + CROWDED * (tries % 4), each.y + CROWDED * (tries // 4))
        placed.append(spot)
    return placed
