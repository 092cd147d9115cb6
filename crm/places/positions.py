"""Where something stands: a latitude and a longitude in whole millionths of a degree, how exactly, and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_

MICRO = 1_000_000


class Precision(Labelled):
    """How exactly a position is known."""

    ADDRESS = "address", N_("À l’adresse")
    COMMUNE = "commune", N_("Centre de la commune")
    POSTCODE = "postcode", N_("Centre du code postal")


class PositionSource(Labelled):
    """Who says where something stands."""

    GAZETTEER = "gazetteer", N_("Répertoire des communes")
    ADDRESS_BASE = "address_base", N_("Base Adresse Nationale")


@dataclass(frozen=True)
class Position:
    """A place on the globe, WGS 84, in whole millionths of a degree (11 cm at most)."""

    latitude: int
    longitude: int
    precision: Precision = Precision.COMMUNE
    source: PositionSource = PositionSource.GAZETTEER

    @property
    def degrees(self) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self.latitude / MICRO, self.longitude / MICRO
