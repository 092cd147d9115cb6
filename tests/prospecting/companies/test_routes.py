"""The prospect file on screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Cast
from tests.client import CheckingClient

Open = Callable[[str], CheckingClient]


class TestIndex:
    def test_it_lists_the_companies(self, client: Open, cast: Cast) -> None:
        page = client("lina").get(f"/w/{cast.workspace}/companies/")
        assert page.status == 200
        assert "Boulangerie Petit" in page.text

    def test_it_finds_without_accents_and_case(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        browser.post(
            f"/w/{cast.workspace}/companies/new",
            legal_name="Électricité Hérault",
            nature="business",
            source="website",
            legal_basis="contract",
            language="fr",
        )
        assert "Électricité" in browser.get(f"/w/{cast.workspace}/companies/?q=electricite").text
        assert "Électricité" not in browser.get(f"/w/{cast.workspace}/companies/?q=plomberie", part="rows_part").text
