"""The clock: days in France, working days, public holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.clock import (
    FrozenClock,
    SystemClock,
    add_working_days,
    easter_sunday,
    is_working_day,
    local_date,
    opening_of,
    public_holidays,
)

days = st.dates(date(2000, 1, 1), date(2099, 12, 1))


class TestClocks:
    def test_the_systems_time_is_aware(self) -> None:
        assert SystemClock().now().tzinfo is UTC

    def test_a_frozen_clock_says_utc_whatever_it_was_given(self) -> None:
        paris_winter = timezone(timedelta(hours=1))
        assert FrozenClock(datetime(2026, 3, 2, 9, 0, tzinfo=paris_winter)).now() == datetime(2026, 3, 2, 8, tzinfo=UTC)


class TestDays:
    @pytest.mark.parametrize(
        ("instant", "day"),
        [
            (datetime(2026, 3, 2, 22, 59, tzinfo=UTC), date(2026, 3, 2)),
            (datetime(2026, 3, 2, 23, 0, tzinfo=UTC), date(2026, 3, 3)),
            (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
            (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        ],
        ids=["winter before midnight", "winter after", "summer before midnight", "summer after"],
    )
    def test_a_day_begins_at_midnight_in_paris(self, instant: datetime, day: date) -> None:
        assert local_date(instant) == day

    @given(days)
    def test_a_company_opens_on_that_day(self, day: date) -> None:
        assert local_date(opening_of(day)) == day

    def test_opening_moves_with_summer_time(self) -> None:
        assert opening_of(date(2026, 3, 28)).hour == 8
        assert opening_of(date(2026, 3, 29)).hour == 7


class TestWorkingDays:
    @given(days, st.integers(0, 30))
    def test_so_many_working_days_lie_between(self, day: date, count: int) -> None:
        end = add_working_days(day, count)
        passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
        assert sum(is_working_day(each) for each in passed) == count
        assert count == 0 or is_working_day(end)

    def test_the_week_of_may_2026(self) -> None:
        # Friday 1 and 8 May, Thursday 14 (Ascension), Monday 25 (Whit Monday) are holidays.
        assert add_working_days(date(2026, 4, 30), 1) == date(2026, 5, 4)
        assert add_working_days(date(2026, 5, 7), 1) == date(2026, 5, 11)
        assert not is_working_day(date(2026, 5, 14))
        assert not is_working_day(date(2026, 5, 25))
        assert is_working_day(date(2026, 5, 15))

    @pytest.mark.parametrize(
        ("year", "easter"),
        [(2000, (4, 23)), (2008, (3, 23)), (2019, (4, 21)), (2024, (3, 31)), (2026, (4, 5)), (2038, (4, 25))],
    )
    def test_easter(self, year: int, easter: tuple[int, int]) -> None:
        assert easter_sunday(year) == date(year, *easter)

    @given(st.integers(1900, 2200))
    def test_easter_is_a_sunday_in_its_month(self, year: int) -> None:
        easter = easter_sunday(year)
        assert easter.isoweekday() == 7
        assert date(year, 3, 22) <= easter <= date(year, 4, 25)
        assert len(public_holidays(year)) in {10, 11}
