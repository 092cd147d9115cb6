"""Forms of the house: what was typed, said back in plain words when it cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.core import Field
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from crm.kernel.choices import Labelled
from crm.kernel.errors import Refused, Stale
from crm.kernel.money import LARGEST_CENTS, Money, Rate
from crm.web.errors import sentence

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
FRENCH_DATE = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")
VERSION = re.compile(r"[0-9]{1,9}")
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_LINE = 200
LONGEST_TEXT = 5000
LARGEST_QUANTITY = Decimal(1_000_000)


class HouseForm(FlaskForm):  # type: ignore[misc]
    """A form that carries its own key (sent twice, done once), a version, and what the house refused."""

    submission = HiddenField()
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Draw a key for a form that is shown for the first time."""
        super().__init__(*args, **kwargs)
        self.others: dict[str, object] = {}
        self.status = 200
        self._valid: bool | None = None
        if not self.submission.data:
            self.submission.data = uuid4().hex
        for name, field in self._fields.items():
            # Several forms may stand on one page: each field's id begins with its form's name.
            if field.id == name:
                field.id = field.label.field_id = f"{type(self).__name__.removesuffix('Form').lower()}-{name}"

    def hidden_tag(self, *fields: Any) -> Markup:
        """Return the hidden inputs, without ids: nobody points at them."""
        hidden = [field for field in self if isinstance(field.widget, HiddenInput)]
        tags = [
            Markup('<input type="hidden" name="{}" value="{}">').format(each.name, each._value())  # noqa: SLF001  (as widgets do)
            for each in hidden
        ]
        return Markup("").join(tags)

    def validate(self, extra_validators: dict[str, Sequence[Callable[..., None]]] | None = None) -> bool:
        """Check what was typed, once; 422 if it cannot be read."""
        if self._valid is None:
            self._valid = bool(super().validate(extra_validators=extra_validators))
            self.status = 200 if self._valid else 422
        return self._valid

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn what a use case refuses into a message at its field (422, or 409 for a clash)."""
        try:
            yield
        except Stale as clash:
            self.others, self.status = clash.others, 409
            self.form_errors.append(sentence(clash))
        except Refused as refusal:
            self.status = 422
            field = self._fields.get(refusal.field) if refusal.field else None
            if field is None:
                self.form_errors.append(sentence(refusal))
            else:
                field.errors = [*field.errors, sentence(refusal)]

    def accepted(self) -> bool:
        """Tell whether the form was read and the house did what it asks."""
        return self._valid is True and self.status == 200  # noqa: PLR2004  (HTTP's word for it)

    def refuse(self, message: str) -> None:
        """Say no to the whole form."""
        self.form_errors.append(message)
        self.status = 422

    @property
    def expected_version(self) -> int | None:
        """The version of the row which the person saw."""
        shown = self.version.data or ""
        return int(shown) if VERSION.fullmatch(shown) else None


def clean_text(value: str | None) -> str | None:
    """Normalise typed text: one form of each accent, no blanks around."""
    return unicodedata.normalize("NFC", value).strip() if value else value


def no_control_characters(form: object, field: Field) -> None:
    """Refuse characters that no keyboard writes (they break exports and papers)."""
    for letter in field.data or "":
        if letter not in "\n\r\t" and unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}:
            raise ValidationError(_("Ce texte contient un caractère invisible interdit. Effacez-le et retapez-le."))


def line_field(label: str, *, required: bool = False, longest: int = LONGEST_LINE, **kwargs: Any) -> StringField:
    """Build a one-line text field."""
    return StringField(label, validators=_text_validators(longest, required=required), filters=[clean_text], **kwargs)


def text_field(label: str, *, required: bool = False, longest: int = LONGEST_TEXT, **kwargs: Any) -> TextAreaField:
    """Build a text field of several lines."""
    return TextAreaField(label, validators=_text_validators(longest, required=required), filters=[clean_text], **kwargs)


def _text_validators(longest: int, *, required: bool) -> list[object]:
    """Return the checks every text passes."""
    presence = InputRequired(_("Ce champ est obligatoire.")) if required else Optional()
    too_long = Length(max=longest, message=_("Ce texte est trop long : %(max)d caractères au plus."))
    return [presence, too_long, no_control_characters]


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
        return f"{value.euros}".replace(".", ",") if isinstance(value, Money) else ""


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
        return f"{value.as_percent.normalize():f}".replace(".", ",") if isinstance(value, Rate) else ""


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
        return f"{Decimal(str(value)).normalize():f}".replace(".", ",")


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


def choice_field(label: str, choices: type[Labelled], *, default: Labelled | None = None) -> SelectField:
    """Build a list of an enum's members; the value read is the member."""
    members = list(choices)
    return SelectField(  # type: ignore[call-arg]  # the stubs are older than the library
        label,
        choices=lambda: [(str(member.value), gettext(member.label)) for member in members],
        coerce=lambda value: value if isinstance(value, choices) else choices(value),
        default=default or members[0],
        invalid_value_message=_("Ce choix n’existe pas : prenez-en un dans la liste."),
    )


class ActForm(HouseForm):
    """A button: an act without anything to type."""


def count_field(label: str, *, least: int = 0, most: int = 1000, required: bool = False) -> IntegerField:
    """Build a whole-number field."""
    presence = InputRequired(_("Ce champ est obligatoire.")) if required else Optional()
    between = NumberRange(least, most, message=_("Écrivez un nombre entre %(min)s et %(max)s."))
    return IntegerField(label, validators=[presence, between])
