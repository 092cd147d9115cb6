"""Tours in the agenda, locked in part, planned anew on the way: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date, time

import pytest

from crm.activity.door import Work
from crm.field.agenda import queries as agenda
from crm.field.agenda.models import AppointmentState
from crm.field.agenda.use_cases import book_appointment, cancel_appointment
from crm.field.tours import queries, use_cases
from crm.field.tours.models import Layout, Tour, TourState
from crm.field.tours.rules.measured import measured
from crm.field.tours.use_cases import saying
from crm.prospecting.companies.models import Company
from tests.builders import Stage, a_company
from tests.field.tours.test_use_cases import company, tour_data

TUESDAY, WEDNESDAY = date(2026, 3, 3), date(2026, 3, 4)
TOWNS = {"Lille": "59000", "Douai": "59500", "Lens": "62300", "Tourcoing": "59200"}


def the_companies(work: Work) -> list[Company]:
    return [a_company(work, f"Atelier {city}", postcode=code, city=city) for city, code in TOWNS.items()]


def again(tour: Tour) -> Tour:
    return queries.tour_by_id(tour.id) or pytest.fail("no tour")


@pytest.fixture
def tour(stage: Stage) -> Tour:
    """Two days, two visits on each, in an order that holds."""
    planned = stage.do(lambda work: use_cases.plan_tour(work, tour_data(day_count=2), the_companies(work)))
    lille, douai, lens, tourcoing = (each.company for each in again(planned).stops)
    stage.do(use_cases.arrange_tour, again(planned), [[lille, tourcoing], [douai, lens]])
    return again(planned)


def booked(tour: Tour) -> list[tuple[str, date, time]]:
    found = agenda.appointments(tour.dates[0], tour.dates[-1])
    return [(each.company.legal_name, each.on, each.starts.time()) for each in found]


class TestAcceptance:
    def test_books_each_visit_at_its_time(self, stage: Stage, tour: Tour) -> None:
        times = [(call[0].company.legal_name, call[1]) for call in queries.calls_of(tour, queries.problem_of(tour))]
        stage.do(use_cases.accept_tour, tour)
        assert [(name, on) for name, on, _ in booked(tour)] == times
        assert len(stage.records("appointment.booked")) == 4
        fact = stage.last("tour.accepted")["details"]
        assert (len(fact["booked"]), fact["clashes"], fact["too_late"]) == (4, [], [])
        assert all(each.appointment_id for each in tour.stops)

    def test_moves_what_changed_and_gives_up_what_left(self, stage: Stage, tour: Tour) -> None:
        stage.do(use_cases.accept_tour, tour)
        stage.do(use_cases.reopen_tour, again(tour))
        lille, tourcoing = company(again(tour), "Atelier Lille"), company(again(tour), "Atelier Tourcoing")
        stage.do(use_cases.move_stop, again(tour), lille, day=0, rank=1)
        stage.do(use_cases.remove_stop, again(tour), company(again(tour), "Atelier Lens"))
        assert stage.last("appointment.cancelled")["details"]["reason"] == "Visite retirée de la tournée"
        stage.do(use_cases.accept_tour, again(tour))
        fact = stage.last("tour.accepted")["details"]
        assert (sorted(fact["moved"]), fact["booked"]) == (sorted([lille.id, tourcoing.id]), [])
        assert [name for name, on, _ in booked(tour) if on == TUESDAY] == ["Atelier Tourcoing", "Atelier Lille"]
        assert "Atelier Lens" not in {name for name, _, _ in booked(tour)}

    def test_takes_over_what_was_agreed_before_and_books_it_once(self, stage: Stage, tour: Tour) -> None:
        lille = company(tour, "Atelier Lille")
        stage.do(book_appointment, lille, on=TUESDAY, at=time(10), purpose="Convenu", minutes=45)
        fixed = use_cases.StopData(
            minutes=45, value=tour.stops[0].value, windows=((540, 720),), fixed_on=TUESDAY, fixed_at=600
        )
        stage.do(use_cases.change_stop, again(tour), lille, fixed)
        stage.do(use_cases.accept_tour, again(tour))
        assert [name for name, _, _ in booked(tour)].count("Atelier Lille") == 1
        assert stage.last("tour.accepted")["details"]["kept"] == [lille.id]

    def test_against_another_appointment_is_told_not_refused(self, stage: Stage, tour: Tour) -> None:
        call = queries.calls_of(tour, queries.problem_of(tour))[0]
        other = stage.do(a_company, "Ailleurs", postcode="13001", city="Marseille")
        at = time(call[2] // 60, call[2] % 60)
        stage.do(book_appointment, other, on=TUESDAY, at=at, purpose="Autre affaire")
        clashes = queries.board_of(again(tour)).conflicts
        assert clashes[0][0].stop.company_id == call[0].company_id
        assert clashes[0][1].kind.value == "overlap"
        stage.do(use_cases.accept_tour, again(tour))
        assert call[0].company_id in stage.last("tour.accepted")["details"]["clashes"]
        assert "overlap" in stage.records("appointment.booked")[1]["details"]["trouble"]


class TestLocks:
    def test_a_locked_day_stays_whatever_is_computed(self, stage: Stage, tour: Tour) -> None:
        before = [each.company_id for each in tour.stops_of(1)]
        stage.do(use_cases.lock_day, tour, 1)
        assert stage.last("tour.changed")["details"] == {"locked": True, "day": 1, "visits": 2}
        for layout in (Layout.OPTIMUM, Layout.SPIRAL):
            stage.do(use_cases.lay_out, again(tour), layout)
            assert [each.company_id for each in again(tour).stops_of(1)] == before
        with pytest.raises(saying.LockedDay):
            stage.do(use_cases.move_stop, again(tour), company(tour, "Atelier Lens"), day=0)
        with pytest.raises(saying.LockedDay):
            stage.do(use_cases.move_stop, again(tour), company(tour, "Atelier Lille"), day=1)
        stage.do(use_cases.lock_day, again(tour), 1, locked=False)
        stage.do(use_cases.move_stop, again(tour), company(tour, "Atelier Lens"), day=0)

    def test_a_day_that_does_not_hold_is_not_locked(self, stage: Stage, tour: Tour) -> None:
        far = stage.do(a_company, "Loin", postcode="13001", city="Marseille")
        stage.do(use_cases.add_stops, tour, [far])
        assert stage.last("tour.changed")["details"] == {"added": [far.id], "visits": 5}
        stage.do(use_cases.move_stop, again(tour), far, day=0)
        with pytest.raises(saying.DayDoesNotHold):
            stage.do(use_cases.lock_day, again(tour), 0)
        assert [stop.company.legal_name for _, stop in queries.board_of(again(tour)).to_drop] == ["Loin"]
        with pytest.raises(saying.AlreadyThere):
            stage.do(use_cases.add_stops, again(tour), [far])

    def test_a_locked_visit_keeps_its_day(self, stage: Stage, tour: Tour) -> None:
        lens = company(tour, "Atelier Lens")
        stage.do(use_cases.move_stop, tour, lens, day=0)
        stage.do(use_cases.lock_stop, again(tour), lens)
        stage.do(use_cases.lay_out, again(tour), Layout.OPTIMUM)
        assert lens.id in [each.company_id for each in again(tour).stops_of(0)]
        stage.do(use_cases.move_stop, again(tour), lens, day=None)
        with pytest.raises(saying.NotPlaced):
            stage.do(use_cases.lock_stop, again(tour), lens)
        assert not any(each.locked for each in again(tour).stops)


class TestGoingOn:
    def test_what_was_begun_stands_and_what_was_cancelled_leaves(self, stage: Stage, tour: Tour) -> None:
        stage.do(use_cases.accept_tour, tour)
        lille, tourcoing = company(tour, "Atelier Lille"), company(tour, "Atelier Tourcoing")
        stage.do(use_cases.replan_tour, again(tour), on=TUESDAY, minute=600, cancelled=[tourcoing])
        fact = stage.last("tour.replanned")["details"]
        assert fact == {"on": "2026-03-03", "minute": 600, "cancelled": [tourcoing.id], "made": [lille.id], "left": 2}
        assert stage.last("appointment.cancelled")["details"]["reason"] == "Annulé par le client"
        going = again(tour)
        assert (going.state, going.resumes_on) == (TourState.DRAFT, TUESDAY)
        stage.do(use_cases.lay_out, going, Layout.OPTIMUM)
        calls = [
            (each.company_id, on, starts)
            for each, on, starts, _ in queries.calls_of(again(tour), queries.problem_of(again(tour)))
        ]
        assert calls[0][0] == lille.id
        assert all((on, starts) >= (TUESDAY, 600) for number, on, starts in calls if number != lille.id)
        assert {each[0] for each in calls} == {each.company_id for each in going.stops}
        with pytest.raises(saying.AlreadyMade):
            stage.do(use_cases.remove_stop, again(tour), lille)
        with pytest.raises(saying.AlreadyMade):
            stage.do(use_cases.move_stop, again(tour), lille, day=1)
        stage.do(use_cases.accept_tour, again(tour))
        assert lille.id not in stage.last("tour.accepted")["details"]["booked"]

    def test_it_goes_on_today_or_later(self, stage: Stage, tour: Tour) -> None:
        with pytest.raises(saying.NotOneOfTheDays):
            stage.do(use_cases.replan_tour, tour, on=date(2026, 3, 6), minute=600)


def test_an_appointment_cancelled_by_hand_is_booked_anew(stage: Stage, tour: Tour) -> None:
    stage.do(use_cases.accept_tour, tour)
    first = agenda.appointments(TUESDAY, TUESDAY)[0]
    stage.do(cancel_appointment, first, reason="Erreur")
    stage.do(use_cases.reopen_tour, again(tour))
    stage.do(use_cases.accept_tour, again(tour))
    assert stage.last("tour.accepted")["details"]["booked"] == [first.company_id]
    assert agenda.appointments(TUESDAY, TUESDAY)[0].state is AppointmentState.PLANNED


def test_measured_roads_are_kept_with_the_tour_and_used_where_they_cover_it(stage: Stage, tour: Tour) -> None:
    question = queries.problem_of(tour).question
    places = tuple(dict.fromkeys(question.places))
    table = [[0 if a == b else 1000 for b in places] for a in places]
    stage.do(use_cases.note_roads, tour, measured("roads.example", places, table, table))
    assert stage.last("tour.changed")["details"] == {"roads": "roads.example", "places": len(places)}
    problem = queries.problem_of(again(tour))
    assert problem.question.measured
    # 1000 s are 17 minutes, 4 more to park; two doors are 1.5 km apart at least.
    assert (problem.instance.legs.minutes[0][1], problem.instance.legs.metres[0][1]) == (21, 1500)
    stage.do(use_cases.add_stops, again(tour), [stage.do(a_company, "Loin", postcode="13001", city="Marseille")])
    assert not queries.problem_of(again(tour)).question.measured
