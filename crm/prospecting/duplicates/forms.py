"""What can be chosen when two records become one."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import RadioField

from crm.prospecting.duplicates.rules import FIELDS, NOTES, Side
from crm.web.forms import HouseForm

ONE_OF_TWO = [(side.value, side.label) for side in (Side.KEPT, Side.MERGED)]
EVERY = [(side.value, side.label) for side in Side]


class MergeForm(HouseForm):
    """Whose value stays, field by field: `kept`, `merged`, and `both` for the notes."""

    def sides(self) -> dict[str, str]:
        """Return what was chosen."""
        return {name: self[name].data for name in FIELDS}

    @classmethod
    def offering(cls, proposed: Mapping[str, Side]) -> MergeForm:
        """Return the form before anybody chose: as proposed."""
        return cls(formdata=None, data={name: side.value for name, side in proposed.items()})


for name in FIELDS:
    setattr(MergeForm, name, RadioField(name, choices=EVERY if name == NOTES else ONE_OF_TWO, default=Side.KEPT.value))
