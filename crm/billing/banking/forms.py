"""What can be typed about the bank: a statement's file, which customer, why a line is no payment."""

from __future__ import annotations

from pathlib import Path

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from crm.billing.banking import rules
from crm.web.forms import HouseForm, line_field

LARGEST_FILE = 1024 * 1024
MOST_TOLD = 20


class ImportForm(HouseForm):
    """A statement as the bank gives it."""

    file = FileField(_("Relevé au format CSV"), validators=[FileRequired(_("Choisissez le fichier de la banque."))])

    def read(self) -> tuple[str, str] | None:
        """Return the file's name and text; what cannot be read is told line by line."""
        content = self.file.data.stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            self.refuse(gettext("Ce fichier est trop grand : 1 Mo au plus."))
            return None
        text = rules.decoded(content)
        faults = rules.read_statement(text).faults
        for fault in faults[:MOST_TOLD]:
            words = gettext(fault.message) + (f" : « {fault.found} »" if fault.found else "")
            self.refuse(gettext("Ligne %(line)d : %(words)s", line=fault.line, words=words))
        return None if faults else (Path(self.file.data.filename or "").name[:120] or gettext("Relevé"), text)


class AsideForm(HouseForm):
    """Why a line is no customer's payment."""

    reason = line_field(_("Ce que c’est"), required=True)
