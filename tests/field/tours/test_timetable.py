"""A day in a given order: as early as can be, lunch had, doors open, faults named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.field.tours.rules.model import Day, Instance, Legs, Stop, Window
from crm.field.tours.rules.timetable import FaultKind, schedule
from tests.field.tours.builders import random_instance

pytestmark = pytest.mark.once


def line(*windows: tuple[Window, ...], day: Day | None = None) -> Instance:
    """Stops half an hour and 20 km apart, along one road, home at its beginning."""
    count = len(windows)
    at = [0, *range(1, count + 1), 0]
    legs = Legs(
        tuple(tuple(30 * abs(a - b) for b in at) for a in at), tuple(tuple(20_000 * abs(a - b) for b in at) for a in at)
    )
    return Instance(
        tuple(Stop(f"Stop {n}", 45, 3000, (each,)) for n, each in enumerate(windows)), (day or Day(),), legs
    )


def test_a_visit_waits_for_the_second_window() -> None:
    table = schedule(line((Window(480, 600), Window(840, 1080))), 0, (0,))
    assert table.feasible
    assert table.calls[0].starts == 840
    assert table.lunch_at == 720


def test_a_closed_door_is_a_fault() -> None:
    assert [each.kind for each in schedule(line(()), 0, (0,)).faults] == [FaultKind.CLOSED]


def test_coming_late_says_by_how_much() -> None:
    (fault,) = schedule(line((Window(540, 600),)), 0, (0,)).faults
    assert (fault.kind, fault.stop, fault.minutes) == (FaultKind.LATE, 0, 15)


def test_overtime_says_by_how_much() -> None:
    (fault,) = schedule(line((Window(1020, 1080),)), 0, (0,)).faults
    assert (fault.kind, fault.stop, fault.minutes) == (FaultKind.OVERTIME, None, 15)


def test_a_day_without_room_for_lunch_says_so() -> None:
    day = Day(lunch_from=720, lunch_until=725)
    long = Instance((Stop("Fair", 300, 1, ((Window(570, 900),),)),), (day,), line(()).legs)
    assert [each.kind for each in schedule(long, 0, (0,)).faults] == [FaultKind.NO_LUNCH]


def test_a_day_without_visits_is_spent_at_home() -> None:
    table = schedule(line(()), 0, ())
    assert table.feasible
    assert table.metres == 0


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.permutations(range(5)))
def test_a_timetable_keeps_its_word(seed: int, order: list[int]) -> None:
    instance = random_instance(seed, 5)
    table = schedule(instance, 0, tuple(order))
    assert [each.stop for each in table.calls] == order
    time, here = instance.days[0].starts, 0
    faulty = {each.stop for each in table.faults}
    for call in table.calls:
        stop = instance.stops[call.stop]
        assert call.arrives >= time + instance.legs.minutes[here][call.stop + 1]
        assert call.ends == call.starts + stop.minutes
        assert call.starts >= call.arrives
        inside = any(each.opens <= call.starts and call.ends <= each.closes for each in stop.windows[0])
        assert inside == (call.stop not in faulty)
        time, here = call.ends, call.stop + 1
    assert table.returns_at >= time + instance.legs.minutes[here][instance.arrival]
    assert table.metres == instance.metres(tuple(order))
