"""Invoices of several deliveries, of a month, of deposits; other regimes and currencies; drafts thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from crm.activity.door import Work
from crm.billing.invoices import queries, use_cases
from crm.billing.invoices.models import Invoice, InvoiceLine, InvoiceState, InvoiceType
from crm.kernel.actor import HOUSE
from crm.kernel.clock import opening_of
from crm.kernel.currency import Currency
from crm.kernel.money import ZERO, Money, Rate
from crm.kernel.tax import TaxRegime
from crm.papers.views import Operation, PaperKind
from crm.prospecting.companies.models import Company, DueRule
from crm.prospecting.companies.use_cases import CompanyData, update_company
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.queries import delivery_note_of
from crm.selling.deliveries.use_cases import confirm_delivery
from crm.selling.orders.models import Order
from crm.selling.orders.queries import order_by_id
from crm.store.base import db
from tests.billing.invoices.builders import a_drafted_invoice, an_issued_invoice, paper
from tests.builders import Stage, a_company, an_individual
from tests.selling.orders.builders import a_delivered_order, a_shipped_order, an_order

TODAY = date(2026, 3, 2)
FEBRUARY = date(2026, 2, 10)
THIRTY = Rate.percent(30)


def delivered(work: Work, company: Company, quantity: str = "50", *, on: date | None = None) -> DeliveryNote:
    """Deliver paper, today or on another day."""
    with work.acting_as(work.actor if on is None else HOUSE, at=opening_of(on) if on else work.now):
        note = delivery_note_of(a_delivered_order(work, company, paper(work, quantity)))
    assert note is not None
    return note


def found(order: Order) -> Order:
    """Find an order again: after a refusal nothing in hand is fresh."""
    again = order_by_id(order.id)
    assert again is not None
    return again


def abroad(work: Work) -> Company:
    """Create an English customer who pays in pounds."""
    company = a_company(work, "Thames Office Ltd", country="GB", language="en")
    company.currency = Currency.GBP
    return company


def at_month_end(work: Work) -> Company:
    """Create a customer who pays so many days after the end of the month."""
    company = a_company(work, "Garage Roux")
    company.due_rule = DueRule.MONTH_END_THEN_DAYS
    return company


class TestSeveralDeliveries:
    def test_go_on_one_invoice_that_names_each_note(self, stage: Stage) -> None:
        notes = [stage.do(delivered, stage.petit, quantity) for quantity in ("50", "10")]
        invoice = stage.do(use_cases.draft_from_notes, notes)
        assert invoice.gross == Money.of("302.40")
        assert invoice.order_id is None
        assert [line.detail for line in invoice.lines] == ["BL-2026-0001 du 2 mars 2026", "BL-2026-0002 du 2 mars 2026"]
        assert queries.notes_of(invoice) == notes
        fact = stage.last("invoice.drafted")
        assert [each["kind"] for each in fact["about"]] == ["invoice", "order", "order", "company"]
        assert fact["details"] == {"total_cents": 30240, "summary": True}

    def test_agree_with_the_invoice_and_are_invoiced_once(self, stage: Stage) -> None:
        notes = [stage.do(delivered, stage.petit, quantity) for quantity in ("50", "10")]
        invoice = stage.do(use_cases.issue_invoice, stage.do(use_cases.draft_from_notes, notes))
        assert stage.last("invoice.issued")["details"]["matches_delivery"] is True
        assert queries.paper_of(invoice).delivery_note_number == "BL-2026-0001, BL-2026-0002"
        assert queries.orders_to_invoice() == []
        with pytest.raises(use_cases.NotDelivered):
            stage.do(use_cases.draft_from_notes, notes[:1])

    def test_of_two_customers_do_not(self, stage: Stage) -> None:
        other = stage.do(a_company, "Garage Roux")
        notes = [stage.do(delivered, each) for each in (stage.petit, other)]
        with pytest.raises(use_cases.MixedNotes):
            stage.do(use_cases.draft_from_notes, notes)

    def test_of_nothing_are_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NotDelivered):
            stage.do(use_cases.draft_from_notes, [])


class TestAMonth:
    def test_takes_what_was_delivered_in_it(self, stage: Stage) -> None:
        for day in (FEBRUARY, date(2026, 2, 27), TODAY):
            stage.do(delivered, stage.petit, on=day)
        invoice = stage.do(use_cases.draft_summary, stage.petit, month=FEBRUARY)
        assert (invoice.period_from, invoice.period_to) == (date(2026, 2, 1), date(2026, 2, 28))
        assert len(queries.notes_of(invoice)) == 2
        paper_shown = queries.paper_of(invoice)
        assert paper_shown.period == (date(2026, 2, 1), date(2026, 2, 28))
        assert paper_shown.delivery_note_number == ""

    def test_without_deliveries_has_no_invoice(self, stage: Stage) -> None:
        stage.do(delivered, stage.petit)
        with pytest.raises(use_cases.NotDelivered):
            stage.do(use_cases.draft_summary, stage.petit, month=FEBRUARY)


class TestADeposit:
    def _order(self, stage: Stage) -> Order:
        return stage.do(lambda work: an_order(work, stage.petit, paper(work)))

    def test_is_a_share_of_the_order(self, stage: Stage) -> None:
        invoice = stage.do(use_cases.draft_deposit, self._order(stage), share=THIRTY)
        assert (invoice.type, invoice.net, invoice.gross) == (InvoiceType.DEPOSIT, Money.of(63), Money.of("75.60"))
        assert [line.wording for line in invoice.lines] == ["Acompte de 30\u202f% sur la commande CMD-2026-0001"]
        assert stage.last("invoice.drafted")["details"] == {
            "total_cents": 7560,
            "type": "deposit",
            "share_bp": 3000,
        }
        assert queries.paper_of(invoice).kind is PaperKind.DEPOSIT_INVOICE

    def test_comes_off_the_invoice_of_the_delivery(self, stage: Stage) -> None:
        note = stage.do(lambda work: a_shipped_order(work, stage.petit, paper(work)))
        deposit = stage.do(use_cases.issue_invoice, stage.do(use_cases.draft_deposit, note.order, share=THIRTY))
        stage.do(confirm_delivery, note)
        final = stage.do(use_cases.issue_invoice, stage.do(use_cases.draft_invoice, note.order))
        assert (final.type, final.gross, final.deposited) == (InvoiceType.FINAL, Money.of(252), Money.of("75.60"))
        assert final.amount_due == Money.of("176.40")
        assert [each.number for each in queries.paper_of(final).deposits] == [deposit.number]
        assert stage.last("invoice.issued")["details"]["total_cents"] == 17640
        assert queries.outstanding(stage.petit) == Money.of(252)

    def test_counts_once_in_the_outstanding_balance(self, stage: Stage) -> None:
        order = self._order(stage)
        assert queries.outstanding(stage.petit) == Money.of(252)
        stage.do(use_cases.issue_invoice, stage.do(use_cases.draft_deposit, order, share=THIRTY))
        parts = queries.exposure(stage.petit)
        assert (parts.invoiced, parts.deposits) == (Money.of("75.60"), Money.of("75.60"))
        assert parts.total == Money.of(252)

    def test_cannot_be_nothing_nor_more_than_all(self, stage: Stage) -> None:
        order = self._order(stage)
        for share in (Rate(), Rate.percent(101)):
            with pytest.raises(use_cases.WrongShare):
                stage.do(use_cases.draft_deposit, found(order), share=share)
        stage.do(use_cases.draft_deposit, found(order), share=Rate.percent(80))
        with pytest.raises(use_cases.TooMuchDeposit):
            stage.do(use_cases.draft_deposit, found(order), share=THIRTY)

    def test_of_what_was_delivered_is_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NotDelivered):
            stage.do(use_cases.draft_deposit, stage.do(delivered, stage.petit).order, share=THIRTY)


class TestRegimesAndCurrencies:
    def test_an_export_bears_no_vat_and_is_in_the_customers_currency(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.do(abroad))
        assert (invoice.regime, invoice.currency, invoice.exchange_ppm) == (
            TaxRegime.EXPORT,
            Currency.GBP,
            1_150_000,
        )
        assert (invoice.net, invoice.gross) == (Money.of(210), Money.of(210))
        assert stage.last("invoice.issued")["details"] == {
            "total_cents": 24150,
            "due_on": "2026-04-01",
            "matches_delivery": True,
            "payment_days": 30,
            "beyond_payment_terms": False,
            "currency": "GBP",
            "currency_total_cents": 21000,
        }

    def test_the_outstanding_balance_is_in_euros(self, stage: Stage) -> None:
        customer = stage.do(abroad)
        stage.do(an_issued_invoice, customer)
        assert queries.outstanding(customer) == Money.of("241.50")

    def test_within_the_union_it_is_exempt_for_who_has_a_vat_number(self, stage: Stage) -> None:
        company = stage.do(a_company, "Bakkerij Jansen", country="BE", vat_number="BE0428759497")
        invoice = stage.do(a_drafted_invoice, company)
        assert (invoice.regime, invoice.totals.vat) == (TaxRegime.INTRA_EU, ZERO)

    def test_the_due_date_follows_the_customers_rule(self, stage: Stage) -> None:
        company = stage.do(at_month_end)
        assert stage.do(an_issued_invoice, company).due_on == date(2026, 4, 30)

    def test_a_consumer_is_asked_no_fixed_fee_on_any_paper(self, stage: Stage) -> None:
        shown = queries.paper_of(stage.do(an_issued_invoice, stage.do(an_individual)))
        assert not shown.customer.is_professional
        assert shown.operation is Operation.GOODS


class TestTheKeptPaper:
    def test_stays_what_it_was_when_the_customer_moves(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        before = queries.paper_of(invoice)
        stage.do(_move_away, stage.petit)
        assert queries.paper_of(invoice) == before
        assert queries.print_now(invoice) != before

    def test_of_a_draft_is_drawn_up_anew(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        stage.do(_move_away, stage.petit)
        assert queries.paper_of(invoice).customer.address.city == "Roubaix"


class TestThrowingADraftAway:
    def test_leaves_no_gap_and_lets_its_deliveries_go(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        stage.do(use_cases.discard_draft, invoice)
        assert stage.last("invoice.discarded")["details"] == {"type": "invoice"}
        assert db.session.scalar(select(func.count()).select_from(Invoice)) == 0
        assert db.session.scalar(select(func.count()).select_from(InvoiceLine)) == 0
        assert len(queries.orders_to_invoice()) == 1
        assert stage.do(an_issued_invoice, stage.petit).number == "FA-2026-0001"

    def test_of_an_issued_invoice_is_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NotADraft):
            stage.do(use_cases.discard_draft, stage.do(an_issued_invoice, stage.petit))

    def test_a_deposit_that_it_took_off_can_be_taken_off_again(self, stage: Stage) -> None:
        note = stage.do(lambda work: a_shipped_order(work, stage.petit, paper(work)))
        stage.do(use_cases.issue_invoice, stage.do(use_cases.draft_deposit, note.order, share=THIRTY))
        stage.do(confirm_delivery, note)
        stage.do(use_cases.discard_draft, stage.do(use_cases.draft_invoice, note.order))
        assert stage.do(use_cases.draft_invoice, note.order).deposited == Money.of("75.60")


def test_a_shorter_draft_takes_off_no_more_than_it_asks(stage: Stage) -> None:
    note = stage.do(lambda work: a_shipped_order(work, stage.petit, paper(work)))
    stage.do(use_cases.issue_invoice, stage.do(use_cases.draft_deposit, note.order, share=Rate.percent(90)))
    stage.do(confirm_delivery, note)
    draft = stage.do(use_cases.draft_invoice, note.order)
    line = replace(draft.lines[0].data, quantity=draft.lines[0].quantity / 2)
    stage.do(use_cases.set_lines, draft, lines=[line])
    assert (draft.gross, draft.deposited, draft.amount_due) == (Money.of(126), Money.of(126), ZERO)
    assert stage.do(use_cases.issue_invoice, draft).state is InvoiceState.PAID


def _move_away(work: Work, company: Company) -> Company:
    """Let a customer move."""
    return update_company(work, company, CompanyData(legal_name=company.legal_name, city="Roubaix"))
