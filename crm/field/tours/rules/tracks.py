"""A tour for a navigation device: GPX 1.1 (topografix.com/GPX/1/1), a route a day, a point a stop."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import UTC, datetime

from crm.places.roads import Place

NAMESPACE = "http://www.topografix.com/GPX/1/1"
MAKER = "Comptoir"


@dataclass(frozen=True)
class RoutePoint:
    """A point of a route: where, what it is called, what is to be known of it, the instant at which one arrives."""

    place: Place
    name: str
    notes: str
    at: datetime


@dataclass(frozen=True)
class Track:
    """A tour's routes: the name of each and its points in their order."""

    title: str
    routes: tuple[tuple[str, tuple[RoutePoint, ...]], ...]


def gpx_of(track: Track) -> bytes:
    """Return the file, in UTF-8; elements stand in the order that the schema asks for."""
    root = ET.Element("gpx", {"version": "1.1", "creator": MAKER, "xmlns": NAMESPACE})
    ET.SubElement(ET.SubElement(root, "metadata"), "name").text = track.title
    for name, points in track.routes:
        route = ET.SubElement(root, "rte")
        ET.SubElement(route, "name").text = name
        for each in points:
            where = {"lat": f"{each.place.latitude:.6f}", "lon": f"{each.place.longitude:.6f}"}
            point = ET.SubElement(route, "rtept", where)
            ET.SubElement(point, "time").text = each.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            ET.SubElement(point, "name").text = each.name
            if each.notes:
                ET.SubElement(point, "desc").text = each.notes
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
