"""The terms of an invoice written as XML, and read back: both ways by the same table, the same bytes each time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import TypeAlias

from crm.papers.cii_layout import LAYOUT, Always, Group, Place, Row

Terms: TypeAlias = dict[str, str]
Fields: TypeAlias = "dict[str, str | list[Terms]]"

SPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
STEP = re.compile(r"(?:(?P<prefix>\w+):)?(?P<name>\w+)(?:\[@(?P<key>\w+)='(?P<value>[^']*)'\])?")
COMPACT_DAY = re.compile(r"\d{8}")


class Unreadable(ValueError):
    """Bytes that are no Cross Industry Invoice."""


def text_of(fields: Fields, code: str) -> str:
    """Return a term of the whole document; empty when it is not told."""
    said = fields.get(code, "")
    return said if isinstance(said, str) else ""


def groups_of(fields: Fields, code: str) -> list[Terms]:
    """Return the groups of one kind, in their order."""
    said = fields.get(code, [])
    return said if isinstance(said, list) else []


def write_xml(fields: Fields) -> bytes:
    """Return an invoice as XML in UTF-8; a term that is missing or empty is not written."""
    root = ET.Element("rsm:CrossIndustryInvoice", {f"xmlns:{prefix}": space for prefix, space in SPACES.items()})
    whole = {code: said for code, said in fields.items() if isinstance(said, str)}
    for row in LAYOUT:
        _write_row(root, row, fields, whole)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _write_row(root: ET.Element, row: Row, fields: Fields, whole: Terms) -> None:
    """Write one row of the table: a term, an element, or each group of a kind."""
    if isinstance(row, Group):
        for terms in groups_of(fields, row.code):
            _write_places(_leaf(root, row.path, whole), row.places, terms)
    elif isinstance(row, Always):
        _leaf(root, row.path, whole)
    else:
        _write_places(root, (row,), whole)


def _write_places(parent: ET.Element, places: Iterable[Place], terms: Terms) -> None:
    """Write the terms of one group."""
    for place in places:
        said = place.fixed or terms.get(place.code, "")
        if not said:
            continue
        way, _, attribute = place.path.partition("/@")
        if attribute:
            _down(parent, way).set(attribute, said)
        else:
            _leaf(parent, way, terms).text = said.replace("-", "") if "DateTimeString" in way else said


def _leaf(parent: ET.Element, path: str, whole: Terms) -> ET.Element:
    """Add a path's last element; those above are shared with what was written just before."""
    *above, last = _steps(path, whole)
    for tag, _ in above:
        found = parent[-1] if len(parent) and parent[-1].tag == tag else None
        parent = ET.SubElement(parent, tag) if found is None else found
    return ET.SubElement(parent, *last)


def _down(parent: ET.Element, path: str) -> ET.Element:
    """Return the element that a path wrote last, or one without text."""
    for tag, _ in _steps(path, {}):
        found = parent[-1] if len(parent) and parent[-1].tag == tag else None
        parent = ET.SubElement(parent, tag) if found is None else found
    return parent


def _steps(path: str, whole: Terms) -> list[tuple[str, dict[str, str]]]:
    """Return a path as (tag, attributes) pairs."""
    found = []
    for step in STEP.finditer(path):
        attributes = {step["key"]: _filled(step["value"], whole)} if step["key"] else {}
        found.append((f"{step['prefix'] or 'ram'}:{step['name']}", attributes))
    return found


def _filled(value: str, whole: Terms) -> str:
    """Return an attribute's value, taken from another term when it names one."""
    return whole.get(value[1:-1], "") if value.startswith("{") else value


def read_xml(xml: bytes) -> Fields:
    """Return the terms that a machine finds in an invoice; what is no such XML is `Unreadable`."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Unreadable
    try:
        root = ET.fromstring(xml)  # noqa: S314  (entities were refused above)
    except ET.ParseError as fault:
        raise Unreadable from fault
    fields: Fields = {}
    for row in LAYOUT:
        if isinstance(row, Group):
            found = [_read_places(each, row.places) for each in root.findall(_asked(row.path, {}), SPACES)]
            if found:
                fields[row.code] = found
        elif isinstance(row, Place):
            whole = {code: said for code, said in fields.items() if isinstance(said, str)}
            fields |= _read_places(root, (row,), whole)
    return fields


def _read_places(parent: ET.Element, places: Iterable[Place], whole: Terms | None = None) -> Terms:
    """Return the terms of one group that are there."""
    found: Terms = {}
    for place in places:
        way, _, attribute = place.path.partition("/@")
        element = parent.find(_asked(way, whole or {}), SPACES)
        if not place.code or element is None:
            continue
        said = element.get(attribute, "") if attribute else (element.text or "").strip()
        if said:
            found[place.code] = _day(said) if "DateTimeString" in way else said
    return found


def _asked(path: str, whole: Terms) -> str:
    """Return a path as the library asks for it."""
    return "/".join(
        tag + "".join(f"[@{key}='{value}']" for key, value in attributes.items())
        for tag, attributes in _steps(path, whole)
    )


def _day(said: str) -> str:
    """Return a compact date as ISO 8601; anything else stays as it is."""
    return f"{said[:4]}-{said[4:6]}-{said[6:]}" if COMPACT_DAY.fullmatch(said) else said
