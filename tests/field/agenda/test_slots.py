"""Days, clashes and opening hours: pure rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.field.agenda.rules.slots import (
    BEYOND,
    WITHIN_DEPARTMENT,
    WITHIN_TOWN,
    ClashKind,
    Hours,
    Slot,
    Spot,
    are_sound,
    clashes,
    day_bounds,
    instant,
    is_open,
    month_of,
    travel_minutes,
    week_of,
)

LILLE, ROUBAIX, ARRAS = Spot(1, "59000", "Lille"), Spot(2, "59100", "Roubaix"), Spot(3, "62000", "Arras")
TEN = datetime(2026, 3, 3, 9, tzinfo=UTC)


def slot(number: int, after: int, spot: Spot = LILLE, minutes: int = 60) -> Slot:
    """Return a slot that begins so many minutes after ten o'clock in France."""
    begins = TEN + timedelta(minutes=after)
    return Slot(number, begins, begins + timedelta(minutes=minutes), spot)


class TestDays:
    def test_a_day_of_the_clock_change_has_its_own_length(self) -> None:
        begins, ends = day_bounds(date(2026, 3, 29), date(2026, 3, 29))
        assert ends - begins == timedelta(hours=23)
        assert instant(date(2026, 7, 1), time(10)) == datetime(2026, 7, 1, 8, tzinfo=UTC)

    def test_a_week_begins_on_monday(self) -> None:
        assert (week_of(date(2026, 3, 8))[0], week_of(date(2026, 3, 2))[-1]) == (date(2026, 3, 2), date(2026, 3, 8))

    @given(st.dates(date(1901, 1, 1), date(2198, 12, 31)))
    @settings(max_examples=60)
    def test_a_month_is_whole_weeks_that_hold_each_of_its_days(self, day: date) -> None:
        weeks = month_of(day)
        shown = [each for week in weeks for each in week]
        assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
        assert next(each for each in shown if each.month == day.month).day == 1
        assert (max(each for each in shown if each.month == day.month) + timedelta(days=1)).day == 1


class TestClashes:
    @pytest.mark.parametrize(
        ("there", "minutes"),
        [(LILLE, 0), (Spot(4, "59800", "LILLE"), WITHIN_TOWN), (ROUBAIX, WITHIN_DEPARTMENT), (ARRAS, BEYOND)],
    )
    def test_travel_is_estimated_from_addresses(self, there: Spot, minutes: int) -> None:
        assert travel_minutes(LILLE, there) == travel_minutes(there, LILLE) == minutes

    def test_two_at_once_overlap(self) -> None:
        (found,) = clashes(slot(1, 0), [slot(2, 30, ARRAS), slot(1, 0)])
        assert found.kind is ClashKind.OVERLAP

    def test_one_after_the_other_at_the_same_place_is_fine(self) -> None:
        assert clashes(slot(1, 0), [slot(2, 60), slot(3, -60)]) == ()

    def test_too_little_time_to_travel_says_how_much_is_missing(self) -> None:
        (found,) = clashes(slot(1, 0), [slot(2, 90, ARRAS)])
        assert (found.kind, found.missing) == (ClashKind.TRAVEL, 60)

    def test_nobody_travels_to_a_call(self) -> None:
        assert clashes(slot(1, 0), [slot(2, 60, Spot(3, "62000", "Arras", remote=True))]) == ()

    @given(after=st.integers(-600, 600), minutes=st.integers(5, 300), spot=st.sampled_from([LILLE, ROUBAIX, ARRAS]))
    @settings(max_examples=60)
    def test_are_mutual(self, after: int, minutes: int, spot: Spot) -> None:
        one, other = slot(1, 0), slot(2, after, spot, minutes)
        here, there = clashes(one, [other]), clashes(other, [one])
        assert [(each.kind, each.missing) for each in here] == [(each.kind, each.missing) for each in there]


class TestOpeningHours:
    TUESDAY = Hours(1, ((time(9), time(12)), (time(14), time(18))))

    @pytest.mark.parametrize(("after", "minutes", "expected"), [(0, 60, True), (60, 120, False), (300, 60, True)])
    def test_hold_all_of_an_appointment_or_none(self, after: int, minutes: int, *, expected: bool) -> None:
        each = slot(1, after, minutes=minutes)
        assert is_open([self.TUESDAY], each.starts, each.ends) is expected

    def test_of_an_unknown_week_forbid_nothing_and_a_known_one_closes_other_days(self) -> None:
        each = slot(1, 0)
        assert is_open([], each.starts, each.ends)
        assert not is_open([Hours(0, ((time(9), time(12)),))], each.starts, each.ends)

    def test_follow_each_other(self) -> None:
        assert are_sound(self.TUESDAY)
        assert not are_sound(Hours(1, ((time(9), time(14)), (time(12), time(18)))))
        assert not are_sound(Hours(1, ((time(9), time(9)),)))
