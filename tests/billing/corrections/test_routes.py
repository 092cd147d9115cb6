"""Corrections on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm.billing.invoices import queries
from crm.billing.invoices.models import InvoiceType
from crm.billing.invoices.use_cases import draft_invoice, issue_invoice
from crm.selling.claims.models import Settlement
from crm.selling.claims.use_cases import settle_claim
from tests.billing.invoices.builders import a_drafted_invoice, an_issued_invoice, paper
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.papers.reading import text_of
from tests.selling.claims.builders import a_claim
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def issued(stage: Stage) -> int:
    """Issue an invoice of fifty reams, 252 €."""
    return stage.do(an_issued_invoice, stage.petit).id


def types(stage: Stage) -> list[tuple[InvoiceType, str]]:
    """Return all invoices by type and number."""
    found = queries.invoices(queries.InvoiceFilter(tab="", sort="number"), on=stage.workspace.today).rows
    return [(each.type, each.number) for each in found]


def complained(stage: Stage) -> tuple[int, int]:
    """Settle a claim about an invoiced delivery by a credit note; return the claim and the invoice."""
    claim = stage.do(a_claim, stage.petit, stage.do(paper))
    invoice = stage.do(issue_invoice, stage.do(draft_invoice, claim.delivery_note.order))
    stage.do(settle_claim, claim, settlement=Settlement.CREDIT_NOTE, answer="Nous vous adressons un avoir.")
    return claim.id, invoice.id


class TestCreditNotes:
    def test_a_settled_claim_leads_to_the_form(self, backstage: Backstage, client: Open, at: str) -> None:
        claim_id, invoice_id = backstage(complained)
        browser = client("lina")
        assert f'href="{at}/invoices/{invoice_id}/corrections"' in browser.get(f"{at}/claims/{claim_id}").html
        assert "Établir un avoir" in browser.get(f"{at}/invoices/{invoice_id}/corrections").text

    def test_in_full_is_prepared_and_issued(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id, browser = backstage(issued), client("lina")
        page = browser.get(f"{at}/invoices/{invoice_id}/corrections")
        assert "Établir un avoir" in page.text
        answer = browser.post(f"{at}/invoices/{invoice_id}/credit-note", credit_kind="full", reason="Retour")
        assert answer.status == 303
        draft = browser.get(answer.location)
        assert "Brouillon d’avoir" in draft.text
        number = int(answer.location.rsplit("/", 1)[-1])
        assert browser.post(f"{at}/invoices/{number}/issue-credit-note").status == 303
        page = browser.get(answer.location)
        for words in ("Avoir AV-2026-0001", "À imputer", "Corrige la facture FA-2026-0001"):
            assert words in page.text
        again = browser.get(f"{at}/invoices/{invoice_id}/corrections")
        assert "Facturer à nouveau" in again.text
        assert "AV-2026-0001" in browser.get(f"{at}/invoices/{invoice_id}").text
        assert "AV-2026-0001" in browser.get(f"{at}/invoices/?tab=credit_notes").text
        paper = text_of(browser.get(f"{at}/invoices/{number}/pdf").answer.data)
        assert "Net à votre crédit" in paper

    def test_in_part_takes_the_quantities_typed(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id, browser = backstage(issued), client("lina")
        typed: dict[str, Any] = {"credit_kind": "partial", "reason": "Deux abîmées", "quantities-0": "2"}
        answer = browser.post(f"{at}/invoices/{invoice_id}/credit-note", **typed)
        assert answer.status == 303
        assert "10,08" in browser.get(answer.location).text

    def test_as_a_gesture_takes_an_amount(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id, browser = backstage(issued), client("lina")
        typed: dict[str, Any] = {"credit_kind": "commercial", "reason": "Retard de livraison", "amount": "10"}
        answer = browser.post(f"{at}/invoices/{invoice_id}/credit-note", **typed)
        assert answer.status == 303
        assert "Geste commercial" in browser.get(answer.location).text

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"credit_kind": "full", "reason": ""}, "Ce champ est obligatoire"),
            ({"credit_kind": "partial", "reason": "Retour"}, "déjà été avoirée"),
            ({"credit_kind": "partial", "reason": "Retour", "quantities-0": "51"}, "dépasse ce qui reste à créditer"),
            ({"credit_kind": "partial", "reason": "Retour", "quantities-0": "deux"}, "Quantité illisible"),
            ({"credit_kind": "commercial", "reason": "Geste", "amount": "9999"}, "dépasse ce qui reste à créditer"),
        ],
    )
    def test_that_cannot_be_says_so(
        self, backstage: Backstage, client: Open, at: str, typed: dict[str, Any], message: str
    ) -> None:
        answer = client("lina").post(f"{at}/invoices/{backstage(issued)}/credit-note", **typed)
        assert answer.status == 422
        assert message in answer.text

    def test_an_invoice_is_not_issued_as_one(self, backstage: Backstage, client: Open, at: str) -> None:
        answer = client("lina").post(f"{at}/invoices/{backstage(issued)}/issue-credit-note")
        assert answer.status == 422
        assert "n’est pas un avoir" in answer.text


class TestReplacing:
    def test_leads_to_a_draft_that_replaces(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id, browser = backstage(issued), client("lina")
        answer = browser.post(f"{at}/invoices/{invoice_id}/replace", reason="SIREN du client")
        assert answer.status == 303
        browser.post(f"{answer.location}/issue")
        assert "Facture rectificative FA-2026-0002" in browser.get(answer.location).text
        assert "Remplacée" in browser.get(f"{at}/invoices/{invoice_id}").text
        assert browser.post(f"{at}/invoices/{invoice_id}/replace", reason="Encore").status == 422

    def test_needs_a_reason(self, backstage: Backstage, client: Open, at: str) -> None:
        assert client("lina").post(f"{at}/invoices/{backstage(issued)}/replace", reason="").status == 422


class TestInvoicingAgain:
    def test_follows_a_full_credit_note_only(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id, browser = backstage(issued), client("lina")
        refused = browser.post(f"{at}/invoices/{invoice_id}/again")
        assert refused.status == 422
        assert "avoir total" in refused.text
        answer = browser.post(f"{at}/invoices/{invoice_id}/credit-note", credit_kind="full", reason="Rejetée")
        browser.post(f"{answer.location}/issue-credit-note")
        assert browser.post(f"{at}/invoices/{invoice_id}/again").status == 303
        assert backstage(types) == [
            (InvoiceType.INVOICE, ""),
            (InvoiceType.CREDIT_NOTE, "AV-2026-0001"),
            (InvoiceType.INVOICE, "FA-2026-0001"),
        ]


def test_a_draft_has_nothing_to_correct(backstage: Backstage, client: Open, at: str) -> None:
    draft = backstage(lambda stage: stage.do(a_drafted_invoice, stage.petit).id)
    assert "Rien à corriger ici" in client("lina").get(f"{at}/invoices/{draft}/corrections").text


def test_the_trainer_reads_and_cannot_act(backstage: Backstage, client: Open, at: str) -> None:
    invoice_id, browser = backstage(issued), client("roy")
    assert "Préparer l’avoir" not in browser.get(f"{at}/invoices/{invoice_id}/corrections").text
    assert browser.post(f"{at}/invoices/{invoice_id}/credit-note", credit_kind="full", reason="x").status == 403


def test_noe_finds_nothing(backstage: Backstage, client: Open, at: str) -> None:
    assert client("noe").get(f"{at}/invoices/{backstage(issued)}/corrections").status == 404
