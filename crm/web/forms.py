"""Forms of the house: what was typed, said back in plain words when it cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.core import Field
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from crm.kernel.choices import Labelled
from crm.kernel.errors import Refused, Stale
from crm.web.errors import sentence
from crm.web.fields import CountField, DayField, MoneyField, Parsed, QuantityField, RateField, decimal_of

__all__ = [
    "ActForm",
    "CountField",
    "DayField",
    "HouseForm",
    "MoneyField",
    "Parsed",
    "QuantityField",
    "RateField",
    "choice_field",
    "clean_text",
    "count_field",
    "decimal_of",
    "line_field",
    "no_control_characters",
    "text_field",
    "with_refused",
]

VERSION = re.compile(r"[0-9]{1,9}")
LONGEST_LINE = 200
LONGEST_TEXT = 5000


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


def with_refused(blank: Mapping[str, HouseForm], refused: HouseForm | None) -> dict[str, HouseForm]:
    """Return a page's forms by name: the one that was refused stands in the place of the blank one of its kind."""
    return {
        name: refused if refused is not None and type(refused) is type(form) else form for name, form in blank.items()
    }


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
    # What counts is what is left of the text once blanks around it have fallen.
    presence = DataRequired(_("Ce champ est obligatoire.")) if required else Optional()
    too_long = Length(max=longest, message=_("Ce texte est trop long : %(max)d caractères au plus."))
    return [presence, too_long, no_control_characters]


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
    return CountField(label, validators=[presence, between])
