"""Plans and actions on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from crm.prospecting.sales_actions.models import Goal, SalesAction, SalesActionPlan
from crm.prospecting.sales_actions.use_cases import choose_action
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.offstage import Offstage
from tests.prospecting.campaigns.builders import a_draft, a_file
from tests.prospecting.sales_actions.builders import a_goal, a_plan, an_action

Open = Callable[[str], CheckingClient]
PLAN: dict[str, Any] = {
    "name": "Printemps",
    "starts_on": "2026-03-01",
    "ends_on": "2026-05-31",
    "context": "",
    "orientation": "",
}
ACTION: dict[str, Any] = {
    "name": "Salon des métiers",
    "channel": "event",
    "goal": "0",
    "audience": "Artisans",
    "segment": "0",
    "means": "Un stand",
    "budget": "1 250,50",
    "starts_on": "2026-04-01",
    "ends_on": "2026-04-03",
    "owner": "Lina",
    "priority": "high",
}


@dataclass(frozen=True)
class World:
    """A plan with a goal and an action, and where plans are."""

    stage: Stage
    plan: SalesActionPlan
    goal: Goal
    action: SalesAction
    root: str

    @property
    def at(self) -> str:
        """The plan's address."""
        return f"{self.root}/{self.plan.id}"

    @property
    def of_action(self) -> str:
        """The action's address."""
        return f"{self.root}/actions/{self.action.id}"


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """A plan while a browser is open."""
    stage = Offstage(app, cast)
    plan = stage.do(a_plan)
    goal = stage.do(a_goal, plan)
    return World(stage, plan, goal, stage.do(an_action, plan, goal), f"/w/{cast.workspace}/sales-plans")


class TestPlans:
    def test_an_empty_list_says_what_to_do(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        page = browser.get(f"/w/{cast.workspace}/sales-plans/")
        assert "Aucun plan d’actions" in page.text
        assert "Préparer un plan" in page.text

    def test_a_plan_is_drafted_and_shows_where_to_begin(self, client: Open, cast: Cast) -> None:
        browser, root = client("lina"), f"/w/{cast.workspace}/sales-plans"
        assert 'value="2026-04-01"' in browser.get(f"{root}/new").html
        page = browser.post(f"{root}/new", **PLAN, follow=True)
        assert page.status == 200
        assert "Fixer un objectif" in page.text
        assert "Proposer une action" in page.text
        assert "Printemps" in browser.get(f"{root}/").text

    def test_says_at_the_field_what_cannot_be(self, client: Open, world: World) -> None:
        page = client("lina").post(f"{world.root}/new", **{**PLAN, "ends_on": "2026-02-01"}, follow=True)
        assert page.status == 422
        assert "avant d’avoir commencé" in page.text
        page = client("lina").post(f"{world.root}/new", **{**PLAN, "name": "", "starts_on": "31/02/2026"}, follow=True)
        assert page.status == 422
        assert "Cette date n’existe pas" in page.text
        assert len(world.stage.records("sales_plan.drafted")) == 1

    def test_is_changed_looked_up_presented_and_approved(self, client: Open, world: World) -> None:
        browser = client("lina")
        assert "Printemps 2026" in browser.get(f"{world.at}/edit").text
        browser.post(f"{world.at}/edit", **PLAN)
        browser.post(f"{world.at}/consult")
        browser.post(f"{world.at}/submit", justification="Une marge meilleure.")
        assert browser.post(f"{world.at}/approve", approved_by="").status == 422
        page = browser.post(f"{world.at}/approve", approved_by="Mme Roy", follow=True)
        assert "validé par Mme Roy" in page.text
        assert "Une marge meilleure." in page.text
        for word in ("revised", "consulted", "submitted", "approved"):
            assert len(world.stage.records(f"sales_plan.{word}")) == 1

    def test_a_trainer_reads_and_strangers_find_nothing(self, client: Open, world: World) -> None:
        page = client("roy").get(world.at)
        assert page.status == 200
        assert "J’ai consulté le plan" not in page.text
        assert client("noe").get(world.at).status == 404
        assert client("noe").get(world.of_action).status == 404


class TestActions:
    def test_is_proposed_with_what_was_typed(self, client: Open, world: World) -> None:
        browser = client("lina")
        begun = browser.get(f"{world.at}/actions/new?name=Corriger&corrects=1&goal={world.goal.id}")
        assert 'value="Corriger"' in begun.html
        page = browser.post(f"{world.at}/actions/new", **{**ACTION, "goal": str(world.goal.id)}, follow=True)
        assert page.status == 200
        assert "Salon des métiers" in page.text
        said = world.stage.records("sales_action.planned")[-1]["details"]
        assert isinstance(said, dict)
        assert (said["budget_cents"], said["channel"], said["priority"]) == (125_050, "event", "high")

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"budget": "beaucoup"}, "Montant illisible"),
            ({"ends_on": "2026-03-31"}, "avant d’avoir commencé"),
            ({"goal": "99999"}, "Ce choix n’existe pas"),
            ({"owner": "Personne"}, "Ce choix n’existe pas"),
            ({"name": " "}, "Ce champ est obligatoire"),
        ],
    )
    def test_says_what_is_wrong_and_loses_nothing(
        self, client: Open, world: World, wrong: dict[str, str], message: str
    ) -> None:
        page = client("lina").post(f"{world.at}/actions/new", **(ACTION | wrong), follow=True)
        assert page.status == 422
        assert message in page.text
        assert "Un stand" in page.text
        assert len(world.stage.records("sales_action.planned")) == 1

    def test_is_changed_chosen_put_off_and_ended(self, client: Open, world: World) -> None:
        browser = client("lina")
        assert 'value="Relancer les devis' in browser.get(f"{world.of_action}/edit").html
        browser.post(f"{world.of_action}/edit", **ACTION)
        assert browser.post(f"{world.of_action}/complete", outcome="", spent="").status == 422
        browser.post(f"{world.of_action}/choose")
        days: dict[str, Any] = {"starts_on": "2026-04-08", "ends_on": "2026-04-10"}
        assert browser.post(f"{world.of_action}/reschedule", **days, reason="").status == 422
        browser.post(f"{world.of_action}/reschedule", **days, reason="Salon reporté")
        page = browser.post(f"{world.of_action}/complete", outcome="Douze contacts", spent="1300", follow=True)
        assert "Douze contacts" in page.text
        assert "Replanifier l’action" not in page.text
        for word in ("revised", "chosen", "rescheduled", "completed"):
            assert len(world.stage.records(f"sales_action.{word}")) == 1

    def test_is_given_up_with_a_reason(self, client: Open, world: World) -> None:
        world.stage.do(choose_action, world.action)
        page = client("lina").post(f"{world.of_action}/abandon", reason="Budget refusé", follow=True)
        assert "Abandonnée" in page.text
        assert len(world.stage.records("sales_action.abandoned")) == 1


class TestWhatCarriesItOut:
    def test_a_campaign_is_tied_when_it_is_prepared_and_later(self, client: Open, world: World, cast: Cast) -> None:
        world.stage.do(a_file)
        browser, campaigns = client("lina"), f"/w/{cast.workspace}/campaigns"
        page = browser.get(f"{campaigns}/new?sales_action={world.action.id}")
        assert "Relancer les devis de l’automne (Printemps 2026)" in page.text
        typed: dict[str, Any] = {
            "name": "Sièges",
            "technique": "phone",
            "starts_on": "2026-03-09",
            "ends_on": "2026-03-20",
            "stage": "prospect",
            "graph": "",
            "sales_action": str(world.action.id),
        }
        page = browser.post(f"{campaigns}/new", **typed, follow=True)
        assert page.status == 200
        assert "Relancer les devis de l’automne" in page.text
        assert "Sièges" in browser.get(world.of_action).text
        other = world.stage.do(a_draft)
        browser.post(f"{campaigns}/{other.id}/sales-action", sales_action=str(world.action.id))
        assert len(world.stage.records("sales_action.linked")) == 2
        wrong = browser.post(f"{campaigns}/{other.id}/sales-action", sales_action="99999", follow=True)
        assert wrong.status == 422
        assert "Ce choix n’existe pas" in wrong.text
