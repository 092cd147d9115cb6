"""Invoices on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crm.billing.invoices import queries
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.kernel.money import Money
from tests.billing.invoices.builders import a_drafted_invoice, a_payment, a_settled_invoice, an_issued_invoice, paper
from tests.builders import Cast, Stage, a_company, an_individual
from tests.client import CheckingClient
from tests.papers.reading import text_of
from tests.selling.catalogue.builders import the_seller
from tests.selling.conftest import Backstage
from tests.selling.orders.builders import a_delivered_order, a_shipped_order

Open = Callable[[str], CheckingClient]
TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 12)


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def drafted(stage: Stage) -> int:
    """Prepare an invoice of fifty reams, 252 €."""
    return stage.do(a_drafted_invoice, stage.petit).id


def issued(stage: Stage) -> int:
    """Issue it."""
    return stage.do(an_issued_invoice, stage.petit).id


def late(stage: Stage) -> int:
    """Issue it long ago."""
    return stage.do(an_issued_invoice, stage.petit, on=LONG_AGO).id


def paid_at_the_bank(stage: Stage) -> int:
    """Issue it and let the money come; return the payment's id."""
    return stage.do(a_payment, stage.do(an_issued_invoice, stage.petit)).id


def delivered(stage: Stage) -> int:
    """Deliver fifty reams; return the order's id."""
    return stage.do(lambda work: a_delivered_order(work, stage.petit, paper(work))).id


def on_its_way(stage: Stage) -> int:
    """Ship fifty reams; return the order's id."""
    return stage.do(lambda work: a_shipped_order(work, stage.petit, paper(work))).order_id


def of(invoice_id: int) -> Callable[[Stage], Invoice]:
    """Return how to read an invoice as it is stored now."""

    def read(stage: Stage) -> Invoice:
        found = queries.invoice_by_id(invoice_id)
        assert found is not None
        assert found.lines
        return found

    return read


class TestTheList:
    def test_shows_what_is_to_be_collected_and_how_late_it_is(
        self, backstage: Backstage, client: Open, at: str
    ) -> None:
        backstage(late)
        page = client("lina").get(f"{at}/invoices/")
        assert page.status == 200
        assert "En retard de 19 jours" in page.text
        assert "252,00" in page.text

    @pytest.mark.parametrize("tab", ["open", "overdue", "drafts", "settled", "nonsense"])
    def test_every_tab_is_a_page(self, backstage: Backstage, client: Open, at: str, tab: str) -> None:
        backstage(drafted)
        backstage(lambda stage: stage.do(a_settled_invoice, stage.petit, on=LONG_AGO, paid_on=TODAY))
        assert client("lina").get(f"{at}/invoices/?tab={tab}&sort=-amount").status == 200

    def test_finds_by_number_and_company(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(issued)
        backstage(lambda stage: stage.do(an_issued_invoice, stage.do(a_company, "Garage Roux")))
        browser = client("lina")
        assert "Garage Roux" not in browser.get(f"{at}/invoices/?q=0001", part="rows_part").text
        assert "Garage Roux" in browser.get(f"{at}/invoices/?q=roux", part="rows_part").text
        assert "Aucun résultat" in browser.get(f"{at}/invoices/?q=zzz").text

    def test_says_how_to_begin_when_there_is_nothing(self, client: Open, at: str) -> None:
        assert "Une facture naît d’une commande livrée" in client("lina").get(f"{at}/invoices/").text

    def test_goes_on_with_the_next_page(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: [stage.do(an_issued_invoice, stage.petit, "1") for _ in range(51)])
        assert "Charger la suite" in client("lina").get(f"{at}/invoices/").text


class TestWhatIsToBeInvoiced:
    def test_is_listed_until_a_draft_exists(self, backstage: Backstage, client: Open, at: str) -> None:
        order_id = backstage(delivered)
        browser = client("lina")
        assert "CMD-2026-0001" in browser.get(f"{at}/invoices/to-issue").text
        answer = browser.post(f"{at}/orders/{order_id}/invoice")
        assert answer.status == 303
        assert "Brouillon de facture" in browser.get(answer.location).text
        assert "CMD-2026-0001" not in browser.get(f"{at}/invoices/to-issue").text
        assert "déjà une facture" in browser.get(f"{at}/orders/{order_id}/invoice").text

    def test_goods_on_their_way_are_not(self, backstage: Backstage, client: Open, at: str) -> None:
        order_id = backstage(on_its_way)
        browser = client("lina")
        assert "On facture ce qui est livré" in browser.get(f"{at}/orders/{order_id}/invoice").text
        assert browser.post(f"{at}/orders/{order_id}/invoice").status == 422

    def test_waits_on_the_desk(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(delivered)
        backstage(paid_at_the_bank)
        page = client("lina").get(f"{at}/today")
        assert "Livraisons à facturer" in page.text
        assert "Règlements à enregistrer" in page.text


class TestADraft:
    def test_can_be_corrected(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice = backstage(of(backstage(drafted)))
        browser = client("lina")
        assert "Ce qui a été livré" in browser.get(f"{at}/invoices/{invoice.id}/edit").text
        answer = browser.post(f"{at}/invoices/{invoice.id}/edit", **_typed(invoice, quantity="60"))
        assert answer.status == 303
        assert backstage(of(invoice.id)).net == Money.of(252)

    def test_what_cannot_be_read_stays_in_the_form(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice = backstage(of(backstage(drafted)))
        answer = client("lina").post(f"{at}/invoices/{invoice.id}/edit", **_typed(invoice, quantity="beaucoup"))
        assert answer.status == 422
        assert "Quantité illisible" in answer.text
        assert "beaucoup" in answer.html

    def test_a_row_can_be_added_without_scripts(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice = backstage(of(backstage(drafted)))
        answer = client("lina").post(f"{at}/invoices/{invoice.id}/edit", **_typed(invoice), add_line="1")
        assert answer.status == 200
        assert "lines-1-quantity" in answer.html

    def test_two_people_do_not_overwrite_each_other(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice = backstage(of(backstage(drafted)))
        typed = _typed(invoice, payment_days="45") | {"version": str(invoice.version)}
        assert client("karim").post(f"{at}/invoices/{invoice.id}/edit", **typed).status == 303
        answer = client("lina").post(f"{at}/invoices/{invoice.id}/edit", **(typed | {"payment_days": "60"}))
        assert answer.status == 409
        assert "45" in answer.text

    def test_is_issued_with_a_number(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(drafted)
        browser = client("lina")
        assert browser.post(f"{at}/invoices/{invoice_id}/issue").status == 303
        assert "Facture FA-2026-0001" in browser.get(f"{at}/invoices/{invoice_id}").text
        assert browser.get(f"{at}/invoices/{invoice_id}/edit").status == 303
        answer = browser.post(f"{at}/invoices/{invoice_id}/issue")
        assert answer.status == 422
        assert "Une facture émise ne peut plus être modifiée." in answer.text


class TestAnInvoice:
    def test_shows_totals_and_history(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: stage.do(the_seller))
        backstage(lambda stage: stage.do(a_payment, stage.do(an_issued_invoice, stage.petit), Money.of(52)))
        browser = client("lina")
        page = browser.get(next(link for link in browser.get(f"{at}/invoices/").reader.links if link[-1].isdigit()))
        for words in ("TVA 20", "Nord Bureau", "Boulangerie Petit", "Reste à payer", "Facture émise", "252,00"):
            assert words in page.text

    def test_is_read_by_the_trainer_who_cannot_act(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(issued)
        browser = client("roy")
        assert "Autres actions" not in browser.get(f"{at}/invoices/{invoice_id}").text
        assert browser.post(f"{at}/invoices/{invoice_id}/issue").status == 403


class TestThePaper:
    def test_bears_the_mentions_between_professionals(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: stage.do(the_seller))
        answer = client("lina").get(f"{at}/invoices/{backstage(issued)}/pdf").answer
        assert answer.mimetype == "application/pdf"
        assert "FA-2026-0001.pdf" in answer.headers["Content-Disposition"]
        text = text_of(answer.data).replace("\u202f", " ").replace("\xa0", " ")
        for mention in (
            "FA-2026-0001",
            "100 000 009",
            "1er avr. 2026",
            "40 €",
            "12,15",
            "CMD-2026-0001",
            "BL-2026-0001",
        ):
            assert mention in text

    def test_never_asks_forty_euros_of_a_consumer(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(lambda stage: stage.do(an_issued_invoice, stage.do(an_individual)).id)
        text = text_of(client("lina").get(f"{at}/invoices/{invoice_id}/pdf").answer.data)
        assert "FA-2026-0001" in text
        for word in ("40", "indemnité", "L441"):
            assert word not in text

    def test_stays_the_same_when_money_comes(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(issued)
        browser = client("lina")
        before = browser.get(f"{at}/invoices/{invoice_id}/pdf").answer.data
        browser.post(f"{at}/invoices/{invoice_id}/payments", amount="252", method="transfer", received_on="2026-03-02")
        assert backstage(of(invoice_id)).state is InvoiceState.PAID
        assert browser.get(f"{at}/invoices/{invoice_id}/pdf").answer.data == before

    def test_of_a_draft_says_so(self, backstage: Backstage, client: Open, at: str) -> None:
        answer = client("lina").get(f"{at}/invoices/{backstage(drafted)}/pdf").answer
        assert "brouillon" in answer.headers["Content-Disposition"]


class TestTheCompany:
    def test_has_a_tab_with_its_invoices(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(late)
        backstage(drafted)
        page = client("lina").get(f"{at}/companies/{cast.petit}/invoices")
        assert "FA-2026-0001" in page.text
        assert "Dont échu" in page.text

    def test_without_invoices_says_so(self, client: Open, cast: Cast, at: str) -> None:
        assert "Aucune facture" in client("lina").get(f"{at}/companies/{cast.petit}/invoices").text


@pytest.mark.parametrize(
    "path",
    [
        "invoices/",
        "invoices/to-issue",
        "orders/{order}/invoice",
        "invoices/{invoice}",
        "invoices/{invoice}/edit",
        "invoices/{invoice}/pdf",
        "companies/{company}/invoices",
    ],
)
def test_noe_finds_nothing(backstage: Backstage, client: Open, cast: Cast, at: str, path: str) -> None:
    invoice = backstage(of(backstage(issued)))
    place = path.format(invoice=invoice.id, order=invoice.order_id, company=cast.petit)
    assert client("noe").get(f"{at}/{place}").status == 404


@pytest.mark.parametrize("path", ["invoices/999", "invoices/999/pdf", "orders/999/invoice", "companies/999/invoices"])
def test_what_does_not_exist_is_not_found(client: Open, at: str, path: str) -> None:
    assert client("lina").get(f"{at}/{path}").status == 404


def _typed(invoice: Invoice, *, quantity: str = "50", payment_days: str = "30") -> dict[str, Any]:
    """Return what the form of a draft sends."""
    return {
        "payment_days": payment_days,
        "lines-0-product": str(invoice.lines[0].product_id),
        "lines-0-quantity": quantity,
        "lines-0-unit_price": "4,20",
        "lines-0-discount": "",
    }
