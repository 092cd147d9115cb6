"""Changes of an order on screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.amendments.builders import a_confirmed_order, a_partial_delivery, shelves
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.conftest import Backstage
from tests.selling.quotes.builders import a_line

Open = Callable[[str], CheckingClient]


def confirmed(stage: Stage) -> tuple[int, int, int]:
    """Promise ten reams, six of which are there; return the ids of order, line and product."""
    goods = stage.do(a_catalogue)
    stage.do(shelves, goods, PAP_101="6")
    order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"]))
    return order.id, order.lines[0].id, goods["PAP-101"].id


def partly_shipped(stage: Stage) -> int:
    """Let six of ten reams leave."""
    goods = stage.do(a_catalogue)
    return stage.do(a_partial_delivery, stage.petit, a_line(goods["PAP-101"])).order.id


class TestReading:
    def test_the_order_has_a_tab_that_says_what_can_be_changed(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        order_id, _, _ = backstage(confirmed)
        browser, base = client("lina"), f"/w/{cast.workspace}/orders/{order_id}"
        assert "Modifier" in browser.get(base).text
        text = browser.get(f"{base}/amend").text
        for words in ("nouvel accusé de réception", "Fractionner", "Prévenir d’un retard"):
            assert words in text
        assert "Solder le reliquat" not in text
        assert "Fractionner la commande" not in client("roy").get(f"{base}/amend").text

    def test_the_form_says_what_follows(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _, product_id = backstage(confirmed)
        browser, base = client("lina"), f"/w/{cast.workspace}/orders/{order_id}/change"
        text = browser.get(base).text
        assert "Les lignes ne changent pas." in text
        typed = f"?lines-0-product={product_id}&lines-0-quantity=20&lines-0-unit_price=4,20"
        part = browser.get(f"{base}/consequences{typed}", part="consequences_part").text
        assert "10 → 20" in part
        assert "Il manque 14 × PAP-101" in part


class TestActing:
    def test_it_is_changed(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _, product_id = backstage(confirmed)
        browser, base = client("lina"), f"/w/{cast.workspace}/orders/{order_id}"
        fields = {"lines-0-product": product_id, "lines-0-quantity": "5", "promised_on": "12/03/2026"}
        assert browser.post(f"{base}/change", follow=False, **fields).status == 422
        text = browser.post(f"{base}/change", follow=True, reason="Moins", **fields).text
        assert "Commande modifiée." in text
        assert "12 mars 2026" in text
        assert "25,20 €" in text

    def test_a_row_more_is_no_change(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _, product_id = backstage(confirmed)
        fields = {"lines-0-product": product_id, "lines-0-quantity": "5", "add_line": "1", "reason": "Moins"}
        change = f"/w/{cast.workspace}/orders/{order_id}/change"
        page = client("lina").post(change, follow=False, **fields)
        assert "lines-1-product" in page.html

    def test_it_is_split(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, line_id, _ = backstage(confirmed)
        browser, base = client("lina"), f"/w/{cast.workspace}/orders/{order_id}"
        assert browser.post(f"{base}/split", follow=False, **{f"quantity_{line_id}": "99"}).status == 422
        new = browser.post(f"{base}/split", follow=False, **{f"quantity_{line_id}": "4"}).location
        assert "CMD-2026-0002" in browser.get(new).text
        assert "CMD-2026-0002" in browser.get(f"{base}/amend").text
        assert "Issue de CMD-2026-0001" in browser.get(f"{new}/amend").text

    def test_a_backorder_is_given_up(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(partly_shipped)
        browser, base = client("lina"), f"/w/{cast.workspace}/orders/{order_id}"
        assert "Solder le reliquat" in browser.get(f"{base}/amend").text
        assert browser.post(f"{base}/backorder/cancel", reason="").status == 422
        assert "Reliquat soldé." in browser.post(f"{base}/backorder/cancel", follow=True, reason="Arrêté").text
        assert browser.get(f"{base}/change").status == 303

    def test_a_delay_is_announced(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _, _ = backstage(confirmed)
        browser, base = client("lina"), f"/w/{cast.workspace}/orders/{order_id}/delay"
        fields = {"channel": "phone", "text": "Notre fournisseur est en retard."}
        assert browser.post(base, follow=False, promised_on="05/03/2026", **fields).status == 422
        assert "16 mars 2026" in browser.post(base, follow=True, promised_on="16/03/2026", **fields).text


class TestStrangers:
    def test_they_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _, _ = backstage(confirmed)
        browser, base = client("noe"), f"/w/{cast.workspace}/orders/{order_id}"
        for path in ("amend", "change", "change/consequences"):
            assert browser.get(f"{base}/{path}").status == 404, path
        for path in ("change", "split", "backorder/cancel", "delay"):
            assert browser.post(f"{base}/{path}").status == 404, path
