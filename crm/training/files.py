"""Data files read into frozen values: what does not fit is refused with file, line and reason."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from crm.kernel.errors import N_, Refused
from crm.training.values import Misfit, exact

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)
Check = Callable[[str], str | None]
HEADER = re.compile(r"(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(#.*)?")
ASSIGNMENT = re.compile(r"\s*([\w-]+)\s*=")
FENCES = ('"""', "'''")


class MissingFile(Refused):
    """A data file is not there, or is not UTF-8 text."""

    message = N_("Fichier de données absent ou illisible : %(file)s.")


class BadEntry(Refused):
    """An entry of a data file cannot be true; `values` holds file, line and reason."""

    message = N_("%(file)s, ligne %(line)s : %(reason)s.")


@dataclass(frozen=True)
class Entry(Generic[V_co]):
    """A value and where it was written (lines count from 1)."""

    file: str
    line: int
    value: V_co

    def refusal(self, reason: str, **values: object) -> BadEntry:
        """Return the refusal that names this entry; `reason` has %-places for the values."""
        return BadEntry(file=self.file, line=self.line, reason=reason % values if values else reason)


@dataclass(frozen=True)
class Sheet(Generic[V_co]):
    """A file's whole value, and the line of each `table[2].key` in it."""

    file: str
    lines: Mapping[str, int]
    value: V_co

    def entry(self, path: str, value: V) -> Entry[V]:
        """Return a value of this file with the line of its path, or of the nearest table around it."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return Entry(self.file, self.lines.get(path, 1), value)


def read_rows(path: Path, shape: type[T], checks: Mapping[str, Check]) -> tuple[Entry[T], ...]:
    """Read a CSV file with a header line into values of a dataclass, one per line.

    `checks` maps a field's name to a function that returns a reason when the
    text is wrong. Raises `MissingFile` and `BadEntry`.
    """
    lines = csv.reader(StringIO(_text(path), newline=""), strict=True)
    try:
        header = next(lines, [])
        return tuple(Entry(path.name, lines.line_num, _built(shape, _named(header, row), checks, "")) for row in lines)
    except csv.Error as fault:
        raise _bad(path, lines.line_num, N_("la syntaxe CSV n’est pas correcte")) from fault
    except Misfit as fault:
        raise _bad(path, lines.line_num, str(fault)) from fault


def read_table(path: Path, shape: type[T], checks: Mapping[str, Check]) -> Sheet[T]:
    """Read a TOML file into one value of a dataclass; raises `MissingFile` and `BadEntry`."""
    text = _text(path)
    lines = _lines_of(text)
    try:
        return Sheet(path.name, lines, _built(shape, _parsed(path, text), checks, ""))
    except Misfit as fault:
        raise Sheet(path.name, lines, fault).entry(fault.path, fault).refusal(str(fault)) from fault


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise MissingFile(file=path.name) from fault


def _parsed(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as fault:
        found = re.search(r"at line (\d+)", str(fault))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _bad(path, line, N_("la syntaxe TOML n’est pas correcte")) from fault


def _bad(path: Path, line: int, reason: str) -> BadEntry:
    return BadEntry(file=path.name, line=line, reason=reason)


def _named(header: list[str], row: list[str]) -> dict[str, object]:
    if len(header) != len(set(header)):
        raise Misfit(N_("une colonne figure deux fois dans l’en-tête"))
    if len(row) != len(header):
        raise Misfit(N_("le nombre de colonnes diffère de celui de l’en-tête"))
    return dict(zip(header, row, strict=True))


def _lines_of(text: str) -> dict[str, int]:
    """Map `table[2].key` to its line: tomllib does not say where a value stood."""
    found: dict[str, int] = {}
    seen: Counter[str] = Counter()
    here, fence = "", None
    for number, line in enumerate(text.split("\n"), 1):
        if fence:
            fence = None if fence in line else fence
        elif header := HEADER.fullmatch(line.strip()):
            here = _numbered(header[2], seen, opens=header[1] == "[[")
            found[here] = number
        elif assignment := ASSIGNMENT.match(line):
            found[f"{here}.{assignment[1]}".lstrip(".")] = number
            fence = next((mark for mark in FENCES if line.count(mark) == 1), None)
    return found


def _numbered(name: str, seen: Counter[str], *, opens: bool) -> str:
    """Write `persona.payment` as `persona[3].payment`."""
    path = ""
    for depth, part in enumerate(parts := name.split("."), 1):
        path = f"{path}.{part}".lstrip(".")
        if opens and depth == len(parts):
            seen[path] += 1
        if seen[path]:
            path = f"{path}[{seen[path] - 1}]"
    return path


def _built(shape: type[T], table: Mapping[str, object], checks: Mapping[str, Check], path: str) -> T:
    hints = get_type_hints(shape)
    known = {field.name: field for field in fields(shape)}
    if stranger := next((key for key in table if key not in known), None):
        raise Misfit(N_("champ inconnu « %(name)s »") % {"name": stranger}, f"{path}.{stranger}".lstrip("."))
    values: dict[str, object] = {}
    for name, field in known.items():
        where = f"{path}.{name}".lstrip(".")
        raw = table.get(name, "")
        if raw == "" and (field.default is not MISSING or field.default_factory is not MISSING):
            continue
        if raw == "" and not _optional(hints[name]):
            raise Misfit(N_("%(name)s : valeur manquante") % {"name": name}, where if name in table else path)
        values[name] = _checked(name, _fitted(hints[name], raw, checks, where), raw, checks, where)
    try:
        return shape(**values)
    except Misfit as fault:
        raise Misfit(str(fault), path) from fault


def _checked(name: str, value: object, raw: object, checks: Mapping[str, Check], path: str) -> object:
    check = checks.get(name)
    reason = check(str(raw)) if check and value is not None else None
    if reason:
        raise Misfit(N_("%(name)s : %(reason)s") % {"name": name, "reason": reason}, path)
    return value


def _optional(wanted: object) -> bool:
    return NoneType in get_args(wanted)


def _fitted(wanted: object, raw: object, checks: Mapping[str, Check], path: str) -> object:
    """Turn what was written into the wanted type, or raise `Misfit`."""
    if get_origin(wanted) in (Union, UnionType):
        inner = next(each for each in get_args(wanted) if each is not NoneType)
        return None if raw == "" else _fitted(inner, raw, checks, path)
    if get_origin(wanted) is tuple:
        parts = raw.split() if isinstance(raw, str) else raw
        if not isinstance(parts, list):
            raise Misfit(N_("une liste est attendue"), path)
        item = get_args(wanted)[0]
        return tuple(_fitted(item, part, checks, f"{path}[{index}]") for index, part in enumerate(parts))
    if isinstance(raw, dict) and isinstance(wanted, type) and is_dataclass(wanted):
        return _built(wanted, raw, checks, path)
    try:
        return exact(wanted, raw)
    except Misfit as fault:
        raise Misfit(str(fault), path) from fault
