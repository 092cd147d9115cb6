"""Entering orders on screen: checking a purchase order, recording it or a quote."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from crm.selling.quotes.use_cases import draft_quote
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.desk.messages.builders import a_message
from tests.papers.reading import text_of
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.conftest import Backstage
from tests.selling.orders.builders import a_purchase_order
from tests.selling.purchase_orders.builders import an_offer, differing
from tests.selling.quotes.builders import a_line, a_sent_quote

Open = Callable[[str], CheckingClient]


def sent(stage: Stage) -> int:
    """Send a quote of forty reams."""
    return stage.do(a_sent_quote, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"], "40")).id


def ordered_otherwise(stage: Stage) -> tuple[int, int]:
    """Let Petit order the forty reams of a quote at another price, to another address; message and product."""
    paper = stage.do(a_catalogue)["PAP-101"]
    quote = stage.do(a_sent_quote, stage.petit, a_line(paper, "40"))
    message = stage.do(
        a_purchase_order,
        stage.petit,
        {"reference": "PAP-101", "quantity": "40", "unit_price_cents": 395},
        {"reference": "INCONNU", "quantity": "2"},
        quote=quote,
        address="Quai arrière\n59000 Lille",
    )
    return message.id, paper.id


def ordered_by_list(stage: Stage) -> tuple[int, int]:
    """Let Petit order from the price list; message and product."""
    paper = stage.do(a_catalogue)["PAP-101"]
    return stage.do(a_purchase_order, stage.petit, {"reference": "PAP-101", "quantity": "12"}).id, paper.id


def a_difficult_order(stage: Stage) -> int:
    """Let Petit order much otherwise than it was offered; the message."""
    quote = stage.do(an_offer, stage.petit, stage.do(a_catalogue))
    return stage.do(differing, stage.petit, quote).id


def row(number: int, key: str, settlement: str) -> dict[str, Any]:
    """Return a difference as a browser sends it."""
    return {f"decisions-{number}-key": key, f"decisions-{number}-settlement": settlement}


def every_row(browser: CheckingClient, path: str, settlement: str) -> dict[str, Any]:
    """Return all differences of the page, decided alike."""
    keys = re.findall(r'name="decisions-\d+-key" type="hidden" value="([^"]*)"', browser.get(path).html)
    return {name: value for number, key in enumerate(keys) for name, value in row(number, key, settlement).items()}


def typed(product: int, quantity: str, price: str = "4,20") -> dict[str, Any]:
    """Return the first row of the editor as a browser sends it."""
    return {"lines-0-product": product, "lines-0-quantity": quantity, "lines-0-unit_price": price}


class TestCheck:
    def test_the_purchase_order_stands_beside_the_quote(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id, _ = backstage(ordered_otherwise)
        page = client("lina").get(f"/w/{cast.workspace}/messages/{message_id}/order")
        for words in (
            "face au devis DEV-2026-0001",
            "3,95 €",
            "4,20 €",
            "Écart : Prix",
            "Écart : Article",
            "Écart : adresse de livraison",
        ):
            assert words in page.text
        assert 'value="3,95"' in page.html

    def test_without_a_quote_it_stands_beside_the_price_list(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        message_id, _ = backstage(ordered_by_list)
        text = client("lina").get(f"/w/{cast.workspace}/messages/{message_id}/order").text
        assert "face au tarif" in text
        assert "Identique" in text

    def test_a_message_without_lines_is_read_and_typed(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id = backstage(lambda stage: stage.do(a_message, company=stage.petit).id)
        assert "aucune ligne" in client("lina").get(f"/w/{cast.workspace}/messages/{message_id}/order").text

    def test_a_message_of_nobody_has_no_order(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id = backstage(lambda stage: stage.do(a_message).id)
        assert client("lina").get(f"/w/{cast.workspace}/messages/{message_id}/order").status == 404

    def test_what_was_noticed_is_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id, _ = backstage(ordered_otherwise)
        browser = client("lina")
        answer = browser.post(
            f"/w/{cast.workspace}/messages/{message_id}/order/check",
            differences="Prix\n\nAdresse de livraison",
            decision="correct",
        )
        assert "Contrôles faits" in browser.get(answer.location).text
        facts = backstage(lambda stage: stage.last("order.checked")["details"])
        assert facts == {"differences": ["Prix", "Adresse de livraison"], "decision": "correct", "actual": 3}

    def test_an_unknown_decision_is_refused_and_the_text_kept(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        message_id, _ = backstage(ordered_by_list)
        path = f"/w/{cast.workspace}/messages/{message_id}/order/check"
        answer = client("lina").post(path, differences="Rien à signaler", decision="peut-être")
        assert answer.status == 422
        assert "Rien à signaler" in answer.text


class TestSettling:
    def test_decisions_are_kept_and_begin_the_order(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        path = f"/w/{cast.workspace}/messages/{backstage(a_difficult_order)}/order"
        browser = client("lina")
        page = browser.get(path)
        for words in ("Régler les écarts", "Date de livraison", "Total TTC", "Pièce jointe", "Vérifier l’encours"):
            assert words in page.text
        answer = browser.post(
            f"{path}/settle",
            **row(0, "price:PAP-101", "keep"),
            **row(1, "address:", "accept"),
            **row(2, "date:", ""),
            note="Le tarif est de 4,20 €.",
        )
        assert answer.status == 303
        after = browser.get(path)
        assert 'value="4,20"' in after.html
        assert "Contrôles faits" in after.text
        assert "Quai arrière" in after.html
        facts = backstage(lambda stage: stage.last("purchase_order.settled")["details"])
        assert [each["settlement"] for each in facts["settlements"]] == ["keep", "accept"]

    def test_asking_without_a_question_is_refused_and_the_choice_kept(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        path = f"/w/{cast.workspace}/messages/{backstage(a_difficult_order)}/order"
        answer = client("lina").post(f"{path}/settle", **every_row(client("lina"), path, "ask"), note="")
        assert answer.status == 422
        assert "Écrivez ce que vous demandez" in answer.text
        assert 'selected value="ask"' in answer.html

    def test_nothing_decided_is_said(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        path = f"/w/{cast.workspace}/messages/{backstage(a_difficult_order)}/order"
        browser = client("lina")
        answer = browser.post(f"{path}/settle", **every_row(browser, path, ""))
        assert answer.status == 422
        assert "au moins un écart" in answer.text
        assert browser.post(f"{path}/settle", **row(0, "price:PAP-101", "peut-être")).status == 422


class TestTheCustomersPaper:
    def test_it_is_a_pdf_that_can_be_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        path = f"/w/{cast.workspace}/messages/{backstage(a_difficult_order)}/order"
        browser = client("lina")
        answer = browser.get(f"{path}/paper.pdf").answer
        assert answer.mimetype == "application/pdf"
        assert "BC 7781" in text_of(answer.get_data())
        assert "Ranger parmi les documents reçus" in browser.get(path).text
        assert browser.post(f"{path}/document").status == 303
        assert backstage(lambda stage: stage.last("document.received")["details"]["type"]) == "purchase_order"
        assert "Ranger parmi les documents reçus" not in browser.get(path).text

    def test_a_call_has_none(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        def called(stage: Stage) -> int:
            quote = stage.do(an_offer, stage.petit, stage.do(a_catalogue))
            return stage.do(differing, stage.petit, quote, channel="phone").id

        path = f"/w/{cast.workspace}/messages/{backstage(called)}/order"
        browser = client("lina")
        assert "Note d’appel" in browser.get(path).text
        assert browser.get(f"{path}/paper.pdf").status == 404
        assert browser.post(f"{path}/document").status == 404


class TestRecordingAPurchaseOrder:
    def test_what_was_typed_becomes_the_order(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id, paper = backstage(ordered_by_list)
        browser = client("lina")
        path = f"/w/{cast.workspace}/messages/{message_id}/order"
        answer = browser.post(path, **typed(paper, "12"), customer_reference="BC 9", delivery_address="3 rue du Four")
        text = browser.get(answer.location).text
        assert "Commande CMD-2026-0001" in text
        assert "BC 9" in text
        assert "Commande enregistrée" in browser.get(path).text
        assert browser.post(path, **typed(paper, "12")).status == 422

    def test_nothing_is_not_an_order(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id, _ = backstage(ordered_by_list)
        answer = client("lina").post(f"/w/{cast.workspace}/messages/{message_id}/order", delivery_address="Ici")
        assert answer.status == 422
        assert "Cette commande est vide" in answer.text

    def test_a_reference_that_nobody_knows_is_not_passed_over(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        def asked(stage: Stage) -> int:
            return stage.do(a_purchase_order, stage.petit, {"reference": "INCONNU", "quantity": "1"}).id

        path = f"/w/{cast.workspace}/messages/{backstage(asked)}/order"
        browser = client("lina")
        assert 'name="lines-0-discount" type="text" value="0"' in browser.get(path).html
        row: dict[str, Any] = {"lines-0-product": "", "lines-0-quantity": "1", "lines-0-discount": "0"}
        answer = browser.post(path, **row)
        assert answer.status == 422
        assert "Choisissez un article" in answer.text

    def test_a_row_can_be_added_without_scripts(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id, paper = backstage(ordered_by_list)
        path = f"/w/{cast.workspace}/messages/{message_id}/order"
        assert "lines-1-product" in client("lina").post(path, add_line="1", **typed(paper, "12")).html


class TestRecordingAQuote:
    def test_an_answered_quote_becomes_an_order_once(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(sent)
        browser = client("lina")
        path = f"/w/{cast.workspace}/quotes/{quote_id}/order"
        assert path in browser.get(f"/w/{cast.workspace}/quotes/{quote_id}").reader.links
        assert "Sans accord du client" in browser.get(path).text
        answer = browser.post(path, customer_reference="BC 7781", delivery_address="Quai arrière")
        assert "Quai arrière" in browser.get(answer.location).text
        assert browser.get(path).location == answer.location
        assert browser.post(path).status == 422

    def test_a_draft_leads_back_to_the_quote(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(lambda stage: stage.do(draft_quote, stage.petit).id)
        answer = client("lina").get(f"/w/{cast.workspace}/quotes/{quote_id}/order")
        assert answer.location.endswith(f"/quotes/{quote_id}")


class TestStrangers:
    def test_they_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(sent)
        browser = client("noe")
        for path in (f"quotes/{quote_id}/order", "messages/1/order"):
            assert browser.get(f"/w/{cast.workspace}/{path}").status == 404
            assert browser.post(f"/w/{cast.workspace}/{path}").status == 404
        for act in ("check", "settle", "document"):
            assert browser.post(f"/w/{cast.workspace}/messages/1/order/{act}").status == 404
        assert browser.get(f"/w/{cast.workspace}/messages/1/order/paper.pdf").status == 404
