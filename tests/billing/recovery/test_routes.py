"""Recovery on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.billing.dunning.test_routes import late
from tests.billing.invoices.builders import an_issued_invoice
from tests.builders import Cast, an_individual
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
        assert "Douteux" in browser.get(f"{at}/recovery/").text
        again = browser.post(f"{at}/invoices/{invoice_id}/doubtful", share="60", reason="Encore.")
        assert (again.status, "déjà inscrite" in again.text) == (422, True)
        answer = browser.post(f"{at}/invoices/{invoice_id}/write-off", reason="Liquidation clôturée.")
        assert answer.status == 303
        assert "Perte HT (654)" in browser.get(answer.location).text
        assert "Liquidation clôturée." in browser.get(f"{at}/recovery/").text

    def test_says_what_is_wrong(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        wrong: dict[str, dict[str, Any]] = {"doubtful": {"share": "120", "reason": "x"}, "write-off": {"reason": ""}}
        for path, fields in wrong.items():
            assert browser.post(f"{at}/invoices/{invoice_id}/{path}", **fields).status == 422


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
