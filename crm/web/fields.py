"""Fields that read what people type: sums, rates, quantities, days, counts; an unreadable value stays in its field."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Optional, StopValidation

from crm.kernel.money import LARGEST_CENTS, Money, Rate
from crm.web.filters import language

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
FRENCH_DATE = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
FIRST_YEAR, LAST_YEAR = 1900, 2199
LARGEST_QUANTITY = Decimal(1_000_000)


class Parsed(StringField):
    """A field that keeps what was typed and holds the value that it means."""

    refused = _("Valeur illisible.")

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        """Be optional unless told otherwise."""
        presence = InputRequired(_("Ce champ est obligatoire.")) if required else Optional()
        super().__init__(label, validators=[presence], **kwargs)
        self.typed: str | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the value; an unreadable one is said at the field and stays in it."""
        self.typed = valuelist[0] if valuelist else None
        self.data = None
        text = SPACES.sub("", self.typed or "")
        if not text:
            return
        try:
            self.data = self.read(text)  # type: ignore[assignment]
        except (ValueError, InvalidOperation, ArithmeticError) as fault:
            raise ValueError(self.refused) from fault

    def pre_validate(self, form: object) -> None:
        """Stop at the first message: an unreadable value is not a missing one."""
        if self.process_errors:
            raise StopValidation

    def read(self, text: str) -> object:
        """Return the value of a text without blanks."""
        raise NotImplementedError

    def write(self, value: object) -> str:
        """Return the text of a value."""
        return str(value)

    def _value(self) -> str:
        """Show what was typed, else the value."""
        if self.typed is not None:
            return self.typed
        return self.write(self.data) if self.data is not None else ""


def as_typed(number: str) -> str:
    """Write a number with the reader's decimal sign."""
    return number if language() == "en" else number.replace(".", ",")


def decimal_of(text: str) -> Decimal:
    """Read a number typed with a comma or a point, and blanks between thousands."""
    if not re.fullmatch(r"[+-]?\d{1,15}([.,]\d{1,6})?", text):
        raise ValueError(text)
    return Decimal(text.replace(",", "."))


class MoneyField(Parsed):
    """A sum in euros: `1 234,56`, `1234.56`, `12 €`."""

    refused = _("Montant illisible : écrivez-le par exemple 1 234,56.")

    def read(self, text: str) -> Money:
        """Return the sum; more than two decimals or a negative sum is refused."""
        amount = Money.of(decimal_of(text.removesuffix("€")))
        if not 0 <= amount.cents <= LARGEST_CENTS:
            raise ValueError(text)
        return amount

    def write(self, value: object) -> str:
        """Show a sum as a person types it."""
        return as_typed(f"{value.euros}") if isinstance(value, Money) else ""


class RateField(Parsed):
    """A percentage between 0 and 100: `5,5` or `5,5 %`."""

    refused = _("Taux illisible : écrivez-le par exemple 5,5.")

    def read(self, text: str) -> Rate:
        """Return the rate."""
        percent = decimal_of(text.removesuffix("%"))
        if not 0 <= percent <= 100:  # noqa: PLR2004  (a percentage)
            raise ValueError(text)
        return Rate.percent(percent)

    def write(self, value: object) -> str:
        """Show a rate as a person types it."""
        return as_typed(f"{value.as_percent.normalize():f}") if isinstance(value, Rate) else ""


class QuantityField(Parsed):
    """A quantity above zero with at most three decimals."""

    refused = _("Quantité illisible : écrivez un nombre positif, par exemple 12 ou 2,5.")

    def read(self, text: str) -> Decimal:
        """Return the quantity."""
        quantity = decimal_of(text)
        if not 0 < quantity <= LARGEST_QUANTITY or quantity != quantity.quantize(Decimal("0.001")):
            raise ValueError(text)
        return quantity

    def write(self, value: object) -> str:
        """Show a quantity as a person types it."""
        return as_typed(f"{Decimal(str(value)).normalize():f}")


class DayField(DateField):
    """A day, from the browser's date picker or typed as 02/03/2026."""

    def __init__(self, label: str, *, required: bool = False, **kwargs: Any) -> None:
        """Be optional unless told otherwise."""
        presence = InputRequired(_("Ce champ est obligatoire.")) if required else Optional()
        super().__init__(label, validators=[presence], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; one that does not exist is said at the field."""
        text = (valuelist[0] if valuelist else "").strip()
        self.raw_data = [text]
        if not text:
            self.data = None
            return
        french = FRENCH_DATE.match(text)
        try:
            self.data = date(int(french[3]), int(french[2]), int(french[1])) if french else date.fromisoformat(text)
        except ValueError as fault:
            self.data = None
            raise ValueError(_("Cette date n’existe pas : écrivez-la par exemple 02/03/2026.")) from fault
        if not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(_("Cette date est trop éloignée : vérifiez l’année."))

    def pre_validate(self, form: object) -> None:
        """Stop at the first message."""
        if self.process_errors:
            raise StopValidation


class CountField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; an unreadable one is said at the field."""
        text = SPACES.sub("", valuelist[0] if valuelist else "")
        self.data = None
        if not text:
            return
        try:
            self.data = int(text)
        except ValueError as fault:
            raise ValueError(_("Écrivez un nombre entier.")) from fault

    def pre_validate(self, form: object) -> None:
        """Stop at the first message."""
        if self.process_errors:
            raise StopValidation
