"""Drafts on screen: of several deliveries, of a month, of a deposit; thrown away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crm.billing.invoices import queries
from crm.billing.invoices.models import InvoiceState
from crm.billing.invoices.use_cases import draft_deposit
from crm.kernel.money import Money, Rate
from tests.billing.invoices.builders import a_drafted_invoice, an_issued_invoice, paper
from tests.billing.invoices.test_drafting import FEBRUARY, abroad, delivered
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.papers.reading import text_of
from tests.selling.conftest import Backstage
from tests.selling.orders.builders import an_order

Open = Callable[[str], CheckingClient]
TODAY = date(2026, 3, 2)


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def two_notes(stage: Stage) -> list[int]:
    """Deliver twice; return the delivery notes' ids."""
    return [stage.do(delivered, stage.petit, quantity).id for quantity in ("50", "10")]


def ordered(stage: Stage) -> int:
    """Record an order of 252 €; return its id."""
    return stage.do(lambda work: an_order(work, stage.petit, paper(work))).id


def a_deposit(stage: Stage) -> int:
    """Prepare a deposit of 30 %; return the invoice's id."""
    order = stage.do(lambda work: an_order(work, stage.petit, paper(work)))
    return stage.do(draft_deposit, order, share=Rate.percent(30)).id


class TestSeveralDeliveries:
    def test_are_shown_with_the_customer_and_go_on_one_invoice(
        self, backstage: Backstage, client: Open, cast: Cast, at: str
    ) -> None:
        notes, browser = backstage(two_notes), client("lina")
        assert "BL-2026-0001, BL-2026-0002" in browser.get(f"{at}/invoices/to-issue").text
        page = browser.get(f"{at}/companies/{cast.petit}/invoices")
        assert "Préparer une facture groupée" in page.text
        answer = browser.post(f"{at}/companies/{cast.petit}/invoices/notes", notes=[str(each) for each in notes])
        assert answer.status == 303
        shown = browser.get(answer.location)
        assert "302,40" in shown.text
        assert "BL-2026-0001, BL-2026-0002" in shown.text

    def test_none_ticked_is_told(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(two_notes)
        answer = client("lina").post(f"{at}/companies/{cast.petit}/invoices/notes")
        assert answer.status == 422
        assert "Cochez au moins un bon de livraison." in answer.text

    def test_of_a_month_are_summed_up(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(lambda stage: stage.do(delivered, stage.petit, on=FEBRUARY).id)
        browser = client("lina")
        answer = browser.post(f"{at}/companies/{cast.petit}/invoices/summary", month="2026-02-14")
        assert answer.status == 303
        assert "1er févr. 2026 – 28 févr. 2026" in browser.get(answer.location).text

    def test_of_a_month_without_any_are_refused(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(two_notes)
        answer = client("lina").post(f"{at}/companies/{cast.petit}/invoices/summary", month="2026-01-14")
        assert answer.status == 422
        assert "rien à facturer" in answer.text


class TestADeposit:
    def test_is_asked_for_on_the_orders_page(self, backstage: Backstage, client: Open, at: str) -> None:
        order_id, browser = backstage(ordered), client("lina")
        assert "Préparer la facture d’acompte" in browser.get(f"{at}/orders/{order_id}/invoice").text
        answer = browser.post(f"{at}/orders/{order_id}/deposit", share="30")
        assert answer.status == 303
        browser.post(f"{answer.location}/issue")
        page = browser.get(answer.location)
        assert "Facture d’acompte FA-2026-0001" in page.text
        assert "75,60" in page.text
        assert "FA-2026-0001" in browser.get(f"{at}/orders/{order_id}/invoice").text

    @pytest.mark.parametrize(
        ("share", "message"), [("0", "entre 1"), ("trente", "Taux illisible"), ("", "obligatoire")]
    )
    def test_that_cannot_be_is_told(
        self, backstage: Backstage, client: Open, at: str, share: str, message: str
    ) -> None:
        answer = client("lina").post(f"{at}/orders/{backstage(ordered)}/deposit", share=share)
        assert answer.status == 422
        assert message in answer.text

    def test_its_terms_can_be_corrected_not_its_lines(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id, browser = backstage(a_deposit), client("lina")
        page = browser.get(f"{at}/invoices/{invoice_id}/edit")
        assert "lines-0-quantity" not in page.html
        typed: dict[str, Any] = {"payment_days": "10", "cash_discount": "2", "cash_discount_days": "5"}
        assert browser.post(f"{at}/invoices/{invoice_id}/edit", **typed).status == 303
        assert "sous 5 jours" in browser.get(f"{at}/invoices/{invoice_id}").text
        text = text_of(browser.get(f"{at}/invoices/{invoice_id}/pdf").answer.data)
        assert "Escompte de 2 % si vous payez sous 5 jours" in text


class TestThrowingAway:
    def test_a_draft_makes_its_delivery_wait_again(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(lambda stage: stage.do(a_drafted_invoice, stage.petit).id)
        browser = client("lina")
        assert browser.post(f"{at}/invoices/{invoice_id}/discard").status == 303
        assert browser.get(f"{at}/invoices/{invoice_id}").status == 404
        assert "CMD-2026-0001" in browser.get(f"{at}/invoices/to-issue").text

    def test_an_issued_invoice_is_refused(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(lambda stage: stage.do(an_issued_invoice, stage.petit).id)
        answer = client("lina").post(f"{at}/invoices/{invoice_id}/discard")
        assert answer.status == 422
        assert backstage(lambda stage: queries.open_invoices()[0].state) is InvoiceState.ISSUED


class TestAbroad:
    def test_everything_is_in_the_customers_currency_and_language(
        self, backstage: Backstage, client: Open, at: str
    ) -> None:
        invoice_id = backstage(lambda stage: stage.do(an_issued_invoice, stage.do(abroad)).id)
        browser = client("lina")
        page = browser.get(f"{at}/invoices/{invoice_id}")
        assert "210,00\xa0£GB" in page.html
        assert "1 GBP = 1,15" in page.text.replace("\xa0", " ")
        text = text_of(browser.get(f"{at}/invoices/{invoice_id}/pdf").answer.data)
        for words in ("Invoice FA-2026-0001", "£210.00", "VAT exempt: export", "United Kingdom", "GBP 1 = €1.15"):
            assert words in text


def test_the_register_shows_all_that_bears_a_number(backstage: Backstage, client: Open, at: str) -> None:
    backstage(lambda stage: stage.do(an_issued_invoice, stage.petit).gross == Money.of(252))
    browser = client("lina")
    assert "FA-2026-0001" in browser.get(f"{at}/invoices/?tab=register").text
    assert "FA-2026-0001" not in browser.get(f"{at}/invoices/?tab=register&type=credit_note").text
    assert "Aucun avoir" in browser.get(f"{at}/invoices/?tab=credit_notes").text
