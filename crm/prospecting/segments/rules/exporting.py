"""Records as files for a spreadsheet in which no text can act as a formula.

A cell that begins with = + - @, a tab or a carriage return would be calculated by a spreadsheet (OWASP, "CSV
Injection"): in CSV an apostrophe is put before it, in a workbook the cell is declared to be text.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
Cells = Sequence[str]


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, blanks before it or not."""
    return f"'{text}" if text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS) else text


def as_csv(header: Cells, lines: Iterable[Cells]) -> bytes:
    """Return lines as CSV: semicolons, UTF-8 with its mark, as French spreadsheets open it."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    for line in (header, *lines):
        writer.writerow([harmless(cell) for cell in line])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def as_workbook(header: Cells, lines: Iterable[Cells], *, title: str) -> bytes:
    """Return lines as an XLSX workbook of one sheet; every cell is text."""
    import openpyxl  # noqa: PLC0415  (thirty megabytes that a process without exports need not hold)

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for row, line in enumerate((header, *lines), start=1):
        for column, text in enumerate(line, start=1):
            cell = sheet.cell(row, column)
            cell.value = _printable(text)
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(DANGEROUS)
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _printable(text: str) -> str:
    """Return a text without the control characters that a workbook cannot hold."""
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
