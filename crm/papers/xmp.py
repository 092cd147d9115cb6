"""The properties by which a PDF says that it carries an invoice, added behind the file: nothing before them moves."""

from __future__ import annotations

import re

NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
PROPERTIES = (
    ("DocumentFileName", "factur-x.xml", "The name of the embedded XML document"),
    ("DocumentType", "INVOICE", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
    ("Version", "1.0", "The actual version of the standard applying to the embedded XML document"),
    ("ConformanceLevel", "", "The conformance level of the embedded XML document"),
)
SCHEMAS_END = "</rdf:Bag></pdfaExtension:schemas>"
METADATA = re.compile(rb"/Metadata (\d+) 0 R")
START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL)
LENGTH = re.compile(rb"<</Length (\d+)")


class UnknownLayout(ValueError):
    """A PDF that is not laid out as our renderer does."""


def add_properties(pdf: bytes, *, level: str) -> bytes:
    """Return the PDF with Factur-X's properties in its metadata (XMP), as an incremental update.

    The extension schema joins those that PDF/A wants to be told (ISO 19005-3,
    6.6.2.3); pages, tags and attachments stay byte for byte as they were.
    """
    named, started, trailer = METADATA.search(pdf), START.search(pdf), TRAILER.search(pdf)
    if not (named and started and trailer):
        raise UnknownLayout
    packet = _packet(pdf, int(named[1])).decode()
    if packet.count(SCHEMAS_END) != 1 or packet.count("</rdf:Description></rdf:RDF>") != 1:
        raise UnknownLayout
    packet = packet.replace(SCHEMAS_END, _schema() + SCHEMAS_END)
    packet = packet.replace("</rdf:Description></rdf:RDF>", "</rdf:Description>" + _description(level) + "</rdf:RDF>")
    return pdf + _update(packet.encode(), int(named[1]), base=len(pdf), before=int(started[1]), trailer=trailer[1])


def _packet(pdf: bytes, number: int) -> bytes:
    """Return the metadata's stream, which PDF/A leaves uncompressed."""
    at = pdf.find(b"\n%d 0 obj\n" % number)
    length = LENGTH.search(pdf, at)
    if at < 0 or length is None:
        raise UnknownLayout
    start = pdf.index(b"stream\n", length.end()) + len(b"stream\n")
    return pdf[start : start + int(length[1])]


def _schema() -> str:
    """Return the description of our properties."""
    told = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        f"<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{described}</pdfaProperty:description></rdf:li>"
        for name, _, described in PROPERTIES
    )
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{told}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _description(level: str) -> str:
    """Return the properties themselves."""
    said = "".join(f"<fx:{name}>{value or level}</fx:{name}>" for name, value, _ in PROPERTIES)
    return f'<rdf:Description rdf:about="" xmlns:fx="{NAMESPACE}">{said}</rdf:Description>'


def _update(packet: bytes, number: int, *, base: int, before: int, trailer: bytes) -> bytes:
    """Return what stands behind the file: the new metadata, where it is, where the older table was."""
    body = b"\n%d 0 obj\n<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n" % (number, len(packet))
    body += packet + b"\nendstream\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n\r\n" % (number, base + 1)
    ending = b"trailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, before, base + len(body))
    return body + table + ending
