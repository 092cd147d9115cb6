"""Purchases on screen."""

from __future__ import annotations

from collections.abc import Callable

from crm.selling.suppliers.queries import offers_of
from tests.builders import Cast, Stage
from tests.client import CheckingClient, Page
from tests.papers.reading import text_of
from tests.selling.carriers.builders import a_carrier
from tests.selling.catalogue.builders import the_seller
from tests.selling.conftest import Backstage
from tests.selling.receipts.builders import go_on_to
from tests.selling.stock.builders import a_stocked_product
from tests.selling.suppliers.builders import a_british_supplier
from tests.selling.supply.builders import (
    LATER,
    a_confirmed_supply_order,
    a_draft,
    a_paper_supplier,
    a_sent_supply_order,
)

Open = Callable[[str], CheckingClient]


def needed(stage: Stage) -> tuple[int, int]:
    """Let paper run low; return its supplier and the offer."""
    supplier, _ = stage.do(a_paper_supplier)
    return supplier.id, offers_of(supplier)[0].id


def drafted(stage: Stage) -> int:
    """Prepare a small order for paper."""
    supplier, _ = stage.do(a_paper_supplier)
    return stage.do(a_draft, supplier, "10").id


def sent(stage: Stage) -> int:
    """Send an order for paper."""
    return stage.do(a_sent_supply_order).id


def late(stage: Stage) -> int:
    """Let an order be three days late."""
    order_id = stage.do(a_confirmed_supply_order).id
    stage.do(go_on_to, LATER)
    return order_id


def abroad(stage: Stage) -> int:
    """Prepare an order of chairs in Britain."""
    stage.do(the_seller)
    supplier = stage.do(a_british_supplier, stage.do(a_stocked_product, "SIE-601"))
    return stage.do(a_draft, supplier, "2").id


def act(browser: CheckingClient, cast: Cast, order_id: int, what: str, **fields: object) -> Page:
    """Do something with an order."""
    path = f"/w/{cast.workspace}/supply-orders/{order_id}/{what}"
    return browser.post(path, follow=True, **fields)


class TestIndex:
    def test_it_lists_orders_by_state_and_words(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser = client("lina")
        path = f"/w/{cast.workspace}/supply-orders/"
        assert "Aucune commande" in browser.get(path).text
        backstage(sent)
        assert "ACH-2026-0001" in browser.get(path).text
        assert "ACH-2026-0001" in browser.get(f"{path}?q=lys", part="rows_part").text
        assert "ACH-2026-0001" not in browser.get(f"{path}?state=received").text
        assert "ACH-2026-0001" not in browser.get(f"{path}?late=yes").text

    def test_the_late_ones_are_a_view_of_their_own(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(late)
        text = client("lina").get(f"/w/{cast.workspace}/supply-orders/?late=yes").text
        assert "ACH-2026-0001" in text
        assert "jours de retard" in text
        assert "Fournisseurs en retard" in client("lina").get(f"/w/{cast.workspace}/today").text


class TestNeeds:
    def test_it_says_what_to_order_and_from_whom(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser = client("lina")
        path = f"/w/{cast.workspace}/supply-orders/needs"
        assert "Rien à commander" in browser.get(path).text
        backstage(needed)
        text = browser.get(path).text
        assert "Papeterie de la Lys · 2,95 €" in text


class TestNew:
    def test_what_is_needed_is_proposed_and_ordered(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        supplier_id, offer_id = backstage(needed)
        path = f"/w/{cast.workspace}/suppliers/{supplier_id}/supply-orders/new"
        browser = client("lina")
        assert 'value="20"' in browser.get(path).html
        typed = {"rows-0-offer_id": str(offer_id), "rows-0-quantity": "40", "wanted_on": "2026-03-10", "carrier": ""}
        text = browser.post(path, follow=True, incoterm="", **typed).text
        assert "ACH-2026-0001" in text
        assert "118,00 €" in text

    def test_wrong_input_is_said_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        supplier_id, offer_id = backstage(needed)
        path = f"/w/{cast.workspace}/suppliers/{supplier_id}/supply-orders/new"
        typed = {"rows-0-offer_id": str(offer_id), "wanted_on": "2026-03-10", "carrier": "", "incoterm": ""}
        browser = client("lina")
        wrong = browser.post(path, follow=False, **(typed | {"rows-0-quantity": "plein"}))
        assert wrong.status == 422
        assert "plein" in wrong.html
        none = browser.post(path, follow=False, **(typed | {"rows-0-quantity": ""}))
        assert none.status == 422
        assert "Indiquez une quantité" in none.text

    def test_a_supplier_of_nothing_says_so(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        supplier_id = backstage(lambda stage: stage.do(a_british_supplier).id)
        path = f"/w/{cast.workspace}/suppliers/{supplier_id}/supply-orders"
        browser = client("lina")
        assert "ne propose rien" in browser.get(f"{path}/new").text
        assert "Aucune commande" in browser.get(path).text


class TestDetail:
    def test_a_draft_shows_what_lacks_to_the_minimum(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(drafted)
        browser = client("lina")
        text = browser.get(f"/w/{cast.workspace}/supply-orders/{order_id}").text
        assert "Il manque 70,50 €" in text
        assert "Envoyer au fournisseur" in text
        assert "Envoyée" in act(browser, cast, order_id, "send", way="email").text
        assert act(browser, cast, order_id, "send", way="email").status == 422

    def test_what_the_supplier_says_is_noted(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(sent)
        browser = client("lina")
        assert "Confirmée" in act(browser, cast, order_id, "promise", promised_on="2026-03-09").text
        assert "11 mars 2026" in act(browser, cast, order_id, "promise", promised_on="2026-03-11", reason="Panne").text
        assert act(browser, cast, order_id, "promise", promised_on="jamais").status == 422

    def test_it_is_cancelled_with_a_reason(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(sent)
        browser = client("lina")
        assert act(browser, cast, order_id, "cancel", reason="").status == 422
        assert "Annulée" in act(browser, cast, order_id, "cancel", reason="Doublon").text

    def test_a_trainer_sees_it_without_buttons(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(late)
        text = client("roy").get(f"/w/{cast.workspace}/supply-orders/{order_id}").text
        assert "jours de retard" in text
        assert "Relancer le fournisseur" not in text

    def test_strangers_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(sent)
        noe = client("noe")
        for path in ("", "needs", str(order_id), f"{order_id}/follow-up", f"{order_id}/paper.pdf"):
            assert noe.get(f"/w/{cast.workspace}/supply-orders/{path}").status == 404
        for path in ("send", "promise", "cancel", "follow-up"):
            assert act(noe, cast, order_id, path).status == 404
        assert client("lina").get(f"/w/{cast.workspace}/supply-orders/999").status == 404


class TestFollowUp:
    def test_a_letter_is_proposed_in_each_language(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(late)
        path = f"/w/{cast.workspace}/supply-orders/{order_id}/follow-up"
        browser = client("lina")
        assert "La livraison de notre commande ACH-2026-0001" in browser.get(path).text
        english = browser.get(f"{path}?language=en").text
        assert "was due to be delivered on 6 Mar 2026" in english
        assert "écrit en français" in english

    def test_it_goes_and_is_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(sent)
        browser = client("lina")
        assert act(browser, cast, order_id, "follow-up", language="fr", way="email", text="").status == 422
        done = act(browser, cast, order_id, "follow-up", language="fr", way="phone", text="Où en est-elle ?")
        assert "Déjà relancé 1 fois" in done.text
        again = browser.get(f"/w/{cast.workspace}/supply-orders/{order_id}/follow-up").text
        assert "Relances déjà envoyées" in again
        assert "accusé de réception" in again


class TestPaper:
    def test_the_order_goes_out_in_the_suppliers_language(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(abroad)
        answer = client("lina").get(f"/w/{cast.workspace}/supply-orders/{order_id}/paper.pdf")
        assert answer.status == 200
        words = text_of(answer.answer.get_data())
        for expected in ("Purchase order", "Thornbury Seating Ltd", "TS-SIE-601", "£190.00", "FCA Leeds"):
            assert expected in words


def test_carriers_and_incoterms_are_offered_abroad(client: Open, cast: Cast, backstage: Backstage) -> None:
    def scene(stage: Stage) -> int:
        stage.do(a_carrier)
        return stage.do(a_british_supplier, stage.do(a_stocked_product, "SIE-601")).id

    supplier_id = backstage(scene)
    text = client("lina").get(f"/w/{cast.workspace}/suppliers/{supplier_id}/supply-orders/new").text
    assert "FCA – Franco transporteur" in text
    assert "Transports Lys" in text
