"""Rows and columns out of a file: separator, decimals and dates proposed by what stands in the cells."""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import islice
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from defusedxml import DefusedXmlException

from crm.prospecting.imports.models import DateOrder, DecimalMark, Format, Reading, Separator
from crm.prospecting.imports.rules import files

LOOKED_AT = 200
SNIFFED = 16_384
DAY_OR_MONTH = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
COMMA, POINT = (
    re.compile(r"^-?[\d\s\u00a0\u202f]+,\d{1,2}\s*€?$"),
    re.compile(r"^-?[\d\s,\u00a0\u202f]+\.\d{1,2}\s*€?$"),
)
MONTHS = 12


@dataclass(frozen=True)
class Table:
    """A file as rows of texts under their titles, longer or shorter than these; `cut` if the last one breaks off."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cut: bool = False


def proposed(content: bytes) -> Reading:
    """Return how a file is most likely read; raises a `BadFile` for what is no table."""
    kind = files.recognise(content)
    if kind is Format.XLSX:
        return _refined(Reading(kind), content)
    encoding = files.encoding_of(content)
    text = files.decoded(content, encoding)
    return _refined(Reading(kind, encoding, separator_of(text)), content)


def _refined(reading: Reading, content: bytes) -> Reading:
    """Propose dates and decimals by what the first rows hold."""
    cells = [cell.strip() for row in table_of(content, reading, most=LOOKED_AT).rows for cell in row if cell]
    return Reading(reading.format, reading.encoding, reading.separator, _date_order(cells), _decimal_mark(cells))


def separator_of(text: str) -> Separator:
    """Return what parts the cells of a CSV: the sniffer's word if the rows bear it out, else the most regular one."""
    sample = text[:SNIFFED]
    choices = "".join(each.value for each in Separator)
    try:
        sniffed = Separator(csv.Sniffer().sniff(sample, delimiters=choices).delimiter)
    except (csv.Error, ValueError):
        sniffed = None
    ranked = sorted(Separator, key=lambda each: (_regularity(sample, each), each is sniffed), reverse=True)
    return ranked[0]


def _regularity(sample: str, separator: Separator) -> tuple[bool, int]:
    """Return how well a separator fits: whether it makes columns, and how many cells stand in full rows."""
    try:
        rows = [row for row in islice(csv.reader(StringIO(sample), delimiter=separator.value), LOOKED_AT) if row]
    except csv.Error:
        return False, 0
    width = len(rows[0]) if rows else 0
    return width > 1, sum(len(row) for row in rows if len(row) == width)


def _date_order(cells: Iterable[str]) -> DateOrder:
    """Return the order of days and months; day first unless a month beyond twelve speaks against it."""
    found = [match for match in map(DAY_OR_MONTH.match, cells) if match]
    days = sum(int(match[1]) > MONTHS for match in found)
    months = sum(int(match[2]) > MONTHS for match in found)
    return DateOrder.MONTH_FIRST if months > days else DateOrder.DAY_FIRST


def _decimal_mark(cells: Iterable[str]) -> DecimalMark:
    """Return what parts cents; the comma unless points are more frequent."""
    known = list(cells)
    points = sum(bool(POINT.match(cell)) for cell in known)
    return DecimalMark.POINT if points > sum(bool(COMMA.match(cell)) for cell in known) else DecimalMark.COMMA


def table_of(content: bytes, reading: Reading, *, most: int | None = None) -> Table:
    """Return the rows of a file, or the first `most` of them; empty ones fall out. Raises a `BadFile`."""
    raw = _workbook_rows(content) if reading.format is Format.XLSX else _csv_rows(content, reading)
    rows = (row for row in raw if any(cell.strip() for cell in row))
    header = next(rows, None)
    if header is None:
        raise files.NoRows
    limit = files.MOST_ROWS + 1 if most is None else most
    found = list(islice(rows, limit))
    if not found:
        raise files.NoRows
    if len(found) > files.MOST_ROWS:
        raise files.TooManyRows
    ended = reading.format is Format.XLSX or content.endswith((b"\n", b"\r", b"\n\x00", b"\r\x00"))
    cut = not ended and len(found[-1]) < len(header) and all(len(row) >= len(header) for row in found[:-1])
    titles = tuple(title.strip() for title in _checked(header))
    return Table(titles, tuple(_checked(row) for row in found), cut)


def _checked(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row without the empty cells at its end; too wide a row or too long a cell is refused."""
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    if width > files.MOST_COLUMNS:
        raise files.TooManyColumns
    if any(len(cell) > files.LONGEST_CELL for cell in row[:width]):
        raise files.CellTooLong
    return row[:width]


def _csv_rows(content: bytes, reading: Reading) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a CSV."""
    text = files.decoded(content, reading.encoding).replace("\x00", "")
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=reading.separator.value, strict=True):
            yield tuple(row)
    except csv.Error as fault:
        if "unexpected end" in str(fault):
            raise files.CutOff from fault
        if "field larger" in str(fault):
            raise files.CellTooLong from fault
        raise files.BadQuotes from fault


def _workbook_rows(content: bytes) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a workbook's first sheet, read as a stream: a far-away cell costs nothing."""
    import openpyxl  # noqa: PLC0415  (thirty megabytes that a process without imports need not hold)
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        if not book.worksheets:
            raise files.NoRows
        sheet = book.worksheets[0]
        # What a sheet says of its own size may be a lie; it is read as far as it goes.
        sheet.reset_dimensions()
        empty = 0
        for row in sheet.iter_rows(values_only=True):
            cells = tuple(said(value) for value in row[: files.MOST_COLUMNS + 1])
            empty = 0 if any(cells) else empty + 1
            if empty > files.MOST_ROWS:
                return
            yield cells
    except (
        BadZipFile,
        zlib.error,
        InvalidFileException,
        DefusedXmlException,
        ParseError,
        SyntaxError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        EOFError,
    ) as fault:
        raise files.Damaged from fault


def said(value: object) -> str:
    """Return a workbook's value as it would stand in a CSV: days in ISO form, decimals with a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
