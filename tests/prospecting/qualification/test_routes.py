"""Qualification on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.offstage import Offstage
from tests.prospecting.qualification.builders import a_promising_prospect

Open = Callable[[str], CheckingClient]
TYPED: dict[str, object] = {
    "need": "Trois bureaux",
    "budget": "approved",
    "budget_amount": "1 500,00",
    "circuit": "identified",
    "timing": "quarter",
    "potential": "1500",
    "next_step": "call",
    "next_step_on": "2026-03-05",
}


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


@pytest.fixture
def tab(cast: Cast) -> str:
    """The address of the tab on Boulangerie Petit's record."""
    return f"/w/{cast.workspace}/companies/{cast.petit}/qualification"


class TestTab:
    def test_is_on_the_record_and_empty_at_first(self, client: Open, cast: Cast, tab: str) -> None:
        browser = client("lina")
        assert tab in browser.get(f"/w/{cast.workspace}/companies/{cast.petit}").reader.links
        assert "après la première qualification" in browser.get(tab).text

    def test_keeps_what_is_known_and_shows_the_score(self, client: Open, stage: Stage, tab: str) -> None:
        browser = client("lina")
        assert browser.post(tab, follow=False, **TYPED).status == 303
        page = browser.get(tab)
        assert "69 sur 100" in page.text
        assert "Trois bureaux" in page.html
        assert "1500,00" in page.html
        assert stage.last("next_step.planned")["details"]["on"] == "2026-03-05"

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"potential": "beaucoup"}, "Montant illisible"),
            ({"next_step_on": ""}, "Indiquez le jour"),
            ({"next_step_on": "2026-03-01"}, "Ce jour est passé"),
            ({"next_step_on": "2026-02-30"}, "Cette date n’existe pas"),
            ({"budget": "heaps"}, ""),
        ],
    )
    def test_says_what_cannot_be_read_and_keeps_what_was_typed(
        self, client: Open, tab: str, wrong: dict[str, str], words: str
    ) -> None:
        fields: dict[str, object] = {**TYPED, **wrong}
        answer = client("lina").post(tab, follow=False, **fields)
        assert answer.status == 422
        assert words in answer.text
        assert "Trois bureaux" in answer.html

    def test_a_trainer_reads_it(self, client: Open, stage: Stage, tab: str) -> None:
        assert "Pas encore de qualification" in client("roy").get(tab).text
        stage.do(a_promising_prospect, stage.petit, step_on=date(2026, 3, 3))
        assert "Équiper trois bureaux" in client("roy").get(tab).text
        assert client("roy").post(tab, follow=False, **TYPED).status == 403

    def test_of_a_company_that_is_not_there(self, client: Open, cast: Cast) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/companies/999/qualification").status == 404


class TestNextSteps:
    @pytest.mark.parametrize("query", ["", "?tab=late", "?tab=today", "?tab=later", "?kind=visit", "?tab=odd"])
    def test_answers_whatever_its_address_says(self, client: Open, cast: Cast, stage: Stage, query: str) -> None:
        browser = client("lina")
        assert browser.get(f"/w/{cast.workspace}/next-steps{query}").status == 200
        stage.do(a_promising_prospect, stage.petit, step_on=date(2026, 3, 3))
        assert browser.get(f"/w/{cast.workspace}/next-steps{query}").status == 200

    def test_is_counted_on_the_days_page(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_promising_prospect, stage.petit, step_on=date(2026, 3, 2))
        assert "Prochaines actions du jour 1" in client("lina").get(f"/w/{cast.workspace}/today").text


class TestStrangers:
    def test_find_nothing(self, client: Open, cast: Cast, tab: str) -> None:
        noe = client("noe")
        assert noe.get(tab).status == noe.post(tab).status == 404
        assert noe.get(f"/w/{cast.workspace}/next-steps").status == 404
