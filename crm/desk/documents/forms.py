"""What can be chosen when documents are filed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from crm.desk.documents.models import DocumentType, FilingPlace
from crm.desk.documents.rules import LARGEST_FILE
from crm.web.addresses import LARGEST_NUMBER
from crm.web.forms import HouseForm, choice_field, line_field


def _row_number(text: str) -> int:
    """Read the number of a row; one that no row can have is a ValueError."""
    number = int(text)
    if not 0 < number <= LARGEST_NUMBER:
        raise ValueError(text)
    return number


class PlaceForm(HouseForm):
    """The place where one document is filed."""

    place = RadioField(
        _("Emplacement"), validators=[InputRequired(_("Choisissez un emplacement."))], validate_choice=False
    )

    def offer(self, plan: Sequence[FilingPlace]) -> PlaceForm:
        """Offer the places of the plan."""
        self.place.choices = [(place.code, place.label) for place in plan]
        return self


class SeveralForm(HouseForm):
    """Ticked documents and the place where they are filed together."""

    documents = SelectMultipleField(_("Documents"), coerce=_row_number, validate_choice=False)
    place = SelectField(
        _("Emplacement"), validators=[InputRequired(_("Choisissez un emplacement."))], validate_choice=False
    )

    def offer(self, plan: Sequence[FilingPlace]) -> SeveralForm:
        """Offer the places of the plan."""
        self.place.choices = [("", gettext("Choisir un emplacement…")), *((each.code, each.label) for each in plan)]
        return self


class Said(TypedDict):
    """What was said of a document that came in, as `receive_document` asks for it."""

    type: DocumentType
    number: str
    title: str


class Deposited(Said):
    """A document that came in as a file, as `receive_document` asks for it."""

    content: bytes
    file_name: str


class KeepForm(HouseForm):
    """What a document that came in is."""

    type = choice_field(_("Type de document"), DocumentType, default=DocumentType.LETTER)
    number = line_field(_("Numéro"), longest=60)
    title = line_field(_("Objet"))

    @property
    def said(self) -> Said:
        """What was said of the document."""
        return {"type": self.type.data, "number": self.number.data or "", "title": self.title.data or ""}


class DepositForm(KeepForm):
    """A document that came in, to be kept: the file and what it is."""

    file = FileField(_("Fichier"), validators=[FileRequired(_("Choisissez le fichier à conserver."))])

    @property
    def deposited(self) -> Deposited:
        """The file, one byte more than is allowed at most, and what was said of it."""
        sent = self.file.data
        content, name = sent.stream.read(LARGEST_FILE + 1), Path(sent.filename or "").name[:200]
        return {**self.said, "content": content, "file_name": name}
