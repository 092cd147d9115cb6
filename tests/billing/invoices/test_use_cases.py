"""Invoices: what changes, and what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices import queries, use_cases
from crm.billing.invoices.models import Invoice, InvoiceLine, InvoiceState
from crm.billing.invoices.queries import InvoiceFilter
from crm.billing.payments.use_cases import record_payment
from crm.desk.documents.queries import documents_about
from crm.kernel.actor import HOUSE
from crm.kernel.clock import opening_of
from crm.kernel.errors import Stale
from crm.kernel.money import ZERO, Money
from crm.selling.orders.models import OrderState
from crm.selling.orders.queries import order_by_id
from crm.store.base import db
from tests.billing.invoices.builders import (
    a_drafted_invoice,
    a_payment,
    a_settled_invoice,
    an_issued_invoice,
    paper,
)
from tests.builders import Stage, a_company
from tests.selling.orders.builders import a_delivered_order, a_shipped_order

TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 12)


class TestDrafting:
    def test_copies_what_was_delivered(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        assert (invoice.state, invoice.number) == (InvoiceState.DRAFT, "")
        assert (invoice.net, invoice.gross) == (Money.of(210), Money.of(252))
        assert [line.reference for line in invoice.lines] == ["PAP-101"]
        assert (invoice.delivered_on, invoice.due_on) == (TODAY, date(2026, 4, 1))
        fact = stage.last("invoice.drafted")
        assert [each["kind"] for each in fact["about"]] == ["invoice", "order", "company"]
        assert fact["details"] == {"total_cents": 25200}

    def test_of_goods_on_their_way_is_refused(self, stage: Stage) -> None:
        note = stage.do(lambda work: a_shipped_order(work, stage.petit, paper(work)))
        with pytest.raises(use_cases.NotDelivered):
            stage.do(use_cases.draft_invoice, note.order)

    def test_twice_is_refused(self, stage: Stage) -> None:
        order = order_by_id(stage.do(a_drafted_invoice, stage.petit).order_id or 0)
        assert order is not None
        with pytest.raises(use_cases.AlreadyInvoiced):
            stage.do(use_cases.draft_invoice, order)


class TestCorrectingADraft:
    def test_other_lines_and_days_are_possible(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        line = replace(invoice.lines[0].data, quantity=Decimal(60))
        stage.do(use_cases.set_lines, invoice, lines=[line], payment_days=75)
        assert (invoice.net, invoice.due_on) == (Money.of(252), date(2026, 5, 16))
        assert stage.last("invoice.drafted")["details"] == {"total_cents": 30240, "changed": True}

    def test_a_draft_without_lines_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        with pytest.raises(use_cases.EmptyInvoice):
            stage.do(use_cases.set_lines, invoice, lines=[])

    def test_over_what_somebody_else_wrote_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        with pytest.raises(Stale):
            stage.do(use_cases.set_lines, invoice, lines=[invoice.lines[0].data], version=invoice.version - 1)


class TestIssuing:
    def test_gives_number_and_due_date_and_leaves_a_document(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        stage.do(use_cases.issue_invoice, invoice)
        assert (invoice.number, invoice.state) == ("FA-2026-0001", InvoiceState.ISSUED)
        assert (invoice.issued_on, invoice.due_on) == (TODAY, date(2026, 4, 1))
        order = order_by_id(invoice.order_id or 0)
        assert order is not None
        assert order.state is OrderState.INVOICED
        assert [document.number for document in documents_about("invoice", invoice.id)] == ["FA-2026-0001"]
        fact = stage.last("invoice.issued")
        assert [each["kind"] for each in fact["about"]] == ["invoice", "order", "company", "delivery_note"]
        assert fact["details"] == {
            "total_cents": 25200,
            "due_on": "2026-04-01",
            "matches_delivery": True,
            "payment_days": 30,
            "beyond_payment_terms": False,
        }

    def test_what_does_not_agree_with_the_delivery_is_recorded_as_such(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        wrong = replace(invoice.lines[0].data, unit_price=Money.of("4.60"))
        stage.do(use_cases.set_lines, invoice, lines=[wrong], payment_days=60)
        stage.do(use_cases.issue_invoice, invoice)
        details = stage.last("invoice.issued")["details"]
        assert details["matches_delivery"] is False
        assert details["beyond_payment_terms"] is True

    def test_corrected_and_issued_at_once(self, stage: Stage) -> None:
        def hasty(work: Work) -> Invoice:
            invoice = a_drafted_invoice(work, stage.petit)
            use_cases.set_lines(work, invoice, lines=[paper(work, "60"), paper(work, "1")])
            return use_cases.issue_invoice(work, invoice)

        assert stage.do(hasty).net == Money.of("256.20")

    def test_of_nothing_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        free = replace(invoice.lines[0].data, unit_price=ZERO)
        stage.do(use_cases.set_lines, invoice, lines=[free])
        with pytest.raises(use_cases.EmptyInvoice):
            stage.do(use_cases.issue_invoice, invoice)

    def test_happens_once_and_forbids_corrections(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        with pytest.raises(use_cases.NotADraft):
            stage.do(use_cases.issue_invoice, invoice)
        with pytest.raises(use_cases.NotADraft):
            stage.do(use_cases.set_lines, invoice, lines=[invoice.lines[0].data])

    def test_numbers_follow_one_another_whatever_is_refused_in_between(self, stage: Stage) -> None:
        for _ in range(3):
            stage.do(an_issued_invoice, stage.petit)
            with pytest.raises(ZeroDivisionError):
                stage.do(_issue_and_fail)
        numbers = [invoice.number for invoice in queries.open_invoices()]
        assert numbers == ["FA-2026-0001", "FA-2026-0002", "FA-2026-0003"]


def _issue_and_fail(work: Work) -> None:
    """Issue an invoice and let something else go wrong."""
    an_issued_invoice(work, a_company(work, "Garage Roux"))
    raise ZeroDivisionError


class TestTheDatabase:
    @pytest.mark.parametrize(
        "statement",
        [
            update(Invoice).values(number="FA-2026-0099"),
            update(Invoice).values(gross=Money(1)),
            update(Invoice).values(due_on=date(2027, 1, 1)),
            delete(Invoice),
            update(InvoiceLine).values(quantity=Decimal(1)),
            delete(InvoiceLine),
        ],
        ids=["number", "total", "due date", "invoice", "line", "removed line"],
    )
    def test_refuses_to_alter_an_issued_invoice(self, stage: Stage, statement: object) -> None:
        stage.do(an_issued_invoice, stage.petit)

        def tamper(work: Work) -> None:
            work.record(Activity.NOTE_ADDED, stage.petit, text="rien à voir")
            db.session.execute(statement)  # type: ignore[call-overload]

        with pytest.raises(DBAPIError, match="append-only"):
            stage.do(tamper)

    def test_lets_a_draft_change(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        stage.do(use_cases.set_lines, invoice, lines=[replace(invoice.lines[0].data, quantity=Decimal(2))])
        assert [line.quantity for line in invoice.lines] == [Decimal(2)]


class TestFallingDue:
    def test_is_noted_once_and_only_when_late(self, stage: Stage) -> None:
        late = stage.do(an_issued_invoice, stage.petit, on=LONG_AGO)
        fresh = stage.do(an_issued_invoice, stage.petit)
        for invoice in (late, late, fresh):
            stage.do_as(HOUSE, use_cases.note_fell_due, invoice)
        (fact,) = stage.records("invoice.fell_due")
        assert fact["about"][0]["id"] == late.id
        assert fact["details"] == {"due_on": "2026-02-11", "amount_due_cents": 25200}

    def test_is_nothing_for_a_settled_one(self, stage: Stage) -> None:
        settled = stage.do(a_settled_invoice, stage.petit, on=LONG_AGO, paid_on=date(2026, 2, 20))
        stage.do_as(HOUSE, use_cases.note_fell_due, settled)
        assert stage.records("invoice.fell_due") == []


class TestTheLists:
    def test_each_tab_holds_its_own(self, stage: Stage) -> None:
        stage.do(a_drafted_invoice, stage.petit)
        fresh = stage.do(an_issued_invoice, stage.petit)
        late = stage.do(an_issued_invoice, stage.petit, on=LONG_AGO)
        settled = stage.do(a_settled_invoice, stage.petit, on=LONG_AGO, paid_on=date(2026, 2, 20))
        assert queries.tab_counts(on=TODAY) == {
            "open": 2,
            "overdue": 1,
            "drafts": 1,
            "settled": 1,
            "credit_notes": 0,
            "register": 3,
        }
        assert queries.open_invoices(stage.petit) == [late, fresh]
        assert queries.overdue_invoices(on=TODAY) == [late]
        assert list(queries.invoices(InvoiceFilter(tab="settled"), on=TODAY).rows) == [settled]
        assert queries.invoice_count(InvoiceFilter(tab=""), on=TODAY) == 4

    def test_one_finds_by_number_and_by_company(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(an_issued_invoice, stage.do(a_company, "Garage Roux"))
        for words in ("fa-2026-0001", "petit", "Boulangerie 0001"):
            assert list(queries.invoices(InvoiceFilter(search=words), on=TODAY).rows) == [invoice]
        assert queries.invoice_count(InvoiceFilter(company_id=stage.petit.id), on=TODAY) == 1

    def test_pages_follow_one_another_by_amount(self, stage: Stage) -> None:
        def many(work: Work) -> None:
            for number in range(52):
                an_issued_invoice(work, stage.petit, str(number + 1))

        stage.do(many)
        wanted = InvoiceFilter(sort="amount", descending=True)
        first = queries.invoices(wanted, on=TODAY)
        second = queries.invoices(wanted, on=TODAY, cursor=first.next)
        assert [len(first.rows), len(second.rows)] == [50, 2]
        grosses = [invoice.gross for invoice in (*first.rows, *second.rows)]
        assert grosses == sorted(grosses, reverse=True)

    def test_delivered_orders_wait_for_their_invoice(self, stage: Stage) -> None:
        order = stage.do(lambda work: a_delivered_order(work, stage.petit, paper(work)))
        stage.do(a_drafted_invoice, stage.petit)
        assert queries.orders_to_invoice() == [(order, TODAY)]

    def test_the_outstanding_balance_is_unpaid_invoices_and_orders(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(record_payment, stage.do(a_payment, invoice, Money.of(52)))
        stage.do(lambda work: a_shipped_order(work, stage.petit, paper(work, "10")))
        with_order = Money.of(200) + Money.of("50.40")
        assert queries.outstanding(stage.petit) == with_order
        assert queries.outstanding(stage.do(a_company, "Garage Roux")) == ZERO


def test_the_opening_of_a_day_is_in_the_builders_time(stage: Stage) -> None:
    invoice = stage.do(an_issued_invoice, stage.petit, on=LONG_AGO)
    assert invoice.issued_on == LONG_AGO
    assert stage.last("invoice.issued")["happened_at"] == opening_of(LONG_AGO).isoformat()
