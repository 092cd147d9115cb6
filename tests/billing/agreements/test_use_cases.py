"""Agreements: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.billing.agreements import queries, use_cases
from crm.billing.agreements.models import AgreementState, DisputeCause, DisputeOutcome
from crm.billing.dunning import queries as dunning
from crm.billing.dunning.models import HoldCause
from crm.billing.dunning.use_cases import send_reminder
from crm.billing.payments.use_cases import record_payment
from crm.desk.documents.queries import documents_about
from crm.kernel.actor import HOUSE
from crm.kernel.money import ZERO, Money
from crm.selling.quotes.models import Channel
from tests.billing.dunning.test_use_cases import a_late_invoice
from tests.billing.invoices.builders import a_drafted_invoice, a_payment, a_settled_invoice
from tests.builders import Stage

TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 12)
CALENDAR = (8, 15, 30, 38)
FRIDAY = date(2026, 3, 6)


class TestAPromise:
    def test_holds_the_chase(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        promise = stage.do(use_cases.record_promise, invoice, due_on=FRIDAY, said_by=" Mme Petit ")
        assert (promise.amount, promise.said_by, promise.state) == (Money.of(252), "Mme Petit", AgreementState.OPEN)
        (line,) = dunning.to_chase(on=TODAY, calendar=CALENDAR)
        assert (line.held, line.held_until, line.is_due(on=TODAY)) == (HoldCause.PROMISE, date(2026, 3, 9), False)
        (later,) = dunning.to_chase(on=date(2026, 3, 10), calendar=CALENDAR)
        assert later.held is None
        fact = stage.last("promise.recorded")
        assert [each["kind"] for each in fact["about"]] == ["promise", "invoice", "company"]
        assert fact["details"] == {
            "amount_cents": 25200,
            "due_on": "2026-03-06",
            "channel": "phone",
            "confirmed": False,
            "broken_before": 0,
        }

    def test_is_confirmed_in_writing_if_one_likes(self, stage: Stage) -> None:
        promise = stage.do(use_cases.record_promise, stage.do(a_late_invoice, stage.petit), due_on=FRIDAY, confirm=True)
        assert [each.title for each in documents_about("promise", promise.id)] == ["Confirmation de promesse"]

    def test_is_kept_when_the_money_came(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        promise = stage.do(use_cases.record_promise, invoice, due_on=FRIDAY, amount=Money.of(100))
        stage.do(a_payment, invoice, Money.of(100))
        stage.do_as(HOUSE, use_cases.note_promise_due, promise)
        assert promise.state is AgreementState.KEPT
        assert stage.last("promise.kept")["details"]["left_cents"] == 15200
        assert dunning.hold_on(invoice, on=TODAY) is None

    def test_is_broken_when_less_came(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        promise = stage.do(use_cases.record_promise, invoice, due_on=FRIDAY)
        stage.do(record_payment, stage.do(a_payment, invoice, Money.of(251)))
        stage.do_as(HOUSE, use_cases.note_promise_due, promise)
        assert stage.last("promise.broken")["actor"]["kind"] == "house"
        again = stage.do(use_cases.record_promise, invoice, due_on=FRIDAY)
        assert again.amount == Money.of(1)
        assert stage.last("promise.recorded")["details"]["broken_before"] == 1
        with pytest.raises(use_cases.AlreadyEnded):
            stage.do_as(HOUSE, use_cases.note_promise_due, promise)

    @pytest.mark.parametrize(
        ("due_on", "amount", "refusal"),
        [
            (date(2026, 3, 1), None, use_cases.PromiseInThePast),
            (FRIDAY, ZERO, use_cases.NotSoMuch),
            (FRIDAY, Money.of(253), use_cases.NotSoMuch),
        ],
        ids=["in the past", "nothing", "too much"],
    )
    def test_must_be_possible(self, stage: Stage, due_on: date, amount: Money | None, refusal: type[Exception]) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        with pytest.raises(refusal):
            stage.do(use_cases.record_promise, invoice, due_on=due_on, amount=amount)

    def test_nobody_promises_for_a_draft(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NotIssued):
            stage.do(use_cases.record_promise, stage.do(a_drafted_invoice, stage.petit), due_on=FRIDAY)

    def test_reminding_meanwhile_is_possible_and_recorded(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.record_promise, invoice, due_on=FRIDAY)
        stage.do(send_reminder, invoice, level=1, channel=Channel.EMAIL)
        assert stage.last("reminder.sent")["details"]["held_by"] == "promise"


class TestAPaymentPlan:
    @pytest.mark.parametrize(("last_on", "beyond"), [(date(2026, 5, 1), False), (date(2026, 5, 2), True)])
    def test_beyond_ones_delegation_is_possible(self, stage: Stage, last_on: date, *, beyond: bool) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        plan = stage.do(use_cases.grant_payment_plan, invoice, instalments=2, last_on=last_on)
        assert queries.plans_of(invoice) == [plan]
        fact = stage.last("payment_plan.granted")
        assert [each["kind"] for each in fact["about"]] == ["payment_plan", "invoice", "company"]
        details = fact["details"]
        assert (details["instalments"], details["allowed_days"]) == (2, 60)
        assert details["beyond_delegation"] is beyond

    @pytest.mark.parametrize(
        ("instalments", "last_on", "refusal"),
        [
            (0, date(2026, 4, 1), use_cases.NoInstalment),
            (2, TODAY, use_cases.PlanInThePast),
        ],
        ids=["no instalment", "in the past"],
    )
    def test_must_be_possible(self, stage: Stage, instalments: int, last_on: date, refusal: type[Exception]) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        with pytest.raises(refusal):
            stage.do(use_cases.grant_payment_plan, invoice, instalments=instalments, last_on=last_on)

    def test_for_a_settled_invoice_is_refused(self, stage: Stage) -> None:
        settled = stage.do(a_settled_invoice, stage.petit, on=LONG_AGO, paid_on=TODAY)
        with pytest.raises(use_cases.NothingDue):
            stage.do(use_cases.grant_payment_plan, settled, instalments=2, last_on=date(2026, 4, 1))

    def test_is_written_down_instalment_by_instalment(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        plan = stage.do(use_cases.grant_payment_plan, invoice, instalments=3, last_on=date(2026, 5, 1))
        assert [(each.rank, each.amount, each.left_after) for each in plan.schedule] == [
            (1, Money.of(84), Money.of(168)),
            (2, Money.of(84), Money.of(84)),
            (3, Money.of(84), ZERO),
        ]
        assert [each.title for each in documents_about("payment_plan", plan.id)] == ["Accord d’échéancier"]
        hold = dunning.hold_on(invoice, on=TODAY)
        assert hold is not None
        assert (hold.cause, hold.until) == (HoldCause.PLAN, date(2026, 5, 4))

    def test_is_kept_to_the_end(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        plan = stage.do(use_cases.grant_payment_plan, invoice, instalments=2, last_on=date(2026, 5, 1))
        for rank, ended in ((1, False), (2, True)):
            stage.do(record_payment, stage.do(a_payment, invoice, Money.of(126)))
            stage.do_as(HOUSE, use_cases.note_instalment_due, plan, rank=rank)
            details = stage.last("payment_plan.kept")["details"]
            assert (details["rank"], details["ended"]) == (rank, ended)
        assert plan.state is AgreementState.KEPT

    def test_ends_with_the_first_instalment_that_does_not_come(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        plan = stage.do(use_cases.grant_payment_plan, invoice, instalments=2, last_on=date(2026, 5, 1))
        stage.do(a_payment, invoice, Money.of(125))
        stage.do_as(HOUSE, use_cases.note_instalment_due, plan, rank=1)
        assert plan.state is AgreementState.BROKEN
        assert stage.last("payment_plan.broken")["details"]["left_cents"] == 12700
        assert dunning.hold_on(invoice, on=TODAY) is None
        with pytest.raises(use_cases.AlreadyEnded):
            stage.do_as(HOUSE, use_cases.note_instalment_due, plan, rank=2)


class TestADispute:
    def test_holds_the_chase_until_it_is_closed(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        dispute = stage.do(
            use_cases.open_dispute, invoice, cause=DisputeCause.QUANTITY, reason="Deux cartons manquaient."
        )
        (line,) = dunning.to_chase(on=date(2027, 3, 2), calendar=CALENDAR)
        assert (line.held, line.held_until) == (HoldCause.DISPUTE, None)
        assert [each["kind"] for each in stage.last("dispute.opened")["about"]] == ["dispute", "invoice", "company"]
        with pytest.raises(use_cases.AlreadyDisputed):
            stage.do(use_cases.open_dispute, invoice, cause=DisputeCause.PRICE, reason="Et le prix.")
        (dispute,) = queries.open_disputes()
        stage.do(
            use_cases.close_dispute, dispute, outcome=DisputeOutcome.UNFOUNDED, conclusion="BL signé sans réserve."
        )
        assert stage.last("dispute.closed")["details"] == {
            "outcome": "unfounded",
            "days": 0,
            "text": "BL signé sans réserve.",
        }
        assert dunning.hold_on(invoice, on=TODAY) is None
        with pytest.raises(use_cases.AlreadyEnded):
            stage.do(use_cases.close_dispute, dispute, outcome=DisputeOutcome.FOUNDED)

    def test_says_what_about(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NoReason):
            stage.do(
                use_cases.open_dispute, stage.do(a_late_invoice, stage.petit), cause=DisputeCause.PRICE, reason=" "
            )

    def test_lists_are_short(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        promise = stage.do(use_cases.record_promise, invoice, due_on=FRIDAY)
        plan = stage.do(use_cases.grant_payment_plan, invoice, instalments=2, last_on=date(2026, 5, 1))
        dispute = stage.do(use_cases.open_dispute, invoice, cause=DisputeCause.PRICE, reason="Trop cher.")
        assert (queries.open_promises(), queries.promises_of(invoice)) == ([promise], [promise])
        assert (queries.open_plans(), queries.plans_of(invoice)) == ([plan], [plan])
        assert (queries.open_disputes(), queries.disputes_of(invoice)) == ([dispute], [dispute])
        assert queries.acknowledged_on(invoice) == TODAY
