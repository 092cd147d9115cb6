"""The communes of France by postcode and name, without network: what the build distilled, read once."""

from __future__ import annotations

import gzip
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from crm.config import ROOT
from crm.places.distilling import OWN, folded
from crm.places.positions import Position, Precision

LOG = logging.getLogger(__name__)
FILE = ROOT / "seed_data" / "places" / "communes.tsv.gz"
CREDITS = "GeoNames (CC BY 4.0), Etalab (Licence Ouverte)"
DEPARTMENT = 2
LARGE = 12_000


@dataclass(frozen=True)
class Commune:
    """A commune of metropolitan France; without coordinates of its own it stands where its postcode does."""

    insee: str
    name: str
    postcodes: tuple[str, ...]
    position: Position
    population: int


@dataclass(frozen=True)
class Gazetteer:
    """All communes, by postcode; `lines` are those of the file."""

    lines: tuple[str, ...]
    by_postcode: dict[str, list[int]] = field(init=False, default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Index the lines; each is taken apart when it is asked for."""
        for number, line in enumerate(self.lines):
            for code in line.split("\t", 3)[2].split(" "):
                self.by_postcode[code].append(number)

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """The lines by folded name."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            found[folded(line.split("\t", 2)[1])].append(number)
        return found

    def communes_of(self, postcode: str) -> list[Commune]:
        """Return the communes that share a postcode."""
        return [self.commune(number) for number in self.by_postcode.get(postcode, [])]

    def locate(self, *, postcode: str, city: str) -> Position | None:
        """Return where a town is, or None: by postcode and name, by postcode alone, else by an unmistakable name.

        A special postcode (CEDEX) is in no list: then the name counts, in the
        département that the postcode begins with.
        """
        here, wanted = self.communes_of(postcode.strip()), folded(city)
        named = [each for each in here if folded(each.name) == wanted]
        if named or len(here) == 1:
            return (named or here)[0].position
        if here:
            latitudes = [each.position.latitude for each in here]
            longitudes = [each.position.longitude for each in here]
            middle = sum(latitudes) // len(here), sum(longitudes) // len(here)
            return Position(*middle, precision=Precision.POSTCODE)
        department = postcode.strip()[:DEPARTMENT]
        namesakes = [self.commune(number) for number in self.by_name.get(wanted, [])] if wanted else []
        near = [each for each in namesakes if each.insee.startswith(department)]
        return near[0].position if len(near) == 1 else None

    def commune(self, number: int) -> Commune:
        """Return the commune of a line."""
        insee, name, postcodes, latitude, longitude, population, precision = self.lines[number].split("\t")
        exact = Precision.COMMUNE if precision == OWN else Precision.POSTCODE
        position = Position(int(latitude), int(longitude), exact)
        return Commune(insee, name, tuple(postcodes.split(" ")), position, int(population))


@cache
def gazetteer(file: Path = FILE) -> Gazetteer:
    """Return the gazetteer, read at the first question; an empty one, with a warning, when it was not built."""
    if not file.is_file():
        LOG.warning("no gazetteer at %s: run hatch_build.py; nothing can be located", file)
        return Gazetteer(())
    return Gazetteer(tuple(gzip.decompress(file.read_bytes()).decode().splitlines()))


@cache
def large_towns(least: int = LARGE) -> tuple[Commune, ...]:
    """Return the communes with at least so many inhabitants, the largest first: by them one finds one's way."""
    known = gazetteer()
    population = (int(line.split("\t", 6)[5]) for line in known.lines)
    found = [known.commune(number) for number, people in enumerate(population) if people >= least]
    return tuple(sorted(found, key=lambda each: (-each.population, each.insee)))


def position_of(*, postcode: str, city: str, country: str = "FR") -> Position | None:
    """Return where an address is, as exactly as the gazetteer knows: metropolitan France only."""
    if country != "FR" or not (postcode.strip() or city.strip()):
        return None
    return gazetteer().locate(postcode=postcode, city=city)
