"""A customer's account on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm.billing.invoices.queries import open_invoices
from crm.billing.payments.queries import live_allocations
from crm.billing.payments.use_cases import record_payment
from crm.kernel.money import Money
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.billing.lettering.test_use_cases import a_credit_note
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def overpaid(stage: Stage) -> int:
    """Let 300 € come for an invoice of 252 €; return the payment's id."""
    invoice = stage.do(an_issued_invoice, stage.petit)
    return stage.do(record_payment, stage.do(a_payment, invoice, Money.of(300))).id


def credited(stage: Stage) -> int:
    """Give an invoice back whole; return the credit note's id."""
    return stage.do(a_credit_note, stage.do(an_issued_invoice, stage.petit)).id


class TestTheAccount:
    def test_shows_both_sides(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(overpaid)
        backstage(credited)
        text = client("lina").get(f"{at}/companies/{cast.petit}/lettering").text
        for words in ("FA-2026-0002", "AV-2026-0001", "48,00", "300,00", "Annuler le lettrage"):
            assert words in text

    def test_of_a_customer_without_business_is_empty(self, client: Open, cast: Cast, at: str) -> None:
        text = client("lina").get(f"{at}/companies/{cast.petit}/lettering").text
        assert "Aucune facture en attente" in text
        assert "Rien n’est lettré" in text

    def test_lets_lettering_be_undone_once(self, backstage: Backstage, client: Open, at: str) -> None:
        def lettered(stage: Stage) -> int:
            invoice = stage.do(an_issued_invoice, stage.petit)
            payment = stage.do(record_payment, stage.do(a_payment, invoice))
            return live_allocations(payment)[0].id

        allocation_id = backstage(lettered)
        browser = client("lina")
        answer = browser.post(f"{at}/allocations/{allocation_id}/undo")
        assert "annulé le" in browser.get(answer.location).text
        assert browser.post(f"{at}/allocations/{allocation_id}/undo").status == 422


class TestACreditNote:
    def test_is_used_as_proposed(self, backstage: Backstage, client: Open, at: str) -> None:
        credit_note = backstage(credited)
        browser = client("lina")
        page = browser.get(f"{at}/credit-notes/{credit_note}/use")
        assert "Reste à utiliser" in page.text
        invoice_id = backstage(lambda stage: open_invoices(stage.petit)[0].id)
        fields: dict[str, Any] = {"shares-0-invoice_id": str(invoice_id), "shares-0-amount": "252"}
        assert browser.post(f"{at}/credit-notes/{credit_note}/use", **fields).status == 303
        assert "entièrement utilisé" in browser.get(f"{at}/credit-notes/{credit_note}/use").text
        assert browser.post(f"{at}/credit-notes/{credit_note}/use", **fields).status == 422

    def test_is_given_back(self, backstage: Backstage, client: Open, at: str) -> None:
        credit_note = backstage(credited)
        browser = client("lina")
        place = f"{at}/credit-notes/{credit_note}/refund"
        assert browser.post(place, amount="999", reason="Erreur").status == 422
        assert browser.post(place, amount="252", reason="Client parti").status == 303

    def test_is_no_invoice(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(lambda stage: stage.do(an_issued_invoice, stage.petit).id)
        assert client("lina").get(f"{at}/credit-notes/{invoice_id}/use").status == 404


class TestWhatCameTooMuch:
    def test_is_given_back(self, backstage: Backstage, client: Open, at: str) -> None:
        payment_id = backstage(overpaid)
        browser = client("lina")
        place = f"{at}/payments/{payment_id}/refund"
        assert "48,00" in browser.get(place).text
        assert browser.post(place, amount="49", reason="Trop-perçu").status == 422
        assert browser.post(place, amount="48", reason="Trop-perçu").status == 303

    def test_is_to_be_got_back_if_the_bank_rejects_it(
        self, backstage: Backstage, client: Open, cast: Cast, at: str
    ) -> None:
        payment_id = backstage(overpaid)
        browser = client("lina")
        browser.post(f"{at}/payments/{payment_id}/refund", amount="48", reason="Trop-perçu")
        browser.post(f"{at}/payments/{payment_id}/bounce", reason="Chèque volé")
        account = browser.get(f"{at}/companies/{cast.petit}/lettering")
        assert "Remboursements à récupérer" in account.text
        assert "300,00" in account.text
        assert "Vous aviez remboursé 48,00" in browser.get(f"{at}/payments/{payment_id}").text
        assert "Remboursements à récupérer" in browser.get(f"{at}/companies/{cast.petit}/balance").text


@pytest.mark.parametrize(
    "path", ["companies/{company}/lettering", "payments/{payment}/refund", "credit-notes/{payment}/use"]
)
def test_noe_finds_nothing(backstage: Backstage, client: Open, cast: Cast, at: str, path: str) -> None:
    place = path.format(company=cast.petit, payment=backstage(overpaid))
    assert client("noe").get(f"{at}/{place}").status == 404
