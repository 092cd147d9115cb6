"""What a file is before anybody trusts it: its kind by content, its size, what a zip hides; texts read out of bytes."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from charset_normalizer import from_bytes

from crm.kernel.errors import N_, Refused
from crm.prospecting.imports.models import Encoding, Format

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 100, 5_000
# What a workbook may grow to, and how much tighter than text a zip may be packed (office files: 5 to 20 times).
LARGEST_UNPACKED, TIGHTEST, SMALL_MEMBER, MOST_MEMBERS = 60 * 1024 * 1024, 120, 1024 * 1024, 1_000
SAMPLE = 64 * 1024
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WORKBOOK = "xl/workbook.xml"
PRINTABLE = {9, 10, 12, 13}
UTF8_TAIL = 3


class BadFile(Refused):
    """A file that cannot be imported; nothing of it is kept."""

    message = N_("Ce fichier ne peut pas être importé.")
    field = "file"


class EmptyFile(BadFile):
    """Nothing came."""

    message = N_("Ce fichier est vide.")


class TooLarge(BadFile):
    """More than a prospect file weighs."""

    message = N_("Ce fichier dépasse 5 Mo. Découpez-le en plusieurs fichiers et importez-les l’un après l’autre.")


class NotATable(BadFile):
    """Neither CSV nor XLSX, whatever its name says."""

    message = N_("Ce fichier n’est ni un CSV ni un classeur XLSX : son contenu est binaire.")


class OldWorkbook(BadFile):
    """The format before 2007, or a workbook behind a password."""

    message = N_(
        "Ce classeur est à l’ancien format XLS ou a un mot de passe. Enregistrez-le en XLSX, sans mot de passe."
    )


class Damaged(BadFile):
    """A workbook that ends too early or whose pieces do not fit."""

    message = N_("Ce classeur est tronqué ou abîmé : il ne s’ouvre pas. Enregistrez-le de nouveau, puis recommencez.")


class Bomb(BadFile):
    """A small file that would unpack to an enormous one."""

    message = N_("Ce classeur, une fois décompressé, serait démesuré. Il n’a pas été ouvert.")


class CutOff(BadFile):
    """A CSV whose last cell was never closed."""

    message = N_("Ce fichier est tronqué : un guillemet ouvert n’est jamais refermé.")


class BadQuotes(BadFile):
    """Quotation marks where none can be."""

    message = N_(
        "Les guillemets de ce fichier ne se lisent pas. Vérifiez le séparateur, ou enregistrez-le de nouveau en CSV."
    )
    field = "separator"


class CutLetter(BadFile):
    """A text that ends within a letter."""

    message = N_("Ce fichier est tronqué : il s’arrête au milieu d’une lettre.")


class WrongEncoding(BadFile):
    """Bytes that mean nothing in the encoding chosen."""

    message = N_("Ce fichier ne se lit pas dans cet encodage. Choisissez-en un autre.")
    field = "encoding"


class NoRows(BadFile):
    """Titles, and nothing below."""

    message = N_("Ce fichier ne contient aucune ligne sous ses titres de colonnes.")


class TooManyRows(BadFile):
    """More rows than can be worked on."""

    message = N_("Ce fichier compte plus de 20 000 lignes. Découpez-le et importez les morceaux l’un après l’autre.")


class TooManyColumns(BadFile):
    """More columns than a person can map."""

    message = N_("Ce fichier compte plus de 100 colonnes. Supprimez celles qui ne servent pas.")


class CellTooLong(BadFile):
    """A cell that holds a book."""

    message = N_("Une cellule de ce fichier dépasse 5 000 caractères. Raccourcissez-la, ou vérifiez le séparateur.")


def recognise(content: bytes) -> Format:
    """Return what a file is by its content, never by its name; raises a `BadFile`."""
    if not content.strip():
        raise EmptyFile
    if len(content) > LARGEST_FILE:
        raise TooLarge
    if content.startswith(ZIP):
        check_workbook(content)
        return Format.XLSX
    if content.startswith(OLE):
        raise OldWorkbook
    if content.startswith(PDF) or _is_binary(content):
        raise NotATable
    return Format.CSV


def _is_binary(content: bytes) -> bool:
    """Tell whether bytes hold what no text holds."""
    if any(content.startswith(mark) for mark in MARKS):
        return False
    return any(byte < 32 and byte not in PRINTABLE for byte in set(content))  # noqa: PLR2004  (below the blank)


def check_workbook(content: bytes) -> None:
    """Refuse a zip that is no workbook, is damaged, or would unpack to something enormous, before anything opens it."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > LARGEST_UNPACKED:
                raise Bomb
            if any(_is_packed_too_tight(each) for each in members):
                raise Bomb
            if WORKBOOK not in archive.namelist():
                raise NotATable
            if any(each.flag_bits & 1 for each in members):
                raise OldWorkbook
            if archive.testzip() is not None:
                raise Damaged
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, RuntimeError, zlib.error) as fault:
        raise Damaged from fault


def _is_packed_too_tight(member: zipfile.ZipInfo) -> bool:
    """Tell whether a piece of a zip grows more than an office file's does."""
    return member.file_size > SMALL_MEMBER and member.file_size > TIGHTEST * max(member.compress_size, 1)


def encoding_of(content: bytes) -> Encoding:
    """Return the encoding that a text is most likely written in."""
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return Encoding(name)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.start >= len(content) - UTF8_TAIL and fault.reason == "unexpected end of data" and fault.start:
            return Encoding.UTF8
    else:
        return Encoding.UTF8
    others = [each.value for each in Encoding if each not in (Encoding.UTF8, Encoding.UTF16)]
    best = from_bytes(content[:SAMPLE], cp_isolation=others).best()
    return Encoding(best.encoding) if best is not None and best.encoding in others else Encoding.WINDOWS


def decoded(content: bytes, encoding: Encoding) -> str:
    """Return the text of bytes, without its mark; raises `WrongEncoding` or `CutLetter`."""
    try:
        return content.decode("utf-8-sig" if encoding is Encoding.UTF8 else encoding.value)
    except UnicodeDecodeError as fault:
        if fault.reason in ("unexpected end of data", "truncated data"):
            raise CutLetter from fault
        raise WrongEncoding from fault
