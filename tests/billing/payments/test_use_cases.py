"""Payments: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.billing.invoices.models import InvoiceState
from crm.billing.payments import queries, use_cases
from crm.billing.payments.models import Method, PaymentState, Share
from crm.billing.payments.rules import Why
from crm.kernel.errors import ImpossibleMove
from crm.kernel.money import ZERO, Money
from tests.billing.invoices.builders import a_drafted_invoice, a_payment, an_issued_invoice
from tests.builders import Stage, a_company

TODAY = date(2026, 3, 2)


class TestMoneyAtTheBank:
    def test_leaves_the_books_as_they_are(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(a_payment, invoice)
        assert (invoice.state, invoice.paid) == (InvoiceState.ISSUED, ZERO)
        assert queries.waiting_payments() == [payment]
        assert queries.waiting_count() == 1
        fact = stage.last("payment.received")
        assert [each["kind"] for each in fact["about"]] == ["payment", "invoice", "company"]
        assert fact["details"] == {"amount_cents": 25200, "method": "transfer"}

    def test_settles_the_invoice_once_it_is_entered(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(a_payment, invoice)
        stage.do(use_cases.record_payment, payment)
        assert (invoice.state, payment.recorded_on) == (InvoiceState.PAID, TODAY)
        assert queries.waiting_payments() == []
        fact = stage.last("payment.recorded")
        assert fact["details"] == {
            "amount_cents": 25200,
            "method": "transfer",
            "amount_due_cents": 0,
            "unallocated_cents": 0,
        }
        with pytest.raises(use_cases.AlreadyRecorded):
            stage.do(use_cases.record_payment, payment)

    def test_in_part_leaves_the_rest_due(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(use_cases.record_payment, stage.do(a_payment, invoice, Money.of(100)))
        assert (invoice.state, invoice.amount_due) == (InvoiceState.ISSUED, Money.of(152))

    @pytest.mark.parametrize("amount", [ZERO, Money(-5)], ids=["nothing", "less than nothing"])
    def test_must_be_some(self, stage: Stage, amount: Money) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        with pytest.raises(use_cases.NoAmount):
            stage.do(use_cases.receive_payment, invoice, amount=amount, method=Method.CARD)

    def test_may_be_too_much_the_rest_stays_on_account(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(use_cases.record_payment, stage.do(a_payment, invoice, Money.of(300)))
        assert (invoice.state, invoice.paid) == (InvoiceState.PAID, Money.of(252))
        assert payment.unallocated == Money.of(48)
        assert queries.on_account(stage.petit) == Money.of(48)
        assert stage.last("payment.recorded")["details"]["unallocated_cents"] == 4800

    def test_may_come_without_a_word(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(use_cases.receive_money, stage.petit, amount=Money.of(252), method=Method.TRANSFER)
        assert queries.proposal_for(payment).why is Why.EXACT
        stage.do(use_cases.record_payment, payment)
        assert payment.unallocated == Money.of(252)

    def test_for_a_draft_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        with pytest.raises(use_cases.NotIssued):
            stage.do(a_payment, invoice, Money(1))


class TestEnteringByHand:
    def test_is_the_customers_payment_and_the_persons_entry(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(use_cases.enter_payment, invoice, amount=Money.of(52), method=Method.CHEQUE, received_on=TODAY)
        assert invoice.amount_due == Money.of(200)
        assert stage.last("payment.received")["actor"]["kind"] == "customer"
        assert stage.last("payment.recorded")["actor"]["name"] == "Lina"

    def test_tomorrows_money_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        with pytest.raises(use_cases.NotYetReceived):
            stage.do(
                use_cases.enter_payment,
                invoice,
                amount=Money(1),
                method=Method.CASH,
                received_on=date(2026, 3, 3),
            )

    def test_what_waits_at_the_bank_counts(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(a_payment, invoice, Money.of(200))
        with pytest.raises(use_cases.WaitsAtTheBank):
            stage.do(use_cases.enter_payment, invoice, amount=Money.of(53), method=Method.CASH, received_on=TODAY)


class TestSettingMoneyAgainstInvoices:
    def test_one_payment_settles_several(self, stage: Stage) -> None:
        first, second = (stage.do(an_issued_invoice, stage.petit) for _ in range(2))
        payment = stage.do(a_payment, first, Money.of(404))
        shares = [Share(first, Money.of(252)), Share(second, Money.of(152))]
        stage.do(use_cases.record_payment, payment, shares=shares)
        assert (first.state, second.amount_due) == (InvoiceState.PAID, Money.of(100))
        assert {each.letter for each in queries.live_allocations(payment)} == {"A"}
        about = stage.last("payment.recorded")["about"]
        assert [each["kind"] for each in about] == ["payment", "invoice", "invoice", "company"]

    def test_several_payments_settle_one(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        for amount in (100, 152):
            stage.do(use_cases.record_payment, stage.do(a_payment, invoice, Money.of(amount)))
        assert invoice.state is InvoiceState.PAID
        assert [each.letter for each in queries.allocations_of(invoice)] == ["A", "A"]

    def test_money_on_account_is_used_later(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(
            use_cases.enter_money, stage.petit, amount=Money.of(300), method=Method.CHEQUE, received_on=TODAY
        )
        stage.do(use_cases.allocate, payment, [Share(invoice, Money.of(252))])
        assert (invoice.state, payment.unallocated) == (InvoiceState.PAID, Money.of(48))
        fact = stage.last("payment.allocated")
        assert fact["details"] == {"amount_cents": 25200, "unallocated_cents": 4800, "letter": "A"}

    @pytest.mark.parametrize(
        ("amount", "refusal"),
        [(Money.of(253), use_cases.MoreThanDue), (ZERO, use_cases.NoAmount)],
        ids=["more than due", "nothing"],
    )
    def test_must_fit_the_invoice(self, stage: Stage, amount: Money, refusal: type[Exception]) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(a_payment, invoice, Money.of(300))
        with pytest.raises(refusal):
            stage.do(use_cases.record_payment, payment, shares=[Share(invoice, amount)])

    def test_cannot_be_more_than_came(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        little = stage.do(use_cases.receive_money, stage.petit, amount=Money(1), method=Method.CASH)
        with pytest.raises(use_cases.MoreThanUnallocated):
            stage.do(use_cases.record_payment, little, shares=[Share(invoice, Money(2))])

    def test_waits_until_the_money_is_in_the_books(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(a_payment, invoice)
        with pytest.raises(use_cases.NotInTheBooks):
            stage.do(use_cases.allocate, payment, [Share(invoice, Money(1))])

    def test_stays_within_one_customer(self, stage: Stage) -> None:
        other = stage.do(an_issued_invoice, stage.do(a_company, "Garage Roux"))
        payment = stage.do(use_cases.receive_money, stage.petit, amount=Money.of(9), method=Method.CASH)
        with pytest.raises(use_cases.AnotherCustomer):
            stage.do(use_cases.record_payment, payment, shares=[Share(other, Money.of(9))])

    def test_a_cash_discount_settles_with_it_and_is_recorded(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(a_payment, invoice, Money.of("246.96"))
        stage.do(use_cases.record_payment, payment, shares=[Share(invoice, payment.amount, Money.of("5.04"))])
        assert (invoice.state, invoice.paid) == (InvoiceState.PAID, Money.of(252))
        details = stage.last("cash_discount.granted")["details"]
        assert details == {"amount_cents": 504, "agreed_cents": 0, "in_time": True, "beyond_terms": True}


class TestBouncing:
    def test_makes_due_again_what_was_settled(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(use_cases.record_payment, stage.do(a_payment, invoice))
        stage.do(use_cases.bounce_payment, payment, reason="Provision insuffisante")
        assert (invoice.state, invoice.amount_due) == (InvoiceState.ISSUED, Money.of(252))
        assert (payment.state, payment.unallocated) == (PaymentState.BOUNCED, ZERO)
        assert [each.undone_on for each in queries.all_allocations_of(payment)] == [TODAY]
        fact = stage.last("payment.bounced")
        assert [each["kind"] for each in fact["about"]] == ["payment", "invoice", "company"]
        with pytest.raises(ImpossibleMove):
            stage.do(use_cases.bounce_payment, payment, reason="encore")
