"""How a date, a sum, a rate, a while ago look on a page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from flask import Flask, current_app
from flask_babel import get_locale, gettext, ngettext

from crm.kernel import wording
from crm.kernel.clock import local_date
from crm.kernel.money import Money, Rate

MINUTE, HOUR, DAY = 60, 3600, 86_400


def language() -> str:
    """Return the reader's language: fr or en."""
    locale = get_locale()
    return locale.language if locale and locale.language in wording.LOCALES else "fr"


def money(value: Money | None, currency: object = "EUR") -> str:
    """Write a sum, or a dash for none; `currency` is a `Currency` or its code."""
    return "—" if value is None else wording.money(value, language(), str(currency))


def exchange(ppm: int) -> str:
    """Write what one unit of a currency is worth, from millionths of a euro."""
    return wording.exchange(ppm, language())


def rate(value: Rate | None) -> str:
    """Write a rate, or a dash for none."""
    return "—" if value is None else wording.rate(value, language())


def number(value: Decimal | int | None) -> str:
    """Write a number, or a dash for none."""
    return "—" if value is None else wording.number(value, language())


def counted(value: Decimal | int, unit: str = "") -> str:
    """Write a quantity with its unit."""
    return wording.counted(value, unit, language())


def day(value: date | None) -> str:
    """Write a day (of an instant: the day in France), or a dash for none."""
    return "—" if value is None else wording.day(_date(value), language())


def long_day(value: date | None) -> str:
    """Write a day with its weekday, or a dash for none."""
    return "—" if value is None else wording.long_day(_date(value), language())


def _date(value: date) -> date:
    """Return the day of a day or instant."""
    return local_date(value) if isinstance(value, datetime) else value


def moment(value: datetime | None) -> str:
    """Write an instant, or a dash for none."""
    return "—" if value is None else wording.moment(value, language())


def ago(value: datetime | None) -> str:
    """Write how long ago a real instant was: il y a 14 s."""
    if value is None:
        return "—"
    seconds = max(0, int((current_app.extensions["house"].clock.now() - value).total_seconds()))
    if seconds < MINUTE:
        return str(gettext("il y a %(count)s s", count=seconds))
    if seconds < HOUR:
        return str(gettext("il y a %(count)s min", count=seconds // MINUTE))
    if seconds < DAY:
        return str(gettext("il y a %(count)s h", count=seconds // HOUR))
    days = seconds // DAY
    return str(ngettext("il y a %(num)d jour", "il y a %(num)d jours", days))


def country(code: str) -> str:
    """Write a country (ISO 3166, two letters) by its name; a code of none stays as it is."""
    return str(Locale(language()).territories.get(code, code))


def translated(text: str) -> str:
    """Translate a text that is data, not a sentence of the template: a % in it is a per cent sign."""
    return str(gettext(text))


def register(app: Flask) -> None:
    """Give the templates their filters."""
    for look in (money, exchange, rate, number, counted, day, long_day, moment, ago, country, translated):
        app.add_template_filter(look, look.__name__)
