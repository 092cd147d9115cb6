"""TP-CC-2017, selling face to face (CP7 to CP9): traces that pass and traces that fail, criterion by criterion."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.verdicts import Counts, Standing
from tests.training.frameworks.test_tp_cc_2017_prospecting import VISIT, found, talk
from tests.training.frameworks.traces import CC, Log

ORDER = "order:3 company:12 quote:7 message:9"
ARGUMENTS = ("argument", "catalogue_talk", "proof", "price")


def visited(log: Log, *, next_step: str = "quote", result: str = "reached") -> Log:
    return log.at(2).add("visit.reported", VISIT, result=result, next_step=next_step)


class TestPreparing:
    """CP7.1 and CP7.2."""

    def test_pass(self) -> None:
        log = Log().add("visit.history_consulted", VISIT)
        log.add("visit.prepared", VISIT, before=True, points=("history", "main_goal", "fallback_goal", "documents"))
        assert found(visited(log), "CP7.1") == [(1, 0, 0), (1, 0, 0)]
        assert found(log, "CP7.2") == [(1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("visit.prepared", VISIT, before=True, points=("main_goal",))
        log.add("visit.history_consulted", VISIT)
        assert found(visited(log), "CP7.1") == [(0, 1, 0), (0, 1, 0)]
        assert found(log, "CP7.2") == [(0, 1, 0)]

    def test_what_is_written_on_the_doorstep_is_no_preparation(self) -> None:
        log = Log().add("visit.prepared", VISIT, before=False, points=("fallback_goal", "documents"))
        assert found(visited(log), "CP7.1")[1] == (0, 1, 0)


class TestAskingBeforeArguing:
    """CP7.3 and the second clause of CP7.4."""

    @pytest.mark.parametrize("argument", ARGUMENTS)
    def test_pass(self, argument: str) -> None:
        log = talk({"act": "closed_question", "heard": ("situation",)}, {"act": argument})
        assert found(log, "CP7.3") == [(1, 0, 0)]
        assert found(log, "CP7.4")[1] == (1, 0, 0)

    @pytest.mark.parametrize("argument", ARGUMENTS)
    def test_fail(self, argument: str) -> None:
        log = talk({"act": argument, "heard": ("need",)}, {"act": "open_question"})
        assert found(log, "CP7.3") == [(0, 1, 0)]
        assert found(log, "CP7.4")[1] == (0, 1, 0)

    def test_a_question_that_brought_nothing_shows_no_need(self) -> None:
        assert found(talk({"act": "open_question", "heard": ()}, {"act": "price"}), "CP7.4")[1] == (0, 1, 0)


class TestNeeds:
    """The first clause of CP7.4."""

    def test_pass(self) -> None:
        log = Log().add("discovery.recorded", VISIT, needs=True, motives=("comfort",), circuit="unknown")
        assert found(visited(log), "CP7.4")[0] == (1, 0, 0)

    @pytest.mark.parametrize(("needs", "motives"), [(False, ("comfort",)), (True, ())])
    def test_fail(self, *, needs: bool, motives: tuple[str, ...]) -> None:
        log = Log().add("discovery.recorded", VISIT, needs=needs, motives=motives, circuit="unknown")
        assert found(visited(log), "CP7.4")[0] == (0, 1, 0)


class TestArguing:
    """CP7.5 and CP7.6, and CT2.9 and CT2.10 which take their rules over."""

    def test_pass(self) -> None:
        log = talk({"act": "argument", "tied_to_need": True}, {"act": "counterpart", "answers": "objection"})
        assert found(log, "CP7.5") == found(log, "CT2.9") == [(1, 0, 0)]
        assert found(log, "CP7.6") == found(log, "CT2.10") == [(1, 0, 0)]

    def test_fail(self) -> None:
        log = talk(
            {"act": "catalogue_talk", "tied_to_need": False, "fault": True},
            {"act": "concession", "fault": True, "answers": "objection"},
        )
        assert found(log, "CP7.5") == found(log, "CP7.6") == [(0, 1, 0)]

    def test_a_question_is_no_argument_and_no_answer_to_an_objection(self) -> None:
        log = talk({"act": "open_question", "tied_to_need": None})
        assert log.on("CP7.5", framework=CC).counts == log.on("CP7.6", framework=CC).counts == Counts()


class TestConcluding:
    """CP7.7."""

    def test_pass(self) -> None:
        log = talk({"act": "proof", "answer": "buying_signal"}, {"act": "price"}, {"act": "conclusion"})
        assert found(visited(log), "CP7.7") == [(1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = talk({"act": "proof", "answer": "buying_signal"}, {"act": "price"}, outcome="partly")
        assert found(visited(log, next_step="none"), "CP7.7") == [(0, 1, 0), (0, 1, 0)]

    def test_a_deal_that_the_customer_makes_needs_no_more_words(self) -> None:
        assert found(talk({"act": "argument", "answer": "buying_signal"}), "CP7.7")[0] == (0, 0, 0)

    def test_after_a_missed_visit_nothing_need_follow(self) -> None:
        assert found(visited(Log(), next_step="none", result="missed"), "CP7.7")[1] == (0, 0, 0)


class TestProcedures:
    """CP8.1."""

    def test_pass(self) -> None:
        log = Log().add("order.checked", "message:9 quote:7 company:12").add("balance.checked")
        log.add("order.recorded", ORDER, over_limit=False).add("order.handed_over", "order:3 company:12")
        for day, level in ((1, 1), (8, 2), (20, 3)):
            log.at(day).add("reminder.sent", "invoice:5 company:12", level=level, amount_cents=12_000)
        assert found(log, "CP8.1") == [(1, 0, 0)] * 5

    def test_fail(self) -> None:
        log = Log().add("order.recorded", ORDER, over_limit=False).at(5)
        log.add("reminder.sent", "invoice:5 company:12", level=2, amount_cents=12_000)
        log.add("reminder.sent", "invoice:6 company:12", level=3, amount_cents=12_000)
        assert found(log, "CP8.1") == [(0, 1, 0)] * 5


class TestClaims:
    """CP8.2."""

    def received(self) -> Log:
        return Log().customer("claim.received", "claim:1 company:12", cause="damaged")

    def test_pass(self) -> None:
        log = self.received().at(2).add("claim.settled", "claim:1 company:12", settlement="replacement")
        assert found(log, "CP8.2") == [(1, 0, 0)]

    def test_fail(self) -> None:
        log = self.received().add("claim.settled", "claim:2 company:12", settlement="replacement").at(3)
        assert found(log, "CP8.2") == [(0, 1, 0)]


class TestDelegation:
    """CP8.3."""

    def beyond(self, log: Log) -> Log:
        log.add("payment_plan.granted", "payment_plan:1 invoice:5 company:12", beyond_delegation=True)
        log.add("order.recorded", ORDER, over_limit=True)
        return log.add("quote.sent", "quote:7 company:12", beyond_terms=True)

    def test_pass(self) -> None:
        log = Log()
        log.house("derogation.granted", "derogation:1 payment_plan:1 company:12", subject="payment_plan")
        log.house("derogation.granted", "derogation:2 order:3 company:12", subject="credit_limit")
        log.house("derogation.granted", "derogation:3 quote:7 company:12", subject="discount")
        assert found(self.beyond(log), "CP8.3") == [(1, 0, 0)] * 3

    def test_fail(self) -> None:
        assert found(self.beyond(Log()), "CP8.3") == [(0, 1, 0)] * 3


class TestHandingOver:
    """CP8.4."""

    def noticed(self) -> Log:
        return Log().add("reminder.sent", "invoice:5 company:12", level=3, amount_cents=12_000)

    def test_pass(self) -> None:
        log = self.noticed().at(30).add("receivable.handed_over", "invoice:5 company:12")
        assert found(log.add("management.alerted", "invoice:5 company:12"), "CP8.4") == [(1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = self.noticed().at(40).add("receivable.handed_over", "invoice:5 company:12").at(44)
        assert found(log, "CP8.4") == [(0, 1, 0), (0, 1, 0)]

    def test_an_invoice_that_was_paid_after_the_notice_is_not_handed_over(self) -> None:
        log = self.noticed().at(5).customer("payment.received", "payment:4 invoice:5 company:12", amount_cents=5_000)
        assert log.at(6).on("CP8.4", framework=CC).standing is Standing.PENDING
        log.customer("payment.received", "payment:5 invoice:5 company:12", amount_cents=7_000)
        assert log.at(60).on("CP8.4", framework=CC).counts == Counts()


class TestLoyalty:
    """CP9.1, CP9.3 and CP9.4."""

    def test_pass(self) -> None:
        log = Log().add("inactive_accounts.detected", "company:12 company:13", days=180)
        log.house("derogation.granted", "derogation:1 company:12", subject="discount")
        log.at(5).add("offer.sent", "offer:1 company:12", beyond_terms=True, opted_out=False)
        log.add("campaign.launched", "campaign:2 company:13", despite_opt_out=0).at(20)
        assert found(log, "CP9.1") == found(log, "CP9.3") == found(log, "CP9.4") == [(1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("inactive_accounts.detected", "company:12 company:13", days=180).at(8)
        log.add("offer.sent", "offer:1 company:12", beyond_terms=True, opted_out=True)
        assert found(log, "CP9.1") == found(log, "CP9.3") == [(0, 1, 0)]
        assert found(log, "CP9.4") == [(0, 2, 0)]
