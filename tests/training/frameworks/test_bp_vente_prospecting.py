"""BP-VENTE, prospecting (C11 to C15): a trace that passes and a trace that fails, item by item."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.facts import Detail
from crm.training.frameworks.rules.verdicts import Standing
from tests.training.frameworks.traces import BP, Log, clauses_of

CALL = "campaign_call:4 company:12 campaign:2"
HELD = "conversation:7 company:12 campaign:2"
GOOD, BAD, OPEN = (1, 0, 0), (0, 1, 0), (0, 0, 1)
Found = list[tuple[int, int, int]]
SOUND: dict[str, Detail] = {
    "ends_on": "2026-03-06", "targeted": True, "scripted": True, "planned_cost_cents": 9_000, "despite_opt_out": 0,
    "goal_contacts": 4, "goal_useful": 0, "goal_appointments": 2, "goal_sales": 0,
}  # fmt: skip
FIT: dict[str, Detail] = {"need": True, "circuit": "identified", "timing": "quarter", "next_step": "call", "score": 60}


def found(log: Log, code: str) -> Found:
    """Judge a log by BP-VENTE and return (satisfied, violated, pending) of each clause of an item."""
    return clauses_of(log.on(code, framework=BP))


def launched(**changes: Detail) -> Log:
    """Launch a campaign that ends on Friday 6 March, as it should be but for the changes."""
    return Log().told("campaign.launched", "campaign:2 company:12", SOUND | changes)


class TestSources:
    """111."""

    def test_pass(self) -> None:
        log = Log()
        for source in (1, 2, 3):
            log.add("source.added", f"source:{source}")
        log.add("watch_note.taken", "watch_note:5 source:1", source_rated=True, importance="high")
        assert found(log.at(7).add("digest.sent", "digest:1 watch_note:5"), "111") == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = Log().add("source.added", "source:1").add("source.added", "source:1")
        log.add("watch_note.taken", "watch_note:5 source:1", source_rated=False, importance="high").at(8)
        assert found(log, "111") == [BAD, BAD, OPEN]

    def test_what_matters_little_need_not_be_told(self) -> None:
        log = Log().add("watch_note.taken", "watch_note:5", source_rated=True, importance="low").at(20)
        assert found(log, "111")[1] == (0, 0, 0)


class TestCustomerData:
    """112."""

    def test_pass(self) -> None:
        log = Log().add("segment.defined", "segment:1", count=14, expression="all(city.is.Lille)")
        log.add("prospects.exported", "", expression="all(city.is.Lille)", count=14)
        assert found(log, "112") == [GOOD, GOOD]

    def test_fail(self) -> None:
        log = Log().add("segment.defined", "segment:1", count=0).add("prospects.exported", "", expression="")
        assert found(log, "112") == [BAD, BAD]


class TestStrategy:
    """113."""

    def test_pass(self) -> None:
        log = launched().add("sales_plan.submitted", "sales_plan:1", text="Le segment le plus rentable")
        assert found(log, "113") == [GOOD, GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = launched(targeted=False, goal_contacts=0, goal_appointments=0, planned_cost_cents=0)
        assert found(log.add("sales_plan.submitted", "sales_plan:1", text=""), "113") == [BAD, BAD, BAD, BAD]

    @pytest.mark.parametrize("goal", ["goal_contacts", "goal_useful", "goal_appointments", "goal_sales"])
    def test_one_goal_is_a_goal(self, goal: str) -> None:
        none = {"goal_contacts": 0, "goal_appointments": 0}
        assert found(launched(**(none | {goal: 1})), "113")[1] == GOOD


class TestTour:
    """121."""

    def test_pass(self) -> None:
        log = Log().add("tour.optimised", "tour:1").add("tour.accepted", "tour:1 company:12", faults=())
        assert found(log.add("appointment.booked", "appointment:3 company:12", trouble=()), "121") == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = Log().add("tour.optimised", "tour:2").add("tour.accepted", "tour:1 company:12", faults=("late",))
        log.add("appointment.booked", "appointment:3 company:12", trouble=("clash",))
        assert found(log, "121") == [BAD, BAD, BAD]


class TestProspectFile:
    """122."""

    def test_pass(self) -> None:
        log = Log().add("duplicates.checked", "")
        log.add("company.created", "company:20", imported=False, look_alikes=(), nature="individual")
        log.add("company.created", "company:21", imported=True, look_alikes=(), nature="business")
        log.customer("company.details_announced", "company:12 message:3").add("company.updated", "company:12")
        log.at(20).add("information.given", "company:20")
        assert found(log, "122") == [GOOD, GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = Log().add("company.created", "company:20", imported=False, look_alikes=(), nature="individual")
        log.add("company.created", "company:21", imported=True, look_alikes=(12,), nature="business")
        log.customer("company.details_announced", "company:12 message:3").at(31)
        assert found(log, "122") == [BAD, BAD, BAD, BAD]

    def test_whom_the_house_had_entered_one_need_not_inform(self) -> None:
        log = Log().house("company.created", "company:20", imported=False, look_alikes=(), nature="individual")
        assert found(log.at(60), "122")[3] == (0, 0, 0)

    def test_each_record_has_its_own_look_for_duplicates(self) -> None:
        log = Log().add("duplicates.checked", "")
        for company in (20, 21):
            log.add("company.created", f"company:{company}", imported=False, look_alikes=(), nature="business")
        assert found(log, "122")[0] == (1, 1, 0)

    def test_a_double_that_somebody_types_in_knowingly_is_theirs_to_explain(self) -> None:
        log = Log().add("duplicates.checked", "")
        log.add("company.created", "company:20", imported=False, look_alikes=(12,), nature="business")
        assert found(log, "122")[:2] == [GOOD, (0, 0, 0)]


class TestTools:
    """123."""

    def test_pass_and_fail(self) -> None:
        assert found(launched(), "123") == [GOOD]
        assert found(launched(scripted=False), "123") == [BAD]


class TestFirstContact:
    """131."""

    def called(self, act: str, *, lawful: bool = True, offered: tuple[str, ...] = ("opening", "pressure")) -> Log:
        log = launched(despite_opt_out=int(not lawful)).add("conversation.started", HELD, lawful=lawful)
        for turn, each in enumerate((act, "open_question"), 1):
            facts: dict[str, Detail] = {"act": each, "turn": turn, "purpose": "prospecting", "offered": offered}
            log.told("conversation.turn_taken", "conversation:7", facts)
        return log

    def test_pass(self) -> None:
        assert found(self.called("opening"), "131") == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        assert found(self.called("pressure", lawful=False), "131") == [BAD, BAD, BAD]

    def test_who_cannot_open_is_not_blamed(self) -> None:
        assert found(self.called("open_question", offered=("open_question",)), "131")[0] == (0, 0, 0)


class TestContactsPutToUse:
    """132."""

    def test_pass(self) -> None:
        log = (
            Log()
            .add("conversation.started", HELD)
            .add("campaign.call_logged", f"{CALL} conversation:7", result="quote")
        )
        log.add("campaign.call_logged", "campaign_call:5 company:13 campaign:2", result="objects")
        log.add("opt_out.recorded", "company:13")
        log.at(1).told("prospect.qualified", "qualification:1 company:12", FIT)
        assert found(log, "132") == [GOOD, GOOD, GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = Log().add("conversation.started", HELD).at(0, "11:00")
        log.add("campaign.call_logged", f"{CALL} conversation:7", result="quote")
        log.add("campaign.call_logged", "campaign_call:5 company:13 campaign:2", result="objects").at(2)
        log.told("prospect.qualified", "qualification:1 company:12", FIT | {"need": False, "next_step": "none"})
        assert found(log, "132") == [BAD, BAD, BAD, BAD, BAD]

    def test_who_refused_needs_no_qualification_and_who_promises_little_no_next_step(self) -> None:
        log = Log().add("campaign.call_logged", CALL, result="refused")
        log.told("prospect.qualified", "qualification:1 company:12", FIT | {"next_step": "none", "score": 20})
        assert found(log.at(9), "132")[1::3] == [(0, 0, 0), (0, 0, 0)]


class TestAppointments:
    """133."""

    MET = "appointment:3 company:12"

    def test_pass(self) -> None:
        log = Log().add("campaign.call_logged", CALL, result="appointment").add("campaign.appointment_confirmed", CALL)
        log.add("appointment.booked", self.MET, trouble=()).at(1).add("appointment.confirmed", self.MET)
        assert found(log.at(2).add("appointment.held", self.MET), "133") == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = Log().add("campaign.call_logged", CALL, result="appointment")
        log.add("appointment.booked", self.MET, trouble=("closed",)).at(2).add("appointment.held", self.MET)
        assert found(log, "133") == [BAD, BAD, BAD]

    def test_a_moved_one_is_confirmed_anew(self) -> None:
        log = Log().add("appointment.confirmed", self.MET).add("appointment.moved", self.MET, trouble=())
        assert found(log.at(2).add("appointment.held", self.MET), "133")[2] == BAD


class TestResults:
    """141 to 146, 151."""

    def reviewed(self, log: Log, day: int, corrections: str = "Appeler le matin") -> Log:
        return log.at(day).add("campaign.reviewed", "campaign:2", text="Trop peu d’appels", corrections=corrections)

    def test_pass(self) -> None:
        log = self.reviewed(launched().at(7).add("campaign.closed", "campaign:2"), 8)
        log.at(10).add("message.sent", "message:9 campaign:2", service="sales")
        for code in ("141", "142", "143", "144", "146", "151"):
            assert found(log, code) == [GOOD], code

    def test_fail(self) -> None:
        log = launched(goal_contacts=0, goal_appointments=0, planned_cost_cents=0)
        log = self.reviewed(log.at(9).add("campaign.closed", "campaign:2"), 14, corrections="")
        log.at(20).add("message.sent", "message:9", service="sales")
        for code in ("141", "142", "143", "144", "146", "151"):
            assert found(log, code) == [BAD], code

    def test_a_campaign_that_goes_on_owes_nothing_yet(self) -> None:
        assert launched().at(4).on("141", framework=BP).standing is Standing.PENDING
