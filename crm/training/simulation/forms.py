"""What can be asked of the clock."""

from __future__ import annotations

from datetime import date

from wtforms import HiddenField

from crm.web.forms import HouseForm


class ClockForm(HouseForm):
    """A button that closes the day which the page showed."""

    closing = HiddenField()

    @property
    def day(self) -> date | None:
        """The day that was shown, or None if the page did not say."""
        try:
            return date.fromisoformat(self.closing.data or "")
        except ValueError:
            return None
