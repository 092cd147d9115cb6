"""Each template: its four values, its options, its exhibits."""

from __future__ import annotations

import pytest

from crm.kernel.actor import Assistance
from crm.training.frameworks.rules.verdicts import Counts, Role, Standing
from tests.training.frameworks.traces import KARIM, LINA, Log, clauses_of

NOTHING = Counts()


@pytest.mark.parametrize(
    "rule",
    [
        "Existence(1, quote.sent)",
        "Exactly(1, quote.sent){same=quote}",
        "Absence(quote.sent[beyond_terms=true])",
        "Init(company.created){same=company, on=[quote.sent]}",
        "RespondedExistence(quote.sent, quote.accepted){same=quote}",
        "CoExistence(quote.sent, quote.accepted){same=quote}",
        "Response(quote.sent, quote.accepted){same=quote}",
        "AlternateResponse(quote.sent, quote.accepted){same=quote}",
        "ChainResponse(quote.sent, quote.accepted){same=quote, on=*}",
        "Precedence(quote.drafted, quote.sent){same=quote}",
        "AlternatePrecedence(quote.drafted, quote.sent){same=quote}",
        "ChainPrecedence(quote.drafted, quote.sent){same=quote, on=*}",
        "Succession(quote.drafted, quote.sent){same=quote}",
        "AlternateSuccession(quote.drafted, quote.sent){same=quote}",
        "ChainSuccession(quote.drafted, quote.sent){same=quote, on=*}",
        "NotCoExistence(quote.accepted, quote.declined){same=quote}",
        "NotSuccession(quote.declined, quote.sent){same=quote}",
        "NotChainSuccession(quote.declined, quote.sent){same=quote, on=*}",
    ],
)
def test_a_log_in_which_nothing_happened_fulfils_nothing(rule: str) -> None:
    verdict = Log().add("note.added").by(rule)
    assert verdict.counts == NOTHING
    assert verdict.standing is Standing.NO_OCCASION
    assert verdict.first_satisfied_at is None and verdict.last_satisfied_at is None


class TestResponse:
    RULE = "Response(quote.requested, quote.sent){same=company, within=1wd}"

    def test_an_answer_in_time_satisfies(self) -> None:
        verdict = Log().customer("quote.requested", "company:12").at(1, "18:00").add("quote.sent").by(self.RULE)
        (activation,) = verdict.activations
        assert verdict.standing is Standing.SATISFIED
        assert [(each.role, each.position) for each in activation.exhibits] == [(Role.OCCASION, 1), (Role.ANSWER, 2)]
        assert (activation.person, activation.team) == (1, False)
        assert activation.due_at is not None and activation.due_at.date().isoformat() == "2026-03-03"

    def test_no_answer_is_pending_then_violated(self) -> None:
        log = Log().customer("quote.requested", "company:12")
        assert log.at(1, "23:59").counts(self.RULE) == Counts(pending=1)
        verdict = log.at(2, "00:01").by(self.RULE)
        assert verdict.counts == Counts(violated=1)
        (activation,) = verdict.activations
        assert [(each.role, each.word) for each in activation.exhibits] == [
            (Role.OCCASION, "quote.requested"),
            (Role.MISSING, "quote.sent"),
        ]
        assert (activation.person, activation.team) == (None, True)

    def test_a_late_answer_is_shown_and_remains_a_violation(self) -> None:
        verdict = Log().customer("quote.requested", "company:12").at(4).add("quote.sent").by(self.RULE)
        assert verdict.counts == Counts(violated=1)
        assert [each.role for each in verdict.activations[0].exhibits] == [Role.OCCASION, Role.OUT_OF_TIME]

    def test_another_customers_answer_is_none(self) -> None:
        log = Log().customer("quote.requested", "company:12").add("quote.sent", "company:13")
        assert log.counts(self.RULE) == Counts(pending=1)

    def test_one_answer_serves_all_that_wait(self) -> None:
        log = Log().customer("quote.requested", "company:12").customer("quote.requested", "company:12")
        assert log.add("quote.sent").counts(self.RULE) == Counts(satisfied=2)

    def test_without_a_window_it_can_only_wait(self) -> None:
        log = Log().add("quote.sent", "quote:1").at(900)
        assert log.counts("Response(quote.sent, quote.accepted){same=quote}") == Counts(pending=1)

    def test_a_record_without_the_thing_is_no_occasion(self) -> None:
        assert Log().add("quote.requested", "message:3").counts(self.RULE) == NOTHING

    def test_a_record_on_two_things_is_two_occasions(self) -> None:
        log = Log().add("quote.requested", "company:12 company:13").add("quote.sent", "company:13")
        assert log.counts(self.RULE) == Counts(satisfied=1, pending=1)

    def test_what_the_house_answers_is_nobodys_merit(self) -> None:
        log = Log().customer("quote.requested", "company:12").house("quote.sent", "company:12")
        assert log.counts(self.RULE) == NOTHING

    def test_what_the_customer_answers_is_the_merit_of_who_asked(self) -> None:
        log = Log().add("quote.sent", "quote:1").customer("quote.accepted", "quote:1")
        (activation,) = log.by("Response(quote.sent, quote.accepted){same=quote}").activations
        assert (activation.standing, activation.person) == (Standing.SATISFIED, 1)

    def test_too_early_is_no_answer_and_is_shown(self) -> None:
        rule = "Response(quote.sent, next_step.planned){same=quote, after=2d, within=4d}"
        log = Log().add("quote.sent", "quote:1").at(1).add("next_step.planned", "quote:1")
        assert log.counts(rule) == Counts(pending=1)
        assert log.at(3).add("next_step.planned", "quote:1").counts(rule) == Counts(satisfied=1)
        verdict = Log().add("quote.sent", "quote:1").add("next_step.planned", "quote:1").at(9).by(rule)
        assert [each.role for each in verdict.activations[0].exhibits] == [
            Role.OCCASION,
            Role.OUT_OF_TIME,
            Role.MISSING,
        ]

    def test_a_condition_restricts_the_occasions(self) -> None:
        rule = "Response(quote.sent, quote.accepted){same=quote, if=[total_cents>=@floor]}"
        log = Log().add("quote.sent", "quote:1", total_cents=299_999).add("quote.sent", "quote:2", total_cents=300_000)
        assert log.counts(rule) == Counts(pending=1)


class TestUnless:
    RULE = (
        "Response(invoice.fell_due, reminder.sent){same=invoice, within=5d,"
        " unless=[payment.received[method=transfer, sum(amount_cents)>=$amount_due_cents], payment_plan.granted]}"
    )

    def due(self) -> Log:
        return Log().house("invoice.fell_due", "invoice:5", amount_due_cents=1000)

    def paid(self, log: Log, amount: int, method: str = "transfer") -> Log:
        return log.customer("payment.received", "invoice:5", amount_cents=amount, method=method)

    def test_an_excuse_in_time_releases_the_obligation(self) -> None:
        assert self.paid(self.due().at(3), 1000).at(30).counts(self.RULE) == NOTHING

    def test_part_payments_add_up(self) -> None:
        log = self.paid(self.due(), 400)
        assert log.at(9).counts(self.RULE) == Counts(violated=1)
        assert self.paid(log.at(3), 600).at(9).counts(self.RULE) == NOTHING

    def test_only_what_meets_the_other_conditions_adds_up(self) -> None:
        log = self.paid(self.paid(self.due(), 900), 900, "cheque")
        assert log.at(9).counts(self.RULE) == Counts(violated=1)

    def test_a_sum_that_is_no_number_adds_nothing(self) -> None:
        log = self.due().customer("payment.received", "invoice:5", amount_cents="beaucoup", method="transfer")
        assert log.at(9).counts(self.RULE) == Counts(violated=1)

    def test_an_excuse_which_came_before_forestalls_it(self) -> None:
        log = Log().add("payment_plan.granted", "invoice:5").house("invoice.fell_due", "invoice:5")
        assert log.counts(self.RULE) == NOTHING

    def test_an_excuse_that_comes_late_does_not_undo_the_violation(self) -> None:
        verdict = self.due().at(9).add("payment_plan.granted", "invoice:5").by(self.RULE)
        assert verdict.counts == Counts(violated=1)
        assert [each.role for each in verdict.activations[0].exhibits] == [Role.OCCASION, Role.EXCUSE, Role.MISSING]

    def test_another_invoices_excuse_is_none(self) -> None:
        assert self.due().add("payment_plan.granted", "invoice:6").counts(self.RULE) == Counts(pending=1)


class TestAlternateAndChainResponse:
    def test_the_answer_must_come_before_the_next_time(self) -> None:
        rule = "AlternateResponse(quote.requested, quote.sent){same=company}"
        log = Log().add("quote.requested").add("quote.requested").add("quote.sent")
        verdict = log.by(rule)
        assert verdict.counts == Counts(satisfied=1, violated=1)
        first = next(each for each in verdict.activations if each.standing is Standing.VIOLATED)
        assert [(each.role, each.position) for each in first.exhibits] == [
            (Role.OCCASION, 1),
            (Role.OBSTACLE, 2),
            (Role.MISSING, None),
        ]

    def test_the_answer_must_be_the_next_record_that_counts(self) -> None:
        rule = "ChainResponse(order.recorded, order.confirmed){same=order, on=[order.handed_over]}"
        good = Log().add("order.recorded", "order:1").add("note.added", "order:1").add("order.confirmed", "order:1")
        assert good.counts(rule) == Counts(satisfied=1)
        cut = Log().add("order.recorded", "order:1").add("order.handed_over", "order:1")
        assert cut.add("order.confirmed", "order:1").counts(rule) == Counts(violated=1)
        twice = Log().add("order.recorded", "order:1").add("order.recorded", "order:1")
        assert twice.counts(rule) == Counts(violated=1, pending=1)

    def test_every_record_may_count(self) -> None:
        rule = "ChainResponse(order.recorded, order.confirmed){same=order, on=*}"
        log = Log().add("order.recorded", "order:1").add("note.added", "order:1").add("order.confirmed", "order:1")
        assert log.counts(rule) == Counts(violated=1)
        assert Log().add("order.recorded", "order:1").add("new.word", "order:1").counts(rule) == Counts(violated=1)


class TestExistenceOnBothSides:
    RULE = "RespondedExistence(receivable.handed_over, management.alerted){same=company, agree=[invoice], within=1d}"

    def test_before_or_after_will_do(self) -> None:
        before = Log().add("management.alerted").add("receivable.handed_over", "company:12 invoice:5")
        assert before.counts(self.RULE) == Counts(satisfied=1)
        after = Log().add("receivable.handed_over", "company:12 invoice:5").at(1).add("management.alerted")
        assert after.counts(self.RULE) == Counts(satisfied=1)

    def test_but_not_too_long_before_or_after(self) -> None:
        before = Log().add("management.alerted").at(2).add("receivable.handed_over", "company:12 invoice:5").at(4)
        assert before.counts(self.RULE) == Counts(violated=1)
        after = Log().add("receivable.handed_over", "company:12 invoice:5").at(2).add("management.alerted")
        assert after.counts(self.RULE) == Counts(violated=1)

    def test_and_about_the_same_thing_when_both_name_one(self) -> None:
        log = Log().add("management.alerted", "company:12 invoice:6")
        assert log.add("receivable.handed_over", "company:12 invoice:5").counts(self.RULE) == Counts(pending=1)

    def test_without_a_window_any_time_will_do(self) -> None:
        rule = "CoExistence(quote.accepted, order.recorded){same=quote}"
        log = Log().add("quote.accepted", "quote:1").at(300).add("order.recorded", "quote:1")
        assert log.counts(rule) == Counts(satisfied=2)
        assert log.add("order.recorded", "quote:2").counts(rule) == Counts(satisfied=2, pending=1)


class TestPrecedence:
    def test_once_before_is_enough(self) -> None:
        rule = "Precedence(balance.checked, order.recorded){same=company}"
        log = Log().add("balance.checked").add("order.recorded").at(300).add("order.recorded")
        verdict = log.by(rule)
        assert verdict.counts == Counts(satisfied=2)
        assert [each.role for each in verdict.activations[0].exhibits] == [Role.BEFORE, Role.OCCASION]

    def test_an_alternate_one_wants_its_own_each_time(self) -> None:
        rule = "AlternatePrecedence(balance.checked, order.recorded){same=company}"
        verdict = Log().add("balance.checked").add("order.recorded").add("order.recorded").by(rule)
        assert verdict.counts == Counts(satisfied=1, violated=1)
        assert [each.role for each in verdict.activations[1].exhibits] == [Role.OCCASION, Role.MISSING]

    def test_the_houses_order_uses_the_check_up_but_is_no_occasion(self) -> None:
        rule = "AlternatePrecedence(balance.checked, order.recorded){same=company}"
        log = Log().add("balance.checked").house("order.recorded", "company:12").add("order.recorded")
        assert log.counts(rule) == Counts(violated=1)

    def test_two_dossiers_of_one_customer_may_cross(self) -> None:
        rule = "AlternatePrecedence(order.checked, order.recorded){same=company, agree=[quote]}"
        log = Log().add("order.checked", "company:12 quote:1").add("order.checked", "company:12 quote:2")
        log.add("order.recorded", "company:12 quote:1").add("order.recorded", "company:12 quote:2")
        assert log.counts(rule) == Counts(satisfied=2)
        assert log.add("order.recorded", "company:12 quote:1").counts(rule) == Counts(satisfied=2, violated=1)

    def test_a_stale_check_is_shown(self) -> None:
        rule = "Precedence(balance.checked, order.recorded){same=company, within=24h}"
        assert Log().add("balance.checked").at(1).add("order.recorded").counts(rule) == Counts(satisfied=1)
        verdict = Log().add("balance.checked").at(1, "09:01").add("order.recorded").by(rule)
        assert [each.role for each in verdict.activations[0].exhibits] == [
            Role.OUT_OF_TIME,
            Role.OCCASION,
            Role.MISSING,
        ]

    def test_not_before_its_day(self) -> None:
        rule = "Precedence(invoice.fell_due, reminder.sent){same=invoice, from=due_on, after=@levels[1]}"
        log = Log().house("invoice.fell_due", "invoice:5", due_on="2026-02-25")
        assert log.at(2).add("reminder.sent", "invoice:5").counts(rule) == Counts(violated=1)
        assert log.at(3).add("reminder.sent", "invoice:5").counts(rule) == Counts(satisfied=1, violated=1)

    def test_what_has_ended_is_no_ground_any_more(self) -> None:
        rule = "Precedence(invoice.fell_due, reminder.sent){same=invoice, until=payment.recorded}"
        log = Log().house("invoice.fell_due", "invoice:5").add("reminder.sent", "invoice:5")
        log.add("payment.recorded", "invoice:6").add("reminder.sent", "invoice:5")
        log.add("payment.recorded", "invoice:5").add("reminder.sent", "invoice:5")
        assert log.counts(rule) == Counts(satisfied=2, violated=1)

    def test_an_excuse_allows_the_act_and_is_shown(self) -> None:
        rule = "Precedence(quote.accepted, order.recorded){same=quote, unless=derogation.granted[subject=discount]}"
        log = Log().add("derogation.granted", "quote:1", subject="discount").add("order.recorded", "quote:1")
        verdict = log.by(rule)
        assert verdict.counts == Counts(satisfied=1)
        assert [each.role for each in verdict.activations[0].exhibits] == [Role.EXCUSE, Role.OCCASION]
        other = Log().add("derogation.granted", "quote:1", subject="credit_limit").add("order.recorded", "quote:1")
        assert other.counts(rule) == Counts(violated=1)

    def test_right_before_on_the_records_that_count(self) -> None:
        rule = "ChainPrecedence(balance.checked, order.recorded){same=company, on=[invoice.issued]}"
        assert Log().add("balance.checked").add("note.added").add("order.recorded").counts(rule) == Counts(satisfied=1)
        log = Log().add("balance.checked").add("invoice.issued").add("order.recorded")
        assert log.counts(rule) == Counts(violated=1)
        everything = "ChainPrecedence(balance.checked, order.recorded){same=company, on=*}"
        log = Log().add("balance.checked").add("note.added").add("order.recorded")
        assert log.counts(everything) == Counts(violated=1)

    def test_a_condition_restricts_what_is_judged_not_what_uses_the_check_up(self) -> None:
        rule = "AlternatePrecedence(balance.checked, order.recorded){same=company, if=[large=true]}"
        log = Log().add("balance.checked").add("order.recorded", large=False).add("order.recorded", large=True)
        assert log.counts(rule) == Counts(violated=1)


class TestWhatMustNotFollow:
    def test_an_act_after_what_forbids_it(self) -> None:
        rule = (
            "NotSuccession(balance.checked[decision=refuse], order.recorded)"
            "{same=company, within=30d, until=balance.checked[decision=accept], unless=derogation.granted}"
        )
        log = Log().add("order.recorded").add("balance.checked", decision="refuse").add("order.recorded")
        verdict = log.by(rule)
        assert verdict.counts == Counts(satisfied=1, violated=1)
        assert [each.role for each in verdict.activations[1].exhibits] == [Role.OBSTACLE, Role.OCCASION]
        assert log.at(40).add("order.recorded").counts(rule) == Counts(satisfied=2, violated=1)
        log.add("balance.checked", decision="refuse").add("balance.checked", decision="accept").add("order.recorded")
        assert log.counts(rule) == Counts(satisfied=3, violated=1)
        log.add("balance.checked", decision="refuse").add("derogation.granted").add("order.recorded")
        assert log.counts(rule) == Counts(satisfied=4, violated=1)

    def test_never_both(self) -> None:
        rule = "NotCoExistence(quote.accepted, quote.declined){same=quote}"
        log = Log().add("quote.accepted", "quote:1").add("quote.declined", "quote:2")
        assert log.counts(rule) == Counts(satisfied=2)
        assert log.add("quote.declined", "quote:1").counts(rule) == Counts(satisfied=2, violated=1)

    def test_not_right_after(self) -> None:
        rule = "NotChainSuccession(quote.declined, quote.sent){same=quote, on=[note.added]}"
        assert Log().add("quote.declined", "quote:1").add("quote.sent", "quote:1").counts(rule) == Counts(violated=1)
        log = Log().add("quote.declined", "quote:1").add("note.added", "quote:1").add("quote.sent", "quote:1")
        assert log.counts(rule) == Counts(satisfied=1)


class TestAbsence:
    RULE = "Absence(quote.sent[beyond_terms=true]){same=quote, unless=derogation.granted}"

    def test_each_act_that_might_have_been_the_fault_is_an_occasion(self) -> None:
        log = Log().add("quote.sent", "quote:1", beyond_terms=False).add("quote.sent", "quote:2", beyond_terms=True)
        verdict = log.by(self.RULE)
        assert verdict.counts == Counts(satisfied=1, violated=1)
        assert [each.role for each in verdict.activations[1].exhibits] == [Role.OCCASION]

    def test_an_excuse_makes_it_allowed(self) -> None:
        log = Log().add("derogation.granted", "quote:2").add("quote.sent", "quote:2", beyond_terms=True)
        assert log.counts(self.RULE) == Counts(satisfied=1)

    def test_what_the_house_does_or_what_says_nothing_proves_nothing(self) -> None:
        log = Log().house("quote.sent", "quote:1", beyond_terms=True).add("quote.sent", "quote:2")
        assert log.counts(self.RULE) == NOTHING

    def test_without_conditions_each_act_is_a_fault(self) -> None:
        assert Log().add("quote.sent").counts("Absence(quote.sent)") == Counts(violated=1)


class TestInit:
    RULE = "Init(company.created){same=company, on=*}"

    def test_the_first_record_is_the_one(self) -> None:
        log = Log().add("company.created").add("note.added").add("note.added", "company:13")
        verdict = log.by(self.RULE)
        assert verdict.counts == Counts(satisfied=1, violated=1)
        assert [each.role for each in verdict.activations[1].exhibits] == [Role.OCCASION, Role.MISSING]

    def test_what_the_house_began_is_no_occasion(self) -> None:
        assert Log().house("note.added", "company:12").counts(self.RULE) == NOTHING


class TestCounts:
    def test_so_many_times(self) -> None:
        rule = "Existence(2, offer.sent)"
        log = Log().add("offer.sent")
        assert log.counts(rule) == Counts(pending=1)
        assert [each.role for each in log.by(rule).activations[0].exhibits] == [Role.OCCASION, Role.MISSING]
        assert log.add("offer.sent").add("offer.sent").counts(rule) == Counts(satisfied=1)

    def test_for_so_many_customers(self) -> None:
        rule = "Existence(2, offer.sent){distinct=company}"
        log = Log().add("offer.sent").add("offer.sent")
        assert log.counts(rule) == Counts(pending=1)
        assert log.add("offer.sent", "company:13").counts(rule) == Counts(satisfied=1)

    def test_exactly_so_many_times_for_each_thing(self) -> None:
        rule = "Exactly(1, invoice.issued){same=order, if=[deposit=false]}"
        log = Log().add("invoice.issued", "order:1", deposit=False).add("invoice.issued", "order:2", deposit=False)
        log.add("invoice.issued", "order:1", deposit=True)
        assert log.counts(rule) == Counts(satisfied=2)
        assert log.add("invoice.issued", "order:2", deposit=False).counts(rule) == Counts(satisfied=1, violated=1)

    def test_each_week_since_the_start_is_an_occasion(self) -> None:
        rule = "Existence(1, message.sent){per=week}"
        log = Log().add("message.sent").at(7).add("note.added").at(14).add("message.sent").at(21)
        verdict = log.by(rule)
        assert [each.standing for each in verdict.activations] == [
            Standing.SATISFIED, Standing.SATISFIED, Standing.VIOLATED, Standing.PENDING,
        ]  # fmt: skip
        empty = verdict.activations[2]
        assert empty.happened_at is None and empty.recorded_at is None and empty.assistance is None
        assert empty.due_at is not None and empty.due_at.date().isoformat() == "2026-03-15"
        assert Log().counts(rule) == NOTHING

    def test_persons_count_their_own(self) -> None:
        rule = "Existence(2, message.sent)"
        log = Log().add("message.sent", by=LINA).add("message.sent", by=KARIM).house("message.sent", "company:12")
        assert log.counts(rule) == Counts(satisfied=1)
        assert log.counts(rule, subject=LINA.id) == Counts(pending=1)
        assert log.counts(rule, subject=99) == NOTHING
        (whole,) = log.by(rule).activations
        assert (whole.person, whole.team) == (None, True)


class TestConditions:
    @pytest.mark.parametrize(
        ("conditions", "is_one"),
        [
            ("n=2", True), ("n!=2", False), ("n!=3", True), ("n<3", True), ("n<=2", True), ("n>2", False), ("n>=2", True),
            ("flag=true", True), ("flag=1", False), ("flag!=false", True), ("name=Lina", True), ('name="Lina"', True),
            ("name<Mina", True), ("name<3", False), ("n<x", False), ("absent=1", False), ("absent!=1", False),
            ("n=2, name=Karim", False), ("n=3 | name=Lina", True), ("actor=person", True), ("actor=house", False),
            ("list=2", False), ("n=@floor", False),
        ],
    )  # fmt: skip
    def test_each_comparison(self, conditions: str, is_one: bool) -> None:  # noqa: FBT001  (a column of the table)
        log = Log().add("quote.sent", n=2, flag=True, name="Lina", list=(2,))
        assert log.counts(f"Existence(1, quote.sent[{conditions}])") == Counts(satisfied=int(is_one))


def test_composites_count_both_halves() -> None:
    log = Log().add("order.recorded", "order:1").add("order.handed_over", "order:1").add("order.handed_over", "order:2")
    for name in ("Succession", "AlternateSuccession"):
        assert log.counts(f"{name}(order.recorded, order.handed_over){{same=order}}") == Counts(2, 1)
    chained = "ChainSuccession(order.recorded, order.handed_over){same=order, on=[order.confirmed]}"
    assert log.counts(chained) == Counts(2, 1)


def test_a_rule_of_several_clauses_adds_them_up() -> None:
    log = Log().add("order.recorded", "order:1", ok=True)
    verdict = log.by("Absence(order.recorded[ok=false]) & Response(order.recorded, order.handed_over){same=order}")
    assert clauses_of(verdict) == [(1, 0, 0), (0, 0, 1)]
    assert verdict.counts == Counts(satisfied=1, pending=1)
    assert verdict.counts.occasions == 2
    assert verdict.standing is Standing.SATISFIED


def test_sufficiency_currency_and_help_are_told() -> None:
    rule = "AlternatePrecedence(balance.checked, order.recorded){same=company}"
    log = Log().add("balance.checked", aid=Assistance.HINT_READ).add("order.recorded")
    log.at(1).add("balance.checked", "company:13").add("order.recorded", "company:13")
    log.add("order.recorded", "company:14")
    verdict = log.by(rule)
    assert (verdict.satisfied, verdict.violated, verdict.pending) == (2, 1, 0)
    assert (verdict.companies, verdict.days) == (2, 2)
    assert verdict.assistance == {Assistance.HINT_READ: 1, Assistance.ALONE: 1}
    assert verdict.first_satisfied_at == log.facts[1].recorded_at
    assert verdict.last_satisfied_at == log.facts[3].recorded_at
    assert verdict.activations[0].happened_at == log.facts[1].happened_at
