"""How far, and how long by road: estimates from coordinates, the same everywhere, without network."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

EARTH_METRES = 6_371_008.8
# Roads are longer than the crow flies, by less the farther one goes; one leg may be 20 % off.
DETOURS = ((5_000.0, 1.35), (50_000.0, 1.30), (float("inf"), 1.25))
# Two doors of one town, of which only the town is known, are at least so far apart.
LEAST_METRES, LEAST_MINUTES = 1_500, 8


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


USUAL_SPEED = Speed()


def crow_metres(here: Place, there: Place) -> float:
    """Return the geodesic between two places on the WGS 84 ellipsoid, in metres: for one distance that is shown."""
    from geopy.distance import geodesic  # noqa: PLC0415  (heavy, and only for tours)

    return float(geodesic((here.latitude, here.longitude), (there.latitude, there.longitude)).meters)


def leg(here: Place, there: Place, speed: Speed = USUAL_SPEED) -> tuple[int, int]:
    """Return the estimated whole minutes and metres by road: haversine times detour, within 0.5 % of the geodesic.

    Factors fall at 5 and 50 km; the road never does: beyond a bound it is at
    least as long as just before it. There is no way from a place to itself.
    """
    metres = _road_metres(_haversine(here, there))
    if not metres:
        return 0, 0
    km = metres / 1000
    kmh = speed.slow + (speed.fast - speed.slow) * min(1.0, km / speed.far)
    return ceil(speed.access_minutes + 60 * km / kmh), round(metres)


def leg_between_doors(here: Place, there: Place) -> tuple[int, int]:
    """Return the same between two different doors, which are apart though they may share a town."""
    minutes, metres = leg(here, there)
    return max(minutes, LEAST_MINUTES), max(metres, LEAST_METRES)


def _haversine(here: Place, there: Place) -> float:
    """Return the great-circle distance in metres."""
    south, north = radians(here.latitude), radians(there.latitude)
    half = sin((south - north) / 2) ** 2
    half += cos(south) * cos(north) * sin(radians(here.longitude - there.longitude) / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(half)))


def _road_metres(crow: float) -> float:
    """Return the road for a distance as the crow flies."""
    least = 0.0
    for farthest, factor in DETOURS:
        if crow <= farthest:
            return max(crow * factor, least)
        least = farthest * factor
    return least
