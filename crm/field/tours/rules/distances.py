"""How far, and how long by road: estimates from coordinates, the same everywhere, without network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.field.tours.rules.model import Legs

if TYPE_CHECKING:
    import numpy as np

EARTH_METRES = 6_371_008.8
# Roads are longer than the crow flies, by less the farther one goes; one leg may be 20 % off.
DETOURS = ((5_000.0, 1.35), (50_000.0, 1.30), (float("inf"), 1.25))


@dataclass(frozen=True)
class Place:
    """A place on the globe, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Speed:
    """How fast one drives: from `slow` km/h in town up to `fast` beyond `far` km, plus minutes to park and walk."""

    slow: float = 25.0
    fast: float = 80.0
    far: float = 40.0
    access_minutes: float = 4.0


def crow_metres(here: Place, there: Place) -> float:
    """Return the geodesic between two places on the WGS 84 ellipsoid, in metres: for one distance that is shown."""
    from geopy.distance import geodesic  # noqa: PLC0415  (heavy, and only for tours)

    return float(geodesic((here.latitude, here.longitude), (there.latitude, there.longitude)).meters)


def legs_between(places: tuple[Place, ...], speed: Speed | None = None) -> Legs:
    """Return the legs between all places, in their order: haversine times detour, within 0.5 % of the geodesic.

    Factors fall at 5 and 50 km; the road never does: beyond a bound it is at
    least as long as just before it.
    """
    import numpy as np  # noqa: PLC0415  (heavy, and only for tours)

    pace = speed or Speed()
    degrees = np.array([(each.latitude, each.longitude) for each in places])
    latitude, longitude = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    half = np.sin((latitude[:, None] - latitude) / 2) ** 2
    half = half + np.cos(latitude)[:, None] * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    crow = 2 * EARTH_METRES * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    roads, floor, least = np.zeros_like(crow), 0.0, 0.0
    for farthest, factor in DETOURS:
        roads = np.where((crow > floor) | (floor == 0), np.maximum(crow * factor, least), roads)
        floor, least = farthest, farthest * factor
    km = roads / 1000
    kmh = pace.slow + (pace.fast - pace.slow) * np.minimum(1.0, km / pace.far)
    minutes = np.where(roads > 0, np.ceil(pace.access_minutes + 60 * km / kmh), 0)
    return Legs(_whole(minutes), _whole(roads))


def _whole(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[tuple[int, ...], ...]:
    """Return a table of whole numbers."""
    return tuple(tuple(round(each) for each in row) for row in table.tolist())
