"""The file seen whole, on screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Cast
from tests.client import CheckingClient

Open = Callable[[str], CheckingClient]


def test_the_whole_file_and_a_filter_are_shown(client: Open, cast: Cast) -> None:
    lina, base = client("lina"), f"/w/{cast.workspace}/portfolio"
    whole = lina.get(f"{base}/")
    assert "Aucun chiffre d’affaires" in whole.text
    assert "Clients" in whole.text
    assert "Par zone" in lina.get(f"{base}/?f=all(city.is.Arras)").text
    assert lina.get(f"{base}/?f=all(").status == 400


def test_strangers_find_nothing(client: Open, cast: Cast) -> None:
    assert client("noe").get(f"/w/{cast.workspace}/portfolio/").status == 404
