"""Until when one may protest to a carrier."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.clock import public_holidays
from crm.selling.receipts.rules import SUNDAY, Counted, counts, last_protest_on


class TestLastProtestOn:
    @pytest.mark.parametrize(
        ("received_on", "last_on"),
        [
            (date(2026, 3, 2), date(2026, 3, 5)),  # Monday: until Thursday
            (date(2026, 3, 6), date(2026, 3, 10)),  # Friday: Saturday, Monday, Tuesday
            (date(2026, 4, 3), date(2026, 4, 8)),  # before Easter: Saturday, then after Easter Monday
            (date(2026, 4, 30), date(2026, 5, 5)),  # before 1 May: Saturday, Monday, Tuesday
        ],
    )
    def test_it_is_the_third_day_after_holidays_not_counted(self, received_on: date, last_on: date) -> None:
        assert last_protest_on(received_on) == last_on

    @given(received_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    def test_three_days_that_count_lie_between_and_it_is_one_of_them(self, received_on: date) -> None:
        last_on = last_protest_on(received_on)
        between = [received_on + timedelta(days=each) for each in range(1, (last_on - received_on).days + 1)]
        assert sum(counts(day) for day in between) == 3
        assert last_on.weekday() != SUNDAY
        assert last_on not in public_holidays(last_on.year)


@given(counted=st.integers(0, 50), damaged=st.integers(-1, 51), accepted=st.integers(-1, 51))
def test_one_accepts_and_finds_damaged_at_most_what_is_there(counted: int, damaged: int, accepted: int) -> None:
    found = Counted(1, Decimal(counted), Decimal(damaged), Decimal(accepted))
    assert found.is_possible == (damaged in range(counted + 1) and accepted in range(counted + 1))
