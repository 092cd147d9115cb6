"""TP-CC-2017, prospecting a sector (CP2 to CP5): traces that pass and traces that fail, criterion by criterion."""

from __future__ import annotations

from crm.training.frameworks.rules.facts import Detail
from crm.training.frameworks.rules.verdicts import Counts, Standing
from tests.training.frameworks.traces import CC, Log, clauses_of

CALL = "campaign_call:4 company:12 campaign:2"
VISIT = "visit:5 appointment:3 company:12"
MEETING = "appointment:3 company:12"


def found(log: Log, code: str) -> list[tuple[int, int, int]]:
    """Judge a log by TP-CC-2017 and return (satisfied, violated, pending) of each clause of a criterion."""
    return clauses_of(log.on(code, framework=CC))


def talk(*turns: dict[str, Detail], medium: str = "meeting", outcome: str = "reached", faults: int = 0) -> Log:
    """Hold a conversation of these turns to its end."""
    log = Log().add("conversation.started", "conversation:7 company:12", medium=medium)
    for turn in turns:
        quiet: dict[str, Detail] = {
            "medium": medium,
            "fault": False,
            "answers": "information",
            "answer": "information",
            "heard": (),
        }
        log.told("conversation.turn_taken", "conversation:7", quiet | turn)
    return log.add("conversation.ended", "conversation:7 company:12", medium=medium, outcome=outcome, faults=faults)


class TestMeansWithinThePolicy:
    """CP2.1."""

    def test_pass(self) -> None:
        log = Log().add("campaign.launched", "campaign:2 company:12", despite_opt_out=0)
        log.add("campaign.call_logged", CALL, result="refused", lawful=True).add("canvassing_call.made", lawful=True)
        log.add("sales_plan.submitted", "sales_plan:1", text="Le téléphone coûte moins par contact utile")
        assert found(log, "CP2.1") == [(1, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("campaign.launched", "campaign:2 company:12", despite_opt_out=1)
        log.add("campaign.call_logged", CALL, result="refused", lawful=False).add("canvassing_call.made", lawful=False)
        log.add("sales_plan.submitted", "sales_plan:1", text="")
        assert found(log, "CP2.1") == [(0, 1, 0), (0, 1, 0), (0, 1, 0), (0, 1, 0)]


class TestToolsPutToUse:
    """CP2.2, and CT3.1 which takes its rule over."""

    def test_pass(self) -> None:
        log = Log().add("tour.optimised", "tour:1").add("tour.accepted", "tour:1 company:12 company:13", faults=())
        log.add("task.created", "task:2 company:12", due_on="2026-03-06").at(7).add("task.done", "task:2 company:12")
        assert found(log, "CP2.2") == found(log, "CT3.1") == [(1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("tour.optimised", "tour:2").add("tour.accepted", "tour:1 company:12", faults=())
        log.add("task.created", "task:2", due_on="2026-03-06").at(8)
        assert found(log, "CP2.2") == [(0, 1, 0), (0, 1, 0)]

    def test_a_task_is_open_until_the_day_after_it_is_due(self) -> None:
        log = Log().add("task.created", "task:2", due_on="2026-03-06").at(7)
        assert log.on("CP2.2", framework=CC).standing is Standing.PENDING


class TestPlanningForTheSector:
    """CP2.4, and CT1.3 which takes its rule over."""

    def test_pass(self) -> None:
        log = Log().add("tour.accepted", "tour:1 company:12", faults=())
        log.add("appointment.booked", MEETING, trouble=()).add("appointment.moved", MEETING, trouble=())
        assert found(log, "CP2.4") == found(log, "CT1.3") == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("tour.accepted", "tour:1 company:12", faults=({"kind": "closed"},))
        log.add("appointment.booked", MEETING, trouble=("closed",))
        log.add("appointment.moved", MEETING, trouble=("travel", "closed"))
        assert found(log, "CP2.4") == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]


class TestActivitiesOfThePlan:
    """CP2.3, and CT1.2 which takes its rule over."""

    def chosen(self) -> Log:
        return Log().add("sales_action.chosen", "sales_action:6 sales_plan:1", ends_on="2026-03-06")

    def test_pass(self) -> None:
        log = self.chosen()
        for thing in ("campaign:2", "tour:1"):
            log.add("sales_action.linked", f"{thing} sales_action:6", linked=True)
        log.add("campaign.launched", "campaign:2 company:12", despite_opt_out=0).add("tour.accepted", "tour:1")
        log.at(8).add("sales_action.completed", "sales_action:6 sales_plan:1")
        assert found(log, "CP2.3") == found(log, "CT1.2") == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = self.chosen().add("sales_action.linked", "campaign:2 sales_action:6", linked=False)
        log.add("campaign.launched", "campaign:2 company:12", despite_opt_out=0).add("tour.accepted", "tour:1").at(9)
        assert found(log, "CP2.3") == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_an_action_put_off_with_a_reason_is_not_late(self) -> None:
        log = self.chosen().add("sales_action.rescheduled", "sales_action:6 sales_plan:1", reason="Salon avancé").at(30)
        assert found(log, "CP2.3")[2] == (0, 0, 0)


class TestTargets:
    """CP3.1."""

    def test_pass(self) -> None:
        log = Log().add("sales_action.linked", "campaign:2 sales_action:6", linked=True)
        log.add("campaign.launched", "campaign:2 company:12 company:13", despite_opt_out=0)
        log.add("conversation.started", "conversation:7 company:12", canvasses=True, medium="phone")
        log.add("canvassing_call.made", "company:13", lawful=True)
        assert found(log, "CP3.1") == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail_for_somebody_whom_no_campaign_aims_at(self) -> None:
        log = Log().add("campaign.launched", "campaign:2 company:12", despite_opt_out=0)
        log.add("conversation.started", "conversation:7 company:14", canvasses=True, medium="phone")
        log.add("canvassing_call.made", "company:14", lawful=True)
        assert found(log, "CP3.1") == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_a_call_that_was_planned_needs_no_campaign(self) -> None:
        log = Log().add("next_step.planned", "qualification:1 company:14", step="call")
        log.add("conversation.started", "conversation:7 company:14", canvasses=True, medium="phone")
        assert found(log.add("canvassing_call.made", "company:14", lawful=True), "CP3.1")[:2] == [(1, 0, 0), (1, 0, 0)]

    def test_who_asked_for_a_quote_may_be_called(self) -> None:
        log = Log().customer("quote.requested", "message:9 company:14")
        log.add("conversation.started", "conversation:7 company:14", canvasses=True, medium="phone")
        assert found(log, "CP3.1")[0] == (1, 0, 0)

    def test_a_call_about_a_claim_is_no_prospecting(self) -> None:
        log = Log().add("conversation.started", "conversation:7 company:14", canvasses=False, medium="phone")
        assert log.on("CP3.1", framework=CC).counts == Counts()


class TestMakingAppointments:
    """CP3.2."""

    def test_pass(self) -> None:
        log = talk({"act": "empathy", "answers": "barrage"}, medium="phone")
        log.add("campaign.call_logged", CALL, result="appointment", lawful=True)
        log.at(1).add("campaign.appointment_confirmed", CALL).add("appointment.confirmed", MEETING)
        log.at(3).add("visit.reported", VISIT, result="reached", next_step="quote")
        assert found(log, "CP3.2") == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = talk({"act": "pressure", "fault": True, "answers": "barrage"}, medium="phone")
        log.add("campaign.call_logged", CALL, result="appointment", lawful=True)
        log.at(3).add("visit.reported", VISIT, result="reached", next_step="quote")
        assert found(log, "CP3.2") == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_a_refusal_is_not_to_be_confirmed(self) -> None:
        assert found(Log().add("campaign.call_logged", CALL, result="refused").at(9), "CP3.2")[0] == (0, 0, 0)


class TestHandlingTheTools:
    """CP3.3."""

    def test_pass(self) -> None:
        log = Log().add("conversation.started", "conversation:7 company:12 campaign:2", medium="phone")
        log.at(0, "09:40").add("campaign.call_logged", f"{CALL} conversation:7", result="objects", lawful=True)
        assert found(log.at(1).add("opt_out.recorded", phone=True), "CP3.3") == [(1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("conversation.started", "conversation:7 company:12 campaign:2", medium="phone")
        log.at(0, "10:01").add("campaign.call_logged", f"{CALL} conversation:7", result="objects", lawful=True)
        assert found(log.at(2), "CP3.3") == [(0, 1, 0), (0, 1, 0)]

    def test_a_conversation_for_no_campaign_has_no_result_to_note(self) -> None:
        log = Log().add("conversation.started", "conversation:7 company:12", medium="phone").at(2)
        assert log.on("CP3.3", framework=CC).counts == Counts()


class TestListening:
    """CP4.3, and CT2.3 which takes its rule over."""

    def test_pass(self) -> None:
        log = talk({"act": "open_question"}, {"act": "conclusion"}, {"act": "next_step"})
        assert found(log, "CP4.3") == found(log, "CT2.3") == [(2, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = talk({"act": "closed_question"}, {"act": "conclusion"}, faults=1)
        assert found(log, "CP4.3") == [(0, 1, 0), (0, 1, 0)]

    def test_on_the_phone_nobody_stands_before_anybody(self) -> None:
        assert talk({"act": "conclusion"}, medium="phone").on("CP4.3", framework=CC).counts == Counts()


class TestEnoughToQualify:
    """CP4.4."""

    def qualified(self, *, need: bool, circuit: str, timing: str) -> Log:
        return Log().add("prospect.qualified", "qualification:1 company:12", need=need, circuit=circuit, timing=timing)

    def test_pass(self) -> None:
        log = self.qualified(need=True, circuit="identified", timing="quarter")
        log.add("discovery.recorded", VISIT, needs=True, circuit="decision_maker_met", motives=("comfort",))
        assert found(log.add("visit.reported", VISIT), "CP4.4") == [(1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        for need, circuit, timing in (
            (False, "identified", "now"),
            (True, "unknown", "now"),
            (True, "identified", "unknown"),
        ):
            log = self.qualified(need=need, circuit=circuit, timing=timing)
            log.add("discovery.recorded", VISIT, needs=need, circuit="unknown", motives=())
            assert found(log.add("visit.reported", VISIT), "CP4.4") == [(0, 1, 0), (0, 1, 0)]


class TestFileAfterTheVisit:
    """CP4.5, and CT1.4 which takes its rule over."""

    def booked(self) -> Log:
        return Log().add("appointment.booked", MEETING, meeting="visit", starts="2026-03-04T10:00+01:00", trouble=())

    def held(self, log: Log, starts: str = "2026-03-04T10:00+01:00") -> Log:
        return log.add("appointment.held", MEETING, meeting="visit", starts=starts)

    def test_pass(self) -> None:
        log = self.held(self.booked().at(2)).customer("company.details_announced", "message:9 company:12")
        log.add("company.updated").at(4).add("visit.reported", VISIT)
        assert found(log, "CP4.5") == found(log, "CT1.4") == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = self.held(self.booked().at(2)).customer("company.details_announced", "message:9 company:12")
        assert found(log.at(7).add("visit.reported", VISIT), "CP4.5") == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_a_visit_that_nobody_noted_as_held_is_to_be_reported_all_the_same(self) -> None:
        assert found(self.booked().at(7), "CP4.5")[0] == (0, 1, 0)

    def test_one_that_was_cancelled_is_not(self) -> None:
        log = self.booked().add("appointment.cancelled", MEETING, meeting="visit").at(7)
        assert log.on("CP4.5", framework=CC).counts == Counts()

    def test_one_that_was_moved_is_reported_from_its_new_day_on(self) -> None:
        log = self.booked().add("appointment.moved", MEETING, meeting="visit", starts="2026-03-10T10:00+01:00")
        log = self.held(log.at(8), starts="2026-03-10T10:00+01:00").at(10).add("visit.reported", VISIT)
        assert found(log, "CP4.5")[:2] == [(0, 0, 0), (1, 0, 0)]

    def test_a_call_is_no_visit(self) -> None:
        log = Log().add("appointment.booked", MEETING, meeting="call", starts="2026-03-04T10:00+01:00").at(9)
        assert log.on("CP4.5", framework=CC).counts == Counts()


class TestVariances:
    """CP5.1, CP5.2 and CP5.4."""

    def test_pass(self) -> None:
        log = Log().add("campaign.closed", "campaign:2").at(2)
        log.add("campaign.reviewed", "campaign:2", text="Trop peu d’appels", corrections="Appeler le matin")
        assert [found(log, code)[0] for code in ("CP5.1", "CP5.2", "CP5.4")] == [(1, 0, 0)] * 3

    def test_fail(self) -> None:
        log = Log().add("campaign.reviewed", "campaign:2", text="Trop peu d’appels", corrections="")
        log.add("campaign.closed", "campaign:2").at(3)
        assert [found(log, code)[0] for code in ("CP5.1", "CP5.2", "CP5.4")] == [(0, 1, 0)] * 3

    def lagging(self, gap: int = -120_000) -> Log:
        return Log().add("variance.noted", "sales_goal:3 sales_plan:1", gap=gap)

    def test_a_goal_that_lags_behind_is_corrected_by_an_action(self) -> None:
        log = self.lagging().at(4).add("corrective_action.proposed", "sales_goal:3 sales_plan:1")
        log.at(9).add("sales_action.planned", "sales_action:8 sales_plan:1 sales_goal:3", corrects=True)
        assert found(log, "CP5.4")[1:] == [(1, 0, 0), (1, 0, 0)]

    def test_it_is_not_if_nothing_or_something_else_follows(self) -> None:
        assert found(self.lagging().at(9), "CP5.4")[1] == (0, 1, 0)
        log = Log().add("corrective_action.proposed", "sales_goal:3 sales_plan:1")
        log.add("sales_action.planned", "sales_action:8 sales_plan:1 sales_goal:3", corrects=False).at(9)
        assert found(log, "CP5.4")[2] == (0, 1, 0)

    def test_a_goal_that_is_ahead_needs_none(self) -> None:
        assert found(self.lagging(gap=5_000).at(9), "CP5.4")[1] == (0, 0, 0)
