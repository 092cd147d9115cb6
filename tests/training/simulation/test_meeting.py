"""Customers confirm, move or cancel appointments, or say nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.activity.door import Work
from crm.desk.messages import queries as messages
from crm.desk.messages.models import Topic
from crm.field.agenda import queries as agenda
from crm.field.agenda.models import CANCELLED, CONFIRMED, MOVED, PLANNED, Appointment
from crm.field.agenda.rules.slots import Hours
from crm.field.agenda.use_cases import book_appointment, confirm_appointment, note_opening_hours
from crm.kernel.money import Rate
from crm.prospecting.companies.models import Company
from crm.training.counterparts.models import MeetingHabit
from crm.training.simulation.dice import Luck
from crm.training.simulation.meeting import Answer, answer_of
from crm.training.simulation.personas import ORDINARY
from tests.builders import Stage, a_company
from tests.training.simulation.builders import become, pass_days

FRIDAY = date(2026, 3, 6)


def answering(**shares: int) -> MeetingHabit:
    """Return a habit: `answering(moves=100)`."""
    chances = {"confirms": 0, "moves": 0, "cancels": 0} | shares
    return MeetingHabit(**{name: Rate.percent(share) for name, share in chances.items()})


def a_visit(work: Work, company: Company, habit: MeetingHabit, *, on: date = FRIDAY) -> Appointment:
    """Book a visit with somebody of a habit."""
    become(work, company, replace(ORDINARY, meeting=habit))
    return book_appointment(work, company, on=on, at=time(10), purpose="Découvrir le projet")


def seen_again(visit_id: int) -> Appointment:
    """Return an appointment as it stands now."""
    found = agenda.appointment_by_id(visit_id)
    assert found is not None
    return found


class TestAnswer:
    @settings(max_examples=60)
    @given(st.integers(0, 10**6), st.integers(0, 20), st.booleans())
    def test_is_the_same_for_the_same_luck(self, seed: int, turn: int, confirmed: bool) -> None:  # noqa: FBT001
        luck = Luck(seed, "Garage", turn)
        assert answer_of(MeetingHabit(), luck, confirmed=confirmed) is answer_of(
            MeetingHabit(), Luck(seed, "Garage", turn), confirmed=confirmed
        )

    def test_who_was_made_sure_of_moves_and_cancels_half_as_often(self) -> None:
        def changes(*, confirmed: bool) -> int:
            habit = answering(moves=40, cancels=20)
            said = Counter(answer_of(habit, Luck(7, f"Client {each}"), confirmed=confirmed) for each in range(400))
            return said[Answer.MOVES] + said[Answer.CANCELS]

        assert 200 < changes(confirmed=False) < 280
        assert 90 < changes(confirmed=True) < 150


class TestHappening:
    def test_a_customer_confirms_by_a_message(self, stage: Stage) -> None:
        visit = stage.do(a_visit, stage.petit, answering(confirms=100)).id
        pass_days(stage, 3)
        assert seen_again(visit).state is CONFIRMED
        fact = stage.last("appointment.confirmed")
        assert fact["actor"]["kind"] == "customer"
        (message,) = messages.messages_of(stage.petit.id)
        assert (message.topic, message.is_waiting) == (Topic.APPOINTMENT, True)
        assert message.content["appointment_id"] == visit
        assert "vendredi 6 mars" in message.body
        pass_days(stage, 3)
        assert len(stage.records("appointment.confirmed")) == 1

    def test_a_customer_moves_it_and_the_new_time_is_confirmed_by_an_act(self, stage: Stage) -> None:
        week = [Hours(day, ((time(9), time(12)),)) for day in (0, 1)]
        visit = stage.do(a_visit, stage.petit, answering(moves=100)).id
        stage.do(note_opening_hours, stage.petit, week=week)
        pass_days(stage, 3)
        moved = seen_again(visit)
        assert (moved.state, moved.moves, moved.starts.time()) == (MOVED, 1, time(10))
        assert moved.on > FRIDAY
        assert moved.on.weekday() in {0, 1}
        fact = stage.last("appointment.moved")
        assert (fact["actor"]["kind"], fact["details"]["reason"]) == ("customer", moved.reason)
        (message,) = messages.messages_of(stage.petit.id)
        assert message.is_waiting
        stage.do(confirm_appointment, moved)
        assert stage.last("appointment.confirmed")["actor"]["kind"] == "person"
        pass_days(stage)
        (message,) = messages.messages_of(stage.petit.id)
        assert not message.is_waiting
        assert seen_again(visit).state is CONFIRMED
        assert len(stage.records("appointment.moved")) == 1

    def test_a_customer_cancels(self, stage: Stage) -> None:
        visit = stage.do(a_visit, stage.petit, answering(cancels=100)).id
        pass_days(stage, 3)
        assert seen_again(visit).state is CANCELLED
        assert messages.messages_of(stage.petit.id)[0].is_waiting
        assert visit not in {each.id for each in agenda.appointments(FRIDAY, FRIDAY)}

    @pytest.mark.parametrize(
        ("habit", "on"), [(answering(), FRIDAY), (answering(cancels=100), date(2026, 3, 4))], ids=["silent", "short"]
    )
    def test_nobody_answers_who_is_silent_or_was_asked_for_the_day_after_tomorrow(
        self, stage: Stage, habit: MeetingHabit, on: date
    ) -> None:
        visit = stage.do(a_visit, stage.petit, habit, on=on).id
        pass_days(stage, 3)
        assert seen_again(visit).state is PLANNED
        assert messages.messages_of(stage.petit.id) == []

    def test_in_english_to_who_writes_english(self, stage: Stage) -> None:
        harbour = stage.do(a_company, "Harbour Lane", language="en")
        stage.do(a_visit, harbour, answering(cancels=100))
        pass_days(stage, 3)
        (message,) = messages.messages_of(harbour.id)
        assert message.body.startswith("Good morning")
        assert "Friday" in message.body
