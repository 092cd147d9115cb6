"""Geocoders in geopy's shape: ours, offline, and the national address base where a centre allows the network."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from geopy.exc import GeopyError
from geopy.geocoders import BANFrance
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.util import get_version

from crm.places.addresses import town_of
from crm.places.gazetteer import position_of
from crm.places.positions import MICRO, Position, PositionSource, Precision

LOG = logging.getLogger(__name__)
PATIENCE_SECONDS = 3
SURE_FROM = 0.5


class CommuneGeocoder(Geocoder):  # type: ignore[misc]
    """geopy's interface over the gazetteer: `geocode("59100 Roubaix")`, as exact as a commune, without network."""

    def geocode(
        self, query: str | Mapping[str, str], *, exactly_one: bool = True, timeout: object = None
    ) -> Location | list[Location] | None:
        """Return the place of an address, as text or as `{"postcode": …, "city": …}`; None when it is unknown."""
        asked = query if isinstance(query, Mapping) else town_of(query)
        position = position_of(postcode=asked.get("postcode", ""), city=asked.get("city", ""))
        if position is None:
            return None
        name = f"{asked.get('postcode', '')} {asked.get('city', '')}".strip()
        found = Location(name, position.degrees, {"precision": position.precision.value})
        return found if exactly_one else [found]


def geocoder_for(domain: str = "") -> Geocoder:
    """Return our own geocoder, or geopy's of the national address base at a domain that the centre names.

    The base moved in 2026: `data.geopf.fr/geocodage` (50 requests a second).
    """
    if not domain:
        return CommuneGeocoder()
    agent = f"comptoir (geopy {get_version()})"
    return BANFrance(domain=domain, user_agent=agent, timeout=PATIENCE_SECONDS)


class NoAddressBase(Exception):
    """The address base that the centre named did not answer."""


def ask(domain: str, *, street: str, postcode: str, city: str, geocoder: Geocoder | None = None) -> Position | None:
    """Return where the address base at a domain puts an address, None if it is unsure; `NoAddressBase` if it fails.

    Only called where a centre named a domain; whoever asks falls back to the list of communes.
    """
    try:
        return locate(geocoder or geocoder_for(domain), street=street, postcode=postcode, city=city)
    except (GeopyError, OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        LOG.warning("the address base at %s did not answer: %r", domain, fault)
        raise NoAddressBase from fault


def locate(geocoder: Geocoder, *, street: str, postcode: str, city: str) -> Position | None:
    """Return where an address is, by a geocoder of this house; an unsure answer counts as none."""
    if isinstance(geocoder, CommuneGeocoder):
        return position_of(postcode=postcode, city=city)
    found = geocoder.geocode(f"{street} {postcode} {city}".strip())
    if found is None:
        return None
    facts = found.raw.get("properties", {})
    if float(facts.get("score", 1)) < SURE_FROM:
        return None
    exact = Precision.ADDRESS if facts.get("type") in {"housenumber", "street"} else Precision.COMMUNE
    degrees = round(found.latitude * MICRO), round(found.longitude * MICRO)
    return Position(*degrees, precision=exact, source=PositionSource.ADDRESS_BASE)
