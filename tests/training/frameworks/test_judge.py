"""The judge: taking over, persons in a team, the exercise's own procedures, and what it stamps."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.judge import Judge, OutOfOrder, by_competency, judge
from crm.training.frameworks.rules.verdicts import Counts, Standing
from tests.training.frameworks.traces import KARIM, LINA, TP, Log, clauses_of, fed, framework_of

ANSWER = "Response(quote.requested, quote.sent){same=company, within=2wd}"
CHECK = "AlternatePrecedence(balance.checked, order.recorded){same=company}"


class TestTakingOver:
    def test_what_was_settled_before_the_exercise_does_not_count(self) -> None:
        log = Log().customer("quote.requested", "company:12").add("quote.sent").add("order.recorded")
        assert log.at(1).opened().counts(f"{ANSWER} & {CHECK}") == Counts()

    def test_a_check_made_before_is_still_known(self) -> None:
        assert Log().add("balance.checked").opened().add("order.recorded").counts(CHECK) == Counts(satisfied=1)

    def test_what_was_open_is_due_from_the_opening_on(self) -> None:
        log = Log().customer("quote.requested", "company:12").at(30).opened()
        assert log.counts(ANSWER) == Counts(pending=1)
        (activation,) = log.by(ANSWER).activations
        assert activation.taken_over
        assert activation.due_at is not None and activation.due_at.date().isoformat() == "2026-04-03"
        assert log.at(32).add("quote.sent").counts(ANSWER) == Counts(satisfied=1)
        late = Log().customer("quote.requested", "company:12").at(30).opened().at(33)
        assert late.counts(ANSWER) == Counts(violated=1)

    def test_what_has_no_window_stays_open(self) -> None:
        log = Log().add("quote.sent", "quote:1").opened()
        assert log.counts("Response(quote.sent, quote.accepted){same=quote}") == Counts(pending=1)

    def test_its_first_day_remains_where_it_was(self) -> None:
        rule = "Response(invoice.fell_due, reminder.sent){same=invoice, from=due_on, after=8d, within=13d}"
        log = Log().house("invoice.fell_due", "invoice:5", due_on="2026-02-20").at(1).opened()
        assert log.add("reminder.sent", "invoice:5").counts(rule) == Counts(satisfied=1)

    def test_counts_and_beginnings_start_anew(self) -> None:
        rule = "Existence(2, message.sent) & Init(note.added){same=company, on=*} & Absence(note.added[bad=true])"
        log = Log().add("message.sent").add("note.added", bad=True).opened()
        assert log.counts(rule) == Counts()
        assert log.add("message.sent").counts("Existence(2, message.sent)") == Counts(pending=1)


class TestPersons:
    def test_what_one_did_counts_for_that_one(self) -> None:
        log = Log().customer("quote.requested", "company:12").add("quote.sent", by=KARIM)
        assert log.counts(ANSWER, subject=KARIM.id) == Counts(satisfied=1)
        assert log.counts(ANSWER, subject=LINA.id) == Counts()
        assert log.counts(ANSWER) == Counts(satisfied=1)

    def test_what_nobody_did_concerns_the_whole_team(self) -> None:
        log = Log().customer("quote.requested", "company:12").at(9)
        for subject in (LINA.id, KARIM.id, None):
            verdict = log.by(ANSWER, subject=subject)
            assert verdict.counts == Counts(violated=1)
            assert verdict.activations[0].team

    def test_a_fault_is_its_authors(self) -> None:
        log = Log().add("order.recorded", by=LINA)
        assert log.counts(CHECK, subject=LINA.id) == Counts(violated=1)
        assert log.counts(CHECK, subject=KARIM.id) == Counts()

    def test_work_of_two_is_marked(self) -> None:
        log = Log().add("balance.checked", by=KARIM).add("order.recorded", by=LINA)
        (activation,) = log.by(CHECK, subject=LINA.id).activations
        assert (activation.standing, activation.person, activation.team) == (Standing.SATISFIED, LINA.id, True)

    def test_absence_and_beginnings_too(self) -> None:
        rule = "Absence(note.added[bad=true]) & Init(note.added){same=company, on=*}"
        log = Log().add("note.added", bad=True, by=KARIM)
        assert log.counts(rule, subject=LINA.id) == Counts()
        assert log.counts(rule, subject=KARIM.id) == Counts(satisfied=1, violated=1)


class TestProcedures:
    RULE = "Response(invoice.fell_due, reminder.sent){same=invoice, within=@grace}"

    def test_the_exercise_brings_its_own(self) -> None:
        log = Log().opened({"grace": 2, "reminder_days": (3, 6, 9)}).house("invoice.fell_due", "invoice:5").at(3)
        verdict = log.by(self.RULE)
        assert verdict.counts == Counts(violated=1)
        assert verdict.parameters == {"grace": 2}
        assert "2\u00a0jours" in verdict.said

    def test_unless_the_judge_was_told_others(self) -> None:
        framework = framework_of(self.RULE)
        log = Log().opened({"grace": 2}).house("invoice.fell_due", "invoice:5").at(3)
        told = framework.procedures({"grace": 9})
        (verdict,) = judge(framework, log.facts, log.now, parameters=told)
        assert verdict.counts == Counts(pending=1)

    def test_an_exercise_without_procedures_leaves_the_defaults(self) -> None:
        log = Log().house("exercise.opened", "workspace:1").house("invoice.fell_due", "invoice:5").at(5)
        assert log.counts(self.RULE) == Counts(pending=1)


def test_records_come_in_their_order() -> None:
    judging = fed(TP, Log().add("note.added").add("note.added"))
    assert judging.position == 2
    with pytest.raises(OutOfOrder):
        judging.feed(Log().add("note.added").facts[0])


def test_a_verdict_says_what_it_applied() -> None:
    (verdict,) = Judge(framework_of(CHECK)).verdicts(Log().now, language="en")
    assert (verdict.framework, verdict.version, verdict.code, verdict.title) == ("TEST", "1", "X.1", "Essai")
    assert verdict.rule == verdict.clauses[0].text == CHECK
    assert verdict.said == verdict.clauses[0].said and verdict.said.startswith("For the same customer")
    assert verdict.is_judged


def test_a_competency_is_the_sum_of_its_criteria() -> None:
    log = Log().add("balance.checked").add("order.recorded", "company:12 order:1").at(1)
    found = {each.code: each for each in by_competency(TP, judge(TP, log.facts, log.now))}
    assert found["CP4"].standing is Standing.SATISFIED
    assert found["CP4"].counts == Counts(satisfied=1)
    assert [each.code for each in found["CP4"].without_occasion] == ["CP4.2", "CP4.3"]
    assert found["CP1"].counts == Counts(violated=1, pending=1)
    assert found["CP1"].standing is Standing.VIOLATED
    assert found["CP5"].standing is Standing.NO_OCCASION
    assert found["CP5"].without_occasion == ()


def test_the_word_for_the_counts() -> None:
    assert Counts(satisfied=9, violated=1, pending=3).standing is Standing.VIOLATED
    assert Counts(satisfied=1, pending=3).standing is Standing.SATISFIED
    assert Counts(pending=3).standing is Standing.PENDING
    assert Counts().standing is Standing.NO_OCCASION


def test_activations_come_in_the_order_of_the_chain() -> None:
    log = Log().customer("quote.requested", "company:12").customer("quote.requested", "company:13")
    verdict = log.add("quote.sent", "company:13").by(ANSWER)
    assert [each.facts[0].position for each in verdict.activations] == [1, 2]
    assert clauses_of(verdict) == [(1, 0, 1)]
    assert [thing.id for thing in verdict.activations[1].about] == [13]
