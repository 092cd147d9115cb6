"""Suppliers on screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.catalogue.builders import a_product
from tests.selling.conftest import Backstage
from tests.selling.stock.builders import a_stocked_product
from tests.selling.suppliers.builders import a_british_supplier, a_supplier

Open = Callable[[str], CheckingClient]
TYPED = {
    "name": "Fournitures Scarpe",
    "country": "FR",
    "language": "fr",
    "lead_days": "3",
    "minimum": "150",
    "currency": "EUR",
    "incoterm": "",
    "carrier": "",
}


def listed(stage: Stage) -> tuple[int, int]:
    """List a supplier of paper."""
    product = stage.do(a_stocked_product)
    return stage.do(a_supplier, "Papeterie de la Lys", product).id, product.id


class TestIndex:
    def test_it_lists_suppliers_and_is_narrowed(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser = client("lina")
        assert "Aucun fournisseur" in browser.get(f"/w/{cast.workspace}/suppliers/").text
        backstage(listed)
        backstage(lambda stage: stage.do(a_british_supplier).id)
        text = browser.get(f"/w/{cast.workspace}/suppliers/").text
        assert "Papeterie de la Lys" in text
        assert "FCA" in text
        narrowed = browser.get(f"/w/{cast.workspace}/suppliers/?q=leeds", part="rows_part").text
        assert "Thornbury" in narrowed
        assert "Papeterie" not in narrowed


class TestNew:
    def test_a_supplier_is_listed(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        assert "Nouveau fournisseur" in browser.get(f"/w/{cast.workspace}/suppliers/new").text
        text = browser.post(f"/w/{cast.workspace}/suppliers/new", follow=True, **TYPED).text
        assert "Fournitures Scarpe" in text
        assert "150,00 €" in text

    def test_wrong_input_is_said_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(listed)
        browser = client("lina")
        wrong = browser.post(f"/w/{cast.workspace}/suppliers/new", follow=False, **(TYPED | {"lead_days": "bientôt"}))
        assert wrong.status == 422
        assert "Écrivez un nombre entier" in wrong.text
        twice = browser.post(
            f"/w/{cast.workspace}/suppliers/new", follow=False, **(TYPED | {"name": "Papeterie de la Lys"})
        )
        assert twice.status == 422


class TestDetail:
    def test_it_shows_terms_offers_and_stock(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        supplier_id, _ = backstage(listed)
        text = client("lina").get(f"/w/{cast.workspace}/suppliers/{supplier_id}").text
        for words in ("PL-PAP-101", "2,95 €", "Comines", "Préparer une commande", "Fournisseur référencé"):
            assert words in text

    def test_strangers_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        supplier_id, _ = backstage(listed)
        assert client("lina").get(f"/w/{cast.workspace}/suppliers/999").status == 404
        for path in ("", "new", str(supplier_id)):
            assert client("noe").get(f"/w/{cast.workspace}/suppliers/{path}").status == 404
        assert client("noe").post(f"/w/{cast.workspace}/suppliers/{supplier_id}/offers").status == 404


class TestOffer:
    def test_a_price_is_noted(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        supplier_id, _ = backstage(listed)
        chair = backstage(lambda stage: stage.do(a_product, "SIE-601", name="Siège").id)
        path = f"/w/{cast.workspace}/suppliers/{supplier_id}/offers"
        typed = {"product": str(chair), "supplier_reference": "PL-SIE", "unit_price": "110,50", "pack": "2"}
        browser = client("lina")
        assert "110,50 €" in browser.post(path, follow=True, **typed).text
        wrong = browser.post(path, follow=False, **(typed | {"unit_price": "cher"}))
        assert wrong.status == 422
        assert "cher" in wrong.html
