"""Correcting a final invoice: what its deposit took is neither asked for twice nor given back twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.activity.door import Work
from crm.billing.corrections import use_cases
from crm.billing.einvoicing import rules as einvoicing
from crm.billing.entries import Account
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.billing.invoices.use_cases import (
    discard_draft,
    draft_deposit,
    draft_invoice,
    issue_invoice,
    set_lines,
)
from crm.billing.ledger import rules as ledger
from crm.billing.ledger.queries import accounts
from crm.billing.payments.use_cases import record_payment
from crm.kernel.money import ZERO, Money, Rate
from crm.papers.cii import fields_of
from crm.papers.cii_xml import text_of
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import ProductNature
from crm.selling.deliveries.use_cases import confirm_delivery
from crm.selling.lines import LineData
from tests.billing.invoices.builders import a_payment, paper
from tests.builders import Stage
from tests.selling.catalogue.builders import a_product
from tests.selling.orders.builders import a_shipped_order
from tests.selling.quotes.builders import a_line

WHY = "Adresse de facturation"


def a_final_invoice(
    work: Work, company: Company, line: LineData | None = None, *, share: int = 30
) -> tuple[Invoice, Invoice]:
    """Issue an invoice of 252 € on which a deposit was taken off; return the deposit and the final one."""
    note = a_shipped_order(work, company, line or paper(work))
    deposit = issue_invoice(work, draft_deposit(work, note.order, share=Rate.percent(share)))
    confirm_delivery(work, note)
    return deposit, issue_invoice(work, draft_invoice(work, note.order))


def of(invoice: Invoice) -> Invoice:
    """Find an invoice again: after a refusal nothing in hand is fresh."""
    found = invoices.invoice_by_id(invoice.id)
    assert found is not None
    return found


def some(invoice: Invoice, quantity: int) -> list[LineData]:
    """Return a quantity of an invoice's only line."""
    return [replace(invoice.lines[0].data, quantity=Decimal(quantity))]


def balances() -> dict[Account, Money]:
    """Return what the books hold on each account that deposits touch."""
    found = ledger.balances(accounts.entries(2026))
    told = (Account.CUSTOMERS, Account.DEPOSITS, Account.VAT, Account.VAT_WAITING)
    return {account: found.get(account, ZERO) for account in told}


class TestACorrectiveInvoice:
    def test_takes_the_deposit_off_again(self, stage: Stage) -> None:
        deposit, final = stage.do(a_final_invoice, stage.petit)
        owed, before = invoices.outstanding(stage.petit), balances()
        draft = stage.do(use_cases.corrective_invoice, final, reason=WHY)
        assert (draft.gross, draft.deposited, draft.amount_due) == (
            Money.of(252),
            Money.of("75.60"),
            Money.of("176.40"),
        )
        issued = stage.do(issue_invoice, draft)
        assert (issued.type, issued.amount_due) == (InvoiceType.CORRECTIVE, Money.of("176.40"))
        assert of(final).state is InvoiceState.REPLACED
        assert stage.last("invoice.issued")["details"]["total_cents"] == 17640
        shown = invoices.paper_of(issued)
        assert [(each.number, each.amount) for each in shown.deposits] == [(deposit.number, Money.of("75.60"))]
        assert shown.amount_due == Money.of("176.40")
        assert invoices.outstanding(stage.petit) == owed
        assert balances() == before

    def test_breaks_no_rule_of_the_platforms(self, stage: Stage) -> None:
        draft = stage.do(use_cases.corrective_invoice, stage.do(a_final_invoice, stage.petit)[1], reason=WHY)
        fields = fields_of(invoices.paper_of(stage.do(issue_invoice, draft)))
        assert (text_of(fields, "BT-113"), text_of(fields, "BT-115")) == ("75.60", "176.40")
        assert "BR-FR-CO-04" not in [each.rule.name for each in einvoicing.findings(fields)]

    def test_of_a_corrective_one_takes_it_off_too(self, stage: Stage) -> None:
        _, final = stage.do(a_final_invoice, stage.petit)
        first = stage.do(issue_invoice, stage.do(use_cases.corrective_invoice, final, reason=WHY))
        second = stage.do(issue_invoice, stage.do(use_cases.corrective_invoice, first, reason=WHY))
        assert second.amount_due == Money.of("176.40")
        assert invoices.outstanding(stage.petit) == Money.of(252)

    def test_that_is_thrown_away_leaves_the_final_one_as_it_was(self, stage: Stage) -> None:
        _, final = stage.do(a_final_invoice, stage.petit)
        stage.do(discard_draft, stage.do(use_cases.corrective_invoice, final, reason=WHY))
        assert of(final).amount_due == Money.of("176.40")
        assert len(invoices.deductions_of(of(final))) == 1

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(quantity=st.integers(1, 80), share=st.integers(1, 99))
    def test_takes_off_no_more_than_it_asks_nor_than_was_deposited(
        self, stage: Stage, quantity: int, share: int
    ) -> None:
        deposit, final = stage.do(a_final_invoice, stage.petit, share=share)
        draft = stage.do(use_cases.corrective_invoice, final, reason=WHY, lines=some(final, quantity))
        assert draft.deposited == min(draft.gross, deposit.gross)
        issued = stage.do(issue_invoice, draft)
        assert (issued.state is InvoiceState.PAID) == (issued.gross <= deposit.gross)


class TestACreditNoteOnAFinalInvoice:
    def test_gives_back_the_deposit_that_was_paid(self, stage: Stage) -> None:
        note = stage.do(lambda work: a_shipped_order(work, stage.petit, paper(work)))
        deposit = stage.do(issue_invoice, stage.do(draft_deposit, note.order, share=Rate.percent(30)))
        stage.do(record_payment, stage.do(a_payment, deposit))
        stage.do(confirm_delivery, note)
        final = stage.do(issue_invoice, stage.do(draft_invoice, note.order))
        credit_note = stage.do(use_cases.credit_note_for, final, reason=WHY)
        stage.do(use_cases.issue_credit_note, credit_note)
        assert credit_note.gross == Money.of(252)
        assert invoices.outstanding(stage.petit) == -Money.of("75.60")
        assert balances() == {
            Account.CUSTOMERS: -Money.of("75.60"),
            Account.DEPOSITS: ZERO,
            Account.VAT: ZERO,
            Account.VAT_WAITING: ZERO,
        }
        again = stage.do(issue_invoice, stage.do(use_cases.invoice_again, of(final)))
        assert again.amount_due == Money.of(252)
        assert invoices.outstanding(stage.petit) == Money.of("176.40")

    def test_takes_the_vat_on_services_back_where_it_was_put(self, stage: Stage) -> None:
        hours = stage.do(a_product, "HEU-1", nature=ProductNature.SERVICE, unit_price="21")
        _, final = stage.do(a_final_invoice, stage.petit, a_line(hours, "10"))
        stage.do(use_cases.issue_credit_note, stage.do(use_cases.credit_note_for, final, reason=WHY))
        assert balances() == dict.fromkeys(balances(), ZERO)


class TestACreditNoteOnADeposit:
    def test_that_an_invoice_took_off_is_refused(self, stage: Stage) -> None:
        deposit, final = stage.do(a_final_invoice, stage.petit)
        with pytest.raises(use_cases.MoreThanInvoiced):
            stage.do(use_cases.credit_note_for, deposit, reason=WHY)
        stage.do(issue_invoice, stage.do(use_cases.corrective_invoice, of(final), reason=WHY))
        with pytest.raises(use_cases.MoreThanInvoiced):
            stage.do(use_cases.credit_note_for, of(deposit), reason=WHY)

    def test_gives_back_what_no_invoice_took_off(self, stage: Stage) -> None:
        deposit, final = stage.do(a_final_invoice, stage.petit, share=90)
        stage.do(issue_invoice, stage.do(use_cases.corrective_invoice, final, reason=WHY, lines=some(final, 25)))
        rest = [replace(of(deposit).lines[0].data, unit_price=Money.of(84))]
        given = stage.do(use_cases.credit_note_for, of(deposit), reason=WHY, lines=rest)
        assert stage.do(use_cases.issue_credit_note, given).gross == Money.of("100.80")

    def test_is_not_taken_off_by_a_draft_that_is_corrected(self, stage: Stage) -> None:
        note = stage.do(lambda work: a_shipped_order(work, stage.petit, paper(work)))
        deposit = stage.do(issue_invoice, stage.do(draft_deposit, note.order, share=Rate.percent(30)))
        part = [replace(deposit.lines[0].data, unit_price=Money.of(13))]
        stage.do(use_cases.issue_credit_note, stage.do(use_cases.credit_note_for, deposit, reason=WHY, lines=part))
        stage.do(confirm_delivery, note)
        draft = stage.do(draft_invoice, note.order)
        assert draft.deposited == Money.of(60)
        assert stage.do(set_lines, draft, lines=some(draft, 50)).deposited == Money.of(60)
