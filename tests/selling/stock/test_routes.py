"""The stock on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm.selling.catalogue.models import ProductNature
from crm.selling.stock import queries
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.catalogue.builders import a_product
from tests.selling.conftest import Backstage
from tests.selling.stock.builders import a_stocked_product

Open = Callable[[str], CheckingClient]


def _shelf(stage: Stage) -> dict[str, int]:
    """Stock three products: enough paper, few chairs, no guides; a lamp is not stocked, an hour is work."""
    return {
        "paper": stage.do(a_stocked_product).id,
        "chair": stage.do(
            a_stocked_product, "SIE-601", name="Siège Deûle", family="Sièges", on_hand="3", reorder_point="5"
        ).id,
        "guide": stage.do(a_stocked_product, "LIV-002", name="Guide", family="Livres", on_hand="0").id,
        "lamp": stage.do(a_product, "LAM-001", name="Lampe", family="Sièges").id,
        "hour": stage.do(a_product, "SRV-001", name="Heure de montage", nature=ProductNature.SERVICE).id,
    }


def _row(product_id: int, counted: str) -> dict[str, Any]:
    """Return the first row of a stocktake as it is sent."""
    return {"rows-0-product_id": str(product_id), "rows-0-counted": counted}


def on_hand(backstage: Backstage, product_id: int) -> str:
    """Return what is on hand of a product, in plain words."""

    def look(stage: Stage) -> str:
        level = queries.level_of(product_id)
        return str(level.on_hand) if level else "—"

    return backstage(look)


class TestIndex:
    def test_it_lists_what_there_is_and_what_lacks(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(_shelf)
        text = client("lina").get(f"/w/{cast.workspace}/stock/").text
        assert "Ramette A4" in text
        assert "Suffisant" in text
        assert "Sous le seuil" in text
        assert "En rupture" in text
        assert "Lampe" not in text
        assert "4,20" in text

    def test_it_is_narrowed_by_state_family_and_words(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(_shelf)
        browser, path = client("lina"), f"/w/{cast.workspace}/stock/"
        low = browser.get(f"{path}?state=low", part="rows_part").text
        assert "Siège" in low
        assert "Ramette" not in low
        out = browser.get(f"{path}?state=out", part="rows_part").text
        assert "Guide" in out
        assert "Siège" not in out
        assert "Guide" not in browser.get(f"{path}?family=Sièges&sort=-reference", part="rows_part").text
        assert "Siège" in browser.get(f"{path}?q=siege+deule", part="rows_part").text

    def test_an_empty_warehouse_says_how_to_begin(self, client: Open, cast: Cast) -> None:
        assert "Aucun article en stock" in client("lina").get(f"/w/{cast.workspace}/stock/").text

    def test_strangers_find_nothing(self, client: Open, cast: Cast) -> None:
        for path in ("stock/", "stock/check", "stock/count", "products/1/stock"):
            assert client("noe").get(f"/w/{cast.workspace}/{path}").status == 404
        for path in ("stock/check", "stock/count", "products/1/stock/open", "products/1/stock/correct"):
            assert client("noe").post(f"/w/{cast.workspace}/{path}").status == 404

    def test_a_trainer_reads_but_does_not_count(self, client: Open, cast: Cast) -> None:
        assert client("roy").get(f"/w/{cast.workspace}/stock/").status == 200
        assert client("roy").post(f"/w/{cast.workspace}/stock/count").status == 403


class TestMovements:
    def test_a_product_shows_its_level_and_movements(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        chair = backstage(_shelf)["chair"]
        text = client("lina").get(f"/w/{cast.workspace}/products/{chair}/stock").text
        assert "Stock initial" in text
        assert "À réapprovisionner" in text

    def test_what_is_not_stocked_says_so(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        ids = backstage(_shelf)
        browser = client("lina")
        assert (
            "toujours considéré comme disponible"
            in browser.get(f"/w/{cast.workspace}/products/{ids['lamp']}/stock").text
        )
        assert "ne se compte pas" in browser.get(f"/w/{cast.workspace}/products/{ids['hour']}/stock").text
        assert browser.get(f"/w/{cast.workspace}/products/999/stock").status == 404

    def test_a_stock_is_opened(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        lamp = backstage(_shelf)["lamp"]
        browser, path = client("lina"), f"/w/{cast.workspace}/products/{lamp}/stock"
        wrong = browser.post(f"{path}/open", quantity="beaucoup")
        assert wrong.status == 422
        assert "beaucoup" in wrong.html
        assert browser.post(f"{path}/open", quantity="0").status == 303
        assert "Stock initial" in browser.get(path).text
        assert "déjà ouvert" in browser.post(f"{path}/open", quantity="1").text

    def test_a_correction_needs_a_reason_and_goods(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        paper = backstage(_shelf)["paper"]
        browser, path = client("lina"), f"/w/{cast.workspace}/products/{paper}/stock/correct"
        assert browser.post(path, quantity="-2", reason="").status == 422
        assert browser.post(path, quantity="-20", reason="Casse").status == 422
        assert "Écart illisible" in browser.post(path, quantity="deux", reason="Casse").text
        assert browser.post(path, quantity="−2", reason="Casse").status == 303
        assert on_hand(backstage, paper) == "8"
        movements = browser.get(f"/w/{cast.workspace}/products/{paper}/stock").text
        assert "−2" in movements
        assert "-2" not in movements.replace("Par exemple -2", "")


class TestChecking:
    def test_wants_are_gathered_and_the_look_is_recorded(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        ids = backstage(_shelf)
        browser, path = client("lina"), f"/w/{cast.workspace}/stock/check"
        assert "Rien à vérifier" in browser.get(path).text
        step = browser.get(f"{path}?product={ids['paper']}&quantity=12&company={cast.petit}")
        assert step.status == 303
        shown = browser.get(step.location)
        assert "Il manque 2" in shown.text
        assert "Boulangerie Petit" in shown.text
        wants = f"{ids['paper']}:12 {ids['guide']}:1 {ids['lamp']}:1 {ids['chair']}:1"
        answer = browser.post(path, wants=wants, company=str(cast.petit), message="")
        assert answer.status == 303
        after = browser.get(answer.location).text
        assert "tout n’est pas disponible" in after
        assert "Non tenu en stock" in after
        details = backstage(lambda stage: stage.last("stock.checked"))
        assert details["details"]["shortages"] == 2
        assert details["about"][0] == {"kind": "company", "id": cast.petit, "label": "Boulangerie Petit"}

    def test_all_there_is_said_and_nonsense_is_left_out(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        paper = backstage(_shelf)["paper"]
        browser, path = client("lina"), f"/w/{cast.workspace}/stock/check"
        assert "Rien à vérifier" in browser.get(f"{path}?want=x&want=999999:1").text
        assert browser.get(f"{path}?product={paper}&quantity=NaN").location.endswith(f"want={paper}:1")
        assert browser.get(f"{path}?product={paper}&quantity=dix").location.endswith(f"want={paper}:1")
        answer = browser.post(path, wants=f"{paper}:10", company="", message="")
        assert "tout est disponible" in browser.get(answer.location).text


class TestCounting:
    def test_differences_are_taken_over_and_blanks_left_alone(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        ids = backstage(_shelf)
        browser, path = client("lina"), f"/w/{cast.workspace}/stock/count"
        assert "Ramette" in browser.get(path).text
        assert "Ramette" not in browser.get(f"{path}?family=Sièges").text
        rows: dict[str, Any] = {
            "rows-0-product_id": str(ids["paper"]),
            "rows-0-counted": "9,5",
            "rows-1-product_id": str(ids["chair"]),
            "rows-1-counted": "",
        }
        answer = browser.post(path, **rows)
        assert answer.status == 303
        assert "Inventaire enregistré" in browser.get(answer.location).text
        assert (on_hand(backstage, ids["paper"]), on_hand(backstage, ids["chair"])) == ("9.5", "3")

    def test_what_cannot_be_read_is_said_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        ids = backstage(_shelf)
        browser, path = client("lina"), f"/w/{cast.workspace}/stock/count"
        wrong = browser.post(path, **_row(ids["paper"], "neuf"))
        assert wrong.status == 422
        assert "neuf" in wrong.html
        assert "au moins une quantité" in browser.post(path).text
        forged = browser.post(path, **_row(ids["lamp"], "1"))
        assert "n’est plus tenu en stock" in forged.text

    def test_an_empty_shelf_has_nothing_to_count(self, client: Open, cast: Cast) -> None:
        assert "Rien à compter" in client("lina").get(f"/w/{cast.workspace}/stock/count").text
