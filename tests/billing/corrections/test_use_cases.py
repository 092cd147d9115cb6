"""Correcting what was issued: credit notes, corrective invoices, invoicing again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from crm.billing.corrections import queries, use_cases
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import CorrectionKind, Invoice, InvoiceState, InvoiceType
from crm.billing.invoices.use_cases import IsCreditNote, NotReplaceable, issue_invoice
from crm.billing.payments.use_cases import record_payment
from crm.desk.documents.models import DocumentType
from crm.desk.documents.queries import documents_about
from crm.kernel.money import ZERO, Money
from crm.papers.views import PaperKind
from crm.selling.lines import LineData
from crm.store.base import db
from tests.billing.invoices.builders import a_drafted_invoice, a_payment, an_issued_invoice
from tests.builders import Stage

WHY = "Deux cartons abîmés"


def of(invoice: Invoice) -> Invoice:
    """Find an invoice again: after a refusal nothing in hand is fresh."""
    found = invoices.invoice_by_id(invoice.id)
    assert found is not None
    return found


def some(invoice: Invoice, quantity: int) -> list[LineData]:
    """Return a quantity of an invoice's only line."""
    return [replace(invoice.lines[0].data, quantity=Decimal(quantity))]


def credited(stage: Stage, invoice: Invoice, **wanted: object) -> Invoice:
    """Issue a credit note."""
    draft = stage.do(use_cases.credit_note_for, of(invoice), reason=WHY, **wanted)  # type: ignore[arg-type]
    return stage.do(use_cases.issue_credit_note, draft)


class TestACreditNote:
    def test_gives_the_whole_back_under_a_number_of_its_own(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        note = credited(stage, invoice)
        assert (note.number, note.type, note.state) == ("AV-2026-0001", InvoiceType.CREDIT_NOTE, InvoiceState.ISSUED)
        assert (note.gross, note.signed, note.corrects_id) == (Money.of(252), -1, invoice.id)
        assert [each.type for each in documents_about("invoice", note.id)] == [DocumentType.CREDIT_NOTE]
        fact = stage.last("credit_note.issued")
        assert [each["kind"] for each in fact["about"]] == ["invoice", "invoice", "order", "company"]
        assert fact["details"] == {"total_cents": 25200, "kind": "full", "reason": WHY, "full": True}

    def test_prints_what_it_corrects(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        shown = invoices.paper_of(credited(stage, invoice))
        assert shown.kind is PaperKind.CREDIT_NOTE
        assert [each.number for each in shown.corrects] == [invoice.number]
        assert shown.reason == WHY

    def test_lowers_what_the_customer_owes_and_is_nothing_to_chase(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        note = credited(stage, invoice, kind=CorrectionKind.PARTIAL, lines=some(invoice, 10))
        assert invoices.outstanding(stage.petit) == Money.of("201.60")
        assert invoices.open_invoices(stage.petit) == [of(invoice)]
        assert invoices.open_credit_notes(stage.petit) == [note]
        assert not note.is_open()

    def test_in_part_leaves_the_rest_to_be_credited(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        credited(stage, invoice, kind=CorrectionKind.PARTIAL, lines=some(invoice, 10))
        assert [line.quantity for line in queries.lines_left(of(invoice))] == [Decimal(40)]
        rest = credited(stage, invoice)
        assert rest.gross == Money.of("201.60")
        with pytest.raises(use_cases.NothingLeft):
            stage.do(use_cases.credit_note_for, of(invoice), reason=WHY)

    def test_cannot_give_back_more_than_was_asked(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        with pytest.raises(use_cases.MoreThanInvoiced):
            stage.do(use_cases.credit_note_for, invoice, reason=WHY, lines=some(invoice, 51))

    def test_two_drafts_cannot_give_back_more_together(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        first = stage.do(use_cases.credit_note_for, invoice, reason=WHY)
        second = stage.do(use_cases.credit_note_for, of(invoice), reason=WHY, lines=some(invoice, 1))
        stage.do(use_cases.issue_credit_note, first)
        with pytest.raises(use_cases.MoreThanInvoiced):
            stage.do(use_cases.issue_credit_note, of(second))

    def test_as_a_gesture_leaves_the_quantities(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        gesture = [LineData("", "Geste commercial", Decimal(1), Money.of(10), invoice.lines[0].vat_rate, unit="")]
        note = credited(stage, invoice, kind=CorrectionKind.COMMERCIAL, lines=gesture)
        assert note.gross == Money.of(12)
        assert [line.quantity for line in queries.lines_left(of(invoice))] == [Decimal(50)]

    def test_says_why(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        with pytest.raises(use_cases.NoReason):
            stage.do(use_cases.credit_note_for, invoice, reason="  ")

    def test_of_a_draft_or_of_a_credit_note_is_refused(self, stage: Stage) -> None:
        draft = stage.do(a_drafted_invoice, stage.petit)
        with pytest.raises(use_cases.NotIssued):
            stage.do(use_cases.credit_note_for, draft, reason=WHY)
        note = credited(stage, stage.do(an_issued_invoice, stage.petit))
        with pytest.raises(use_cases.NotIssued):
            stage.do(use_cases.credit_note_for, note, reason=WHY)

    def test_is_issued_as_such_and_once(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        draft = stage.do(use_cases.credit_note_for, invoice, reason=WHY)
        with pytest.raises(IsCreditNote):
            stage.do(issue_invoice, draft)
        with pytest.raises(use_cases.NotACreditNote):
            stage.do(use_cases.issue_credit_note, of(invoice))

    def test_cannot_change_once_issued(self, stage: Stage) -> None:
        note = credited(stage, stage.do(an_issued_invoice, stage.petit))
        with pytest.raises(DBAPIError):
            stage.do(lambda work: db.session.execute(update(Invoice).where(Invoice.id == note.id).values(reason="x")))

    def test_is_possible_after_payment(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(record_payment, stage.do(a_payment, invoice))
        credited(stage, invoice)
        assert invoices.outstanding(stage.petit) == -Money.of(252)


class TestACorrectiveInvoice:
    def test_replaces_the_one_it_names(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        draft = stage.do(use_cases.corrective_invoice, invoice, reason="Quantité", lines=some(invoice, 40))
        assert of(invoice).state is InvoiceState.ISSUED
        issued = stage.do(issue_invoice, draft)
        assert (issued.number, issued.type, issued.corrects_id) == (
            "FA-2026-0002",
            InvoiceType.CORRECTIVE,
            invoice.id,
        )
        assert of(invoice).state is InvoiceState.REPLACED
        assert invoices.open_invoices() == [issued]
        assert invoices.outstanding(stage.petit) == Money.of("201.60")
        fact = stage.last("invoice.issued")
        assert [each["label"] for each in fact["about"] if each["kind"] == "invoice"] == [issued.number, invoice.number]
        assert fact["details"]["type"] == "corrective"
        assert fact["details"]["matches_delivery"] is False

    def test_of_what_was_paid_or_credited_is_refused(self, stage: Stage) -> None:
        paid, given_back = (stage.do(an_issued_invoice, stage.petit) for _ in range(2))
        stage.do(record_payment, stage.do(a_payment, paid, Money.of(52)))
        credited(stage, given_back, kind=CorrectionKind.PARTIAL, lines=some(given_back, 1))
        for invoice in (paid, given_back):
            with pytest.raises(NotReplaceable):
                stage.do(use_cases.corrective_invoice, of(invoice), reason="Quantité")

    def test_that_comes_too_late_is_refused_at_issue(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        draft = stage.do(use_cases.corrective_invoice, invoice, reason="Quantité")
        stage.do(record_payment, stage.do(a_payment, of(invoice)))
        with pytest.raises(NotReplaceable):
            stage.do(issue_invoice, of(draft))

    def test_says_why(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NoReason):
            stage.do(use_cases.corrective_invoice, stage.do(an_issued_invoice, stage.petit), reason="")


class TestInvoicingAgain:
    def test_follows_a_full_credit_note(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        with pytest.raises(use_cases.NotCredited):
            stage.do(use_cases.invoice_again, invoice)
        credited(stage, invoice)
        again = stage.do(issue_invoice, stage.do(use_cases.invoice_again, of(invoice)))
        assert (again.number, again.gross, again.type) == ("FA-2026-0002", Money.of(252), InvoiceType.INVOICE)
        assert stage.last("invoice.issued")["details"]["matches_delivery"] is True
        assert invoices.outstanding(stage.petit) == Money.of(252)
        assert invoices.exposure(stage.petit).ordered == ZERO
