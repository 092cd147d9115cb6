"""When somebody is called again."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from crm.kernel.clock import is_working_day
from crm.prospecting.campaigns.models import CallResult
from crm.prospecting.phoning.rules import MOST_TRIES, next_call_on

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@settings(max_examples=60)
@given(st.sampled_from(CallResult), DAYS, st.none() | st.integers(0, 30), st.integers(1, 8))
def test_only_who_is_still_to_be_spoken_to_is_called_again(
    result: CallResult, today: date, later: int | None, calls: int
) -> None:
    wished = None if later is None else today + timedelta(days=later)
    found = next_call_on(result, wished=wished, today=today, calls=calls)
    if not result.goes_on:
        assert found is None
    elif wished is not None:
        assert found == wished
    elif calls >= MOST_TRIES:
        assert found is None
    else:
        assert found is not None and found > today and is_working_day(found)
