"""Goals and what was reached, on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from crm.prospecting.sales_actions.models import Goal, SalesActionPlan
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.offstage import Offstage
from tests.prospecting.sales_actions.builders import a_goal, a_plan, an_action
from tests.selling.catalogue.builders import a_catalogue

Open = Callable[[str], CheckingClient]
GOAL: dict[str, Any] = {
    "aim": "Trente visites",
    "indicator": "visits",
    "target": "30",
    "due_on": "2026-05-31",
    "priority": "high",
}


@dataclass(frozen=True)
class World:
    """A plan with a goal of 30,000 euros, and where plans are."""

    stage: Stage
    plan: SalesActionPlan
    goal: Goal
    root: str

    @property
    def at(self) -> str:
        """The plan's address."""
        return f"{self.root}/{self.plan.id}"

    @property
    def of_goal(self) -> str:
        """The goal's address."""
        return f"{self.root}/goals/{self.goal.id}"


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """A plan while a browser is open."""
    stage = Offstage(app, cast)
    plan = stage.do(a_plan)
    return World(stage, plan, stage.do(a_goal, plan), f"/w/{cast.workspace}/sales-plans")


class TestSettingAGoal:
    def test_shows_the_year_before_and_asks_for_a_figure_and_a_day(self, client: Open, world: World) -> None:
        browser = client("lina")
        page = browser.get(f"{world.at}/goals/new")
        assert "Réaliste ?" in page.text
        assert "du 1er mars 2025 au 31 mai 2025" in page.text
        page = browser.post(f"{world.at}/goals/new", **GOAL, follow=True)
        assert page.status == 200
        assert "Trente visites" in page.text
        assert world.stage.records("sales_goal.set")[-1]["details"]["target"] == 30

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"target": "12,5"}, "Cet indicateur se compte"),
            ({"target": "beaucoup"}, "Valeur illisible"),
            ({"target": ""}, "Ce champ est obligatoire"),
            ({"target": "0"}, "Un objectif se mesure"),
            ({"indicator": "conversion", "target": "120"}, "Cet indicateur est un taux"),
            ({"indicator": "revenue", "target": "1,005"}, "Cet indicateur est un montant"),
            ({"due_on": "2026-06-01"}, "L’échéance doit tomber pendant le plan : du 01/03/2026 au 31/05/2026."),
            ({"indicator": "love"}, "Ce choix n’existe pas"),
        ],
    )
    def test_says_at_the_field_what_is_not_measurable_or_dated(
        self, client: Open, world: World, wrong: dict[str, str], message: str
    ) -> None:
        page = client("lina").post(f"{world.at}/goals/new", **(GOAL | wrong), follow=True)
        assert page.status == 422
        assert message in page.text
        assert 'value="Trente visites"' in page.html
        assert len(world.stage.records("sales_goal.set")) == 1

    def test_is_changed_and_dropped(self, client: Open, world: World) -> None:
        browser = client("lina")
        assert 'value="30000"' in browser.get(f"{world.of_goal}/edit").html
        browser.post(f"{world.of_goal}/edit", **GOAL)
        assert "Trente visites" in browser.get(world.of_goal).text
        assert browser.post(f"{world.of_goal}/edit", **{**GOAL, "target": "x"}).status == 422
        page = browser.post(f"{world.of_goal}/drop", follow=True)
        assert "Objectif retiré du plan." in page.html
        assert len(world.stage.records("sales_goal.dropped")) == 1
        assert browser.get(world.of_goal).status == 404


class TestBreakingDown:
    def test_by_month_proposes_equal_parts_and_says_that_they_add_up(self, client: Open, world: World) -> None:
        browser, address = client("lina"), f"{world.of_goal}/breakdown?by=month"
        page = browser.get(f"{address}&fill=equal")
        assert page.html.count('value="10000"') == 3
        page = browser.post(address, part0="10000", part1="10 000,00", part2="10000 €", follow=True)
        assert "égale à l’objectif" in page.html
        assert "somme exacte" in page.text
        said = world.stage.records("sales_goal.broken_down")[-1]["details"]
        assert isinstance(said, dict)
        assert said["balanced"] is True

    def test_that_does_not_add_up_is_kept_and_said(self, client: Open, world: World) -> None:
        browser, address = client("lina"), f"{world.of_goal}/breakdown?by=month"
        page = browser.post(address, part0="10000", part1="", part2="9999,99", follow=True)
        assert page.status == 200
        assert "diffère de l’objectif" in page.html
        said = world.stage.records("sales_goal.broken_down")[-1]["details"]
        assert isinstance(said, dict)
        assert (said["gap"], said["balanced"]) == (-1_000_001, False)
        assert 'value="9999,99"' in browser.get(address).html
        assert "somme inexacte" in browser.get(world.at).text

    def test_says_at_the_part_what_cannot_be_read(self, client: Open, world: World) -> None:
        address = f"{world.of_goal}/breakdown?by=month"
        page = client("lina").post(address, part0="mille", part1="1,005", part2="", follow=True)
        assert page.status == 422
        assert "Valeur illisible" in page.text
        assert 'value="mille"' in page.html
        page = client("lina").post(address, part0="1", part1="1,005", part2="", follow=True)
        assert "Cet indicateur est un montant" in page.text
        assert world.stage.records("sales_goal.broken_down") == []

    def test_by_what_there_is(self, client: Open, world: World) -> None:
        browser = client("lina")
        assert "Rien à ventiler ainsi" in browser.get(f"{world.of_goal}/breakdown?by=family").text
        assert "Aucun segment partagé" in browser.get(f"{world.of_goal}/breakdown?by=segment").text
        assert "Karim" in browser.get(f"{world.of_goal}/breakdown?by=salesperson").text
        world.stage.do(a_catalogue)
        assert "Sièges" in browser.get(f"{world.of_goal}/breakdown?by=family&fill=previous").text
        assert browser.get(f"{world.of_goal}/breakdown?by=moon").status == 404


class TestReading:
    def test_all_goals_of_a_plan_on_any_day(self, client: Open, world: World) -> None:
        browser = client("lina")
        page = browser.get(f"{world.at}/results")
        assert "En retard" in page.text
        assert "30 000,00 €" in page.text.replace("\u202f", " ").replace("\xa0", " ")
        assert "Pas commencé" in browser.get(f"{world.at}/results?on=2026-02-01").text
        assert browser.get(f"{world.at}/results?on=0001-01-01").status == 200
        assert browser.get(f"{world.at}/results?on=demain").status == 200
        assert client("roy").get(f"{world.at}/results").status == 200
        assert client("noe").get(f"{world.at}/results").status == 404

    def test_a_plan_without_goals_says_what_to_do(self, client: Open, world: World) -> None:
        bare = world.stage.do(a_plan, name="Automne")
        assert "Fixez un objectif" in client("lina").get(f"{world.root}/{bare.id}/results").text

    def test_a_goal_with_its_chart_and_the_same_figures_in_a_table(self, client: Open, world: World) -> None:
        page = client("lina").get(f"{world.of_goal}?on=2026-03-01")
        assert '<svg class="pareto' in page.html
        assert "03/2026" in page.text
        assert "Rien d’enregistré sur la même période" in page.text

    def test_a_rate_is_not_broken_down(self, client: Open, world: World) -> None:
        browser = client("lina")
        rate = {"indicator": "conversion", "target": "35,5", "aim": "Transformer un devis sur trois"}
        page = browser.post(f"{world.at}/goals/new", **(GOAL | rate), follow=True)
        assert "35,5" in page.text
        assert "ne s’additionne pas" in page.text
        assert browser.get(f"{page.answer.request.path}/breakdown?by=month").status == 404

    def test_a_variance_is_noted_and_its_correction_planned(self, client: Open, world: World) -> None:
        browser = client("lina")
        assert browser.post(f"{world.of_goal}/variance", causes="").status == 422
        page = browser.post(
            f"{world.of_goal}/variance", causes="Saison", correction="Relancer", correct_by="2026-03-09", follow=True
        )
        assert "Planifier cette action" in page.text
        assert len(world.stage.records("corrective_action.proposed")) == 1
        wrong = browser.post(f"{world.of_goal}/variance", causes="Saison", correct_by="2026-03-01", follow=True)
        assert wrong.status == 422
        assert "Ce jour est passé" in wrong.text


class TestTakingAway:
    def test_as_a_paper(self, client: Open, world: World) -> None:
        world.stage.do(an_action, world.plan, world.goal)
        answer = client("lina").get(f"{world.at}/plan.pdf?on=2026-03-02").answer
        assert answer.mimetype == "application/pdf"
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
        for words in ("Printemps 2026", "Vendre des sièges aux cabinets", "Relancer les devis", "Orientations"):
            assert words in text

    def test_as_a_table(self, client: Open, world: World) -> None:
        world.stage.do(an_action, world.plan, name="=1+1")
        answer = client("lina").get(f"{world.at}/plan.csv").answer
        lines = answer.data.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Ligne;Objectif ou action")
        assert "30000,00" in lines[1]
        assert lines[2].startswith("Action;'=1+1;Téléphone")
