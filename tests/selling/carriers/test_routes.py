"""Carriers on screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.carriers.builders import a_carrier
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]
TYPED = {"name": "Fret Escaut", "mode": "road", "lead_days": "3", "base_price": "60", "price_per_kg": "0,12"}


def listed(stage: Stage) -> int:
    """List a carrier."""
    return stage.do(a_carrier).id


class TestIndex:
    def test_it_lists_carriers_with_their_prices(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser = client("lina")
        assert "Aucun transporteur" in browser.get(f"/w/{cast.workspace}/carriers/").text
        backstage(listed)
        text = browser.get(f"/w/{cast.workspace}/carriers/").text
        assert "Transports Lys" in text
        assert "10,25 €" in text


class TestNew:
    def test_a_carrier_is_listed(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        assert "Nouveau transporteur" in browser.get(f"/w/{cast.workspace}/carriers/new").text
        assert "Fret Escaut" in browser.post(f"/w/{cast.workspace}/carriers/new", follow=True, **TYPED).text

    def test_wrong_input_is_said_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(listed)
        browser = client("lina")
        wrong = browser.post(f"/w/{cast.workspace}/carriers/new", follow=False, **(TYPED | {"base_price": "beaucoup"}))
        assert wrong.status == 422
        assert "beaucoup" in wrong.html
        twice = browser.post(f"/w/{cast.workspace}/carriers/new", follow=False, **(TYPED | {"name": "Transports Lys"}))
        assert twice.status == 422
        assert "déjà référencé" in twice.text


class TestDetail:
    def test_it_shows_terms_and_history(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        carrier_id = backstage(listed)
        text = client("lina").get(f"/w/{cast.workspace}/carriers/{carrier_id}").text
        for words in ("Service litiges", "8,50 €", "Transporteur référencé"):
            assert words in text

    def test_strangers_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        carrier_id = backstage(listed)
        assert client("lina").get(f"/w/{cast.workspace}/carriers/999").status == 404
        for path in ("", "new", str(carrier_id)):
            assert client("noe").get(f"/w/{cast.workspace}/carriers/{path}").status == 404
        assert client("roy").get(f"/w/{cast.workspace}/carriers/new").status == 403
