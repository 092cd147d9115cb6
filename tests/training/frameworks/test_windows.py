"""Hours are exact, days end at midnight in France, working days leave out week-ends and holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm.kernel.clock import PARIS
from crm.training.frameworks.rules.language import ParameterRef, Period, Span, Unit
from crm.training.frameworks.rules.parameters import ParameterError, Parameters
from crm.training.frameworks.rules.windows import base_of, earliest, end_of, latest, next_period, periods
from tests.training.frameworks.traces import MONDAY, PARAMETERS, read

FRIDAY = datetime(2026, 3, 6, 15, tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("count", "unit", "last"),
    [
        (24, Unit.HOURS, "2026-03-07T15:00:00"),
        (1, Unit.DAYS, "2026-03-07T23:59:59.999999"),
        (1, Unit.WORKING_DAYS, "2026-03-09T23:59:59.999999"),
        (24, Unit.WORKING_HOURS, "2026-03-09T23:59:59.999999"),
        (25, Unit.WORKING_HOURS, "2026-03-10T23:59:59.999999"),
        (0, Unit.DAYS, "2026-03-06T23:59:59.999999"),
    ],
)
def test_the_last_instant_of_a_window(count: int, unit: Unit, last: str) -> None:
    assert latest(FRIDAY, ((count, unit),)).astimezone(PARIS).replace(tzinfo=None).isoformat() == last


def test_lengths_add_up_and_pass_by_the_change_of_hour() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=PARIS)
    assert latest(saturday, ((24, Unit.HOURS),)).astimezone(PARIS) == datetime(2026, 3, 29, 13, tzinfo=PARIS)
    assert earliest(FRIDAY, ((2, Unit.DAYS), (1, Unit.WORKING_DAYS))).astimezone(PARIS) == datetime(
        2026, 3, 9, 0, tzinfo=PARIS
    )
    assert earliest(FRIDAY, ((2, Unit.HOURS),)).astimezone(PARIS) == datetime(2026, 3, 6, 17, tzinfo=PARIS)


def test_a_window_may_count_from_a_date_of_the_record() -> None:
    fact = read(details={"due_on": "2026-02-20", "odd": "soon"})
    assert base_of(fact, "due_on").astimezone(PARIS) == datetime(2026, 2, 20, tzinfo=PARIS)
    assert base_of(fact, "odd") == base_of(fact, "absent") == base_of(fact, None) == fact.happened_at


def test_periods_cover_all_days() -> None:
    end = datetime(2026, 4, 1, 12, tzinfo=PARIS)
    assert list(periods(MONDAY, end, Period.WEEK))[:2] == [date(2026, 3, 2), date(2026, 3, 9)]
    assert list(periods(MONDAY, end, Period.MONTH)) == [date(2026, 3, 1), date(2026, 4, 1)]
    assert len(list(periods(MONDAY, end, Period.DAY))) == 31
    assert next_period(date(2026, 12, 1), Period.MONTH) == date(2027, 1, 1)
    assert end_of(date(2026, 2, 1), Period.MONTH).astimezone(PARIS).date() == date(2026, 2, 28)


class TestParameters:
    known = Parameters.of(PARAMETERS)

    def test_an_exercise_sets_its_own(self) -> None:
        own = self.known.overridden({"grace": 7, "levels": [3, 6], "unheard": "of"})
        assert own.number(ParameterRef("grace")) == 7
        assert own.number(ParameterRef("levels", 2)) == 6
        assert own.number(ParameterRef("floor")) == 300_000
        assert "unheard" not in own.values

    @pytest.mark.parametrize(
        ("key", "value"),
        [("grace", [7]), ("grace", "7"), ("grace", True), ("grace", -1), ("levels", 8), ("levels", "88"),
         ("levels", [8]), ("levels", [8, "15"])],
    )  # fmt: skip
    def test_a_value_of_another_shape_is_refused(self, key: str, value: object) -> None:
        with pytest.raises(ParameterError):
            self.known.overridden({key: value})

    @pytest.mark.parametrize("ref", [ParameterRef("none"), ParameterRef("levels", 3), ParameterRef("levels"),
                                     ParameterRef("grace", 1)])  # fmt: skip
    def test_what_is_not_there_cannot_be_asked(self, ref: ParameterRef) -> None:
        with pytest.raises(ParameterError):
            self.known.number(ref)

    def test_only_times_make_a_window(self) -> None:
        assert self.known.lengths((Span(ParameterRef("grace")), Span(2, Unit.HOURS))) == (
            (5, Unit.DAYS),
            (2, Unit.HOURS),
        )
        with pytest.raises(ParameterError):
            self.known.lengths((Span(ParameterRef("floor")),))

    def test_numbers_are_shown_as_people_read_them(self) -> None:
        shown = [self.known.shown(ParameterRef(name), language="en") for name in ("floor", "share", "grace")]
        assert shown == ["€3,000.00", "5.5%", "5"]
