"""The tours that are taught: petals, clover, spiral, zigzag, broken line, from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians

from crm.field.tours.rules.distances import Place
from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.one_day import missed_of
from crm.field.tours.rules.timetable import schedule

QUARTERS = 4
RINGS = 3


class Pattern(StrEnum):
    """A way to lay out a tour by eye."""

    PETALS = "petals"
    CLOVER = "clover"
    SPIRAL = "spiral"
    ZIGZAG = "zigzag"
    BROKEN_LINE = "broken_line"
    NEAREST = "nearest"


@dataclass(frozen=True)
class _Spot:
    """A stop seen from home: east and north."""

    stop: int
    east: float
    north: float

    @property
    def far(self) -> float:
        return hypot(self.east, self.north)

    @property
    def bearing(self) -> float:
        return atan2(self.north, self.east) % (2 * pi)


def _petal(spots: list[_Spot]) -> list[int]:
    """Go out along one side and come home along the other."""
    turned = sorted(spots, key=lambda each: (each.bearing, each.stop))
    middle = (len(turned) + 1) // 2
    out = sorted(turned[:middle], key=lambda each: (each.far, each.stop))
    back = sorted(turned[middle:], key=lambda each: (-each.far, each.stop))
    return [each.stop for each in out + back]


def _petals(spots: list[_Spot], days: int) -> list[list[int]]:
    """Cut the sector into as many petals, of as many stops, as there are days."""
    turned = sorted(spots, key=lambda each: (each.bearing, each.stop))
    size, more = divmod(len(turned), days)
    cuts = [day * size + min(day, more) for day in range(days + 1)]
    return [_petal(turned[cuts[day] : cuts[day + 1]]) for day in range(days)]


def _clover(spots: list[_Spot], days: int) -> list[list[int]]:
    """Give each day a quarter of the compass; beyond four days some stay free, below four some days hold two."""
    leaves = [
        _petal([each for each in spots if int(each.bearing // (pi / 2)) % QUARTERS == q]) for q in range(QUARTERS)
    ]
    return [[stop for leaf in leaves[day::days] for stop in leaf] for day in range(days)]


def _spiral(spots: list[_Spot], days: int) -> list[list[int]]:
    """Sweep from the centre outwards, ring after ring."""
    farthest = max((each.far for each in spots), default=0.0) or 1.0
    ring = {each.stop: min(RINGS - 1, int(RINGS * each.far / farthest)) for each in spots}
    swept = sorted(spots, key=lambda each: (ring[each.stop], each.bearing, each.stop))
    return [[each.stop for each in swept]] * days


def _zigzag(spots: list[_Spot], days: int) -> list[list[int]]:
    """Follow the longer axis and change sides at each stop while both sides have one."""
    wide = max((abs(each.east) for each in spots), default=0.0) >= max((abs(each.north) for each in spots), default=0.0)

    def along(spot: _Spot) -> tuple[float, int]:
        return (spot.east if wide else spot.north), spot.stop

    left = sorted((each for each in spots if (each.north if wide else each.east) > 0), key=along)
    right = sorted((each for each in spots if (each.north if wide else each.east) <= 0), key=along)
    both = [each.stop for pair in zip(left, right, strict=False) for each in pair]
    rest = [each.stop for each in left[len(right) :] + right[len(left) :]]
    return [both + rest] * days


def _broken_line(spots: list[_Spot], days: int) -> list[list[int]]:
    """Drive to the farthest customer first, then visit on the way home."""
    return [[each.stop for each in sorted(spots, key=lambda spot: (-spot.far, spot.stop))]] * days


def _nearest(spots: list[_Spot], days: int) -> list[list[int]]:
    """Go from each stop to the nearest one left."""
    left, here, order = list(spots), _Spot(-1, 0.0, 0.0), list[int]()
    while left:
        east, north = here.east, here.north
        here = min(left, key=lambda each: (hypot(each.east - east, each.north - north), each.stop))
        left.remove(here)
        order.append(here.stop)
    return [order] * days


_LAYOUTS: dict[Pattern, Callable[[list[_Spot], int], list[list[int]]]] = {
    Pattern.PETALS: _petals,
    Pattern.CLOVER: _clover,
    Pattern.SPIRAL: _spiral,
    Pattern.ZIGZAG: _zigzag,
    Pattern.BROKEN_LINE: _broken_line,
    Pattern.NEAREST: _nearest,
}


def pattern_plan(instance: Instance, pattern: Pattern, *, home: Place, places: tuple[Place, ...]) -> Plan:
    """Return the tours that a pattern gives: each day takes, in the pattern's order, the visits that still fit.

    `places` are those of the stops, in their order. Nothing is known of better
    tours: the bound is the value of all visits.
    """
    shrink = cos(radians(home.latitude))
    spots = [
        _Spot(stop, (place.longitude - home.longitude) * shrink, place.latitude - home.latitude)
        for stop, place in enumerate(places)
    ]
    done: set[int] = set()
    orders: list[tuple[int, ...]] = []
    for day, wanted in enumerate(_LAYOUTS[pattern](spots, len(instance.days))):
        order: tuple[int, ...] = ()
        for stop in wanted:
            if stop not in done and schedule(instance, day, (*order, stop)).feasible:
                order = (*order, stop)
        done.update(order)
        orders.append(order)
    net = sum(instance.value(order) - instance.cost(order) for order in orders)
    everything = sum(max(0, instance.value((stop,))) for stop in range(len(instance.stops)))
    return Plan(tuple(orders), net, everything, missed_of(instance, tuple(orders)))
