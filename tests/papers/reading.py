"""Reading a PDF back: its text as one line, its metadata, its fonts."""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

INVISIBLE = str.maketrans({"\u200b": "", "\u202f": " ", "\u00a0": " "})


def reader(pdf: bytes) -> PdfReader:
    """Open PDF bytes."""
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """Return all the text, with ordinary spaces and no line ends."""
    pages = " ".join(page.extract_text() for page in reader(pdf).pages)
    return re.sub(r"\s+", " ", pages.translate(INVISIBLE))


def catalogue(pdf: bytes) -> DictionaryObject:
    """Return the root of the document."""
    return reader(pdf).root_object


def metadata(pdf: bytes) -> str:
    """Return the XMP packet."""
    stream = catalogue(pdf)["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    return stream.get_data().decode()


def dictionary(held: PdfObject, key: str = "") -> DictionaryObject:
    """Return a dictionary, or the one that it holds under a key."""
    found = held.get_object()
    assert isinstance(found, DictionaryObject)
    return dictionary(found[key]) if key else found


def array(held: DictionaryObject, key: str) -> ArrayObject:
    """Return the array held under a key."""
    found = held[key].get_object()
    assert isinstance(found, ArrayObject)
    return found


def fonts(pdf: bytes) -> dict[str, DictionaryObject]:
    """Return the descriptors of the descendant fonts, by name."""
    found: dict[str, DictionaryObject] = {}
    for page in reader(pdf).pages:
        for font in dictionary(dictionary(page, "/Resources"), "/Font").values():
            for descendant in array(dictionary(font), "/DescendantFonts"):
                descriptor = dictionary(dictionary(descendant), "/FontDescriptor")
                found[str(descriptor["/FontName"])] = descriptor
    return found
