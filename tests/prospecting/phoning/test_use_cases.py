"""Calls of a campaign: held, written down, their appointments confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from crm.kernel.money import Money
from crm.prospecting.campaigns import queries as campaigns
from crm.prospecting.campaigns.models import CallResult, CampaignTarget, Confirmation
from crm.prospecting.campaigns.use_cases import close_campaign
from crm.prospecting.conversations.use_cases import hang_up, start_conversation
from crm.prospecting.phoning import queries
from crm.prospecting.phoning.use_cases import (
    CallGoesOn,
    HourMissing,
    InThePast,
    NoAppointment,
    NoScript,
    NotCalled,
    WhenMissing,
    confirm_appointment,
    hold_call,
    log_call,
)
from crm.prospecting.privacy.queries import callee
from tests.builders import Stage
from tests.prospecting.campaigns.builders import a_campaign, a_file, the_target

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture
def target(stage: Stage) -> CampaignTarget:
    """Somebody to call in a campaign that runs."""
    people = stage.do(a_file)
    return the_target(stage.do(a_campaign, graph="cold_call"), people["fit"])


class TestCalling:
    def test_holds_the_campaigns_conversation(self, stage: Stage, target: CampaignTarget) -> None:
        held = stage.do(hold_call, target)
        assert target.conversation_id == held.id
        begun = stage.last("conversation.started")
        assert {"kind": "campaign", "id": target.campaign_id, "label": target.campaign.label} in begun["about"]
        stage.do(hang_up, held)
        assert stage.do(log_call, target, result=CallResult.REFUSED).conversation_id == held.id

    def test_has_no_result_while_it_lasts(self, stage: Stage, target: CampaignTarget) -> None:
        stage.do(hold_call, target)
        with pytest.raises(CallGoesOn):
            stage.do(log_call, target, result=CallResult.REFUSED)
        assert stage.records("campaign.call_logged") == []

    def test_by_hand_where_there_is_none(self, stage: Stage) -> None:
        people = stage.do(a_file)
        with pytest.raises(NoScript):
            stage.do(hold_call, the_target(stage.do(a_campaign), people["fit"]))

    def test_nobody_is_called_once_it_is_over(self, stage: Stage, target: CampaignTarget) -> None:
        stage.do(close_campaign, target.campaign)
        with pytest.raises(NotCalled):
            stage.do(log_call, target, result=CallResult.REFUSED)


class TestResult:
    def test_takes_the_person_off_the_queue_and_says_all_on_record(self, stage: Stage, target: CampaignTarget) -> None:
        stage.do(log_call, target, result=CallResult.INFORMATION, note="Veut le catalogue", next_step="L’envoyer")
        said = stage.last("campaign.call_logged")["details"]
        assert (said["result"], said["useful"], said["text"]) == ("information", True, "Veut le catalogue")
        assert (said["faults"], said["lawful"]) == ([], True)
        queue = queries.queue(target.campaign, today=MONDAY)
        assert target not in [*queue.due, *queue.later]
        assert queue.finished == 1

    def test_puts_who_was_not_reached_on_the_next_day(self, stage: Stage, target: CampaignTarget) -> None:
        stage.do(log_call, target, result=CallResult.UNREACHABLE)
        assert (target.next_call_on, target.calls) == (date(2026, 3, 3), 1)
        assert target in queries.queue(target.campaign, today=MONDAY).later
        stage.do(log_call, target, result=CallResult.CALL_BACK, on=FRIDAY)
        assert (target.next_call_on, target.calls) == (FRIDAY, 2)

    @pytest.mark.parametrize(
        ("result", "on", "refusal"),
        [
            (CallResult.CALL_BACK, None, WhenMissing),
            (CallResult.APPOINTMENT, None, WhenMissing),
            (CallResult.APPOINTMENT, FRIDAY, HourMissing),
            (CallResult.CALL_BACK, date(2026, 3, 1), InThePast),
        ],
    )
    def test_refuses_a_promise_without_its_day(
        self, stage: Stage, target: CampaignTarget, result: CallResult, on: date | None, refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            stage.do(log_call, target, result=result, on=on)
        assert stage.records("campaign.call_logged") == []

    def test_a_consumer_called_too_early_is_called_and_the_record_shows_it(self, stage: Stage) -> None:
        people = stage.do(a_file)
        target = the_target(stage.do(a_campaign, kept=[people["consumer"], people["objects"]]), people["consumer"])
        stage.do(log_call, target, result=CallResult.OBJECTS)
        assert stage.last("campaign.call_logged")["details"]["faults"] == ["outside_hours"]
        objecting = the_target(target.campaign, people["objects"])
        stage.do(log_call, objecting, result=CallResult.REFUSED)
        said = stage.last("campaign.call_logged")["details"]
        assert (said["faults"], said["lawful"], said["exclusion"]) == (["opted_out"], False, "opted_out")


class TestLimits:
    def test_a_call_held_and_written_down_is_one_call(self, stage: Stage, target: CampaignTarget) -> None:
        stage.do(hang_up, stage.do(hold_call, target))
        stage.do(log_call, target, result=CallResult.UNREACHABLE)
        stage.do(log_call, target, result=CallResult.REFUSED)
        called = callee(target.company)
        assert len(called.earlier) == 2
        assert called.refused_at is not None

    def test_the_fifth_call_in_thirty_days_is_made_and_shows_on_the_record(self, stage: Stage) -> None:
        people = stage.do(a_file)
        target = the_target(stage.do(a_campaign, graph="cold_call", kept=[people["consumer"]]), people["consumer"])
        for _ in range(3):
            stage.do(log_call, target, result=CallResult.UNREACHABLE)
        stage.do(hang_up, stage.do(start_conversation, people["consumer"], graph_key="individual_follow_up"))
        held = stage.do(hold_call, target)
        assert "too_often" in stage.last("conversation.started")["details"]["faults"]
        stage.do(hang_up, held)
        stage.do(log_call, target, result=CallResult.BARRAGE)
        assert stage.last("campaign.call_logged")["details"]["faults"] == ["outside_hours", "too_often"]


class TestAppointment:
    def test_is_what_the_agenda_takes_over_and_is_confirmed_once(self, stage: Stage, target: CampaignTarget) -> None:
        call = stage.do(log_call, target, result=CallResult.APPOINTMENT, on=FRIDAY, hour=time(14, 30), place="Arras")
        assert call.appointment_at == datetime(2026, 3, 6, 13, 30, tzinfo=UTC)
        assert [each.id for each in queries.appointments()] == [call.id]
        stage.do(confirm_appointment, call, channel=Confirmation.EMAIL, text="À vendredi")
        said = stage.last("campaign.appointment_confirmed")["details"]
        assert (said["channel"], said["place"], said["text"]) == ("email", "Arras", "À vendredi")
        with pytest.raises(NoAppointment):
            stage.do(confirm_appointment, call, text="Encore")

    def test_counts_once_in_the_figures_of_who_called(self, stage: Stage, target: CampaignTarget) -> None:
        stage.do(log_call, target, result=CallResult.UNREACHABLE)
        stage.do_as("karim", log_call, target, result=CallResult.APPOINTMENT, on=FRIDAY, hour=time(9))
        done = campaigns.done(target.campaign, today=MONDAY)
        assert done.people == ["Karim", "Lina"]
        whole, lina, karim = done.figures(), done.figures("Lina"), done.figures("Karim")
        assert (whole.tried, whole.calls, whole.contacts, whole.appointments) == (1, 2, 1, 1)
        assert (lina.contacts, karim.contacts, karim.useful) == (0, 1, 1)
        assert whole.cost == Money.of(93) == lina.cost + karim.cost
