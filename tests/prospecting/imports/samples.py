"""Files for tests: the dirty one of the scenario, small ones, and hostile ones."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl

from crm.config import ROOT

DIRTY = ROOT / "seed_data" / "scenarios" / "nordbureau" / "files" / "salon-prospects.csv"
TITLES = "Société;SIREN;CP;Ville;Téléphone;E-mail;Nom du contact;Plafond"


def a_csv(*rows: str, titles: str = TITLES, encoding: str = "utf-8") -> bytes:
    """Write a CSV with semicolons."""
    return ("\r\n".join([titles, *rows]) + "\r\n").encode(encoding)


def a_workbook(*rows: list[object]) -> bytes:
    """Write a workbook of one sheet."""
    book, stream = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(stream)
    return stream.getvalue()


def a_zip(**members: bytes) -> bytes:
    """Write a zip with these members."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def a_bomb() -> bytes:
    """Write a workbook of some kilobytes that unpacks to eighty megabytes."""
    return a_zip(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (80 * 1024 * 1024)})


def a_far_cell() -> bytes:
    """Write a workbook with a cell in the last row and column that there are."""
    book, stream = openpyxl.Workbook(), BytesIO()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["XFD1048576"] = "Société", "Garage Benali", "loin"
    book.save(stream)
    return stream.getvalue()


def a_laughing_workbook() -> bytes:
    """Write a workbook whose sheet defines entities of entities."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    sheet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><worksheet><sheetData><row><c t="str"><v>&l8;</v></c></row></sheetData></worksheet>'
    with zipfile.ZipFile(BytesIO(a_workbook(["Société"], ["Garage"]))) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    return a_zip(**members | {"xl/worksheets/sheet1.xml": sheet.encode()})
