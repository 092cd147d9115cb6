from __future__ import annotations

from typing import Any, ClassVar

import pytest
from geopy.exc import GeocoderTimedOut

from crm.places.distilling import distil, folded
from crm.places.gazetteer import Gazetteer, position_of
from crm.places.geocoders import CommuneGeocoder, NoAddressBase, ask, geocoder_for, locate
from crm.places.positions import Position, PositionSource, Precision


def commune(code: str, name: str, postcode: str, population: int = 1000) -> dict[str, object]:
    return {
        "code": code,
        "nom": name,
        "type": "commune-actuelle",
        "codesPostaux": [postcode],
        "population": population,
        "region": "32",
        "departement": code[:2],
    }


def place(name: str, latitude: float, longitude: float, population: int = 1000) -> dict[str, object]:
    return {
        "name": name,
        "countrycode": "FR",
        "admin1code": "32",
        "latitude": latitude,
        "longitude": longitude,
        "population": population,
    }


def small_gazetteer() -> Gazetteer:
    communes = [commune("59001", "Bourg", "59001", 5000), commune("59002", "Hameau", "59001", 200)]
    return Gazetteer(tuple(distil(communes, [place("Bourg", 50.5, 3.1, 5100)])))


def test_a_village_without_coordinates_stands_with_those_of_its_postcode_and_says_so() -> None:
    both = small_gazetteer()
    bourg, hameau = both.locate(postcode="59001", city="BOURG"), both.locate(postcode="59001", city="Hameau")
    assert bourg == Position(50_500_000, 3_100_000, Precision.COMMUNE)
    assert hameau == Position(50_500_000, 3_100_000, Precision.POSTCODE)


def test_namesakes_of_a_region_are_told_apart_by_population() -> None:
    communes = [commune("59001", "Bourg", "59001", 5000), commune("62001", "Bourg", "62001", 300)]
    lines = distil(communes, [place("Bourg", 50.5, 3.1, 320), place("Bourg", 50.6, 3.2, 5100)])
    assert [line.split("\t")[3] for line in lines] == ["50600000", "50500000"]


def test_an_unknown_address_has_no_position() -> None:
    assert small_gazetteer().locate(postcode="99999", city="Nulle-Part") is None
    assert position_of(postcode="", city="") is None
    assert position_of(postcode="1000", city="Bruxelles", country="BE") is None


def test_a_cedex_address_is_found_by_the_town_in_its_departement() -> None:
    assert small_gazetteer().locate(postcode="59999", city="Bourg CEDEX 9") == Position(50_500_000, 3_100_000)
    assert small_gazetteer().locate(postcode="75999", city="Bourg") is None


def test_names_are_compared_without_accents_hyphens_and_abbreviations() -> None:
    assert folded("Marcq-en-Barœul") == folded("MARCQ EN BAROEUL")
    assert folded("St-Omer") == folded("Saint-Omer")
    assert folded("Villeneuve-d’Ascq") == folded("VILLENEUVE D'ASCQ")


def test_the_shipped_gazetteer_knows_the_towns_of_the_shipped_scenario() -> None:
    roubaix = position_of(postcode="59100", city="Roubaix")
    assert roubaix is not None
    assert roubaix.precision is Precision.COMMUNE
    assert abs(roubaix.latitude - 50_693_000) < 10_000


def test_our_geocoder_answers_as_geopy_does() -> None:
    geocoder: Any = CommuneGeocoder()
    found = geocoder.geocode("12 rue du Port, 59100 Roubaix")
    assert round(found.latitude, 2) == 50.69
    assert geocoder.geocode("Nulle-Part") is None
    assert [
        each.raw["precision"] for each in geocoder.geocode({"postcode": "59000", "city": "Lille"}, exactly_one=False)
    ] == ["commune"]


class Silent:
    """A geocoder whose service is down."""

    def geocode(self, query: str) -> None:
        raise GeocoderTimedOut(query)


def test_an_address_base_that_does_not_answer_is_said_to_be_silent() -> None:
    with pytest.raises(NoAddressBase):
        ask("data.geopf.fr/geocodage", street="12 rue du Port", postcode="59100", city="Roubaix", geocoder=Silent())


def test_an_unsure_answer_of_the_address_base_counts_as_none() -> None:
    class Unsure(Silent):
        def geocode(self, query: str) -> Any:
            found: Any = type("Answer", (), {"latitude": 50.7, "longitude": 3.1, "raw": {"properties": {"score": 0.3}}})
            return found

    assert ask("data.geopf.fr/geocodage", street="?", postcode="59100", city="Roubaix", geocoder=Unsure()) is None


def test_a_centre_may_name_the_national_address_base() -> None:
    ban = geocoder_for("data.geopf.fr/geocodage")
    asked: list[str] = []

    class Answer:
        latitude, longitude = 50.7, 3.15
        raw: ClassVar = {"properties": {"score": 0.9, "type": "housenumber"}}

    def geocode(query: str) -> Answer:
        asked.append(query)
        return Answer()

    ban.geocode = geocode
    found = locate(ban, street="12 rue du Port", postcode="59100", city="Roubaix")
    assert asked == ["12 rue du Port 59100 Roubaix"]
    assert found == Position(50_700_000, 3_150_000, Precision.ADDRESS, PositionSource.ADDRESS_BASE)
