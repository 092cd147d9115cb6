"""Recovery: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.billing.agreements.use_cases import record_promise
from crm.billing.dunning import queries as dunning
from crm.billing.dunning.use_cases import send_reminder
from crm.billing.invoices.models import InvoiceState
from crm.billing.payments.use_cases import record_payment
from crm.billing.recovery import queries, use_cases
from crm.billing.recovery.models import OrderStep, Recoverer
from crm.kernel.money import ZERO, Money
from crm.selling.quotes.models import Channel
from tests.billing.dunning.test_use_cases import a_late_invoice
from tests.billing.invoices.builders import a_drafted_invoice, a_payment
from tests.builders import Stage, an_individual

TODAY = date(2026, 3, 2)
CALENDAR = (8, 15, 30, 38)


class TestHandingOver:
    def test_is_done_once(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.hand_over_receivable, invoice, to="Contentieux")
        assert invoice.state is InvoiceState.HANDED_OVER
        fact = stage.last("receivable.handed_over")
        assert [each["kind"] for each in fact["about"]] == ["invoice", "company"]
        assert fact["details"] == {
            "to": "Contentieux",
            "recoverer": "litigation",
            "amount_due_cents": 25200,
            "interest_cents": 159,
            "fee_cents": 4000,
            "days_late": 19,
        }
        with pytest.raises(use_cases.AlreadyHandedOver):
            stage.do(use_cases.hand_over_receivable, invoice, to="Contentieux")

    def test_money_may_still_come(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.hand_over_receivable, invoice, to="Contentieux")
        stage.do(record_payment, stage.do(a_payment, invoice))
        assert invoice.state is InvoiceState.PAID
        with pytest.raises(use_cases.NothingDue):
            stage.do(use_cases.hand_over_receivable, invoice, to="Contentieux")

    def test_to_an_agency_keeps_the_claim_as_it_was(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.hand_over_receivable, invoice, to="Cabinet Roc", recoverer=Recoverer.AGENCY)
        file = queries.file_of(invoice)
        assert file is not None
        assert (file.principal, file.interest, file.fee) == (Money.of(252), Money(159), Money.of(40))
        (listed,) = queries.in_recovery()
        assert (listed.invoice.id, listed.file, listed.doubt) == (invoice.id, file, None)

    def test_what_was_handed_over_is_no_longer_chased(self, stage: Stage) -> None:
        stage.do(use_cases.hand_over_receivable, stage.do(a_late_invoice, stage.petit), to="Contentieux")
        assert dunning.to_chase(on=TODAY, calendar=CALENDAR) == []

    def test_a_draft_is_nobodys_debt(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NotIssued):
            stage.do(use_cases.hand_over_receivable, stage.do(a_drafted_invoice, stage.petit), to="Contentieux")


class TestThePaymentOrder:
    def test_goes_step_by_step(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.do_payment_order_step, invoice, step=OrderStep.CLAIM, note="Facture et BL concordent")
        details = stage.last("payment_order.step_done")["details"]
        assert (details["step"], details["in_time"], details["done_on"]) == ("claim", True, "2026-03-02")
        with pytest.raises(use_cases.DoneAlready):
            stage.do(use_cases.do_payment_order_step, invoice, step=OrderStep.CLAIM)
        with pytest.raises(use_cases.NotYet):
            stage.do(use_cases.do_payment_order_step, invoice, step=OrderStep.REQUEST)
        for day in (date(2026, 3, 3), date(2026, 3, 1)):
            with pytest.raises(use_cases.NotThatDay):
                stage.do(use_cases.do_payment_order_step, invoice, step=OrderStep.PAPERS, done_on=day)

    def test_quiet_too_soon_is_recorded_as_such(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        for step in list(OrderStep)[:6]:
            stage.do(use_cases.do_payment_order_step, invoice, step=step)
        details = stage.last("payment_order.step_done")["details"]
        assert (details["step"], details["in_time"], details["after_on"]) == ("no_opposition", False, "2026-04-02")


class TestHowAnInvoiceStands:
    def test_prescription_begins_anew_with_a_payment_or_a_promise(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        assert queries.standing_of(invoice, on=TODAY).prescribed_on == date(2031, 2, 11)
        stage.do(record_payment, stage.do(a_payment, invoice, Money.of(10)))
        assert queries.standing_of(invoice, on=TODAY).prescribed_on == date(2031, 3, 2)
        consumer = stage.do(a_late_invoice, stage.do(an_individual))
        assert queries.prescription_of(consumer) == date(2028, 2, 11)
        stage.do(record_promise, consumer, due_on=date(2026, 3, 6))
        assert queries.prescription_of(consumer) == date(2028, 3, 2)

    def test_a_consumer_owes_interest_since_the_formal_notice(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.do(an_individual))
        assert queries.claim_on(invoice, on=date(2027, 3, 2)).interest == ZERO
        stage.do(send_reminder, invoice, level=3, channel=Channel.POST)
        claim = queries.claim_on(invoice, on=date(2027, 3, 2))
        assert (claim.interest, claim.fee) == (Money(660), ZERO)
        standing = queries.standing_of(invoice, on=date(2028, 2, 11))
        assert (standing.noticed_on, standing.is_prescribed(on=date(2028, 2, 11))) == (TODAY, True)
