"""A customer's account: credit notes used, lettering undone, money given back."""

from __future__ import annotations

from datetime import date

import pytest

from crm.activity.door import Work
from crm.billing.corrections.use_cases import credit_note_for, issue_credit_note
from crm.billing.entries import OF_CUSTOMERS
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.queries import outstanding
from crm.billing.ledger import rules
from crm.billing.ledger.queries import accounts
from crm.billing.lettering import use_cases
from crm.billing.lettering.queries import open_on
from crm.billing.payments import queries
from crm.billing.payments.models import Method, Share
from crm.billing.payments.use_cases import (
    MoreThanUnallocated,
    NoAmount,
    NotInTheBooks,
    bounce_payment,
    receive_money,
    record_payment,
)
from crm.billing.receivables.queries import exposures
from crm.kernel.money import ZERO, Money, total
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.builders import Stage

TODAY = date(2026, 3, 2)


def a_credit_note(work: Work, invoice: Invoice) -> Invoice:
    """Give an invoice back whole."""
    return issue_credit_note(work, credit_note_for(work, invoice, reason="Marchandise non conforme"))


class TestACreditNote:
    def test_settles_the_invoice_it_corrects(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        credit_note = stage.do(a_credit_note, invoice)
        stage.do(use_cases.allocate_credit_note, credit_note, [Share(invoice, Money.of(252))])
        assert (invoice.state, credit_note.state) == (InvoiceState.PAID, InvoiceState.PAID)
        fact = stage.last("credit_note.allocated")
        assert [each["kind"] for each in fact["about"]] == ["invoice", "invoice", "company"]
        assert fact["details"] == {"amount_cents": 25200, "amount_due_cents": 0}

    def test_settles_another_in_part(self, stage: Stage) -> None:
        credit_note = stage.do(a_credit_note, stage.do(an_issued_invoice, stage.petit))
        other = stage.do(an_issued_invoice, stage.petit, "10")
        stage.do(use_cases.allocate_credit_note, credit_note, [Share(other, Money.of("50.40"))])
        assert credit_note.amount_due == Money.of("201.60")

    def test_is_given_back_in_money(self, stage: Stage) -> None:
        credit_note = stage.do(a_credit_note, stage.do(an_issued_invoice, stage.petit))
        stage.do(use_cases.refund_credit_note, credit_note, amount=Money.of(252), reason="Client parti")
        assert credit_note.state is InvoiceState.PAID
        with pytest.raises(MoreThanUnallocated):
            stage.do(use_cases.refund_credit_note, credit_note, amount=Money(1), reason="encore")

    def test_is_one_and_suffices(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        with pytest.raises(use_cases.NoCreditNote):
            stage.do(use_cases.allocate_credit_note, invoice, [Share(invoice, Money(1))])

    def test_must_be_used_for_something(self, stage: Stage) -> None:
        credit_note = stage.do(a_credit_note, stage.do(an_issued_invoice, stage.petit))
        with pytest.raises(NoAmount):
            stage.do(use_cases.allocate_credit_note, credit_note, [])


class TestUndoing:
    def test_frees_the_money_and_lets_the_invoice_be_due(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(record_payment, stage.do(a_payment, invoice))
        (allocation,) = queries.live_allocations(payment)
        stage.do(use_cases.undo_allocation, allocation)
        assert (invoice.state, payment.unallocated) == (InvoiceState.ISSUED, Money.of(252))
        assert stage.last("payment.allocation_undone")["details"]["letter"] == "A"
        with pytest.raises(use_cases.AlreadyUndone):
            stage.do(use_cases.undo_allocation, allocation)

    def test_of_a_credit_note_lets_it_be_used_again(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        credit_note = stage.do(a_credit_note, invoice)
        stage.do(use_cases.allocate_credit_note, credit_note, [Share(invoice, Money.of(252))])
        stage.do(use_cases.undo_allocation, queries.allocations_of(credit_note)[0])
        assert (credit_note.state, credit_note.amount_due) == (InvoiceState.ISSUED, Money.of(252))

    def test_lets_the_next_letter_be_a_new_one(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(record_payment, stage.do(a_payment, invoice))
        stage.do(use_cases.undo_allocation, queries.live_allocations(payment)[0])
        other = stage.do(an_issued_invoice, stage.petit)
        stage.do(record_payment, stage.do(a_payment, other))
        assert queries.allocations_of(other)[0].letter == "B"


class TestGivingBack:
    def test_what_came_too_much(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(record_payment, stage.do(a_payment, invoice, Money.of(300)))
        stage.do(use_cases.refund, payment, amount=Money.of(48), reason="Trop-perçu")
        assert payment.unallocated == ZERO
        assert stage.last("payment.refunded")["details"] == {"amount_cents": 4800, "reason": "Trop-perçu"}

    @pytest.mark.parametrize(
        ("amount", "refusal"), [(Money.of("48.01"), MoreThanUnallocated), (ZERO, NoAmount)], ids=["too much", "nothing"]
    )
    def test_never_more_than_that(self, stage: Stage, amount: Money, refusal: type[Exception]) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(record_payment, stage.do(a_payment, invoice, Money.of(300)))
        with pytest.raises(refusal):
            stage.do(use_cases.refund, payment, amount=amount, reason="Trop-perçu")

    def test_what_the_bank_takes_back_afterwards_is_owed_by_the_customer(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(record_payment, stage.do(a_payment, invoice, Money.of(300)))
        stage.do(use_cases.refund, payment, amount=Money.of(48), reason="Trop-perçu")
        stage.do(bounce_payment, payment, reason="Chèque volé")
        found = rules.balances(accounts.entries(2026))
        assert total(found.get(each, ZERO) for each in OF_CUSTOMERS) == Money.of(300)
        assert (invoice.amount_due, payment.unallocated, payment.owed_back) == (Money.of(252), ZERO, Money.of(48))
        assert open_on(stage.petit).owed == outstanding(stage.petit) == Money.of(300)
        (exposed,) = exposures(on=TODAY, default_limit=ZERO)
        assert exposed.outstanding == Money.of(300)
        assert [each["activity"] for each in stage.records()][-2:] == ["payment.refunded", "payment.bounced"]

        back = stage.do(receive_money, stage.petit, amount=Money.of(300), method=Method.TRANSFER)
        stage.do(record_payment, back, shares=[Share(invoice, Money.of(252))])
        assert outstanding(stage.petit) == ZERO

    def test_what_is_in_the_books(self, stage: Stage) -> None:
        payment = stage.do(a_payment, stage.do(an_issued_invoice, stage.petit))
        with pytest.raises(NotInTheBooks):
            stage.do(use_cases.refund, payment, amount=Money(1), reason="Trop-perçu")
