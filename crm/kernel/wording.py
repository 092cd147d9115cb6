"""How dates, sums and rates are written in French or English: pure functions over Babel."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel import dates, numbers

from crm.kernel.clock import PARIS
from crm.kernel.currency import MILLION
from crm.kernel.money import Money, Rate

LOCALES = {"fr": "fr_FR", "en": "en_GB"}
PLURAL_FROM = 2
MINUS = "\N{MINUS SIGN}"
EXCHANGE = {"fr": "#,##0.00####\u00a0¤", "en": "¤#,##0.00####"}
PERCENT = {"fr": "#,##0.##\u202f%", "en": "#,##0.##%"}


def money(amount: Money, language: str = "fr", currency: str = "EUR") -> str:
    """Write a sum: 1 234,56 € in French, €1,234.56 in English; `currency` is an ISO 4217 code."""
    return _signed(numbers.format_currency(amount.euros, currency, locale=LOCALES[language]))


def exchange(ppm: int, language: str = "fr") -> str:
    """Write what one unit of a currency is worth, from millionths of a euro: 1,1525 €."""
    worth, pattern = Decimal(ppm) / MILLION, EXCHANGE[language]
    return numbers.format_currency(worth, "EUR", format=pattern, locale=LOCALES[language], currency_digits=False)


def rate(share: Rate, language: str = "fr") -> str:
    """Write a rate as a percentage: 5,5 %."""
    return _signed(numbers.format_percent(share.value, format=PERCENT[language], locale=LOCALES[language]))


def number(value: Decimal | int, language: str = "fr") -> str:
    """Write a quantity with no more than three decimals."""
    exact = Decimal(value).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    return _signed(numbers.format_decimal(exact, format="#,##0.###", locale=LOCALES[language]))


def counted(quantity: Decimal | int, unit: str, language: str = "fr") -> str:
    """Write a quantity with its unit, in the plural from two on: 8 pièces, 1,5 heure."""
    shown = number(quantity, language)
    if not unit:
        return shown
    if abs(Decimal(quantity)) >= PLURAL_FROM and not unit.endswith(("s", "x", "z")):
        unit += "x" if unit.endswith(("eau", "eu")) else "s"
    return f"{shown} {unit}"


def day(value: date, language: str = "fr") -> str:
    """Write a date: 2 mars 2026, 1er mars 2026."""
    return _dated(value, "MMM y", language)


def long_day(value: date, language: str = "fr") -> str:
    """Write a date with its weekday: lundi 2 mars 2026."""
    return f"{dates.format_date(value, 'EEEE', locale=LOCALES[language])} {_dated(value, 'MMMM y', language)}"


def moment(value: datetime, language: str = "fr") -> str:
    """Write an instant in French time: 2 mars 2026, 09:00."""
    local = value.astimezone(PARIS)
    return f"{day(local.date(), language)}, {local:%H:%M}"


def _dated(value: date, rest: str, language: str) -> str:
    """Write a day and the rest of its date; French counts the first of a month as such, and no other day."""
    number = "d'er'" if language == "fr" and value.day == 1 else "d"
    return dates.format_date(value, f"{number} {rest}", locale=LOCALES[language])


def _signed(written: str) -> str:
    """Write what is less than nothing with a minus sign, which stands as wide as a plus; Babel writes a hyphen."""
    return MINUS + written[1:] if written.startswith("-") else written
