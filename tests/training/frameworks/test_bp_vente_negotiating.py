"""BP-VENTE, negotiating (C21 to C25): a trace that passes and a trace that fails, item by item."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from crm.training.frameworks.rules.facts import Detail
from tests.training.frameworks.test_bp_vente_prospecting import BAD, GOOD, OPEN, Found, found
from tests.training.frameworks.traces import Log

TALK, WITH = "conversation:7", "conversation:7 company:12"
VISIT, MET = "visit:5 appointment:3 company:12", "appointment:3 company:12"
Turn = dict[str, Detail]
HEARD: Turn = {"act": "closed_question", "heard": ("need",)}
SIGNAL: Turn = {"act": "proof", "answer": "buying_signal"}


def said(*turns: Turn, log: Log | None = None, purpose: str = "discovery") -> Log:
    """Hold a conversation face to face of these turns; one that says nothing of itself is a quiet one."""
    log = log or Log()
    log.add("conversation.started", WITH, medium="meeting", purpose=purpose)
    quiet: Turn = {"act": "information", "answers": "information", "answer": "information", "heard": (), "fault": False}
    for number, turn in enumerate(turns, 1):
        facts = quiet | {"turn": number, "medium": "meeting", "purpose": purpose, "offered": ("opening",)} | turn
        log.told("conversation.turn_taken", TALK, facts)
    return log


def ended(log: Log, *, outcome: str = "reached", purpose: str = "discovery", motive: int = 1, **acts: int) -> Log:
    """End it, with how often each sales act that was possible was done."""
    return log.add(
        "conversation.ended",
        WITH,
        medium="meeting",
        purpose=purpose,
        outcome=outcome,
        acts=MappingProxyType(dict(acts)),
        kinds=MappingProxyType({"motive": motive}),
    )


class TestPreparing:
    """211, 212, 213."""

    def prepared(self, *points: str, before: bool = True) -> Log:
        log = Log().add("visit.history_consulted", VISIT) if "history" in points else Log()
        return log.add("visit.prepared", VISIT, points=points, before=before)

    def test_pass(self) -> None:
        log = self.prepared("history", "people", "main_goal", "fallback_goal", "documents")
        log.at(2).add("visit.reported", VISIT)
        assert found(log, "211") == found(log, "212") == [GOOD, GOOD]
        assert found(log, "213") == [GOOD]

    def test_fail(self) -> None:
        log = self.prepared("main_goal", before=False).add("visit.reported", VISIT)
        assert found(log, "211") == found(log, "212") == [BAD, BAD]
        assert found(log, "213") == [BAD]


class TestOpening:
    """221."""

    def test_pass_and_fail(self) -> None:
        assert found(said({"act": "opening"}, {"act": "open_question"}), "221") == [GOOD]
        assert found(said({"act": "catalogue_talk"}), "221") == [BAD]

    def test_on_the_phone_it_is_another_item(self) -> None:
        assert found(said({"act": "pressure", "medium": "phone"}), "221") == [(0, 0, 0)]


class TestQuestioning:
    """222."""

    def test_pass(self) -> None:
        log = ended(said(), open_question=3)
        assert found(log.at(1).add("prospect.qualified", "qualification:1 company:12"), "222") == [GOOD, GOOD]

    def test_fail(self) -> None:
        assert found(ended(said(), open_question=2).at(2), "222") == [BAD, BAD]

    def test_a_sheet_of_the_visit_serves_as_well(self) -> None:
        log = ended(said(), open_question=3).add("discovery.recorded", VISIT)
        assert found(log.at(9), "222")[1] == (0, 0, 0)

    def test_what_could_not_be_asked_is_not_counted(self) -> None:
        assert found(ended(said(), closed_question=1), "222")[0] == (0, 0, 0)

    def test_other_conversations_ask_what_they_need(self) -> None:
        log = ended(said(purpose="closing"), purpose="closing", open_question=1)
        assert found(log.at(9), "222") == [(0, 0, 0)] * 2


class TestListening:
    """223."""

    @pytest.mark.parametrize("act", ["open_question", "rephrasing", "empathy"])
    def test_pass(self, act: str) -> None:
        log = said(HEARD, {}, {}, {"act": act})
        assert found(ended(log, rephrasing=1), "223") == [GOOD, GOOD]

    def test_fail(self) -> None:
        log = said(HEARD, {}, {}, {}, {"act": "rephrasing"})
        assert found(ended(log, rephrasing=0), "223") == [BAD, BAD]

    def test_elsewhere_an_argument_may_answer_as_well(self) -> None:
        assert found(said(HEARD, {}, {}, {}, {}, purpose="presentation"), "223")[0] == (0, 0, 0)

    def test_as_long_as_turns_are_left_it_is_open_and_the_end_closes_it(self) -> None:
        assert found(said(HEARD, {}), "223")[0] == OPEN
        assert found(ended(said(HEARD, {}), rephrasing=1), "223")[0] == (0, 0, 0)


class TestMotivesAndBrakes:
    """224."""

    def test_pass(self) -> None:
        log = ended(said()).add("discovery.recorded", VISIT, motives=("comfort",), brakes=True)
        assert found(log, "224") == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        log = ended(said(), motive=0).add("discovery.recorded", VISIT, motives=(), brakes=False)
        assert found(log, "224") == [BAD, BAD, BAD]


class TestValidatedDiscovery:
    """225."""

    def test_pass(self) -> None:
        assert found(said({"act": "rephrasing", "answer": "buying_signal"}, {"act": "next_step"}), "225") == [GOOD]

    def test_fail(self) -> None:
        assert found(said({"act": "open_question"}, {"act": "conclusion"}), "225") == [BAD]

    def test_what_the_customer_denies_validates_nothing(self) -> None:
        assert found(said({"act": "rephrasing", "answer": "objection"}, {"act": "price"}), "225") == [BAD]


class TestPresenting:
    """231, 232, 233."""

    def test_pass(self) -> None:
        log = said({"act": "open_question"}, {"act": "argument", "tied_to_need": True}, {"act": "price"})
        log.add("argument.used", "conversation:7 watch_note:4", shaky=False)
        assert found(log, "231") == found(log, "233") == [GOOD]
        assert found(log, "232") == [GOOD, GOOD]

    def test_fail(self) -> None:
        log = said({"act": "catalogue_talk", "tied_to_need": False}, {"act": "price"})
        log.add("argument.used", "conversation:7 watch_note:4", shaky=True)
        assert found(log, "231") == found(log, "233") == [BAD]
        assert found(log, "232") == [BAD, BAD]


class TestObjections:
    """234."""

    def test_pass(self) -> None:
        assert found(said({"act": "open_question", "answers": "objection"}), "234") == [GOOD]

    def test_fail(self) -> None:
        assert found(said({"act": "contradiction", "answers": "objection", "fault": True}), "234") == [BAD]


class TestConcessions:
    """235."""

    def test_pass(self) -> None:
        log = ended(said(), concession=0, counterpart=2).add("quote.sent", "quote:7 company:12", beyond_terms=False)
        log.house("derogation.granted", "derogation:1 quote:8 company:12", subject="discount")
        assert found(log.add("quote.sent", "quote:8 company:12", beyond_terms=True), "235") == [GOOD, (2, 0, 0)]

    def test_fail(self) -> None:
        log = ended(said(), concession=1).add("quote.sent", "quote:7 company:12", beyond_terms=True)
        assert found(log, "235") == [BAD, BAD]


class TestBuyingSignals:
    """241."""

    def test_what_is_heard_while_discovering_asks_for_no_conclusion_yet(self) -> None:
        assert found(said(SIGNAL, {}, {}, {}, purpose="discovery"), "241") == [(0, 0, 0)]

    def test_pass(self) -> None:
        assert found(said(SIGNAL, {"act": "price"}, {"act": "conclusion"}, purpose="closing"), "241") == [GOOD]

    def test_fail(self) -> None:
        assert found(said(SIGNAL, {}, {}, {}, {"act": "conclusion"}, purpose="closing"), "241") == [BAD]
        assert found(ended(said(SIGNAL, purpose="closing"), outcome="missed"), "241") == [BAD]

    def test_an_agreement_needs_no_further_word(self) -> None:
        assert found(ended(said(SIGNAL, purpose="closing"), outcome="reached"), "241") == [(0, 0, 0)]


class TestConcluding:
    """242."""

    def test_pass(self) -> None:
        log = ended(said()).at(1).add("next_step.planned", "qualification:1 company:12")
        log.add("order.recorded", "order:3 company:12", matches_request=True)
        assert found(log, "242") == [GOOD, GOOD]

    def test_fail(self) -> None:
        log = ended(said(), outcome="partly").at(2)
        assert found(log.add("order.recorded", "order:3 company:12", matches_request=False), "242") == [BAD, BAD]

    def test_a_conversation_that_failed_leads_nowhere(self) -> None:
        assert found(ended(said(), outcome="missed").at(9), "242")[0] == (0, 0, 0)


class TestAfterwards:
    """C25.a, C25.b."""

    def visited(self, day: int, next_step: str = "quote") -> Log:
        facts: Turn = {"meeting": "visit", "starts": "2026-03-04T10:00"}
        log = Log().told("appointment.booked", MET, facts).at(2).told("appointment.held", MET, facts)
        return log.at(day).add("visit.reported", VISIT, next_step=next_step)

    def outcome(self, log: Log) -> Found:
        return found(log, "C25.a") + found(log, "C25.b")

    def test_pass(self) -> None:
        assert self.outcome(self.visited(4)) == [GOOD, GOOD, GOOD]

    def test_fail(self) -> None:
        assert self.outcome(self.visited(7, "none")) == [BAD, BAD, BAD]

    def test_who_moves_it_reports_later(self) -> None:
        log = Log().add("appointment.booked", MET, meeting="visit", starts="2026-03-04T10:00")
        assert self.outcome(log.add("appointment.moved", MET).at(9)) == [(0, 0, 0)] * 3
