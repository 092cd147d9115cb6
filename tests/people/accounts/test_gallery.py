"""The gallery and the help are pages like others."""

from __future__ import annotations

from collections.abc import Callable

from tests.client import CheckingClient


def test_the_gallery_shows_every_component(client: Callable[[str], CheckingClient]) -> None:
    assert client("roy").get("/style").status == 200


def test_the_help_speaks_to_the_three_roles(client: Callable[[str], CheckingClient]) -> None:
    text = client("lina").get("/help").text
    for words in ("Vous êtes apprenant", "Vous êtes formateur", "Vous êtes évaluateur"):
        assert words in text
