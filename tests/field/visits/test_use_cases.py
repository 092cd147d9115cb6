"""Visits: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from crm.field.agenda import queries as agenda
from crm.field.agenda.models import AppointmentKind, AppointmentState
from crm.field.agenda.rules.slots import day_bounds
from crm.field.agenda.use_cases import NotBegun, cancel_appointment
from crm.field.visits import queries, use_cases
from crm.field.visits.models import Motive
from crm.field.visits.rules import Objection
from crm.kernel.money import Money
from crm.prospecting.qualification.models import DecisionCircuit, NextStepKind
from tests.builders import Stage
from tests.field.agenda.builders import MONDAY, TUESDAY, an_appointment
from tests.field.visits.builders import GOALS, a_report, a_visit_today


class TestPreparing:
    def test_looking_back_is_an_act(self, stage: Stage) -> None:
        appointment = stage.do(an_appointment, stage.petit)
        visit = stage.do(use_cases.consult_history, appointment)
        assert visit.history_at is not None
        fact = stage.last("visit.history_consulted")
        assert [each["kind"] for each in fact["about"]] == ["visit", "appointment", "company"]

    def test_says_what_was_thought_of_and_that_it_was_in_time(self, stage: Stage) -> None:
        appointment = stage.do(an_appointment, stage.petit)
        stage.do(use_cases.consult_history, appointment)
        visit = stage.do(use_cases.prepare_visit, appointment, **GOALS)
        details = stage.last("visit.prepared")["details"]
        assert details["points"] == ["history", "people", "main_goal", "fallback_goal", "documents"]
        assert details["before"] is True
        assert queries.visit_of(appointment) is visit

    def test_again_replaces_it_in_the_same_visit(self, stage: Stage) -> None:
        appointment = stage.do(an_appointment, stage.petit)
        first = stage.do(use_cases.prepare_visit, appointment, **GOALS)
        again = stage.do(use_cases.prepare_visit, appointment, main_goal="Autre chose")
        assert again is first
        assert (again.main_goal, again.fallback_goal) == ("Autre chose", "")

    def test_wants_a_goal_and_an_appointment_that_stands(self, stage: Stage) -> None:
        appointment = stage.do(an_appointment, stage.petit)
        stage.do(cancel_appointment, appointment, reason="Client malade")
        with pytest.raises(use_cases.VisitCancelled):
            stage.do(use_cases.prepare_visit, appointment, main_goal="Vendre")
        with pytest.raises(use_cases.GoalMissing):
            stage.do(use_cases.prepare_visit, appointment, main_goal=" ")


class TestDiscovering:
    def test_keeps_what_was_learnt_with_the_motives_in_their_order(self, stage: Stage) -> None:
        appointment = stage.do(a_visit_today, stage.petit)
        found = stage.do(
            use_cases.record_discovery,
            appointment,
            needs="Trois postes",
            motives=[Motive.COMFORT, Motive.MONEY, Motive.COMFORT],
            circuit=DecisionCircuit.IDENTIFIED,
            objections=[Objection("Trop cher", "Le coût par jour"), Objection(""), Objection("Trop loin")],
        )
        assert found.ranked == [Motive.COMFORT, Motive.MONEY]
        assert found.objections == [["Trop cher", "Le coût par jour"], ["Trop loin", ""]]
        details = stage.last("discovery.recorded")["details"]
        assert (details["motives"], details["objections"], details["answered"]) == (["comfort", "money"], 2, 1)

    def test_fills_one_sheet(self, stage: Stage) -> None:
        appointment = stage.do(a_visit_today, stage.petit)
        first = stage.do(use_cases.record_discovery, appointment, needs="Trois postes")
        again = stage.do(use_cases.record_discovery, appointment, needs="Quatre postes")
        assert again is first
        assert again.needs == "Quatre postes"

    def test_is_on_the_day_at_the_earliest_and_says_something(self, stage: Stage) -> None:
        with pytest.raises(NotBegun):
            stage.do(use_cases.record_discovery, stage.do(an_appointment, stage.petit), needs="Trois postes")
        with pytest.raises(use_cases.NothingLearnt):
            stage.do(use_cases.record_discovery, stage.do(a_visit_today, stage.petit), brakes="Le prix")


class TestReporting:
    def test_holds_the_appointment_and_puts_the_next_step_into_the_agenda(self, stage: Stage) -> None:
        appointment = stage.do(a_visit_today, stage.petit)
        report = stage.do(a_report, appointment)
        assert appointment.state is AppointmentState.HELD
        assert report.due_on == date(2026, 3, 4)
        details = stage.last("visit.reported")["details"]
        assert (details["days_late"], details["next_step"]) == (0, "quote")
        assert stage.last("next_step.planned")["details"]["on"] == "2026-03-03"
        assert [each.title for each in agenda.tasks_due(TUESDAY, TUESDAY)] == ["Envoyer le devis"]

    def test_wants_a_day_for_what_comes_next(self, stage: Stage) -> None:
        appointment = stage.do(a_visit_today, stage.petit)
        with pytest.raises(use_cases.StepDayMissing):
            stage.do(a_report, appointment, next_step_on=None)
        with pytest.raises(use_cases.StepInThePast):
            stage.do(a_report, appointment, next_step_on=date(2026, 3, 1))
        assert appointment.state is AppointmentState.PLANNED

    def test_nothing_to_follow_needs_no_day(self, stage: Stage) -> None:
        report = stage.do(a_report, stage.do(a_visit_today, stage.petit), next_step=NextStepKind.NONE)
        assert report.next_step_on is None
        assert stage.records("task.created") == []

    def test_is_written_once(self, stage: Stage) -> None:
        appointment = stage.do(a_visit_today, stage.petit)
        stage.do(a_report, appointment)
        with pytest.raises(use_cases.AlreadyReported):
            stage.do(a_report, appointment)


class TestWaiting:
    def test_a_visit_is_owed_a_report_from_its_day_on_until_it_is_written(self, stage: Stage) -> None:
        appointment = stage.do(a_visit_today, stage.petit)
        stage.do(an_appointment, stage.petit, on=MONDAY, at=time(15), meeting=AppointmentKind.PHONE)
        this_morning, tonight = day_bounds(MONDAY, MONDAY)
        assert (queries.unreported_count(before=this_morning), queries.unreported_count(before=tonight)) == (0, 1)
        stage.do(use_cases.prepare_visit, appointment, **GOALS)
        assert queries.unreported_count(before=tonight) == 1
        stage.do(a_report, appointment)
        assert queries.unreported_count(before=tonight) == 0
        assert queries.reported_ids([appointment.id]) == {appointment.id}


class TestExpenses:
    def test_are_claimed_by_the_scale(self, stage: Stage) -> None:
        claim = stage.do(
            use_cases.report_expenses, stage.do(a_visit_today, stage.petit), km=Decimal(84), meals=Money.of(18)
        )
        assert (claim.mileage, claim.total) == (Money.of("53.42"), Money.of("71.42"))
        assert stage.last("expenses.reported")["details"] == {"km": "84", "mileage_cents": 5342, "total_cents": 7142}
        assert queries.km_before(claim.salesperson_id, MONDAY) == Decimal(84)

    def test_are_claimed_once_and_for_something(self, stage: Stage) -> None:
        appointment = stage.do(a_visit_today, stage.petit)
        stage.do(use_cases.report_expenses, appointment, km=Decimal(5))
        with pytest.raises(use_cases.AlreadyClaimed):
            stage.do(use_cases.report_expenses, appointment, km=Decimal(5))
        with pytest.raises(use_cases.WrongPower):
            stage.do(use_cases.report_expenses, appointment, km=Decimal(5), power=0)
        other = stage.do(a_visit_today, stage.petit, at=time(15))
        with pytest.raises(use_cases.NothingSpent):
            stage.do(use_cases.report_expenses, other)
