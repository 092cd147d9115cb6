"""The books: equal to the documents, sent to customers, exported."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.billing.entries import Account, Journal, Kind
from crm.billing.invoices.queries import open_invoices
from crm.billing.ledger import rules, use_cases
from crm.billing.ledger.queries import accounts
from crm.billing.lettering.use_cases import allocate_credit_note, refund, undo_allocation
from crm.billing.payments import queries as payments
from crm.billing.payments.models import Share
from crm.billing.payments.use_cases import bounce_payment, record_payment
from crm.desk.documents.queries import documents_about
from crm.kernel.money import ZERO, Money, total
from crm.selling.quotes.models import Channel
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.billing.lettering.test_use_cases import a_credit_note
from tests.builders import Stage

TODAY = date(2026, 3, 2)
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


class TestTheBooks:
    def test_hold_every_document_once(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(record_payment, stage.do(a_payment, invoice))
        sale, money = accounts.entries(2026)
        assert (sale.number, sale.journal, sale.piece, sale.letter) == (1, Journal.SALES, "FA-2026-0001", "A")
        assert (money.number, money.journal, money.debit, money.lettered_on) == (2, Journal.BANK, Money.of(252), TODAY)

    def test_hold_what_waits_at_the_bank_not_yet(self, stage: Stage) -> None:
        stage.do(a_payment, stage.do(an_issued_invoice, stage.petit))
        assert [each.kind for each in accounts.entries(2026)] == [Kind.INVOICE]

    def test_tell_what_was_given_up_and_taken_back(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        share = Share(invoice, Money.of("246.96"), Money.of("5.04"))
        payment = stage.do(record_payment, stage.do(a_payment, invoice, share.amount), shares=[share])
        found = rules.balances(accounts.entries(2026))
        assert (found[Account.CUSTOMERS], found[Account.DISCOUNTS], found[Account.VAT]) == (
            ZERO,
            Money.of("4.20"),
            Money.of("-41.16"),
        )
        stage.do(bounce_payment, payment, reason="Sans provision")
        after = rules.balances(accounts.entries(2026))
        assert (after[Account.CUSTOMERS], after[Account.BANK]) == (Money.of(252), ZERO)
        assert (after[Account.DISCOUNTS], after[Account.VAT]) == (ZERO, Money.of(-42))

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(st.integers(1, 90), st.sampled_from(["", "part", "all", "more", "credit", "bounce", "undo"])),
            min_size=1,
            max_size=5,
        )
    )
    def test_equal_the_sum_of_documents(self, stage: Stage, sales: list[tuple[int, str]]) -> None:
        before = rules.balances(accounts.entries(2026))
        invoiced, credited, received, returned = ZERO, ZERO, ZERO, ZERO
        for quantity, what in sales:
            invoice = stage.do(an_issued_invoice, stage.petit, str(quantity))
            invoiced += invoice.gross
            if what == "credit":
                credit_note = stage.do(a_credit_note, invoice)
                credited += credit_note.gross
                stage.do(allocate_credit_note, credit_note, [Share(invoice, invoice.amount_due)])
            elif what:
                amount = {"part": Money(100), "more": invoice.gross + Money(500)}.get(what, invoice.gross)
                payment = stage.do(record_payment, stage.do(a_payment, invoice, amount))
                received += amount
                if what == "bounce":
                    stage.do(bounce_payment, payment, reason="Rejet")
                    returned += amount
                if what == "undo":
                    stage.do(undo_allocation, payments.live_allocations(payment)[0])
                if what == "more":
                    stage.do(refund, payment, amount=Money(500), reason="Trop-perçu")
                    returned += Money(500)
        entries = accounts.entries(2026)
        assert [each.number for each in entries] == list(range(1, len(entries) + 1))
        after = rules.balances(entries)
        assert total(after.values()) == ZERO
        moved = {each: after.get(each, ZERO) - before.get(each, ZERO) for each in Account}
        assert moved[Account.BANK] == received - returned
        assert moved[Account.CUSTOMERS] == invoiced - credited - received + returned
        assert -(moved[Account.GOODS] + moved[Account.VAT]) == invoiced - credited
        owed = total(each.amount_due for each in open_invoices(stage.petit))
        assert after[Account.CUSTOMERS] == owed - payments.on_account(stage.petit)


class TestACustomersAccount:
    def test_runs_from_the_opening_to_the_closing_balance(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit, on=date(2026, 1, 12))
        invoice = stage.do(an_issued_invoice, stage.petit, "10")
        stage.do(record_payment, stage.do(a_payment, invoice, Money.of(20)))
        account = accounts.account_of(stage.petit, first=TODAY, last=TODAY)
        assert (account.opening, account.closing) == (Money.of(252), Money.of("282.40"))
        assert [each.balance for each in account.movements] == [Money.of("302.40"), Money.of("282.40")]
        assert [each.entry.letter for each in account.movements] == ["a", "a"]
        assert account.overdue == Money.of(252)
        later = {"first": date(2026, 6, 1), "last": date(2026, 12, 31)}
        assert [accounts.account_of(stage.petit, **days).overdue for days in (YEAR, later)] == [Money.of("282.40")] * 2

    def test_is_sent_and_leaves_a_document(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit)
        stage.do(use_cases.send_statement, stage.petit, channel=Channel.EMAIL, **YEAR)
        details = stage.last("statement.sent")["details"]
        assert (details["balance_cents"], details["channel"]) == (25200, "email")
        assert "REL-" in documents_about("company", stage.petit.id)[0].number

    def test_does_not_run_backwards(self, stage: Stage) -> None:
        with pytest.raises(use_cases.BackwardPeriod):
            stage.do(
                use_cases.send_statement,
                stage.petit,
                first=TODAY,
                last=date(2026, 1, 1),
                channel=Channel.POST,
            )


class TestTheExport:
    def test_is_recorded_with_its_sums(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit)
        text = stage.do(use_cases.export_ledger, year=2026)
        assert "FA-2026-0001" in text
        details = stage.last("ledger.exported")["details"]
        assert details == {"year": 2026, "entries": 1, "total_cents": 25200, "until_on": "2026-03-02"}

    def test_of_nothing_is_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NothingToExport):
            stage.do(use_cases.export_ledger, year=2019)
