"""BP-VENTE, following up (C31 to C35): a trace that passes and a trace that fails, item by item."""

from __future__ import annotations

from crm.training.frameworks.rules.verdicts import Standing
from tests.training.frameworks.test_bp_vente_prospecting import BAD, GOOD, found
from tests.training.frameworks.traces import BP, Log

VISIT, MET = "visit:5 appointment:3 company:12", "appointment:3 company:12"
CLAIM = "claim:2 message:9 delivery_note:1 order:3 company:12"
ORDER = "order:3 company:12"


def held() -> Log:
    """Hold a visit on Monday 2 March."""
    return Log().add("appointment.held", MET, meeting="visit", starts="2026-03-02T08:00")


class TestAfterTheVisit:
    """311."""

    def test_pass(self) -> None:
        log = held().add("discovery.recorded", VISIT).at(1).add("visit.reported", VISIT)
        assert found(log.at(6).add("expenses.reported", VISIT), "311") == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = held().at(3).add("discovery.recorded", VISIT).add("visit.reported", VISIT)
        assert found(log.at(8).add("expenses.reported", VISIT), "311") == [BAD, BAD, BAD]

    def test_a_meeting_at_our_place_costs_nothing(self) -> None:
        log = Log().add("appointment.held", MET, meeting="office", starts="2026-03-02T08:00").at(20)
        assert found(log, "311") == [(0, 0, 0)] * 3


class TestPassingOn:
    """312."""

    def begun(self) -> Log:
        log = Log().customer("claim.received", CLAIM, cause="damaged")
        log.house("market_question.asked", "market_event:6")
        return log.add("watch_note.taken", "watch_note:4 source:1", importance="high")

    def test_pass(self) -> None:
        log = self.begun().at(1).add("message.sent", "message:11 message:9 company:12", service="shipping")
        log.add("watch_note.taken", "watch_note:5 source:1 market_event:6", importance="low")
        assert found(log.add("digest.sent", "digest:1 watch_note:4"), "312") == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = self.begun().add("message.sent", "message:11 message:8 company:12", service="shipping")
        assert found(log.at(8), "312") == [BAD, BAD, BAD]

    def test_a_claim_that_one_settles_oneself_need_not_be_passed_on(self) -> None:
        assert found(self.begun().add("claim.settled", CLAIM).at(9), "312")[0] == (0, 0, 0)


class TestHandingOver:
    """321."""

    def test_pass_and_fail(self) -> None:
        recorded = Log().add("order.recorded", ORDER)
        assert found(recorded.at(2).add("order.handed_over", ORDER), "321") == [GOOD]
        assert found(Log().add("order.recorded", ORDER).at(3), "321") == [BAD]

    def test_a_cancelled_order_needs_none(self) -> None:
        log = Log().add("order.recorded", ORDER).add("order.cancelled", ORDER)
        assert found(log.at(9), "321") == [(0, 0, 0)]


class TestDeliveryAndPayment:
    """322."""

    def begun(self) -> Log:
        log = Log().house("delay.noticed", ORDER).customer("claim.received", CLAIM, cause="damaged")
        return log.add("invoice.issued", "invoice:5 order:3 company:12", due_on="2026-02-28", total_cents=12_000)

    def test_pass(self) -> None:
        log = self.begun().at(1).add("delay.announced", ORDER).add("claim.settled", CLAIM)
        log.at(7).add("reminder.sent", "invoice:5 company:12", level=1)
        assert found(log, "322") == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        assert found(self.begun().at(12), "322") == [BAD, BAD, BAD]

    def test_what_the_house_had_invoiced_is_not_the_sellers_to_follow(self) -> None:
        log = Log().house("invoice.issued", "invoice:5 order:3 company:12", due_on="2026-02-28", total_cents=12_000)
        assert found(log.at(40), "322")[2] == (0, 0, 0)

    def test_who_has_paid_is_not_reminded(self) -> None:
        log = self.begun().at(5).customer("payment.received", "payment:4 invoice:5 company:12", amount_cents=12_000)
        assert found(log.at(40), "322")[2] == (0, 0, 0)


class TestFollowUps:
    """331, 332."""

    def begun(self) -> Log:
        log = Log().add("quote.follow_up_planned", "quote:7 company:12", follow_up_on="2026-03-06")
        return log.add("inactive_accounts.detected", "company:12 company:13", days=90)

    def test_pass(self) -> None:
        log = self.begun().at(7).add("quote.followed_up", "quote:7 company:12")
        log.add("offer.sent", "offer:1 company:12").add("offer.sent", "offer:2 company:13")
        assert found(log, "331") == [GOOD]
        assert found(log, "332") == [(2, 0, 0)]

    def test_fail(self) -> None:
        log = self.begun().add("offer.sent", "offer:1 company:12").at(8).add("quote.followed_up", "quote:7 company:12")
        assert found(log, "331") == [BAD]
        assert found(log, "332") == [(1, 1, 0)]

    def test_a_customer_who_has_answered_is_left_in_peace(self) -> None:
        log = self.begun().customer("quote.accepted", "quote:7 company:12")
        assert found(log.at(20), "331") == [(0, 0, 0)]


class TestLoyalty:
    """334, 341."""

    def test_pass(self) -> None:
        log = Log().add("segments.computed", "", accounts=9).at(10)
        log.add("offer.sent", "offer:1 company:12", opted_out=False, beyond_terms=False)
        assert found(log, "334") == [GOOD, GOOD]
        assert found(log, "341") == [GOOD]

    def test_fail(self) -> None:
        log = Log().add("segments.computed", "", accounts=9).at(40)
        log.add("offer.sent", "offer:1 company:12", opted_out=True, beyond_terms=True)
        assert found(log, "334") == [BAD, BAD]
        assert found(log, "341") == [BAD]


class TestOwnResults:
    """352, 353."""

    def noted(self, gap: int, *, day: int = 0) -> Log:
        log = Log().add("sales_goal.set", "sales_goal:1 sales_plan:1").at(day)
        return log.add("variance.noted", "sales_goal:1 sales_plan:1", gap=gap)

    def test_pass(self) -> None:
        log = self.noted(-500).add("corrective_action.proposed", "sales_goal:1 sales_plan:1")
        log.at(4).add("sales_action.planned", "sales_action:3 sales_plan:1 sales_goal:1", corrects=True)
        assert found(log, "352") == [GOOD]
        assert found(log, "353") == [GOOD, GOOD]

    def test_fail(self) -> None:
        log = self.noted(-500, day=31).at(42).add("corrective_action.proposed", "sales_goal:1 sales_plan:1")
        log.add("sales_action.planned", "sales_action:3 sales_plan:1 sales_goal:1", corrects=False).at(60)
        assert found(log, "352") == [BAD]
        assert found(log, "353") == [BAD, BAD]

    def test_a_goal_in_reach_needs_no_correction(self) -> None:
        assert self.noted(0).at(20).on("353", framework=BP).standing is Standing.NO_OCCASION
