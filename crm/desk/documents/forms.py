"""What can be chosen when documents are filed."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from crm.desk.documents.models import FilingPlace
from crm.web.addresses import LARGEST_NUMBER
from crm.web.forms import HouseForm


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
