"""Reading a bank statement's CSV: separators, French and English figures and days, each fault with its line."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm.kernel.errors import N_
from crm.kernel.money import LARGEST_CENTS, ZERO, Money, total

SEPARATORS = ";\t,|"
LONGEST_LABEL = 200
MOST_LINES = 2000
FULL_YEAR, CENTURY = 4, 2000
SAYING = 3
COMMON = {"sarl", "sas", "sasu", "eurl", "les", "des", "the", "and", "ltd"}
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009']+")
DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# 1.234,56 as in France long ago, 1,234.56 as in England; 1.234 alone could be either and is none.
GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d{1,2}")
GROUPED_BY_COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d{1,2}")
NUMBER = re.compile(r"[+-]?\d+(\.\d{1,2})?")
RETURNED = re.compile(r"\b(impaye|impayee|rejet|rejete|rejetee|retour|unpaid|returned|rejected)\b")
# The headings that banks write, folded; the first one found in a file is the column.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "day": ("date operation", "date d'operation", "date comptable", "date", "booking date", "date valeur"),
    "label": ("libelle", "libelle operation", "intitule", "description", "label", "details"),
    "amount": ("montant", "montant eur", "amount"),
    "debit": ("debit", "debit eur", "sorties"),
    "credit": ("credit", "credit eur", "entrees"),
    "reference": ("reference", "ref", "numero"),
}
EXPORTED = ("Date", "Libellé", "Montant", "Référence")


@dataclass(frozen=True)
class StatementLine:
    """A movement of the account: money in is positive, money out negative."""

    booked_on: date
    label: str
    amount: Money
    reference: str = ""

    @property
    def is_return(self) -> bool:
        """Whether the bank takes back what it had credited (unpaid cheque, rejected direct debit)."""
        return self.amount < ZERO and RETURNED.search(_folded(self.label)) is not None


@dataclass(frozen=True)
class Fault:
    """What cannot be read: the line's number in the file (the heading is 1), the words, what was found."""

    line: int
    message: str
    found: str = ""


@dataclass(frozen=True)
class Read:
    """A file as it was read: its movements, or why it cannot be taken."""

    lines: tuple[StatementLine, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def digest(self) -> str:
        """A fingerprint of the movements: the same for the same statement, however it is written."""
        said = "\n".join(f"{each.booked_on}|{each.label}|{each.amount.cents}|{each.reference}" for each in self.lines)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def credits(self) -> Money:
        """All that came in."""
        return total(each.amount for each in self.lines if each.amount > ZERO)

    @property
    def debits(self) -> Money:
        """All that went out, as a positive sum."""
        return -total(each.amount for each in self.lines if each.amount < ZERO)


def decoded(content: bytes) -> str:
    """Return a file's text: UTF-8 or, as old programs write, Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_statement(text: str) -> Read:
    """Read the CSV of a statement, whatever its separator, encoding, decimal sign and way of writing days.

    One column `montant` or two, `débit` and `crédit`. A file with a single
    fault is not taken: all faults are told at once, each with its line.
    """
    rows = _rows(text)
    if not rows:
        return Read(faults=(Fault(1, N_("Ce fichier est vide.")),))
    start, columns = _heading(rows)
    if columns is None:
        return Read(
            faults=(Fault(rows[0][0], N_("Colonnes introuvables : il faut une date, un libellé et un montant.")),)
        )
    body = [(number, row) for number, row in rows[start + 1 :] if any(cell.strip() for cell in row)]
    if len(body) > MOST_LINES:
        return Read(faults=(Fault(MOST_LINES + 1, N_("Ce relevé est trop long : découpez-le par mois.")),))
    lines: list[StatementLine] = []
    faults: list[Fault] = []
    for number, row in body:
        found = _line(number, row, columns)
        (faults if isinstance(found, Fault) else lines).append(found)  # type: ignore[arg-type]
    if not lines and not faults:
        faults.append(Fault(1, N_("Ce relevé ne contient aucune opération.")))
    return Read(faults=tuple(faults)) if faults else Read(tuple(lines))


def write_statement(lines: Iterable[StatementLine]) -> str:
    """Return movements as a French bank writes them: semicolons, comma decimals, days as 02/03/2026."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(EXPORTED)
    for each in lines:
        amount = f"{each.amount.euros}".replace(".", ",")
        writer.writerow([f"{each.booked_on:%d/%m/%Y}", _harmless(each.label), amount, _harmless(each.reference)])
    return out.getvalue()


def unknown(lines: Sequence[StatementLine], known: Iterable[StatementLine]) -> list[StatementLine]:
    """Return the movements that are not in the books yet: statements may overlap, twins within one are two."""
    left = Counter(known)
    fresh = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            fresh.append(line)
    return fresh


def parse_day(text: str) -> date | None:
    """Read a day: 02/03/2026, 2.3.26, 2026-03-02; None if there is no such day."""
    text = text.strip()
    try:
        if found := ISO_DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DAY.fullmatch(text):
            year = int(found[3]) + (0 if len(found[3]) == FULL_YEAR else CENTURY)
            return date(year, int(found[2]), int(found[1]))
    except ValueError:
        return None
    return None


def parse_amount(text: str) -> Money | None:
    """Read a sum: 1 234,56 · 1.234,56 · 1,234.56 · -12 € · (12,00) · 12,00-; None if it is none."""
    plain = BLANKS.sub("", text).replace("€", "").removesuffix("EUR").replace("\N{MINUS SIGN}", "-")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    elif plain.endswith(("-", "+")):
        plain = plain[-1] + plain[:-1]
    for grouped, mark in ((GROUPED_BY_POINTS, "."), (GROUPED_BY_COMMAS, ",")):
        if grouped.fullmatch(plain):
            plain = plain.replace(mark, "")
    plain = plain.replace(",", ".")
    if not NUMBER.fullmatch(plain):
        return None
    amount = Money.of(plain)
    return amount if abs(amount.cents) <= LARGEST_CENTS else None


def _line(number: int, row: Sequence[str], columns: Mapping[str, int]) -> StatementLine | Fault:
    """Read a row, or say what is wrong with it."""
    cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
    day = parse_day(cells["day"])
    if day is None:
        return Fault(number, N_("Date illisible"), cells["day"])
    amount = _amount(cells)
    if amount is None:
        return Fault(
            number, N_("Montant illisible"), cells.get("amount") or cells.get("credit") or cells.get("debit", "")
        )
    if not cells["label"]:
        return Fault(number, N_("Libellé manquant"))
    label = "".join(letter for letter in cells["label"] if unicodedata.category(letter)[0] != "C")
    return StatementLine(day, label[:LONGEST_LABEL], amount, cells.get("reference", "")[:60])


def _amount(cells: Mapping[str, str]) -> Money | None:
    """Return a row's sum, from its one column or from its two; nothing at all is none."""
    if cells.get("amount"):
        found = parse_amount(cells["amount"])
        return found or None
    paid, came = cells.get("debit", ""), cells.get("credit", "")
    if bool(paid) == bool(came):
        return None
    found = parse_amount(came or paid)
    if not found:
        return None
    return found if came else Money(-abs(found.cents))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, with their numbers in the file."""
    head = text[:4000]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _heading(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, Mapping[str, int] | None]:
    """Return where the heading is and which column holds what; banks put lines of their own above it."""
    for at, (_, row) in enumerate(rows[:20]):
        said = [_folded(cell) for cell in row]
        found = {
            name: next((said.index(each) for each in wanted if each in said), -1) for name, wanted in HEADINGS.items()
        }
        columns = {name: column for name, column in found.items() if column >= 0}
        if {"day", "label"} <= columns.keys() and ("amount" in columns or {"debit", "credit"} <= columns.keys()):
            return at, columns
    return 0, None


def _folded(text: str) -> str:
    """Fold for comparing: lower case, no accents, single blanks."""
    plain = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).lower().split())


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def names(label: str, name: str) -> bool:
    """Tell whether a bank's label names a customer: by all words of its name that say something."""
    words = [word for word in re.findall(r"[a-z0-9]+", _folded(name)) if len(word) >= SAYING and word not in COMMON]
    said = set(re.findall(r"[a-z0-9]+", _folded(label)))
    return bool(words) and said.issuperset(words)
