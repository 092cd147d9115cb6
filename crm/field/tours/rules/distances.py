"""The legs between the places of a tour: the estimates of the house, or what a road service measured."""

from __future__ import annotations

from crm.field.tours.rules.model import Legs
from crm.places.roads import DETOURS, USUAL_SPEED, Place, Speed, crow_metres, leg

__all__ = ["DETOURS", "Place", "Speed", "crow_metres", "leg", "legs_between"]


def legs_between(places: tuple[Place, ...], speed: Speed = USUAL_SPEED) -> Legs:
    """Return the estimated legs between all places, in their order."""
    count = len(places)
    minutes, metres = ([[0] * count for _ in places] for _ in range(2))
    for a in range(count):
        for b in range(a):
            minutes[a][b], metres[a][b] = minutes[b][a], metres[b][a] = leg(places[a], places[b], speed)
    return Legs(tuple(map(tuple, minutes)), tuple(map(tuple, metres)))
