"""The bank's statements: what is imported, what a line is said to be."""

from __future__ import annotations

from datetime import date

import pytest

from crm.billing.banking import queries, use_cases
from crm.billing.banking.models import LineState
from crm.billing.banking.rules import write_statement
from crm.billing.invoices.models import InvoiceState
from crm.billing.payments import queries as payments
from crm.billing.payments.models import Method, PaymentState, Share
from crm.billing.payments.rules import Why
from crm.billing.payments.use_cases import record_payment
from crm.kernel.money import ZERO, Money
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.builders import Stage, a_company

TODAY = date(2026, 3, 2)
HEAD = "Date;Libellé;Montant\n"


def imported(stage: Stage, *rows: str) -> list[queries.Suggestion]:
    """Import a statement and return what its lines may be."""
    stage.do(use_cases.import_statement, name="Mars", text=HEAD + "\n".join(rows))
    return queries.suggestions(queries.open_lines())


class TestImporting:
    def test_is_recorded_with_its_sums(self, stage: Stage) -> None:
        imported(stage, "02/03/2026;VIR PETIT;252,00", "02/03/2026;FRAIS;-3,50")
        details = stage.last("bank_statement.imported")["details"]
        assert details == {
            "lines": 2,
            "known_lines": 0,
            "credits_cents": 25200,
            "debits_cents": 350,
            "first_on": "2026-03-02",
            "last_on": "2026-03-02",
        }

    def test_of_the_same_statement_is_told(self, stage: Stage) -> None:
        imported(stage, "02/03/2026;VIR PETIT;252,00")
        with pytest.raises(use_cases.SameStatement):
            imported(stage, "2026-03-02;VIR PETIT;252.00")

    def test_of_one_that_overlaps_takes_what_is_new(self, stage: Stage) -> None:
        imported(stage, "02/03/2026;VIR PETIT;252,00")
        imported(stage, "02/03/2026;VIR PETIT;252,00", "02/03/2026;VIR ROUX;10,00")
        assert stage.last("bank_statement.imported")["details"]["known_lines"] == 1
        assert queries.open_line_count() == 2

    def test_of_nothing_new_is_told(self, stage: Stage) -> None:
        imported(stage, "02/03/2026;VIR PETIT;252,00", "02/03/2026;VIR ROUX;10,00")
        with pytest.raises(use_cases.NothingNew):
            imported(stage, "02/03/2026;VIR ROUX;10,00")

    def test_of_a_file_with_a_fault_imports_nothing(self, stage: Stage) -> None:
        with pytest.raises(use_cases.UnreadableStatement):
            imported(stage, "02/03/2026;VIR PETIT;252,00", "hier;VIR;1,00")
        assert queries.open_lines() == []


class TestMatching:
    def test_finds_the_payment_that_waits(self, stage: Stage) -> None:
        payment = stage.do(a_payment, stage.do(an_issued_invoice, stage.petit))
        (suggestion,) = imported(stage, "02/03/2026;VIR BOULANGERIE PETIT;252,00")
        assert suggestion.payment is payment
        assert suggestion.proposal is not None
        assert suggestion.proposal.why is Why.NAMED
        shares = [Share(suggestion.invoices[each.invoice_id], each.amount) for each in suggestion.proposal.parts]
        stage.do(use_cases.match_line, suggestion.line, payment=payment, shares=shares)
        assert (payment.state, payment.unallocated) == (PaymentState.RECORDED, ZERO)
        assert payments.waiting_count() == 0
        assert suggestion.line.state is LineState.MATCHED
        assert stage.last("payment.recorded")["actor"]["name"] == "Lina"

    def test_finds_the_customer_by_the_invoice_it_cites(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        (suggestion,) = imported(stage, "02/03/2026;VIR SEPA FA20260001;252,00")
        assert (suggestion.company, suggestion.payment) == (stage.petit, None)
        stage.do(use_cases.match_line, suggestion.line, company=stage.petit, shares=[Share(invoice, Money.of(252))])
        assert invoice.state is InvoiceState.PAID
        assert stage.last("payment.received")["actor"]["kind"] == "customer"

    def test_can_be_corrected_by_a_person(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit)
        other = stage.do(an_issued_invoice, stage.do(a_company, "Garage Roux"), "10")
        (suggestion,) = imported(stage, "02/03/2026;VIR PETIT BOULANGERIE;252,00")
        corrected = queries.suggest(suggestion.line, queries.books(), company=other.company)
        assert corrected.proposal is not None
        assert [each.invoice_id for each in corrected.proposal.parts] == [other.id]
        assert corrected.proposal.rest == Money.of("201.60")

    def test_each_waiting_payment_is_suggested_once(self, stage: Stage) -> None:
        first = stage.do(a_payment, stage.do(an_issued_invoice, stage.petit))
        second = stage.do(a_payment, stage.do(an_issued_invoice, stage.petit))
        found = imported(stage, "02/03/2026;VIR BOULANGERIE PETIT;252,00", "03/03/2026;VIR BOULANGERIE PETIT;252,00")
        assert {each.payment for each in found} == {first, second}

    def test_needs_a_customer(self, stage: Stage) -> None:
        (suggestion,) = imported(stage, "02/03/2026;VIR INCONNU;77,00")
        assert suggestion.company is None
        with pytest.raises(use_cases.NobodysMoney):
            stage.do(use_cases.match_line, suggestion.line)

    def test_is_said_once(self, stage: Stage) -> None:
        (suggestion,) = imported(stage, "02/03/2026;VIR PETIT;77,00")
        stage.do(use_cases.match_line, suggestion.line, company=stage.petit)
        with pytest.raises(use_cases.AlreadyMatched):
            stage.do(use_cases.set_line_aside, suggestion.line, reason="Frais")


class TestAReturn:
    def test_makes_the_invoice_due_again(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        payment = stage.do(record_payment, stage.do(a_payment, invoice))
        (suggestion,) = imported(stage, "02/03/2026;IMPAYE CHQ BOULANGERIE PETIT;-252,00")
        assert (suggestion.is_return, suggestion.payment) == (True, payment)
        stage.do(use_cases.match_return, suggestion.line, payment)
        assert (invoice.state, payment.state) == (InvoiceState.ISSUED, PaymentState.BOUNCED)

    def test_fees_are_none_and_are_set_aside(self, stage: Stage) -> None:
        (suggestion,) = imported(stage, "02/03/2026;FRAIS DE TENUE;-3,50")
        assert suggestion.payment is None
        stage.do(use_cases.set_line_aside, suggestion.line, reason="Frais bancaires")
        assert stage.last("bank_line.set_aside")["details"] == {"amount_cents": -350, "reason": "Frais bancaires"}
        assert queries.open_lines() == []
        assert [each.reason for each in queries.settled_lines()] == ["Frais bancaires"]


class TestTheBanksOwnFile:
    def test_can_be_imported_and_matched(self, stage: Stage) -> None:
        stage.do(a_payment, stage.do(an_issued_invoice, stage.petit))
        text = write_statement(queries.movements(TODAY, TODAY))
        stage.do(use_cases.import_statement, name="Mars", text=text)
        (suggestion,) = queries.suggestions(queries.open_lines())
        assert suggestion.payment is not None
        assert suggestion.payment.method is Method.TRANSFER
