"""The catalogue on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm.selling.catalogue.models import ProductNature
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.catalogue.builders import a_catalogue, a_product
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]
TYPED: dict[str, Any] = {
    "reference": "MOB-501",
    "name": "Bureau droit 140 cm",
    "family": "Mobilier",
    "unit": "pièce",
    "cost": "98,50",
    "unit_price": "1 149,90 €",
    "vat_rate": "20",
}


def _many(stage: Stage) -> None:
    """Fill more than a page."""
    for number in range(51):
        stage.do(a_product, f"REF-{number:02d}", name=f"Article {number:02d}")


class TestIndex:
    def test_it_lists_products_with_price_and_margin(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(lambda stage: stage.do(a_catalogue))
        text = client("lina").get(f"/w/{cast.workspace}/products/").text
        assert "Ramette A4 blanc 80 g" in text
        assert "29,76 %" in text

    def test_an_empty_catalogue_offers_the_first_product(self, client: Open, cast: Cast) -> None:
        assert "Aucun article" in client("lina").get(f"/w/{cast.workspace}/products/").text

    def test_it_is_narrowed_by_family_and_words(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(lambda stage: stage.do(a_catalogue))
        browser = client("lina")
        assert "Ramette" not in browser.get(f"/w/{cast.workspace}/products/?family=Livres").text
        assert "Guide" not in browser.get(f"/w/{cast.workspace}/products/?q=siege", part="rows_part").text

    def test_the_next_page_goes_on_where_the_first_ended(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(_many)
        browser = client("lina")
        first = browser.get(f"/w/{cast.workspace}/products/?sort=reference")
        assert "REF-49" in first.text
        assert "REF-50" not in first.text
        further = next(link for link in first.reader.links if "after=" in link)
        assert "REF-50" in browser.get(further).text

    def test_strangers_find_nothing(self, client: Open, cast: Cast) -> None:
        for path in ("", "new", "1"):
            assert client("noe").get(f"/w/{cast.workspace}/products/{path}").status == 404


class TestDetail:
    def test_it_shows_both_rates_of_margin(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        product_id = backstage(lambda stage: stage.do(a_product).id)
        text = client("lina").get(f"/w/{cast.workspace}/products/{product_id}").text
        assert "29,76 %" in text
        assert "42,37 %" in text

    def test_an_unknown_product_is_not_found(self, client: Open, cast: Cast) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/products/999").status == 404


class TestCreate:
    def test_a_product_is_added(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        assert browser.get(f"/w/{cast.workspace}/products/new").status == 200
        answer = browser.post(f"/w/{cast.workspace}/products/new", **TYPED)
        assert answer.status == 303
        assert "Bureau droit" in browser.get(answer.location).text

    def test_an_unreadable_price_is_said_and_kept(self, client: Open, cast: Cast) -> None:
        answer = client("lina").post(f"/w/{cast.workspace}/products/new", **(TYPED | {"cost": "douze"}))
        assert answer.status == 422
        assert "Montant illisible" in answer.text
        assert "douze" in answer.html

    def test_a_reference_in_use_is_refused_at_its_field(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(lambda stage: stage.do(a_product, "MOB-501"))
        answer = client("lina").post(f"/w/{cast.workspace}/products/new", **TYPED)
        assert answer.status == 422
        assert "désigne déjà un article" in answer.text

    def test_a_trainer_reads_but_does_not_write(self, client: Open, cast: Cast) -> None:
        assert client("roy").get(f"/w/{cast.workspace}/products/").status == 200
        assert client("roy").post(f"/w/{cast.workspace}/products/new", **TYPED).status == 403


class TestUpdate:
    def test_a_product_is_changed_with_its_logistics(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        product_id = backstage(lambda stage: stage.do(a_product, vat="5.5").id)
        browser, path = client("lina"), f"/w/{cast.workspace}/products/{product_id}"
        assert 'selected value="5.5"' in browser.get(f"{path}/edit").html
        more = {"nature": "goods", "weight_grams": "34000", "packaging": "Palette", "reorder_point": "2,5"}
        answer = browser.post(f"{path}/edit", **(TYPED | more), version="1")
        assert answer.status == 303
        text = browser.get(answer.location).text
        for words in ("Bureau droit", "34 kg", "Palette", "2,5", "Article modifié"):
            assert words in text
        assert browser.post(f"{path}/edit", **(TYPED | {"name": "Autre"}), version="1").status == 409
        assert browser.post(f"{path}/edit", **(TYPED | {"reorder_point": "-1"})).status == 422
        assert browser.get(f"/w/{cast.workspace}/products/999/edit").status == 404

    def test_it_is_narrowed_by_nature(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(lambda stage: stage.do(a_product, "SRV-001", name="Montage", nature=ProductNature.SERVICE).id)
        browser, path = client("lina"), f"/w/{cast.workspace}/products/"
        assert "Montage" in browser.get(f"{path}?nature=service", part="rows_part").text
        assert "Montage" not in browser.get(f"{path}?nature=goods", part="rows_part").text

    def test_strangers_find_nothing(self, client: Open, cast: Cast) -> None:
        assert client("noe").get(f"/w/{cast.workspace}/products/1/edit").status == 404
        assert client("noe").post(f"/w/{cast.workspace}/products/1/edit", **TYPED).status == 404
