"""What a road service measured between places: kept with the tour, so that the same question keeps its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import cast

from crm.activity.chain import Json
from crm.field.tours.rules.model import Legs
from crm.places.positions import MICRO
from crm.places.roads import USUAL_SPEED, Place

MINUTE = 60
Table = tuple[tuple[int, ...], ...]
Spot = tuple[int, int]
Answer = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Measured:
    """A table of legs, row by row from each place: whole seconds and metres; places in millionths of a degree."""

    source: str
    places: tuple[Spot, ...]
    seconds: Table
    metres: Table

    def covers(self, places: Sequence[Place]) -> bool:
        """Tell whether the table knows every one of some places."""
        return {spot(each) for each in places} <= set(self.places)

    def legs(self, places: Sequence[Place]) -> Legs:
        """Return the legs between places that are covered: driving, rounded up, and the minutes to park and walk."""
        rows = [self.places.index(spot(each)) for each in places]
        access = int(USUAL_SPEED.access_minutes)
        minutes = tuple(tuple(0 if a == b else access - (-self.seconds[a][b] // MINUTE) for b in rows) for a in rows)
        return Legs(minutes, tuple(tuple(self.metres[a][b] for b in rows) for a in rows))

    def stored(self) -> dict[str, Json]:
        """Return the table as a tour keeps it."""
        return {
            "source": self.source,
            "places": [[*each] for each in self.places],
            "seconds": [[*row] for row in self.seconds],
            "metres": [[*row] for row in self.metres],
        }


def as_measured(stored: Mapping[str, Json] | None) -> Measured | None:
    """Return a table as it was kept."""
    if not stored:
        return None
    return Measured(
        str(stored["source"]),
        tuple((int(a), int(b)) for a, b in cast("list[list[int]]", stored["places"])),
        _table(cast("list[list[int]]", stored["seconds"])),
        _table(cast("list[list[int]]", stored["metres"])),
    )


def measured(
    source: str, places: Sequence[Place], seconds: Sequence[Sequence[float]], metres: Sequence[Sequence[float]]
) -> Measured:
    """Return a table of what a service answered, in whole numbers, no leg longer than a way round by another place.

    The planners count on that; what a service rounds may not keep to it.
    """
    spots = tuple(spot(each) for each in places)
    return Measured(source, spots, _closed(seconds), _closed(metres))


def spot(place: Place) -> Spot:
    """Return a place in whole millionths of a degree."""
    return round(place.latitude * MICRO), round(place.longitude * MICRO)


def _closed(table: Answer) -> Table:
    """Return a table in whole numbers in which going straight is never longer (Floyd and Warshall)."""
    rows = [[round(each) for each in row] for row in table]
    for via, a in product(range(len(rows)), repeat=2):
        first, row, beyond = rows[a][via], rows[a], rows[via]
        rows[a] = [min(straight, first + beyond[b]) for b, straight in enumerate(row)]
    return _table(rows)


def _table(rows: Sequence[Sequence[int]]) -> Table:
    """Return rows that do not change."""
    return tuple(tuple(int(each) for each in row) for row in rows)
