"""Visits on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from crm.field.agenda.use_cases import cancel_appointment, create_task
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.field.agenda.builders import MONDAY, an_appointment
from tests.field.visits.builders import GOALS, a_visit_today
from tests.offstage import Offstage

Open = Callable[[str], CheckingClient]
TOLD = {
    "summary": "Trois postes à équiper",
    "result": "reached",
    "next_step": "quote",
    "next_step_on": "2026-03-03",
    "next_step_note": "Envoyer le devis",
}


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


@pytest.fixture
def visit(cast: Cast, stage: Stage) -> str:
    """Where today's visit to Boulangerie Petit is."""
    return f"/w/{cast.workspace}/appointments/{stage.do(a_visit_today, stage.petit).id}"


class TestCompanyTab:
    def test_lists_appointments_and_what_is_to_be_written(self, client: Open, cast: Cast, visit: str) -> None:
        browser, record = client("lina"), f"/w/{cast.workspace}/companies/{cast.petit}"
        assert f"{record}/visits" in browser.get(record).reader.links
        page = browser.get(f"{record}/visits")
        assert "Découvrir les besoins" in page.text
        assert f"{visit}/report" in page.reader.links

    def test_lists_what_is_to_be_done(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(create_task, title="Rappeler la gérante", due_on=MONDAY, company=stage.petit)
        page = client("lina").get(f"/w/{cast.workspace}/companies/{cast.petit}/visits")
        assert "Rappeler la gérante" in page.text

    def test_is_empty_at_first(self, client: Open, cast: Cast) -> None:
        page = client("roy").get(f"/w/{cast.workspace}/companies/{cast.petit}/visits")
        assert "Aucun rendez-vous" in page.text


class TestPreparation:
    def test_shows_the_history_once_it_was_consulted(self, client: Open, stage: Stage, visit: str) -> None:
        browser = client("lina")
        assert "Consulter l’historique" in browser.get(f"{visit}/visit").text
        assert browser.post(f"{visit}/history", follow=False).status == 303
        assert "Fiche créée" in browser.get(f"{visit}/visit").text
        assert len(stage.records("visit.history_consulted")) == 1

    def test_is_kept(self, client: Open, visit: str) -> None:
        browser = client("lina")
        assert browser.post(f"{visit}/visit", follow=False, main_goal=" ").status == 422
        assert browser.post(f"{visit}/visit", follow=False, **GOALS).status == 303
        assert "Catalogue, échantillons" in browser.get(f"{visit}/visit").html
        assert "Obtenir l’accord" in client("roy").get(f"{visit}/visit").text

    def test_of_a_cancelled_appointment_is_not_offered(self, client: Open, stage: Stage, cast: Cast) -> None:
        found = stage.do(cancel_appointment, stage.do(an_appointment, stage.petit), reason="Client malade")
        page = client("lina").get(f"/w/{cast.workspace}/appointments/{found.id}/visit")
        assert "Pas encore de préparation" in page.text


class TestDiscovery:
    def test_is_kept_with_objections_and_motives(self, client: Open, visit: str) -> None:
        browser = client("lina")
        typed = {
            "needs": "Trois postes",
            "circuit": "identified",
            "motive_1": "comfort",
            "motive_2": "",
            "motive_3": "money",
            "objection_0": "Trop cher",
            "answer_0": "Le coût par jour",
        }
        assert browser.post(f"{visit}/discovery", follow=False, **typed).status == 303
        assert "Trop cher" in browser.get(f"{visit}/discovery").html
        assert "Confort Argent" in client("roy").get(f"{visit}/discovery").text

    def test_says_something(self, client: Open, visit: str) -> None:
        answer = client("lina").post(f"{visit}/discovery", follow=False, brakes="Le prix", circuit="unknown")
        assert answer.status == 422
        assert "Notez au moins" in answer.text
        assert "Le prix" in answer.html


class TestReport:
    def test_is_written_and_shown_as_in_time(self, client: Open, stage: Stage, visit: str) -> None:
        browser = client("lina")
        assert "au plus tard le 4 mars 2026" in browser.get(f"{visit}/report").text
        assert browser.post(f"{visit}/report", follow=False, **TOLD).status == 303
        page = browser.get(f"{visit}/report")
        assert "Dans les délais" in page.text
        assert stage.last("task.created")["details"] == {"due_on": "2026-03-03"}

    def test_wants_the_day_of_what_comes_next(self, client: Open, visit: str) -> None:
        answer = client("lina").post(f"{visit}/report", follow=False, **{**TOLD, "next_step_on": ""})
        assert answer.status == 422
        assert "Indiquez le jour" in answer.text
        assert "Trois postes" in answer.html


class TestExpenses:
    def test_are_claimed_and_listed(self, client: Open, cast: Cast, visit: str) -> None:
        browser = client("lina")
        assert "0,529" not in browser.get(f"{visit}/expenses").text
        answer = browser.post(f"{visit}/expenses", follow=False, km="beaucoup", power="5")
        assert answer.status == 422
        assert "Distance illisible" in answer.text
        assert browser.post(f"{visit}/expenses", follow=False, km="84", power="5", meals="18").status == 303
        assert "71,42" in browser.get(f"{visit}/expenses").text
        listed = browser.get(f"/w/{cast.workspace}/expenses/")
        assert "Boulangerie Petit" in listed.text
        assert "Aucune note de frais" in browser.get(f"/w/{cast.workspace}/expenses/?year=2020").text


class TestStrangers:
    def test_find_nothing(self, client: Open, cast: Cast, stage: Stage, visit: str) -> None:
        noe = client("noe")
        for path in ("visit", "discovery", "report", "expenses"):
            assert noe.get(f"{visit}/{path}").status == noe.post(f"{visit}/{path}").status == 404
        assert noe.get(f"/w/{cast.workspace}/expenses/").status == 404
