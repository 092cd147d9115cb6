"""One written value into one exact value: sums, shares, dates, words of a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import Enum

from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate

LARGEST = 10**12


class Misfit(ValueError):
    """A value that does not fit, with the path of its entry and the reason in French."""

    def __init__(self, reason: str, path: str = "") -> None:
        """Keep where the value stands inside the file."""
        super().__init__(reason)
        self.path = path


def exact(wanted: object, raw: object) -> object:
    """Convert text or a TOML value into the wanted type.

    Sums are euros, shares percentages (20 is 20 %). A class with `parse(text)`
    reads itself. Every `Misfit` carries its reason in French.
    """
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return _member(wanted, raw)
    if convert := CONVERTERS.get(wanted):
        return convert(raw)
    parse = getattr(wanted, "parse", None)
    if parse is None or not isinstance(raw, str):
        raise Misfit(N_("« %(value)s » n’a pas la forme attendue") % {"value": raw})
    return parse(raw)


def _member(wanted: type[Enum], raw: object) -> Enum:
    for member in wanted:
        if member.value == raw:
            return member
    admitted = ", ".join(str(member.value) for member in wanted)
    raise Misfit(N_("« %(value)s » n’est pas admis (%(admitted)s)") % {"value": raw, "admitted": admitted})


def as_text(raw: object) -> str:
    """Take a text without control characters, in NFC."""
    if not isinstance(raw, str):
        raise Misfit(N_("« %(value)s » n’est pas un texte") % {"value": raw})
    if any(unicodedata.category(each) in {"Cc", "Co", "Cs"} and each != "\n" for each in raw):
        raise Misfit(N_("un caractère de contrôle n’est pas admis"))
    if raw != raw.strip():
        raise Misfit(N_("une espace en début ou en fin de texte n’est pas admise"))
    return unicodedata.normalize("NFC", raw)


def as_int(raw: object) -> int:
    """Read a whole number."""
    if isinstance(raw, str) and re.fullmatch(r"-?[0-9]{1,12}", raw):
        return int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) <= LARGEST:
        return raw
    raise Misfit(N_("« %(value)s » n’est pas un nombre entier") % {"value": raw})


def as_decimal(raw: object) -> Decimal:
    """Read a number with a decimal point."""
    if isinstance(raw, Decimal | int) and not isinstance(raw, bool) and _is_modest(Decimal(raw)):
        return Decimal(raw)
    if isinstance(raw, str) and re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", raw):
        return Decimal(raw)
    raise Misfit(N_("« %(value)s » n’est pas un nombre décimal (point décimal, sans espace)") % {"value": raw})


def _is_modest(value: Decimal) -> bool:
    return value.is_finite() and abs(value) <= LARGEST


def as_money(raw: object) -> Money:
    """Read a sum in euros."""
    euros = as_decimal(raw)
    try:
        return Money.of(euros)
    except ValueError as fault:
        raise Misfit(N_("« %(value)s » a plus de deux décimales") % {"value": raw}) from fault


def as_rate(raw: object) -> Rate:
    """Read a percentage."""
    percent = as_decimal(raw)
    try:
        return Rate.percent(percent)
    except ValueError as fault:
        raise Misfit(N_("« %(value)s » est plus fin qu’un centième de pour cent") % {"value": raw}) from fault


def as_date(raw: object) -> date:
    """Read an ISO date."""
    if type(raw) is date:
        return raw
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise Misfit(N_("« %(value)s » n’est pas une date (AAAA-MM-JJ)") % {"value": raw})


def as_time(raw: object) -> time:
    """Take a TOML time."""
    if isinstance(raw, time):
        return raw
    raise Misfit(N_("« %(value)s » n’est pas une heure (HH:MM:SS)") % {"value": raw})


def as_bool(raw: object) -> bool:
    """Take a truth value."""
    if isinstance(raw, bool):
        return raw
    raise Misfit(N_("« %(value)s » n’est ni true ni false") % {"value": raw})


CONVERTERS: dict[object, Callable[[object], object]] = {
    str: as_text,
    int: as_int,
    bool: as_bool,
    Decimal: as_decimal,
    Money: as_money,
    Rate: as_rate,
    date: as_date,
    time: as_time,
}
