"""Tours on screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from crm.activity.door import Standing
from crm.field.tours.jobs import SEARCHES, Search
from crm.field.tours.routes import computing, ground, planning
from crm.people.jobs import RUNNING
from crm.places.road_service import NoRoads
from crm.places.roads import Place
from crm.store.scoping import enter
from tests.builders import Cast, Stage, a_company
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


def ten_companies(stage: Stage) -> list[int]:
    """Enter ten companies in five towns."""
    towns = ("59000 Lille", "59500 Douai", "62300 Lens", "59200 Tourcoing", "59300 Valenciennes")
    named = [(number, *town.split(" ", 1)) for number in range(2) for town in towns]
    return [stage.do(a_company, f"Atelier {city} {n}", postcode=code, city=city).id for n, code, city in named]


def a_search(tour_id: int) -> Search:
    """A search that has found something worth 80 % of the most that any tour can bring."""
    return Search(tour_id=tour_id, done=1, stage="priced", net=80_000_000, bound=100_000_000, visits=3)


def standing(app: Flask, cast: Cast) -> Standing:
    """Where Lina stands."""
    with app.app_context():
        enter(cast.workspace)
        return Stage(app, cast).standing()


@pytest.fixture
def settings(app: Flask, tmp_path: Path) -> Callable[..., None]:
    """Let the house keep its jobs elsewhere, and have a road service."""

    def change(**changes: str) -> None:
        app.extensions["settings"] = replace(app.extensions["settings"], data_dir=tmp_path, **changes)

    return change


@pytest.fixture
def a_week(backstage: Backstage, settings: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Companies of a tour that is too much for a page, whatever the engine thinks of it, and a folder for the job."""
    settings()
    for module in (computing, ground):
        monkeypatch.setattr(module, "is_quick", lambda _instance: False)
    return backstage(ten_companies)


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
        assert "Marguerite" in page.text.partition("Trois réponses")[2].partition("Comparer avec")[0]
        other = browser.get(f"{where}?compare=zigzag").text.partition("Trois réponses")[2].partition("Comparer avec")[0]
        assert "Zigzag" in other
        assert "Marguerite" not in other
        assert browser.post(f"{where}/optimise").status == 303
        assert "Prouvée optimale" in browser.get(where).text
        assert browser.post(f"{where}/layout", layout="optimum").status == 303
        assert browser.post(f"{where}/stops/{ids[0]}/move", day="1", rank="2").status == 303
        assert browser.post(f"{where}/accept").status == 303
        assert "2 visites sont à l’agenda" in browser.get(where).text
        assert "Validée" in browser.get(f"{at}/").text
        agenda = browser.get(f"{at.removesuffix('/tours')}/agenda/?view=day&day=2026-03-03").text
        assert "Atelier Lille" in agenda
        assert "min de trajet" in agenda
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

    def test_is_locked_and_planned_anew_and_taken_along(self, client: Open, at: str, ids: list[int]) -> None:
        browser = client("lina")
        where = browser.post(
            f"{at}/", **(TYPED | {"day_count": "2"}), company_ids=[str(each) for each in ids[:2]]
        ).location
        browser.post(f"{where}/stops/{ids[0]}/move", day="1")
        assert browser.post(f"{where}/lock", day="1", locked="y").status == 303
        refused = browser.post(f"{where}/stops/{ids[0]}/move", day="2")
        assert refused.status == 422
        assert "Cette journée est verrouillée" in refused.text
        assert browser.post(f"{where}/lock", day="1").status == 303
        assert browser.post(f"{where}/lock", day="9", locked="y").status == 422
        assert browser.post(f"{where}/stops/{ids[0]}/lock", locked="y").status == 303
        assert "reste ce jour" in browser.get(where).text
        dates = Calendar.from_ical(browser.get(f"{where}/tour.ics").answer.get_data()).walk("VEVENT")
        assert [str(each["SUMMARY"]) for each in dates] == ["Atelier Lille – Mardi au nord"]
        assert b"<rtept" in browser.get(f"{where}/tour.gpx").answer.get_data()
        assert "obligatoire" in browser.post(f"{where}/replan", on="0", minute="").text
        assert browser.post(f"{where}/replan", on="0", minute="12:00", cancelled=[str(ids[1])]).status == 303
        page = browser.get(where)
        assert "faite à" in page.text
        assert "Atelier Douai" not in page.text

    def test_stands_once_in_a_calendar_that_takes_the_tour_and_the_agenda(
        self, client: Open, at: str, ids: list[int]
    ) -> None:
        browser = client("lina")
        where = browser.post(f"{at}/", **TYPED, company_ids=[str(ids[0])]).location
        browser.post(f"{where}/stops/{ids[0]}/move", day="1")
        assert browser.post(f"{where}/accept").status == 303
        files = (f"{where}/tour.ics", f"{at.removesuffix('/tours')}/agenda/calendar.ics")
        tour, agenda = (Calendar.from_ical(browser.get(each).answer.get_data()).walk("VEVENT") for each in files)
        assert len(tour) == 1
        assert {str(each["UID"]) for each in tour} <= {str(each["UID"]) for each in agenda}

    def test_is_chosen_from_a_segment_of_the_file(self, client: Open, at: str, ids: list[int]) -> None:
        browser = client("lina")
        browser.post(at.replace("tours", "prospects/keep"), name="À Lille", expression="all(city.is.Lille)")
        option = re.search(r'value="(\d+)">À Lille<', browser.get(f"{at}/new").html)
        assert option
        page = browser.get(f"{at}/new?segment={option[1]}").text
        assert ("Atelier Lille" in page, "Atelier Douai" in page) == (True, False)

    def test_gets_more_companies_and_those_not_seen_for_weeks(self, client: Open, at: str, ids: list[int]) -> None:
        browser = client("lina")
        assert "jamais vue" in browser.get(f"{at}/new?near=59100+Roubaix&weeks=8").text
        where = browser.post(f"{at}/", **TYPED, company_ids=[str(ids[0])]).location
        page = browser.get(f"{where}/stops?within=60")
        assert "Atelier Douai" in page.text
        assert "Atelier Lille" not in page.text
        assert browser.post(f"{where}/stops").status == 422
        assert browser.post(f"{where}/stops", company_ids=[str(ids[1])]).status == 303
        assert "Atelier Douai" in browser.get(where).text


class TestALongSearch:
    def test_goes_on_beside_the_page_and_keeps_its_best(
        self, app: Flask, client: Open, at: str, a_week: list[int]
    ) -> None:
        browser = client("lina")
        typed = TYPED | {"day_count": "2"}
        where = browser.post(f"{at}/", **typed, company_ids=[str(each) for each in a_week]).location
        job = browser.post(f"{where}/optimise").location
        found = SEARCHES.find(app, job.rpartition("/")[2])
        assert found is not None
        SEARCHES.wait_for(found)
        page = browser.get(job)
        assert "Valeur nette" in page.text
        assert any(words in page.text for words in ("Prouvée optimale", "Meilleure tournée trouvée"))
        page = browser.get(where)
        assert "La meilleure tournée n’est pas encore calculée" not in page.text
        assert browser.post(f"{job}/stop").status == 303
        assert browser.get(f"{where.rpartition('/')[0]}/9999/search/{found.id}").status == 404

    def test_that_still_runs_is_found_again_and_can_be_stopped(
        self, app: Flask, client: Open, at: str, a_week: list[int], cast: Cast
    ) -> None:
        browser = client("lina")
        where = browser.post(f"{at}/", **TYPED, company_ids=[str(each) for each in a_week]).location
        # One of another server, which is alive and has found something.
        alive = replace(
            SEARCHES.asked(a_search(int(where.rpartition("/")[2])), standing(app, cast)), server="other", status=RUNNING
        )
        SEARCHES.save(app, alive)
        assert "Calcul en cours" in browser.get(where).text
        page = browser.get(f"{where}/search/{alive.id}")
        assert "à moins de 20 % de l’optimum" in page.text
        # As htmx asks for it again every second: the part alone.
        assert "80,00" in browser.get(f"{where}/search/{alive.id}", part="job_part").text
        assert browser.post(f"{where}/search/{alive.id}/stop").status == 303
        assert SEARCHES.told_to_stop(app, alive)


class TestRoads:
    def test_are_asked_of_the_service_that_the_centre_names_and_of_none_else(
        self,
        client: Open,
        at: str,
        ids: list[int],
        settings: Callable[..., None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        asked: list[str] = []

        def table(base: str, places: list[Place]) -> tuple[list[list[float]], list[list[float]]]:
            asked.append(base)
            rows = [[0.0 if a == b else 7200.0 for b in places] for a in places]
            return rows, rows

        monkeypatch.setattr(planning, "table_between", table)
        browser = client("lina")
        plain = browser.post(f"{at}/", **TYPED, company_ids=[str(ids[0])]).location
        assert asked == []
        assert "Distances et durées estimées" in browser.get(plain).text
        settings(road_service="https://roads.example/osrm")
        where = browser.post(f"{at}/", **TYPED, company_ids=[str(each) for each in ids[:2]]).location
        assert asked == ["https://roads.example/osrm"]
        assert "service d’itinéraires roads.example" in browser.get(where).text
        assert browser.post(f"{plain}/roads").status == 303
        assert "service d’itinéraires roads.example" in browser.get(plain).text

    def test_that_nobody_gives_stay_estimates_and_the_page_says_so(
        self,
        client: Open,
        at: str,
        ids: list[int],
        settings: Callable[..., None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def table(_base: str, _places: list[Place]) -> None:
            raise NoRoads

        monkeypatch.setattr(planning, "table_between", table)
        settings(road_service="https://roads.example")
        browser = client("lina")
        where = browser.post(f"{at}/", **TYPED, company_ids=[str(ids[0])]).location
        page = browser.get(where)
        assert "ne répond pas : les trajets restent estimés" in page.text
        assert "Distances et durées estimées" in page.text
