"""Orders on screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Cast, Stage
from tests.client import CheckingClient, Page
from tests.papers.reading import text_of
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.conftest import Backstage
from tests.selling.orders.builders import a_shipped_order, an_order
from tests.selling.quotes.builders import a_line

Open = Callable[[str], CheckingClient]


def recorded(stage: Stage) -> int:
    """Record an order of ten reams."""
    return stage.do(an_order, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"])).id


def shipped(stage: Stage) -> tuple[int, int]:
    """Let ten reams leave; return the ids of order and delivery note."""
    note = stage.do(a_shipped_order, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"]))
    return note.order.id, note.id


def act(browser: CheckingClient, cast: Cast, order_id: int, what: str, **fields: object) -> Page:
    """Do something with an order."""
    return browser.post(f"/w/{cast.workspace}/orders/{order_id}/{what}", **fields)  # type: ignore[arg-type]


class TestIndex:
    def test_it_lists_orders_with_their_company(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser = client("lina")
        assert "Aucune commande" in browser.get(f"/w/{cast.workspace}/orders/").text
        backstage(recorded)
        text = browser.get(f"/w/{cast.workspace}/orders/").text
        assert "CMD-2026-0001" in text
        assert "Boulangerie Petit" in text

    def test_it_is_narrowed_by_state_and_words(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(recorded)
        browser = client("lina")
        assert "CMD-2026-0001" not in browser.get(f"/w/{cast.workspace}/orders/?state=shipped").text
        assert "CMD-2026-0001" in browser.get(f"/w/{cast.workspace}/orders/?q=petit", part="rows_part").text
        assert "CMD-2026-0001" not in browser.get(f"/w/{cast.workspace}/orders/?late=yes").text


class TestOfCompany:
    def test_a_company_has_a_tab_of_orders(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser = client("lina")
        path = f"/w/{cast.workspace}/companies/{cast.petit}/orders"
        assert "Aucune commande" in browser.get(path).text
        backstage(recorded)
        assert "CMD-2026-0001" in browser.get(path).text


class TestDetail:
    def test_it_shows_lines_steps_and_origin(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(recorded)
        text = client("lina").get(f"/w/{cast.workspace}/orders/{order_id}").text
        for words in ("Ramette A4 blanc 80 g", "Vérifier l’encours du client", "DEV-2026-0001", "50,40 €"):
            assert words in text

    def test_a_trainer_sees_it_without_buttons(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(recorded)
        text = client("roy").get(f"/w/{cast.workspace}/orders/{order_id}").text
        assert "CMD-2026-0001" in text
        assert "Annuler la commande" not in text

    def test_an_unknown_order_is_not_found(self, client: Open, cast: Cast) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/orders/999").status == 404


class TestTheWayToTheCustomer:
    def test_an_order_goes_all_the_way(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(recorded)
        browser = client("lina")
        assert act(browser, cast, order_id, "check-stock").status == 303
        assert "Vérification du stock consignée" in browser.get(f"/w/{cast.workspace}/orders/{order_id}").text
        assert act(browser, cast, order_id, "confirm", promised_on="09/03/2026").status == 303
        assert act(browser, cast, order_id, "hand-over", to="shipping").status == 303
        text = browser.get(f"/w/{cast.workspace}/orders/{order_id}").text
        assert "9 mars 2026" in text
        assert "Transmise le" in text
        assert "Préparer la livraison" in text

    def test_a_promise_of_yesterday_is_refused_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(recorded)
        answer = act(client("lina"), cast, order_id, "confirm", promised_on="2026-02-27")
        assert answer.status == 422
        assert "déjà passée" in answer.text
        assert "2026-02-27" in answer.html

    def test_a_day_that_does_not_exist_is_refused(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(recorded)
        assert act(client("lina"), cast, order_id, "confirm", promised_on="30/02/2026").status == 422

    def test_an_unknown_service_is_refused(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(recorded)
        assert act(client("lina"), cast, order_id, "hand-over", to="cantine").status == 422

    def test_it_is_cancelled_with_a_reason(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(recorded)
        browser = client("lina")
        assert act(browser, cast, order_id, "cancel", reason="").status == 422
        assert act(browser, cast, order_id, "cancel", reason="Doublon").status == 303
        assert "Annulée" in browser.get(f"/w/{cast.workspace}/orders/{order_id}").text


class TestPapers:
    def test_the_confirmation(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _ = backstage(shipped)
        browser = client("lina")
        confirmation = browser.get(f"/w/{cast.workspace}/orders/{order_id}/paper.pdf").answer
        assert "CMD-2026-0001.pdf" in confirmation.headers["Content-Disposition"]
        assert "DEV-2026-0001" in text_of(confirmation.get_data())

    def test_an_unconfirmed_order_prints_as_a_draft(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(recorded)
        assert client("lina").get(f"/w/{cast.workspace}/orders/{order_id}/paper.pdf").status == 200


class TestStrangers:
    def test_they_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _ = backstage(shipped)
        browser = client("noe")
        for path in (
            "orders/",
            f"orders/{order_id}",
            f"orders/{order_id}/paper.pdf",
            f"companies/{cast.petit}/orders",
        ):
            assert browser.get(f"/w/{cast.workspace}/{path}").status == 404, path
        for what in ("confirm", "hand-over", "cancel", "check-stock"):
            assert act(browser, cast, order_id, what).status == 404, what
