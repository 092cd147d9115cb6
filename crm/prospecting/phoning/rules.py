"""When somebody is called again: pure."""

from __future__ import annotations

from datetime import date

from crm.kernel.clock import add_working_days
from crm.prospecting.campaigns.models import CallResult

MOST_TRIES = 5


def next_call_on(result: CallResult, *, wished: date | None, today: date, calls: int) -> date | None:
    """Return the day of the next call: the day wished, else the next working day; None when there is none.

    `calls` are those made so far, this one included: who was not reached five times is left in peace.
    """
    if not result.goes_on:
        return None
    if wished is not None:
        return wished
    return None if calls >= MOST_TRIES else add_working_days(today, 1)
