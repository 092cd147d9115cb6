"""Recovery on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crm.billing.payments.use_cases import record_payment
from crm.billing.recovery.use_cases import mark_doubtful
from crm.kernel.money import Rate
from tests.billing.dunning.test_routes import late
from tests.billing.dunning.test_use_cases import a_late_invoice
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.builders import Cast, Stage, an_individual
from tests.client import CheckingClient
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]
LONG_AGO = date(2026, 1, 12)


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


class TestHandingOver:
    def test_a_file_is_handed_over_once(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        fields: dict[str, Any] = {"recoverer": "agency", "to": "Cabinet Roc"}
        assert browser.post(f"{at}/invoices/{invoice_id}/hand-over", **fields).status == 303
        assert "Le dossier est transmis." in browser.get(f"{at}/invoices/{invoice_id}/recovery").text
        page = browser.get(f"{at}/recovery/").text
        assert "Cabinet Roc" in page
        assert "Société de recouvrement" in page
        answer = browser.post(f"{at}/invoices/{invoice_id}/hand-over", **fields)
        assert answer.status == 422
        assert "déjà transmis" in answer.text


class TestTheBooks:
    def test_a_debt_becomes_doubtful_then_a_loss(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        answer = browser.post(f"{at}/invoices/{invoice_id}/doubtful", share="60", reason="Redressement judiciaire.")
        assert answer.status == 303
        page = browser.get(answer.location).text.replace("\xa0", " ")
        assert "126,00" in page
        assert "Une part nulle reprend tout." in page
        assert "Douteux" in browser.get(f"{at}/recovery/").text
        again = browser.post(f"{at}/invoices/{invoice_id}/doubtful", share="60", reason="Encore.")
        assert (again.status, "déjà inscrite" in again.text) == (422, True)
        fields: dict[str, Any] = {"share": "80", "reason": "Liquidation ouverte."}
        assert browser.post(f"{at}/invoices/{invoice_id}/allowance", **fields).status == 303
        page = browser.get(answer.location).text.replace("\xa0", " ")
        assert "168,00" in page
        assert "Dotation dépréciation FA-2026-0001" in page
        proof: dict[str, Any] = {"proof": "certificate", "proof_on": "2026-03-02", "proof_number": "CI-12"}
        answer = browser.post(f"{at}/invoices/{invoice_id}/write-off", reason="Liquidation clôturée.", **proof)
        assert answer.status == 303
        page = browser.get(answer.location).text.replace("\xa0", " ")
        for words in (
            "Perte (654)",
            "TVA à récupérer (44571)",
            "CI-12 du 2 mars 2026",
            "Reprise dépréciation FA-2026-0001",
        ):
            assert words in page
        assert "Liquidation clôturée." in browser.get(f"{at}/recovery/").text
        page = browser.get(f"{at}/ledger/").text
        for account in ("416000", "491000", "681740", "781740", "654000"):
            assert account in page

    def test_a_debt_is_taken_back_from_the_doubtful_ones(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        browser.post(f"{at}/invoices/{invoice_id}/doubtful", share="60", reason="Redressement judiciaire.")
        assert browser.post(f"{at}/invoices/{invoice_id}/clear-doubt", reason="").status == 422
        answer = browser.post(f"{at}/invoices/{invoice_id}/clear-doubt", reason="Garantie obtenue.")
        assert "Créance sortie des clients douteux le" in browser.get(answer.location).text
        again = browser.post(f"{at}/invoices/{invoice_id}/clear-doubt", reason="Encore.")
        assert (again.status, "n’est pas inscrite" in again.text) == (422, True)

    def test_what_has_no_reason_any_more_is_listed(self, backstage: Backstage, client: Open, at: str) -> None:
        def settle(stage: Stage) -> int:
            invoice = stage.do(a_late_invoice, stage.petit)
            stage.do(mark_doubtful, invoice, reason="Retard.", share=Rate.percent(60))
            stage.do(record_payment, stage.do(a_payment, invoice))
            return invoice.id

        invoice_id = backstage(settle)
        browser = client("lina")
        assert "Dépréciations à reprendre" in browser.get(f"{at}/recovery/").text
        assert "n’a plus d’objet" in browser.get(f"{at}/invoices/{invoice_id}/recovery").text
        fields: dict[str, Any] = {"share": "0", "reason": "Réglée."}
        assert browser.post(f"{at}/invoices/{invoice_id}/allowance", **fields).status == 303
        assert "Dépréciations à reprendre" not in browser.get(f"{at}/recovery/").text

    def test_says_what_is_wrong(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        wrong: dict[str, dict[str, Any]] = {
            "doubtful": {"share": "120", "reason": "x"},
            "allowance": {"share": "50", "reason": "x"},
            "write-off": {"reason": ""},
        }
        for path, fields in wrong.items():
            assert browser.post(f"{at}/invoices/{invoice_id}/{path}", **fields).status == 422
        undated: dict[str, Any] = {"reason": "Liquidation.", "proof": "judgment", "proof_on": "", "proof_number": ""}
        answer = browser.post(f"{at}/invoices/{invoice_id}/write-off", **undated)
        assert (answer.status, "Indiquez la date de la pièce" in answer.text) == (422, True)


class TestThePaymentOrder:
    def test_goes_step_by_step(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        answer = browser.post(
            f"{at}/invoices/{invoice_id}/payment-order", step="claim", done_on="2026-03-02", note="Tout concorde"
        )
        assert answer.status == 303
        assert "Tout concorde" in browser.get(answer.location).text
        answer = browser.post(f"{at}/invoices/{invoice_id}/payment-order", step="order", done_on="2026-03-02", note="")
        assert answer.status == 422
        assert "Requête déposée au greffe" in answer.text
        assert browser.post(f"{at}/invoices/{invoice_id}/payment-order", step="dance", note="").status == 404


class TestHowAnInvoiceStands:
    def test_of_a_professional(self, backstage: Backstage, client: Open, at: str) -> None:
        page = client("lina").get(f"{at}/invoices/{backstage(late)}/recovery").text.replace("\xa0", " ")
        for words in ("11 févr. 2031", "1,59", "40,00", "293,59"):
            assert words in page

    def test_of_a_consumer_never_asks_for_the_fixed_sum(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(lambda stage: stage.do(an_issued_invoice, stage.do(an_individual), on=LONG_AGO).id)
        page = client("lina").get(f"{at}/invoices/{invoice_id}/recovery").text.replace("\xa0", " ")
        assert "jamais à un particulier" in page
        assert "11 févr. 2028" in page

    def test_the_trainer_only_reads(self, backstage: Backstage, client: Open, at: str) -> None:
        page = client("roy").get(f"{at}/invoices/{backstage(late)}/recovery").text
        assert "Dossier non transmis." in page


def test_nothing_is_in_recovery(client: Open, at: str) -> None:
    assert "Aucun dossier" in client("lina").get(f"{at}/recovery/").text


@pytest.mark.parametrize("path", ["recovery/", "invoices/{invoice}/recovery"])
def test_noe_finds_nothing(backstage: Backstage, client: Open, at: str, path: str) -> None:
    assert client("noe").get(f"{at}/{path.format(invoice=backstage(late))}").status == 404


def test_nobody_owes_a_draft(client: Open, at: str) -> None:
    assert client("lina").get(f"{at}/invoices/999/recovery").status == 404
