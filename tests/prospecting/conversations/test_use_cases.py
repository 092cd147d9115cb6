"""Holding a conversation: what changes, and what is recorded of it."""

from __future__ import annotations

import pytest

from crm.prospecting.companies.use_cases import add_note, record_opt_out
from crm.prospecting.conversations import queries, use_cases
from crm.prospecting.conversations.models import Outcome, SalesAct
from crm.prospecting.conversations.rules.comparing import Trace
from crm.prospecting.privacy.queries import callee
from crm.prospecting.qualification.models import DecisionCircuit, Timing
from crm.prospecting.qualification.use_cases import qualify
from tests.builders import Stage
from tests.prospecting.conversations.builders import BAD_CALL, GOOD_CALL, a_cold_call


class TestStarting:
    def test_lets_the_other_one_speak_first(self, stage: Stage) -> None:
        conversation = stage.do(a_cold_call, stage.petit)
        assert [(line.rank, line.act) for line in queries.lines_of(conversation)] == [(0, None)]
        fact = stage.last("conversation.started")
        assert fact["details"] == {
            "graph": "cold_call",
            "purpose": "prospecting",
            "medium": "phone",
            "language": "fr",
            "canvasses": True,
            "despite_opt_out": False,
            "ground": "business",
            "faults": [],
            "lawful": True,
        }
        assert [each["kind"] for each in fact["about"]] == ["conversation", "company"]

    def test_a_call_in_spite_of_an_opt_out_is_possible_and_recorded(self, stage: Stage) -> None:
        stage.do(record_opt_out, stage.petit, email=False, phone=True, post=False)
        stage.do(a_cold_call, stage.petit)
        assert stage.last("conversation.started")["details"]["despite_opt_out"] is True

    def test_who_calls_us_is_not_canvassed(self, stage: Stage) -> None:
        stage.do(record_opt_out, stage.petit, email=False, phone=True, post=False)
        stage.do(use_cases.start_conversation, stage.petit, graph_key="english_enquiry")
        details = stage.last("conversation.started")["details"]
        assert (details["canvasses"], details["despite_opt_out"]) == (False, False)
        assert "faults" not in details
        assert callee(stage.petit).earlier == ()

    def test_what_is_not_there_is_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NoSuchConversation):
            stage.do(use_cases.start_conversation, stage.petit, graph_key="chat")


class TestSaying:
    def test_records_the_sales_act_and_what_was_heard(self, stage: Stage) -> None:
        stage.do(a_cold_call, stage.petit, choices=("hello.1", "two_minutes.1"))
        details = stage.last("conversation.turn_taken")["details"]
        assert (details["act"], details["fault"], details["heard"]) == ("open_question", False, ["need", "motive"])
        assert (details["medium"], details["tied_to_need"]) == ("phone", None)

    def test_says_of_arguments_only_whether_they_answer_a_need(self, stage: Stage) -> None:
        conversation = stage.do(a_cold_call, stage.petit, choices=("hello.1", "two_minutes.1", "chairs.1", "yes.1"))
        stage.do(use_cases.say, conversation, choice="plan.1")
        assert stage.last("conversation.turn_taken")["details"]["tied_to_need"] is True

    def test_numbers_the_turns_and_names_what_could_have_been_said(self, stage: Stage) -> None:
        stage.do(a_cold_call, stage.petit, choices=("hello.1", "two_minutes.1"))
        details = stage.last("conversation.turn_taken")["details"]
        assert (details["turn"], details["purpose"]) == (2, "prospecting")
        assert details["offered"] == ["open_question", "closed_question", "catalogue_talk"]

    def test_the_end_counts_what_was_done_and_names_the_chances_left(self, stage: Stage) -> None:
        stage.do(a_cold_call, stage.petit, choices=BAD_CALL)
        assert stage.last("conversation.ended")["details"]["acts"] == {
            "opening": 0, "catalogue_talk": 1, "closed_question": 0, "empathy": 0, "contradiction": 1, "conclusion": 0,
        }  # fmt: skip

    def test_what_is_not_offered_is_refused(self, stage: Stage) -> None:
        conversation = stage.do(a_cold_call, stage.petit)
        with pytest.raises(use_cases.NotOffered):
            stage.do(use_cases.say, conversation, choice="plan.1")

    def test_well_reaches_the_goal(self, stage: Stage) -> None:
        conversation = stage.do(a_cold_call, stage.petit, choices=GOOD_CALL)
        assert conversation.outcome is Outcome.REACHED
        details = stage.last("conversation.ended")["details"]
        assert (details["outcome"], details["learnt"], details["to_learn"], details["faults"]) == ("reached", 4, 5, 0)
        assert {act: times for act, times in details["acts"].items() if times} == {
            "opening": 1, "open_question": 2, "rephrasing": 1, "argument": 1,
        }  # fmt: skip
        assert details["kinds"] == {"need": 1, "motive": 1, "brake": 0, "circuit": 1, "timing": 1}
        assert (details["purpose"], details["turns"]) == ("prospecting", 5)
        assert len(queries.lines_of(conversation)) == 11
        assert queries.acts_in(queries.lines_of(conversation))[0].act is SalesAct.OPEN_QUESTION

    def test_badly_misses_it_and_the_faults_are_counted(self, stage: Stage) -> None:
        conversation = stage.do(a_cold_call, stage.petit, choices=BAD_CALL)
        assert conversation.outcome is Outcome.MISSED
        assert stage.last("conversation.ended")["details"]["faults"] == 2

    def test_nothing_is_said_after_the_end(self, stage: Stage) -> None:
        conversation = stage.do(a_cold_call, stage.petit, choices=GOOD_CALL)
        with pytest.raises(use_cases.AlreadyOver):
            stage.do(use_cases.say, conversation, choice="hello.1")


class TestHangingUp:
    def test_ends_it(self, stage: Stage) -> None:
        conversation = stage.do(a_cold_call, stage.petit, choices=("hello.1",))
        stage.do(use_cases.hang_up, conversation)
        assert conversation.outcome is Outcome.HUNG_UP
        assert stage.last("conversation.ended")["details"]["outcome"] == "hung_up"
        with pytest.raises(use_cases.AlreadyOver):
            stage.do(use_cases.hang_up, conversation)


class TestWhatIsWrittenAfterwards:
    def test_counts_in_notes_as_in_the_qualification(self, stage: Stage) -> None:
        stage.do(add_note, stage.petit, text="Avant l’appel : un fournisseur habituel")
        conversation = stage.do(a_cold_call, stage.petit, choices=GOOD_CALL)
        graph = queries.graph_by_key("cold_call")
        assert graph is not None
        assert queries.compared(graph, conversation, None, queries.notes_after(conversation)) == ()
        stage.do(add_note, stage.petit, text="Douze sièges à remplacer : deux personnes ont mal au dos.")
        found = queries.compared(graph, conversation, None, queries.notes_after(conversation))
        traces = {each.fact.key: each.trace for each in found}
        assert (traces["need"], traces["health"]) == (Trace.NOTED, Trace.NOTED)
        assert (traces["supplier"], traces["owner"]) == (Trace.MISSED, Trace.NOT_NOTED)

    def test_is_compared_with_what_was_said(self, stage: Stage) -> None:
        stage.do(qualify, stage.petit, need="Avant l’appel")
        conversation = stage.do(a_cold_call, stage.petit, choices=GOOD_CALL)
        assert queries.written_after(conversation) is None
        written = stage.do(
            qualify, stage.petit, need="Douze sièges", circuit=DecisionCircuit.UNKNOWN, timing=Timing.QUARTER
        )
        assert queries.written_after(conversation) is written
        graph = queries.graph_by_key("cold_call")
        assert graph is not None
        traces = {each.fact.key: each.trace for each in queries.compared(graph, conversation, written)}
        assert traces == {
            "need": Trace.NOTED,
            "health": Trace.NOT_NOTED,
            "supplier": Trace.MISSED,
            "owner": Trace.NOT_NOTED,
            "spring": Trace.NOTED,
        }
