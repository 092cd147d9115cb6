"""Deliveries on screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.papers.reading import text_of
from tests.selling.amendments.builders import a_confirmed_order, shelves
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.conftest import Backstage
from tests.selling.deliveries.builders import a_carrier, an_arrived_delivery
from tests.selling.orders.builders import a_shipped_order
from tests.selling.quotes.builders import a_line

Open = Callable[[str], CheckingClient]


def confirmed(stage: Stage) -> tuple[int, int]:
    """Promise ten reams, six of which are there; return the ids of order and line."""
    goods = stage.do(a_catalogue)
    stage.do(shelves, goods, PAP_101="6")
    order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"]))
    return order.id, order.lines[0].id


def shipped(stage: Stage) -> tuple[int, int]:
    """Let ten reams leave; return the ids of the note and of a carrier."""
    note = stage.do(a_shipped_order, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"]))
    return note.id, stage.do(a_carrier).id


def arrived(stage: Stage) -> tuple[int, int]:
    """Let ten reams arrive; return the ids of the note and of its line."""
    note = stage.do(an_arrived_delivery, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"]))
    return note.id, note.lines[0].id


class TestReading:
    def test_the_list_is_narrowed_by_state_words_and_reservations(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/deliveries/"
        assert "Aucune livraison" in browser.get(path).text
        backstage(shipped)
        text = browser.get(path).text
        assert "BL-2026-0001" in text
        assert "À remettre au transporteur" in text
        assert "BL-2026-0001" in browser.get(f"{path}?q=petit", part="rows_part").text
        assert "BL-2026-0001" not in browser.get(f"{path}?tab=delivered").text
        assert "BL-2026-0001" not in browser.get(f"{path}?reservations=yes").text

    def test_an_order_shows_how_far_each_line_is(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _ = backstage(confirmed)
        text = client("lina").get(f"/w/{cast.workspace}/orders/{order_id}/deliveries").text
        for words in ("Commandé", "Réservé", "Expédié", "Facturé", "Reste à livrer"):
            assert words in text
        assert "Éditer le bon de livraison" in text
        assert (
            "Éditer le bon de livraison"
            not in client("roy").get(f"/w/{cast.workspace}/orders/{order_id}/deliveries").text
        )


class TestActing:
    def test_a_part_leaves(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, line_id = backstage(confirmed)
        browser, base = client("lina"), f"/w/{cast.workspace}/orders/{order_id}"
        assert browser.post(f"{base}/ship", follow=False, **{f"quantity_{line_id}": "10"}).status == 422
        text = browser.post(f"{base}/ship", follow=True, **{f"quantity_{line_id}": "6"}).text
        assert "Bon de livraison BL-2026-0001" in text
        assert "Expédiée en partie" in browser.get(base).text

    def test_a_carrier_takes_it_and_the_customer_signs(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        note_id, carrier_id = backstage(shipped)
        browser, path = client("lina"), f"/w/{cast.workspace}/delivery-notes/{note_id}"
        assert browser.post(f"{path}/dispatch", parcels="2").status == 422
        text = browser.post(f"{path}/dispatch", follow=True, carrier=carrier_id, parcels="2", weight="25,5").text
        assert "Chez le transporteur" in text
        assert "25,5 kg" in text
        text = browser.post(
            f"{path}/deliver", follow=True, received_by="Mme Petit", reservations="Un coin enfoncé"
        ).text
        assert "Un coin enfoncé" in text
        assert browser.post(f"{path}/deliver", received_by="Encore").status == 422

    def test_goods_come_back_with_their_note(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        note_id, line_id = backstage(arrived)
        browser, path = client("lina"), f"/w/{cast.workspace}/delivery-notes/{note_id}"
        typed = {f"quantity_{line_id}": "3", "restocked": "y"}
        assert browser.post(f"{path}/returns", follow=False, reason="", **typed).status == 422
        page = browser.post(f"{path}/returns", follow=True, reason="Mauvais format", **typed)
        assert "BR-2026-0001" in page.text
        (address,) = (link for link in page.reader.links if "/return-notes/" in link)
        paper = browser.get(address).answer
        assert "Mauvais format" in text_of(paper.get_data())


class TestPapers:
    def test_the_delivery_note_says_what_is_still_to_come(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, line_id = backstage(confirmed)
        browser = client("lina")
        ship = f"/w/{cast.workspace}/orders/{order_id}/ship"
        note = browser.post(ship, follow=False, **{f"quantity_{line_id}": "6"}).location
        paper = browser.get(f"{note}/paper.pdf").answer
        assert "BL-2026-0001.pdf" in paper.headers["Content-Disposition"]
        assert "PAP-101" in text_of(paper.get_data())


class TestStrangers:
    def test_they_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        note_id, _ = backstage(arrived)
        browser, base = client("noe"), f"/w/{cast.workspace}"
        for path in (
            "deliveries/",
            "orders/1/deliveries",
            f"delivery-notes/{note_id}",
            f"delivery-notes/{note_id}/paper.pdf",
            "return-notes/1/paper.pdf",
        ):
            assert browser.get(f"{base}/{path}").status == 404, path
        for path in (
            "orders/1/ship",
            f"delivery-notes/{note_id}/dispatch",
            f"delivery-notes/{note_id}/deliver",
            f"delivery-notes/{note_id}/returns",
        ):
            assert browser.post(f"{base}/{path}").status == 404, path
