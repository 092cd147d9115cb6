"""What can be typed and chosen on the way from a file to records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, Form, FormField, SelectField, StringField

from crm.prospecting.imports.models import (
    Collision,
    Column,
    DateOrder,
    DecimalMark,
    Decision,
    Encoding,
    Import,
    ImportRow,
    OnDuplicate,
    Separator,
)
from crm.prospecting.imports.rules.columns import TARGETS
from crm.prospecting.imports.rules.files import LARGEST_FILE, LONGEST_CELL
from crm.web.forms import HouseForm, choice_field, clean_text, line_field


class UploadForm(HouseForm):
    """The prospect file."""

    file = FileField(_("Fichier CSV ou XLSX"), validators=[FileRequired(_("Choisissez le fichier à importer."))])

    @property
    def upload(self) -> tuple[bytes, str]:
        """The bytes and the name of the file, one byte more than is allowed at most."""
        sent = self.file.data
        return sent.stream.read(LARGEST_FILE + 1), Path(sent.filename or "").name[:200]


class ReadingForm(HouseForm):
    """How the file is read."""

    encoding = choice_field(_("Encodage"), Encoding)
    separator = choice_field(_("Séparateur"), Separator)
    date_order = choice_field(_("Dates"), DateOrder)
    decimal_mark = choice_field(_("Décimales"), DecimalMark)


class ColumnForm(Form):
    """What one column fills, and whose value wins."""

    target = SelectField(_("Champ"), validate_choice=True)
    collision = choice_field(_("Remplacer la fiche existante"), Collision)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the fields in the reader's language."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        fields = [(name, gettext(each.label)) for name, each in TARGETS.items()]
        self.target.choices = [("", gettext("— Ignorer —")), *fields]


class ColumnsForm(HouseForm):
    """The mapping of all columns; `save_as` keeps it under a name."""

    columns = FieldList(FormField(ColumnForm), label=_("Colonnes"))
    on_duplicate = choice_field(_("Lignes dont la fiche existe déjà"), OnDuplicate)
    save_as = line_field(_("Conserver cette association sous le nom"), longest=80)

    @classmethod
    def offering(cls, batch: Import, columns: Sequence[Column]) -> ColumnsForm:
        """Return the form as the import has it."""
        entries = [{"target": each.target, "collision": each.collision} for each in columns]
        return cls(formdata=None, data={"columns": entries, "on_duplicate": batch.on_duplicate})

    def chosen(self, batch: Import) -> tuple[Column, ...]:
        """Return the columns chosen, as many as the file has."""
        entries = [Column(each.target.data or "", each.collision.data) for each in self.columns.entries]
        missing = len(batch.header) - len(entries)
        return (*entries[: len(batch.header)], *[Column()] * max(missing, 0))


class RowForm(HouseForm):
    """A row's cells and what is to be done with it: `update:12` completes record 12."""

    texts = FieldList(StringField(filters=[clean_text]), label=_("Cellules"), max_entries=200)
    decision = SelectField(_("Décision"), validate_choice=False)

    def offer(self, row: ImportRow, names: dict[int, str]) -> RowForm:
        """Offer what can be done with a row: the look-alikes of the file can be completed."""
        ids = dict.fromkeys(int(str(match[0])) for match in row.matches if match[0])
        updates = [
            (f"update:{each}", gettext("Compléter « %(name)s »", name=names[each])) for each in ids if each in names
        ]
        self.decision.choices = [
            (Decision.CREATE.value, gettext(Decision.CREATE.label)),
            *updates,
            (Decision.SKIP.value, gettext(Decision.SKIP.label)),
        ]
        return self

    @classmethod
    def showing(cls, batch: Import, row: ImportRow) -> RowForm:
        """Return the form as the row stands."""
        texts = [*row.texts, *[""] * (len(batch.header) - len(row.texts))]
        decision = f"update:{row.target_id}" if row.target_id else row.decision.value
        return cls(formdata=None, data={"texts": texts, "decision": decision})

    def chosen(self) -> tuple[Decision | None, int | None]:
        """Return the decision and the record to complete; nothing chosen changes nothing."""
        word, _colon, number = (self.decision.data or "").partition(":")
        known = {each.value for each in Decision}
        target_id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None  # noqa: PLR2004
        return (Decision(word) if word in known else None), target_id

    def cells(self) -> list[str]:
        """Return the cells as typed, none longer than a cell may be."""
        return [(each.data or "")[:LONGEST_CELL] for each in self.texts.entries]


class UndoForm(HouseForm):
    """To take a whole import back, somebody says that it is meant."""

    sure = BooleanField(_("J’ai compris : ces fiches seront retirées du fichier"))
