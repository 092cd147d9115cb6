"""Each criterion of CP1, CP2 and CP4: a trace that passes and traces that fail."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.verdicts import Counts, Standing
from tests.training.frameworks.traces import Log, clauses_of

ORDER = "order:3 company:12 quote:7 message:9"
INVOICE = "invoice:5 order:3 company:12 delivery_note:1"
DUE: dict[str, str | int] = {"due_on": "2026-02-28", "amount_due_cents": 12_000}


def redefined(log: Log, *days: int) -> Log:
    """Let the trainer define the dunning procedure: the days of the three reminders, then of the handing over."""
    steps = tuple({"level": level, "days": each} for level, each in enumerate((*days, 60), 1))
    return log.house("dunning_procedure.defined", "dunning_step:1", steps=steps)


def late_invoice() -> Log:
    """An invoice due on Saturday 28 February: reminders on 8 March, 15 March, 30 March."""
    return Log().house("invoice.fell_due", "invoice:5 company:12", **DUE)


def reminded(log: Log, *levels: tuple[int, int]) -> Log:
    for day, level in levels:
        log.at(day).add("reminder.sent", "invoice:5 company:12", level=level, channel="letter")
    return log


class TestOrderSteps:
    def test_pass(self) -> None:
        log = Log().customer("purchase_order.received", "message:9 company:12 quote:7")
        log.add("order.checked", "message:9 quote:7 company:12").add("order.recorded", ORDER)
        log.at(2).add("order.handed_over", "order:3 company:12")
        log.add("delivery_note.issued", "delivery_note:1 order:3 company:12").add("invoice.issued", INVOICE)
        assert clauses_of(log.on("CP1.1")) == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("order.checked", "quote:8 company:12").add("order.recorded", ORDER)
        log.add("invoice.issued", INVOICE).at(3)
        assert clauses_of(log.on("CP1.1")) == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_a_cancelled_order_needs_no_handing_over(self) -> None:
        log = Log().add("order.checked", "company:12").add("order.recorded", ORDER)
        log.add("order.cancelled", "order:3 company:12").at(9)
        assert clauses_of(log.on("CP1.1"))[1] == (0, 0, 0)


class TestDataWithoutErrors:
    def test_pass(self) -> None:
        log = Log().add("order.recorded", ORDER, matches_request=True)
        assert clauses_of(log.add("invoice.issued", INVOICE, matches_delivery=True).on("CP1.2")) == [
            (1, 0, 0),
            (1, 0, 0),
        ]

    def test_fail(self) -> None:
        log = Log().add("order.recorded", ORDER, matches_request=False)
        assert clauses_of(log.add("invoice.issued", INVOICE, matches_delivery=False).on("CP1.2")) == [
            (0, 1, 0),
            (0, 1, 0),
        ]


class TestDeadlines:
    def asked(self) -> Log:
        log = Log().at(4).customer("quote.requested", "message:9 company:12")
        log.customer("delivery.confirmed", "delivery_note:1 order:3 company:12")
        return log.customer("payment.received", "payment:4 invoice:6 company:12", amount_cents=500)

    def answered(self, log: Log) -> Log:
        log.add("quote.sent", "quote:7 company:12 message:9").add("invoice.issued", INVOICE)
        return log.add("payment.recorded", "payment:4 invoice:6 company:12", amount_cents=500)

    def test_pass_for_the_week_end_does_not_count(self) -> None:
        assert clauses_of(self.answered(self.asked().at(7)).on("CP1.3")) == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        assert clauses_of(self.answered(self.asked().at(9)).on("CP1.3")) == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]
        assert clauses_of(self.asked().at(9).on("CP1.3")) == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_each_of_two_deliveries_is_invoiced(self) -> None:
        log = Log().customer("delivery.confirmed", "delivery_note:1 order:3 company:12").add("invoice.issued", INVOICE)
        log.at(7).customer("delivery.confirmed", "delivery_note:2 order:3 company:12").at(14)
        assert clauses_of(log.on("CP1.3"))[1] == (1, 1, 0)

    def test_one_invoice_may_charge_them_all(self) -> None:
        log = Log()
        for note, order in ((1, 3), (2, 4)):
            log.customer("delivery.confirmed", f"delivery_note:{note} order:{order} company:12")
        log.add("invoice.issued", "invoice:5 order:3 order:4 company:12 delivery_note:1 delivery_note:2")
        assert clauses_of(log.on("CP1.3"))[1] == (2, 0, 0)

    def summed_up(self, day: int, *, summary: bool = True) -> tuple[int, int, int]:
        """Deliver on 4 and 18 March, invoice both on a day counted from 2 March; return the finding on deliveries."""
        log = Log()
        for note, order, delivered in ((1, 3, 2), (2, 4, 16)):
            log.at(delivered).customer("delivery.confirmed", f"delivery_note:{note} order:{order} company:12")
        both = "invoice:5 order:3 order:4 company:12 delivery_note:1 delivery_note:2"
        return clauses_of(log.at(day, "17:00").add("invoice.issued", both, summary=summary).on("CP1.3"))[1]

    def test_an_invoice_for_several_deliveries_is_in_time_until_the_end_of_their_month(self) -> None:
        assert self.summed_up(29) == (2, 0, 0)

    def test_it_is_late_on_the_first_day_of_the_next(self) -> None:
        assert self.summed_up(30) == (0, 2, 0)

    def test_an_invoice_for_one_delivery_does_not_get_that_long(self) -> None:
        assert self.summed_up(29, summary=False) == (0, 2, 0)

    def test_a_delivery_is_late_until_the_invoice_of_the_month_comes(self) -> None:
        log = Log().at(2).customer("delivery.confirmed", "delivery_note:1 order:3 company:12").at(9)
        assert clauses_of(log.on("CP1.3"))[1] == (0, 1, 0)
        log.at(29).add("invoice.issued", "invoice:5 order:3 order:4 delivery_note:1 delivery_note:2", summary=True)
        assert clauses_of(log.on("CP1.3"))[1] == (1, 0, 0)

    def test_still_open(self) -> None:
        assert self.asked().on("CP1.3").standing is Standing.PENDING

    def test_a_quote_for_another_request_is_no_answer(self) -> None:
        log = Log().customer("quote.requested", "message:9 company:12")
        assert log.add("quote.sent", "quote:7 company:12 message:8").on("CP1.3").counts == Counts(pending=1)

    def test_an_order_invoiced_at_once_needs_no_second_invoice(self) -> None:
        log = Log().add("invoice.issued", INVOICE)
        log.customer("delivery.confirmed", "delivery_note:1 order:3 company:12").at(9)
        assert log.on("CP1.3").counts == Counts()


class TestTermsOfSale:
    def test_pass(self) -> None:
        log = Log().add("quote.sent", "quote:7 company:12", beyond_terms=False, beyond_payment_terms=False)
        log.house("derogation.granted", "derogation:1 quote:8 company:12", subject="discount")
        log.add("quote.sent", "quote:8 company:12", beyond_terms=True, beyond_payment_terms=False)
        log.add("invoice.issued", INVOICE, beyond_payment_terms=False)
        assert clauses_of(log.on("CP1.4")) == [(2, 0, 0), (2, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().house("derogation.granted", "derogation:1 quote:8 company:12", subject="discount")
        log.add("quote.sent", "quote:7 company:12", beyond_terms=True, beyond_payment_terms=True)
        log.add("invoice.issued", INVOICE, beyond_payment_terms=True)
        assert clauses_of(log.on("CP1.4")) == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]


class TestFilesInOrder:
    def begun(self) -> Log:
        log = Log().add("document.issued", "document:2 quote:7 company:12", type="quote")
        return log.customer("company.details_announced", "message:9 company:12", city="Lille")

    def test_pass(self) -> None:
        log = self.begun().at(1).add("document.filed", "document:2", place="quotes").add("company.updated")
        assert clauses_of(log.on("CP1.5")) == [(1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = self.begun().add("document.filed", "document:3").add("company.updated", "company:13").at(2)
        assert clauses_of(log.on("CP1.5")) == [(0, 1, 0), (0, 1, 0)]


class TestBalanceBeforeOrder:
    def test_pass(self) -> None:
        log = Log().add("balance.checked", decision="accept").add("solvency.checked")
        log.add("order.recorded", ORDER, new_customer=True, large=False)
        log.at(1).add("balance.checked").add("order.recorded", ORDER, new_customer=False, large=False)
        assert clauses_of(log.on("CP4.1")) == [(2, 0, 0), (1, 0, 0)]

    def test_one_check_does_not_serve_two_orders(self) -> None:
        log = Log().add("balance.checked").add("order.recorded", ORDER).add("order.recorded", ORDER)
        assert clauses_of(log.on("CP4.1")) == [(1, 1, 0), (0, 0, 0)]

    def test_a_check_of_the_day_before_yesterday_is_too_old(self) -> None:
        assert Log().add("balance.checked").at(2).add("order.recorded", ORDER).on("CP4.1").counts == Counts(violated=1)

    def test_another_customers_check_is_none(self) -> None:
        assert Log().add("balance.checked", "company:13").add("order.recorded", ORDER).on("CP4.1").violated == 1

    @pytest.mark.parametrize("is_new", [True, False])
    def test_a_new_customer_or_a_large_order_wants_a_look_at_solvency(self, *, is_new: bool) -> None:
        log = Log().add("balance.checked").add("order.recorded", ORDER, new_customer=is_new, large=not is_new)
        assert clauses_of(log.on("CP4.1")) == [(1, 0, 0), (0, 1, 0)]

    def test_orders_of_the_house_are_no_occasion(self) -> None:
        assert Log().house("order.recorded", ORDER, large=True).on("CP4.1").standing is Standing.NO_OCCASION


class TestRecovery:
    def test_pass(self) -> None:
        log = reminded(late_invoice(), (7, 1), (14, 2), (30, 3))
        log.at(40).add("receivable.handed_over", "invoice:5 company:12", to="Contentieux")
        assert clauses_of(log.on("CP4.2")) == [
            (1, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0), (3, 0, 0), (1, 0, 0), (0, 0, 0),
        ]  # fmt: skip

    def test_nothing_done_is_a_violation_level_by_level(self) -> None:
        assert late_invoice().at(11).on("CP4.2").counts == Counts(pending=3)
        assert late_invoice().at(12).on("CP4.2").counts == Counts(violated=1, pending=2)
        assert late_invoice().at(19).on("CP4.2").counts == Counts(violated=2, pending=1)
        assert late_invoice().at(34).on("CP4.2").counts == Counts(violated=3)

    def test_a_reminder_before_its_day_is_no_answer(self) -> None:
        assert clauses_of(reminded(late_invoice(), (3, 1)).at(12).on("CP4.2"))[0] == (0, 1, 0)

    def test_a_level_may_not_be_left_out(self) -> None:
        found = clauses_of(reminded(late_invoice(), (13, 2), (29, 3)).on("CP4.2"))
        assert found[3:5] == [(0, 1, 0), (1, 0, 0)]
        assert clauses_of(reminded(late_invoice(), (29, 3)).on("CP4.2"))[4] == (0, 1, 0)
        assert clauses_of(reminded(late_invoice(), (13, 1), (13, 2)).on("CP4.2"))[3] == (0, 1, 0)

    def test_an_invoice_paid_before_its_reminders_day_needs_none(self) -> None:
        log = late_invoice().at(5).customer("payment.received", "payment:4 invoice:5 company:12", amount_cents=12_000)
        assert log.at(60).on("CP4.2").counts == Counts()

    def test_money_that_had_come_before_counts_once_it_is_recorded(self) -> None:
        log = late_invoice().at(1).add("payment.recorded", "payment:4 invoice:5 company:12", amount_cents=12_000)
        assert log.at(60).on("CP4.2").counts == Counts()

    def test_part_of_the_money_is_not_enough(self) -> None:
        log = late_invoice().at(5).customer("payment.received", "payment:4 invoice:5 company:12", amount_cents=5_000)
        log.add("payment.recorded", "payment:4 invoice:5 company:12", amount_cents=5_000)
        found = clauses_of(reminded(log, (7, 1)).on("CP4.2"))
        assert (found[0], found[5]) == ((1, 0, 0), (1, 0, 0))

    def test_a_payment_plan_ends_the_reminders(self) -> None:
        log = reminded(late_invoice(), (7, 1)).add("payment_plan.granted", "payment_plan:1 invoice:5 company:12")
        assert log.at(60).on("CP4.2").counts == Counts(satisfied=2)

    def test_no_reminder_once_the_payment_is_recorded(self) -> None:
        log = late_invoice().at(5).customer("payment.received", "payment:4 invoice:5 company:12", amount_cents=12_000)
        log.add("payment.recorded", "payment:4 invoice:5 company:12", amount_cents=12_000)
        verdict = reminded(log, (7, 1)).on("CP4.2")
        assert clauses_of(verdict)[5] == (0, 1, 0)
        assert verdict.counts == Counts(violated=1)

    def test_no_reminder_before_the_invoice_is_due(self) -> None:
        log = Log().add("reminder.sent", "invoice:6 company:12", level=1)
        assert clauses_of(log.on("CP4.2"))[5] == (0, 1, 0)

    def test_no_handing_over_without_a_formal_notice(self) -> None:
        log = reminded(late_invoice(), (7, 1)).add("receivable.handed_over", "invoice:5 company:12")
        assert clauses_of(log.on("CP4.2"))[6] == (0, 1, 0)

    def test_the_company_has_its_own_calendar(self) -> None:
        log = Log().opened({"reminder_days": (3, 6, 9), "reminder_grace_days": 1})
        log.house("invoice.fell_due", "invoice:5 company:12", **DUE)
        assert clauses_of(reminded(log, (2, 1), (4, 2), (7, 3)).on("CP4.2"))[:3] == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_an_exercise_names_its_days_one_by_one(self) -> None:
        log = Log().opened({"reminder_1_days": 3, "reminder_3_days": 40})
        verdict = log.house("invoice.fell_due", "invoice:5 company:12", **DUE).on("CP4.2")
        assert verdict.parameters["reminder_days"] == (3, 15, 40)

    def test_a_procedure_that_the_trainer_edits_holds_from_then_on(self) -> None:
        log = redefined(Log().opened({"reminder_1_days": 9}), 2, 5, 8)
        log.house("invoice.fell_due", "invoice:5 company:12", **DUE)
        verdict = reminded(log, (1, 1), (4, 2), (7, 3)).on("CP4.2")
        assert verdict.parameters["reminder_days"] == (2, 5, 8)
        assert clauses_of(verdict)[:3] == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_it_holds_before_the_exercise_when_it_was_edited_in_the_world_that_the_exercise_copies(self) -> None:
        log = redefined(Log(), 2, 5, 8).opened({"reminder_1_days": 9})
        assert log.on("CP4.2").parameters["reminder_days"] == (2, 5, 8)

    def test_what_is_open_follows_the_edited_procedure(self) -> None:
        log = redefined(late_invoice(), 20, 30, 40)
        assert clauses_of(log.at(15).on("CP4.2"))[0] == (0, 0, 1)
        early = reminded(redefined(late_invoice(), 20, 30, 40), (7, 1))
        assert clauses_of(early.on("CP4.2"))[0] == (0, 0, 1)
        assert clauses_of(reminded(log, (21, 1)).on("CP4.2"))[0] == (1, 0, 0)

    def test_what_was_late_stays_late_and_nothing_becomes_late_by_the_change(self) -> None:
        late = redefined(late_invoice().at(20), 25, 30, 40)
        assert clauses_of(late.on("CP4.2"))[0] == (0, 1, 0)
        shortened = redefined(late_invoice().at(9), 1, 15, 30)
        assert clauses_of(shortened.on("CP4.2"))[0] == (0, 0, 1)

    def test_who_takes_over_has_the_whole_window(self) -> None:
        log = late_invoice().at(50).opened()
        assert log.on("CP4.2").counts == Counts(pending=3)
        found = clauses_of(reminded(log, (51, 1), (53, 2), (55, 3)).on("CP4.2"))
        assert found[:6] == [(1, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0), (3, 0, 0)]


class TestDelegation:
    def test_pass(self) -> None:
        log = Log().add("payment_plan.granted", "payment_plan:1 invoice:5 company:12", beyond_delegation=False)
        log.house("derogation.granted", "derogation:1 invoice:6 company:12", subject="payment_plan")
        log.add("payment_plan.granted", "payment_plan:2 invoice:6 company:12", beyond_delegation=True)
        log.house("derogation.granted", "derogation:2 company:12", subject="credit_limit")
        log.add("order.recorded", ORDER, over_limit=True).add("order.recorded", "order:4 company:12", over_limit=False)
        log.add("receivable.handed_over", "invoice:5 company:12").at(1).add(
            "management.alerted", "message:1 company:12"
        )
        assert clauses_of(log.on("CP4.3")) == [(2, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().house("derogation.granted", "derogation:1 invoice:6 company:12", subject="payment_plan")
        log.add("payment_plan.granted", "payment_plan:1 invoice:5 company:12", beyond_delegation=True)
        log.add("order.recorded", ORDER, over_limit=True)
        log.add("management.alerted", "message:1 company:12 invoice:6")
        log.add("receivable.handed_over", "invoice:5 company:12").at(2)
        assert clauses_of(log.on("CP4.3")) == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_one_derogation_does_not_serve_two_orders(self) -> None:
        log = Log().house("derogation.granted", "derogation:2 company:12", subject="credit_limit")
        log.add("order.recorded", ORDER, over_limit=True).add("order.recorded", "order:4 company:12", over_limit=True)
        assert clauses_of(log.on("CP4.3"))[1] == (1, 1, 0)


SUPPLY = "supply_order:4 supplier:2"


class TestSupplyDeadlines:
    def late(self) -> Log:
        log = Log().add("stock.checked", "order:3 company:12").add("order.confirmed", ORDER, short=True)
        log.add("supply_order.sent", SUPPLY)
        return log.at(1).house("supply_order.delayed", SUPPLY, days=5)

    def test_pass(self) -> None:
        log = self.late().at(2).add("supplier.followed_up", SUPPLY, language="en")
        assert clauses_of(log.on("CP2.1")) == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("order.confirmed", ORDER, short=True).house("supply_order.delayed", SUPPLY, days=5).at(5)
        assert clauses_of(log.add("supply_order.sent", SUPPLY).on("CP2.1")) == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_goods_that_came_after_all_need_no_reminder(self) -> None:
        log = self.late().house("receipt.announced", f"receipt:6 {SUPPLY}").at(9)
        assert clauses_of(log.on("CP2.1"))[0] == (0, 0, 0)


class TestSupplyFiles:
    def came(self) -> Log:
        log = Log().add("document.issued", "document:8 delivery_note:1 company:12", type="delivery_note")
        return log.house("receipt.announced", SUPPLY)

    def test_pass(self) -> None:
        log = self.came().at(1).add("document.filed", "document:8", place="04", proposed=True)
        log.add("receipt.recorded", f"receipt:6 {SUPPLY}", counted_right=True, trouble=False)
        assert clauses_of(log.on("CP2.2")) == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = self.came().at(4).add("receipt.recorded", f"receipt:6 {SUPPLY}", counted_right=False, trouble=False)
        assert clauses_of(log.on("CP2.2")) == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]


class TestThoseConcerned:
    def begun(self) -> Log:
        log = Log().add("order.recorded", ORDER).house("delay.noticed", "order:3 company:12")
        return log.add("receipt.recorded", f"receipt:6 {SUPPLY}", counted_right=True, trouble=True)

    def test_pass(self) -> None:
        log = self.begun().at(1).add("order.handed_over", "order:3 company:12")
        log.add("delay.announced", "order:3 company:12").add("supplier.claimed", f"receipt:6 {SUPPLY}")
        assert clauses_of(log.on("CP2.3")) == [(1, 0, 0), (1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        assert clauses_of(self.begun().at(6).on("CP2.3")) == [(0, 1, 0), (0, 1, 0), (0, 1, 0)]

    def test_what_left_or_was_protested_against_needs_no_word(self) -> None:
        log = self.begun().add("delivery_note.issued", "delivery_note:1 order:3 company:12")
        log.add("carrier_reservations.sent", f"receipt:6 carrier:1 {SUPPLY}").at(9)
        assert clauses_of(log.on("CP2.3"))[1:] == [(0, 0, 0), (0, 0, 0)]


class TestPromises:
    def test_a_broken_promise_is_followed_by_a_reminder(self) -> None:
        log = Log().house("promise.broken", "promise:1 invoice:5 company:12", amount_due_cents=12_000)
        assert clauses_of(log.at(2).add("reminder.sent", "invoice:5 company:12", level=1).on("CP4.2"))[-1] == (1, 0, 0)

    def test_nothing_done_is_a_fault(self) -> None:
        log = Log().house("promise.broken", "promise:1 invoice:5 company:12", amount_due_cents=12_000).at(20)
        assert clauses_of(log.on("CP4.2"))[-1] == (0, 1, 0)

    def test_a_dispute_suspends_the_calendar(self) -> None:
        log = late_invoice().add("dispute.opened", "dispute:1 invoice:5 company:12").at(60)
        assert clauses_of(log.on("CP4.2"))[:3] == [(0, 0, 0), (0, 0, 0), (0, 0, 0)]
