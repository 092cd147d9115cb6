"""Tours on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import Cast, a_company
from tests.client import CheckingClient
from tests.papers.reading import text_of
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]
TYPED: dict[str, Any] = {
    "title": "Mardi au nord",
    "first_day": "2026-03-03",
    "day_count": "1",
    "day_starts": "9:00",
    "day_ends": "18h",
    "lunch_minutes": "45",
    "start": "59100 Roubaix",
    "end": "",
    "visit_minutes": "45",
    "visit_value": "40",
    "hours": "office",
    "car_power": "5",
    "car_yearly_km": "15000",
    "pattern": "petals",
}


@pytest.fixture
def at(cast: Cast) -> str:
    return f"/w/{cast.workspace}/tours"


@pytest.fixture
def ids(backstage: Backstage) -> list[int]:
    towns = (("59000", "Lille"), ("59500", "Douai"), ("13001", "Marseille"))
    return [
        backstage(lambda stage, c=code, t=town: stage.do(a_company, f"Atelier {t}", postcode=c, city=t).id)  # type: ignore[misc]
        for code, town in towns
    ]


class TestATour:
    def test_is_planned_computed_taken_over_accepted_and_printed(self, client: Open, at: str, ids: list[int]) -> None:
        browser = client("lina")
        page = browser.get(f"{at}/new?near=59100+Roubaix&within=50")
        assert "Atelier Douai" in page.text
        assert "Atelier Marseille" not in page.text
        answer = browser.post(f"{at}/", **TYPED, company_ids=[str(each) for each in ids])
        assert answer.status == 303
        where = answer.location
        page = browser.get(where)
        assert "Hors d’atteinte" in page.text
        assert "Carte de la tournée" in page.answer.text
        assert browser.post(f"{where}/optimise").status == 303
        assert "Prouvée optimale" in browser.get(where).text
        assert browser.post(f"{where}/layout", layout="optimum").status == 303
        assert browser.post(f"{where}/stops/{ids[0]}/move", day="1", rank="2").status == 303
        assert browser.post(f"{where}/accept").status == 303
        assert "Validée" in browser.get(f"{at}/").text
        paper = text_of(browser.get(f"{where}/roadbook.pdf").answer.data)
        assert "FEUILLE DE ROUTE" in paper
        assert "Atelier Douai" in paper

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client: Open, at: str, ids: list[int]) -> None:
        browser = client("lina")
        wrong = TYPED | {"start": "Nulle-Part", "title": "Gardez-moi"}
        answer = browser.post(f"{at}/", **wrong, company_ids=[str(ids[0])])
        assert answer.status == 422
        assert "introuvable" in answer.text
        assert "Gardez-moi" in answer.answer.text
        assert "checked" in answer.answer.text
        assert browser.post(f"{at}/", **TYPED).status == 422
        assert browser.post(f"{at}/", **(TYPED | {"day_starts": "25:00"}), company_ids=[str(ids[0])]).status == 422

    def test_visit_is_changed_on_a_page_of_its_own(self, client: Open, at: str, ids: list[int]) -> None:
        browser = client("lina")
        where = browser.post(f"{at}/", **TYPED, company_ids=[str(each) for each in ids]).location
        assert "Horaires du client" in browser.get(f"{where}/stops/{ids[0]}").text
        typed: dict[str, Any] = {"minutes": "60", "value": "75", "morning_from": "9:00", "morning_until": "8:00"}
        assert "se chevauchent" in browser.post(f"{where}/stops/{ids[0]}", **typed).text
        typed["morning_until"] = "12:00"
        assert browser.post(f"{where}/stops/{ids[0]}", **typed, closed=["0"]).status == 303
        assert "60" in browser.get(where).text
        assert browser.post(f"{where}/stops/{ids[0]}/remove").status == 303
        assert browser.get(f"{where}/stops/{ids[0]}").status == 404

    def test_nothing_to_accept_is_said_on_the_page(self, client: Open, at: str, ids: list[int]) -> None:
        browser = client("lina")
        where = browser.post(f"{at}/", **TYPED, company_ids=[str(ids[0])]).location
        answer = browser.post(f"{where}/accept")
        assert answer.status == 422
        assert "Placez au moins une visite" in answer.text
