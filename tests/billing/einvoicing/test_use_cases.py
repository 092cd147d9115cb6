"""What becomes of electronic invoices, and the answers of the exercise."""

from __future__ import annotations

import hashlib

import pytest

from crm.billing.einvoicing import queries
from crm.billing.einvoicing.models import EInvoice, EInvoiceState, Reason
from crm.billing.einvoicing.use_cases import (
    AlreadyDeposited,
    NotCollected,
    NotForThePlatform,
    NotIssued,
    UnknownCase,
    answer_exercise,
    deposit_invoice,
    dispute_einvoice,
    refuse_einvoice,
    report_collected,
)
from crm.billing.invoices.queries import invoice_by_id, paper_of
from crm.billing.payments.use_cases import record_payment
from crm.kernel.errors import ImpossibleMove
from crm.papers.cii import fields_of
from crm.papers.cii_xml import write_xml
from crm.prospecting.companies.models import Company
from tests.billing.einvoicing.builders import a_deposited_invoice, a_rejected_invoice, a_sound_invoice
from tests.billing.invoices.builders import a_drafted_invoice, a_payment
from tests.builders import Stage, an_individual


def states(einvoice: EInvoice) -> list[str]:
    """Return the codes that an invoice went through."""
    return [status.state.code for status in queries.statuses_of(einvoice)]


class TestADeposit:
    def test_is_taken_and_recorded_with_the_files_digest(self, stage: Stage) -> None:
        invoice = stage.do(a_sound_invoice, stage.petit)
        einvoice = stage.do(deposit_invoice, invoice)
        written = write_xml(fields_of(paper_of(invoice)))
        assert einvoice.state is EInvoiceState.DEPOSITED
        assert einvoice.digest == hashlib.sha256(written).hexdigest()
        assert stage.last("einvoice.deposited")["details"] == {"number": invoice.number, "digest": einvoice.digest}
        assert states(einvoice) == ["200"]
        assert stage.last("einvoice.deposited")["about"][0]["label"] == f"facture électronique {invoice.number}"

    def test_of_a_seller_without_siren_is_rejected_with_the_rules(self, stage: Stage) -> None:
        einvoice = stage.do(a_rejected_invoice, stage.petit)
        assert einvoice.state is EInvoiceState.REJECTED
        details = stage.last("einvoice.rejected")["details"]
        assert "BR-FR-10" in details["rules"]
        assert details["reason"] == "REJ_SEMAN"
        assert stage.last("einvoice.rejected")["actor"] == {"kind": "house", "id": None, "name": "Plateforme agréée"}
        assert states(einvoice) == ["200", "213"]

    def test_of_a_draft_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        with pytest.raises(NotIssued):
            stage.do(deposit_invoice, invoice)

    def test_to_a_consumer_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(a_sound_invoice, stage.do(an_individual))
        with pytest.raises(NotForThePlatform):
            stage.do(deposit_invoice, invoice)

    def test_happens_once(self, stage: Stage) -> None:
        einvoice = stage.do(a_rejected_invoice, stage.petit)
        with pytest.raises(AlreadyDeposited):
            stage.do(deposit_invoice, einvoice.invoice)


class TestTheCustomersAnswer:
    def test_refuses_with_a_reason(self, stage: Stage) -> None:
        einvoice = stage.do(a_deposited_invoice, stage.petit)
        stage.do(refuse_einvoice, einvoice, reason=Reason.CMD_ERR)
        assert stage.last("einvoice.refused")["details"]["reason"] == "CMD_ERR"
        assert states(einvoice) == ["200", "210"]

    def test_disputes_with_a_reason_and_may_refuse_afterwards(self, stage: Stage) -> None:
        einvoice = stage.do(a_deposited_invoice, stage.petit)
        stage.do(dispute_einvoice, einvoice, reason=Reason.LIVR_INCOMP)
        assert stage.last("einvoice.disputed")["details"]["reason"] == "LIVR_INCOMP"
        stage.do(refuse_einvoice, einvoice, reason=Reason.CMD_ERR)
        assert states(einvoice) == ["200", "207", "210"]

    def test_cannot_come_for_what_was_rejected(self, stage: Stage) -> None:
        einvoice = stage.do(a_rejected_invoice, stage.petit)
        with pytest.raises(ImpossibleMove):
            stage.do(refuse_einvoice, einvoice, reason=Reason.CMD_ERR)


class TestThePaymentTold:
    def test_needs_the_money_in_the_books(self, stage: Stage) -> None:
        einvoice = stage.do(a_deposited_invoice, stage.petit)
        with pytest.raises(NotCollected):
            stage.do(report_collected, einvoice)

    def test_ends_the_life_of_the_invoice(self, stage: Stage) -> None:
        einvoice = stage.do(a_deposited_invoice, stage.petit)
        invoice = invoice_by_id(einvoice.invoice_id)
        assert invoice is not None
        stage.do(record_payment, stage.do(a_payment, invoice))
        found = queries.einvoice_by_id(einvoice.id)
        assert found is not None
        stage.do(report_collected, found)
        assert stage.last("einvoice.collected")["details"] == {"number": invoice.number, "amount_cents": 25200}
        assert states(found) == ["200", "212"]


class TestTheExercise:
    def test_records_what_was_found(self, stage: Stage) -> None:
        case = queries.cases()[0]
        stage.do(answer_exercise, case=case.key, field=case.field, rule=case.rule.name)
        details = stage.last("einvoice_exercise.answered")["details"]
        assert details == {"case": case.key, "field": "BT-1", "rule": "BR-FR-02", "right": True}

    def test_is_right_only_with_field_and_rule(self, stage: Stage) -> None:
        case = queries.cases()[0]
        stage.do(answer_exercise, case=case.key, field=case.field, rule="BR-FR-01")
        assert queries.answers()[case.key].right is False
        stage.do(answer_exercise, case=case.key, field=case.field, rule=case.rule.name)
        assert queries.answers()[case.key].right is True

    def test_of_an_unknown_invoice_is_refused(self, stage: Stage) -> None:
        with pytest.raises(UnknownCase):
            stage.do(answer_exercise, case="none", field="BT-1", rule="BR-FR-01")


class TestLists:
    def test_of_what_is_to_be_deposited_hold_issued_invoices_to_french_businesses(self, stage: Stage) -> None:
        sound = stage.do(a_sound_invoice, stage.petit)
        stage.do(a_drafted_invoice, stage.petit)
        individual: Company = stage.do(an_individual)
        stage.do(a_sound_invoice, individual)
        assert [invoice.id for invoice in queries.to_deposit().rows] == [sound.id]
        assert queries.tab_counts() == {"waiting": 1, "deposited": 0, "trouble": 0, "collected": 0}
        stage.do(deposit_invoice, sound)
        assert queries.to_deposit().rows == []
        assert [each.invoice.number for each in queries.einvoices("deposited").rows] == [sound.number]
        assert queries.tab_counts() == {"waiting": 0, "deposited": 1, "trouble": 0, "collected": 0}
