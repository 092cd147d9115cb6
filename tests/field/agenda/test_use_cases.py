"""The agenda: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date, time

import pytest

from crm.field.agenda import queries, use_cases
from crm.field.agenda.models import Appointment, AppointmentKind, AppointmentState
from crm.field.agenda.rules.slots import Hours
from crm.kernel.errors import ImpossibleMove
from crm.prospecting.campaigns.models import CallResult
from crm.prospecting.companies.use_cases import add_contact
from crm.prospecting.phoning.use_cases import log_call
from tests.builders import Stage, a_company
from tests.field.agenda.builders import MONDAY, TUESDAY, an_appointment
from tests.prospecting.campaigns.builders import a_campaign, a_file, the_target


class TestBooking:
    def test_is_recorded_with_its_time_in_france(self, stage: Stage) -> None:
        found = stage.do(an_appointment, stage.petit)
        assert (found.state, found.minutes, found.salesperson) == (AppointmentState.PLANNED, 60, "Lina")
        fact = stage.last("appointment.booked")
        assert fact["details"]["starts"] == "2026-03-03T10:00+01:00"
        assert fact["details"]["meeting"] == "visit"
        assert fact["details"]["trouble"] == []
        assert [each["kind"] for each in fact["about"]] == ["appointment", "company"]

    def test_a_visit_is_at_the_address_and_names_the_contact(self, stage: Stage) -> None:
        company = stage.do(a_company, "Garage du Nord", street="3 rue de l’Été", postcode="62000")
        contact = stage.do(add_contact, company, last_name="Roger")
        found = stage.do(an_appointment, company, contact=contact)
        assert (found.place, found.contact_name) == ("3 rue de l’Été, 62000 Arras", "Roger")

    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [
            ({"purpose": "  "}, use_cases.PurposeMissing),
            ({"on": date(2026, 3, 1)}, use_cases.InThePast),
            ({"on": MONDAY, "at": time(8, 59)}, use_cases.InThePast),
            ({"minutes": 0}, use_cases.WrongLength),
        ],
    )
    def test_what_cannot_be_is_refused(self, stage: Stage, wrong: dict[str, object], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            stage.do(an_appointment, stage.petit, **wrong)
        assert stage.records("appointment.booked") == []

    def test_against_another_one_wants_insistence_and_leaves_a_trace(self, stage: Stage) -> None:
        stage.do(an_appointment, stage.petit)
        with pytest.raises(use_cases.Clashes):
            stage.do(an_appointment, stage.petit, at=time(10, 30))
        stage.do(an_appointment, stage.petit, at=time(10, 30), despite_clashes=True)
        assert stage.last("appointment.booked")["details"]["trouble"] == ["overlap"]

    def test_of_somebody_else_at_the_same_time_is_no_clash(self, stage: Stage) -> None:
        stage.do(an_appointment, stage.petit)
        found = stage.do_as("karim", an_appointment, stage.petit)
        assert found.salesperson == "Karim"

    def test_on_a_closed_day_wants_insistence(self, stage: Stage) -> None:
        stage.do(use_cases.note_opening_hours, stage.petit, week=[Hours(0, ((time(8), time(12)),))])
        with pytest.raises(use_cases.Clashes):
            stage.do(an_appointment, stage.petit)
        called = stage.do(an_appointment, stage.petit, meeting=AppointmentKind.PHONE)
        assert called.meeting is AppointmentKind.PHONE


class TestWhatBecomesOfIt:
    def test_a_moved_one_waits_to_be_confirmed_again(self, stage: Stage) -> None:
        found = stage.do(use_cases.confirm_appointment, stage.do(an_appointment, stage.petit))
        assert found.state is AppointmentState.CONFIRMED
        stage.do(use_cases.move_appointment, found, on=TUESDAY, at=time(14), reason="Empêchement")
        assert (found.state, found.moves, found.minutes) == (AppointmentState.MOVED, 1, 60)
        details = stage.last("appointment.moved")["details"]
        assert (details["before"], details["starts"]) == ("2026-03-03T10:00+01:00", "2026-03-03T14:00+01:00")

    def test_moving_and_cancelling_say_why(self, stage: Stage) -> None:
        found = stage.do(an_appointment, stage.petit)
        with pytest.raises(use_cases.ReasonMissing):
            stage.do(use_cases.move_appointment, found, on=TUESDAY, at=time(14), reason=" ")
        with pytest.raises(use_cases.ReasonMissing):
            stage.do(use_cases.cancel_appointment, found, reason="")

    def test_a_cancelled_one_stays_cancelled_and_frees_its_time(self, stage: Stage) -> None:
        found = stage.do(an_appointment, stage.petit)
        stage.do(use_cases.cancel_appointment, found, reason="Client malade")
        assert stage.last("appointment.cancelled")["details"]["reason"] == "Client malade"
        with pytest.raises(ImpossibleMove):
            stage.do(use_cases.confirm_appointment, found)
        assert queries.appointments(TUESDAY, TUESDAY) == []
        assert stage.do(an_appointment, stage.petit).is_open

    def test_it_is_held_on_its_day_at_the_earliest(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NotBegun):
            stage.do(use_cases.hold_appointment, stage.do(an_appointment, stage.petit))
        today: Appointment = stage.do(an_appointment, stage.petit, on=MONDAY)
        assert stage.do(use_cases.hold_appointment, today).state is AppointmentState.HELD
        assert stage.last("appointment.held")["details"]["minutes"] == 60


class TestTasks:
    def test_are_created_and_done_once(self, stage: Stage) -> None:
        task = stage.do(use_cases.create_task, title="Rappeler", due_on=MONDAY, company=stage.petit)
        assert stage.last("task.created")["details"] == {"due_on": "2026-03-02"}
        assert queries.task_count(until=MONDAY) == 1
        stage.do(use_cases.finish_task, task)
        assert stage.last("task.done")["details"] == {"days_late": 0}
        assert queries.task_count(until=MONDAY) == 0
        with pytest.raises(use_cases.AlreadyDone):
            stage.do(use_cases.finish_task, task)

    def test_are_for_a_day_to_come_and_say_what(self, stage: Stage) -> None:
        with pytest.raises(use_cases.DayInThePast):
            stage.do(use_cases.create_task, title="Rappeler", due_on=date(2026, 3, 1))
        with pytest.raises(use_cases.TitleMissing):
            stage.do(use_cases.create_task, title="", due_on=MONDAY)

    def test_need_no_company(self, stage: Stage) -> None:
        assert stage.do(use_cases.create_task, title="Classer", due_on=MONDAY).company_id is None


class TestOpeningHours:
    def test_are_noted_anew(self, stage: Stage) -> None:
        monday = Hours(0, ((time(8), time(12)), (time(14), time(18))))
        stage.do(use_cases.note_opening_hours, stage.petit, week=[monday])
        assert queries.hours_of(stage.petit.id)[0] == monday
        assert stage.last("opening_hours.noted")["details"] == {"week": {"0": ["08:00-12:00", "14:00-18:00"]}}
        stage.do(use_cases.note_opening_hours, stage.petit, week=[])
        assert all(not each.windows for each in queries.hours_of(stage.petit.id))

    def test_that_contradict_themselves_are_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.UnsoundHours):
            stage.do(use_cases.note_opening_hours, stage.petit, week=[Hours(0, ((time(12), time(8)),))])


class TestWhatCallsObtained:
    def test_is_in_the_agenda_until_it_is_taken_over(self, stage: Stage) -> None:
        people = stage.do(a_file)
        campaign = stage.do(a_campaign)
        target = the_target(campaign, people["fit"])
        call = stage.do(log_call, target, result=CallResult.APPOINTMENT, on=TUESDAY, hour=time(14, 30), place="Arras")
        (plan,) = queries.days(TUESDAY, TUESDAY)
        assert [(each.id, each.starts.time()) for each in plan.obtained] == [(call.id, time(14, 30))]
        assert not plan.is_free
        found = stage.do(an_appointment, people["fit"], at=time(14, 30), call=call)
        assert found.call_id == call.id
        about = stage.last("appointment.booked")["about"]
        assert ("campaign_call", call.id) in [(each["kind"], each["id"]) for each in about]
        assert queries.days(TUESDAY, TUESDAY)[0].obtained == ()
        assert queries.obtained_by_id(call.id) is None


class TestTravel:
    def test_is_estimated_between_where_companies_stand(self, stage: Stage) -> None:
        lille = stage.do(a_company, "Lille", postcode="59000", city="Lille")
        douai = stage.do(a_company, "Douai", postcode="59500", city="Douai")
        first = stage.do(an_appointment, lille)
        with pytest.raises(use_cases.Clashes):
            stage.do(an_appointment, douai, at=time(11, 15))
        second = stage.do(an_appointment, douai, at=time(12))
        minutes = queries.ways([first, second])
        assert list(minutes) == [second.id]
        assert 30 <= minutes[second.id] <= 45

    def test_the_last_visit_is_the_last_one_held(self, stage: Stage) -> None:
        found = stage.do(an_appointment, stage.petit, on=MONDAY)
        assert queries.last_visits() == {}
        stage.do(use_cases.hold_appointment, found)
        assert queries.last_visits() == {stage.petit.id: MONDAY}
