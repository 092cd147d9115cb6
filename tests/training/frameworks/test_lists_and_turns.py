"""Details that are lists or have parts, windows counted in turns, and answers that must come before an end."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from crm.training.frameworks.queries import FrameworkError, read_framework
from crm.training.frameworks.rules.language import Span, Unit
from crm.training.frameworks.rules.parameters import Parameter, ParameterError, Parameters
from crm.training.frameworks.rules.parser import parse
from crm.training.frameworks.rules.speech import say
from crm.training.frameworks.rules.turns import check
from crm.training.frameworks.rules.verdicts import Counts, Role
from tests.training.frameworks.traces import FOLDER, PARAMETERS, Log

TALK = "conversation:4"
TURN, ENDED = "conversation.turn_taken", "conversation.ended"
SIGNAL = f"Response({TURN}[answer=buying_signal], {TURN}[act=conclusion]){{same=conversation, within=2 turns}}"


def said(*acts: str, about: str = TALK, answers: dict[int, str] | None = None) -> Log:
    """Hold a conversation of these acts; `answers` are what the other one says, by turn."""
    log = Log()
    for turn, act in enumerate(acts, 1):
        log.add(TURN, about, act=act, turn=turn, answer=(answers or {}).get(turn, "information"))
    return log


class TestLists:
    @pytest.mark.parametrize(
        ("condition", "is_fault"),
        [
            ("points!=documents", True), ("points!=people", False), ("points=people", True), ("points=documents", False),
            ("points<3", True), ("points<2", False), ("points=2", True), ("points=0", False), ("points=true", False),
        ],
    )  # fmt: skip
    def test_a_list_is_as_long_as_a_number_and_is_a_text_which_it_holds(
        self, condition: str, *, is_fault: bool
    ) -> None:
        log = Log().add("visit.prepared", "visit:1 company:12", points=("history", "people"))
        assert log.counts(f"Absence(visit.prepared[{condition}])") == Counts(not is_fault, is_fault)

    def test_an_empty_list_says_something_and_a_missing_one_nothing(self) -> None:
        log = Log().add("tour.accepted", "tour:1", faults=()).add("tour.accepted", "tour:2")
        assert log.counts("Absence(tour.accepted[faults>0])") == Counts(satisfied=1)

    def test_a_point_leads_into_a_detail_that_has_parts(self) -> None:
        log = Log().add(ENDED, TALK, acts=MappingProxyType({"rephrasing": 0, "open_question": 3}))
        log.add(ENDED, "conversation:5", acts="none")
        assert log.counts(f"Absence({ENDED}[acts.rephrasing=0])") == Counts(violated=1)
        assert log.counts(f"Absence({ENDED}[acts.open_question<3])") == Counts(satisfied=1)
        assert log.counts(f"Absence({ENDED}[acts.proof=0])") == Counts()


class TestTurns:
    def test_it_is_read(self) -> None:
        (clause,) = parse(SIGNAL).clauses
        assert clause.within == (Span(2, Unit.TURNS),)

    def test_an_answer_within_so_many_turns_satisfies(self) -> None:
        log = said("price", "proof", "conclusion", answers={1: "buying_signal"})
        assert log.counts(SIGNAL) == Counts(satisfied=1)

    def test_it_is_open_as_long_as_turns_are_left(self) -> None:
        assert said("price", "proof", "price", answers={1: "buying_signal"}).at(9).counts(SIGNAL) == Counts(pending=1)

    def test_a_turn_beyond_the_last_one_violates_whatever_it_says(self) -> None:
        late = said("price", "proof", "proof", "conclusion", answers={1: "buying_signal"}).by(SIGNAL)
        assert late.counts == Counts(violated=1)
        assert late.activations[0].exhibits[-1].role is Role.OUT_OF_TIME
        never = said("price", "proof", "proof", "proof", answers={1: "buying_signal"}).by(SIGNAL)
        assert never.counts == Counts(violated=1)
        assert [each.role for each in never.activations[0].exhibits][1:] == [Role.OBSTACLE, Role.MISSING]

    def test_another_conversations_turns_do_not_count(self) -> None:
        log = said("price", answers={1: "buying_signal"})
        for turn in (7, 8, 9):
            log.add(TURN, "conversation:5", act="proof", turn=turn, answer="information")
        assert log.counts(SIGNAL) == Counts(pending=1)

    def test_what_came_before_must_lie_within_so_many_turns_too(self) -> None:
        rule = f"Precedence({TURN}[act=argument], {TURN}[act=price]){{same=conversation, within=2 turns}}"
        assert said("argument", "proof", "price").counts(rule) == Counts(satisfied=1)
        assert said("argument", "proof", "proof", "price").counts(rule) == Counts(violated=1)

    def test_a_record_that_does_not_say_its_turn_is_in_time(self) -> None:
        log = Log().add(TURN, TALK, answer="buying_signal").add(TURN, TALK, act="conclusion", turn=9)
        assert log.counts(SIGNAL) == Counts(satisfied=1)
        unnumbered = Log().add(TURN, TALK, act="argument").add(TURN, TALK, act="price", turn=9)
        rule = f"Precedence({TURN}[act=argument], {TURN}[act=price]){{same=conversation, within=2 turns}}"
        assert unnumbered.counts(rule) == Counts(satisfied=1)

    def test_it_is_said_in_plain_words(self) -> None:
        parameters = Parameters.of(PARAMETERS)
        assert "au plus 2\u00a0répliques plus tard" in say(parse(SIGNAL), parameters)
        assert "within 2 turns" in say(parse(SIGNAL), parameters, language="en")
        before = parse(f"Precedence({TURN}, {TURN}[act=price]){{same=conversation, within=1 turns}}")
        assert "au plus 1\u00a0réplique plus tôt" in say(before, parameters)

    @pytest.mark.parametrize(
        ("rule", "reason"),
        [
            (f"Response({TURN}, {TURN}){{within=2 turns}}", "turns count in"),
            (f"RespondedExistence({TURN}, {TURN}){{same=conversation, within=2 turns}}", "turns count in"),
            (f"Response({TURN}, {TURN}){{same=conversation, within=2 turns+1d}}", "turns or time, not both"),
            (f"Response({TURN}, {TURN}){{same=conversation, after=@talk}}", "after= counts time, not turns"),
        ],
    )
    def test_what_cannot_be_counted_is_refused(self, rule: str, reason: str) -> None:
        (clause,) = parse(rule).clauses
        parameters = Parameters.of((*PARAMETERS, Parameter("talk", "Échange", Unit.TURNS, 2)))
        with pytest.raises(ParameterError, match=reason):
            check(clause, parameters)

    def test_a_file_with_such_a_rule_is_refused(self, tmp_path: Path) -> None:
        text = (FOLDER / "TP-AC-2020.toml").read_text(encoding="utf-8")
        (tmp_path / "TP-AC-2020.toml").write_text(text.replace("after=@reminder_days[1]", "after=2 turns"), "utf-8")
        with pytest.raises(FrameworkError, match=r"criterion CP4\.2: after= counts time"):
            read_framework(tmp_path / "TP-AC-2020.toml")


class TestBeforeAnEnd:
    RULE = f"Response({TURN}[answer=objection], {TURN}[act=proof]){{same=conversation, until={ENDED}}}"

    def test_an_answer_before_the_end_satisfies(self) -> None:
        log = said("price", "proof", answers={1: "objection"}).add(ENDED, TALK)
        assert log.counts(self.RULE) == Counts(satisfied=1)

    def test_the_end_without_an_answer_violates(self) -> None:
        log = said("price", "price", answers={1: "objection"})
        assert log.counts(self.RULE) == Counts(pending=1)
        verdict = log.add(ENDED, TALK).by(self.RULE)
        assert verdict.counts == Counts(violated=1)
        assert [each.role for each in verdict.activations[0].exhibits] == [Role.OCCASION, Role.OBSTACLE, Role.MISSING]

    def test_an_alternate_response_has_an_end_too(self) -> None:
        rule = self.RULE.replace("Response", "AlternateResponse")
        assert said("price", answers={1: "objection"}).add(ENDED, TALK).counts(rule) == Counts(violated=1)

    def test_it_is_said_in_plain_words(self) -> None:
        parameters = Parameters.of(PARAMETERS)
        assert say(parse(self.RULE), parameters).endswith("est dite avant tout entretien terminé.")
        assert say(parse(self.RULE), parameters, language="en").endswith(", before a conversation is ended.")

    def test_a_sum_ends_only_what_came_before(self) -> None:
        with pytest.raises(ValueError, match="a sum ends only what came before"):
            parse("Response(quote.sent, quote.accepted){until=payment.received[sum(amount_cents)>=5]}")
