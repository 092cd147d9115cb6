"""What can be typed about segments and changes of many records."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from crm.prospecting.segments.models import Deed
from crm.prospecting.segments.use_cases.keeping import Format
from crm.web.forms import DayField, HouseForm, choice_field, line_field


class KeepForm(HouseForm):
    """A filter to be kept under a name."""

    name = line_field(_("Nom"), required=True, longest=80)
    shared = BooleanField(_("Partager avec l’équipe (segment)"))
    expression = HiddenField()


class ExportForm(HouseForm):
    """A file to take away."""

    format = choice_field(_("Format"), Format)
    expression = HiddenField()


class BulkForm(HouseForm):
    """One change for many records."""

    deed = choice_field(_("Action"), Deed)
    value = line_field(_("Valeur"), longest=120)
    on = DayField(_("Prévue le"))
    ids = HiddenField()
    expression = HiddenField()

    def company_ids(self) -> list[int]:
        """Return the records that the preview showed."""
        return [int(each) for each in (self.ids.data or "").split(",") if each.isdigit() and len(each) < 10]  # noqa: PLR2004
