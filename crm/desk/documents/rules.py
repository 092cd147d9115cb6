"""Files as bytes: what kind they are, told by their first bytes and not by their name, and which words they hold."""

from __future__ import annotations

import logging
from io import BytesIO

SIGNATURES = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
TEXT = "text/plain"
MOST_PAGES = 20
LARGEST_FILE = 5 * 1024 * 1024
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", TEXT: "txt"}


def media_type_of(content: bytes) -> str | None:
    """Return the media type of a PDF, a PNG, a JPEG or a UTF-8 text; None for anything else."""
    for start, media_type in SIGNATURES.items():
        if content.startswith(start):
            return media_type
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return TEXT if all(sign.isprintable() or sign in "\r\n\t\f" for sign in text) else None


def words_of(content: bytes, media_type: str) -> str:
    """Return the text of a file, of a PDF its first twenty pages; nothing for a picture or a broken PDF."""
    if media_type == TEXT:
        return content.decode("utf-8-sig")
    return _pages(content) if media_type == "application/pdf" else ""


def _pages(content: bytes) -> str:
    """Return what a PDF's pages say; whatever is wrong with somebody's file is not worth losing it."""
    from pypdf import PdfReader  # noqa: PLC0415  (heavy, and only for filing)
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages[:MOST_PAGES])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return ""
