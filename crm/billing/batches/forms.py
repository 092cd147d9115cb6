"""What can be chosen for a batch."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from crm.web.forms import HouseForm


class BatchForm(HouseForm):
    """The drafts to be issued together: those ticked, or every one."""

    drafts = SelectMultipleField(
        _("Brouillons"),
        coerce=int,
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    every = BooleanField(_("Tous les brouillons"))

    def offer(self, ids: Iterable[int]) -> BatchForm:
        """Offer drafts by their ids."""
        self.drafts.choices = [(each, str(each)) for each in ids]
        return self

    def chosen(self, every: list[int]) -> tuple[int, ...]:
        """Return the drafts chosen, in the order in which they are issued."""
        ticked = set(self.drafts.data or ())
        return tuple(each for each in every if self.every.data or each in ticked)
